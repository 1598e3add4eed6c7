"""Cues of the facts layer: an item of each example has the function, none of a counterexample has, though the characters stand there."""

import pytest

from cnreport_extract.chars import fold
from cnreport_extract.facts.items import ItemReader
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Sentence

LEXICON = Lexicon()
READER = ItemReader(LEXICON)
CUES = {
    f"{topic}.{cue.id}": cue for topic in ("changes", "connectives", "copulas", "shares", "verbs") for cue in LEXICON.cues(topic).values()
}


def functions(sentence):
    text = fold(sentence)
    items = READER.read(text, Sentence(0, len(text), block=0, section=0), [])
    return {function for item in items for function in item.cues}


@pytest.mark.parametrize("name", CUES)
def test_word_has_its_function_in_the_examples(name):
    assert [sentence for sentence in CUES[name].examples if name not in functions(sentence)] == []


@pytest.mark.parametrize("name", CUES)
def test_characters_inside_other_words_have_not(name):
    sentences = [fold(sentence) for sentence in CUES[name].counterexamples]
    assert [sentence for sentence in sentences if not any(word in sentence for word in CUES[name].words)] == []
    assert [sentence for sentence in sentences if name in functions(sentence)] == []
