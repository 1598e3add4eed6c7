"""Every word list of the quantity grammar matters for its examples, and not for its counterexamples.

Each list is taken out of the lexicon in turn: what is found in its examples has to change, what is found in its
counterexamples has to stay.
"""

from dataclasses import replace

import pytest

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.quantities import QuantityFinder

LEXICON = Lexicon()
FINDER = QuantityFinder(LEXICON)
TOPICS = ("evidence", "exclusions", "forms", "fractions", "joints", "numerals", "qualifiers", "ranks")
SETTINGS = {("joints", "minutes"), ("ranks", "unit")}
"""Entries that name one unit of the result; without it there is no grammar."""

CUES = [(topic, cue) for topic in TOPICS for cue in LEXICON.cues(topic) if (topic, cue) not in SETTINGS]


class Without(Lexicon):
    """The lexicon with the words of one cue replaced by a character that no text holds."""

    def __init__(self, topic, cue):
        super().__init__()
        object.__setattr__(self, "left_out", (topic, cue))

    @property
    def unit_index(self):
        return LEXICON.unit_index

    def cues(self, topic):
        cues = LEXICON.cues(topic)
        left_topic, left = self.left_out
        return cues if topic != left_topic else {**cues, left: replace(cues[left], words=("\0",))}


@pytest.mark.parametrize(("topic", "cue"), CUES, ids=lambda value: value)
def test_words_matter_for_the_examples_only(topic, cue):
    entry = LEXICON.cues(topic)[cue]
    finder = QuantityFinder(Without(topic, cue))
    idle = [text for text in entry.examples if finder.find(fold(text)) == FINDER.find(fold(text))]
    assert idle == [], "the words make no difference to these examples"
    meddling = [text for text in entry.counterexamples if finder.find(fold(text)) != FINDER.find(fold(text))]
    assert meddling == [], "the words make a difference to these counterexamples"
