"""Every entry of patterns/ fires on its examples and keeps quiet on its counterexamples, read by the step that uses it.

Words of page structure are replayed in tests/text/, those of the scorer in tests/evaluation/.
"""

import re
from functools import cache

import pytest

from cnreport_extract.chars import fold
from cnreport_extract.facts.items import ItemReader
from cnreport_extract.lexicon.lexicon import Lexicon, guarded
from cnreport_extract.mentions.quantities import QuantityFinder
from cnreport_extract.records import Sentence

LEXICON = Lexicon()
MEANINGS = {"about": "≈", "more": ">", "least": "≥", "less": "<", "most": "≤"}
QUALIFIERS = [cue for cue in LEXICON.cues("qualifiers").values() if cue.id.split("-")[-1] in MEANINGS]
WORDS = ("changes", "connectives", "copulas", "shares", "verbs")
ATTRIBUTION = ("changes", "connectives", "copulas", "implied_metrics", "metric_heads", "roles", "shares", "targets", "verbs")
FUNCTIONS = [cue for topic in ATTRIBUTION for cue in LEXICON.cues(topic).values()]
EXCLUSIONS = list(LEXICON.cues("exclusions").values())


@cache
def finder():
    return QuantityFinder(LEXICON)


def quantities(sentence):
    return finder().find(fold(sentence))


def has_unit(sentence, unit):
    found = [quantity.unit_id or "" for quantity in quantities(sentence)]
    return unit.id in found or (unit.per_only and any(unit.id in name.split("/")[1:] for name in found))


def has_qualifier(sentence, cue):
    return MEANINGS[cue.id.split("-")[-1]] in {quantity.qualifier for quantity in quantities(sentence)}


@pytest.mark.parametrize("unit", LEXICON.units, ids=lambda unit: unit.id)
def test_unit_is_found_in_its_examples_only(unit):
    assert [sentence for sentence in unit.examples if not has_unit(sentence, unit)] == []
    assert [sentence for sentence in unit.counterexamples if has_unit(sentence, unit)] == []


@pytest.mark.parametrize("cue", QUALIFIERS, ids=lambda cue: cue.id)
def test_qualifier_is_read_in_its_examples_only(cue):
    assert [sentence for sentence in cue.examples if not has_qualifier(sentence, cue)] == []
    assert [sentence for sentence in cue.counterexamples if has_qualifier(sentence, cue)] == []


@pytest.mark.parametrize("cue", EXCLUSIONS, ids=lambda cue: cue.id)
def test_number_is_excluded_in_the_examples_only(cue):
    assert [sentence for sentence in cue.examples if quantities(sentence)] == []
    assert [sentence for sentence in cue.counterexamples if not quantities(sentence)] == []


@cache
def reader():
    return ItemReader(LEXICON)


def has_function(sentence, cue):
    """As a whole word of the segmented sentence where the facts layer reads words, as characters where it reads those."""
    topic = cue.file.removesuffix(".toml")
    if topic not in WORDS:
        return bool(re.search(guarded(cue, cue.words), sentence))
    text = fold(sentence)
    return any(item.is_cue(f"{topic}.{cue.id}") for item in reader().read(text, Sentence(0, len(text), 0, 0), []))


@pytest.mark.parametrize("cue", FUNCTIONS, ids=lambda cue: f"{cue.file}-{cue.id}")
def test_function_words_are_in_the_examples_only(cue):
    assert [sentence for sentence in cue.examples if not has_function(sentence, cue)] == []
    assert [sentence for sentence in cue.counterexamples if has_function(sentence, cue)] == []
