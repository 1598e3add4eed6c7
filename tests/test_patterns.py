"""Every entry of patterns/ fires on its examples and keeps quiet on its counterexamples, read by the step that uses it.

Words of page structure are replayed in tests/text/, those of the scorer in tests/evaluation/.
"""

from dataclasses import replace
from functools import cache

import pytest

from cnreport_extract.authoring.replay import AS_CHARACTERS, AS_WORDS, MEANINGS, Replay
from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon

LEXICON = Lexicon()
QUALIFIERS = [cue for cue in LEXICON.cues("qualifiers").values() if cue.id.split("-")[-1] in MEANINGS]
CUES = [cue for topic in ("exclusions", *AS_WORDS, *AS_CHARACTERS) for cue in LEXICON.cues(topic).values()]
BODIES = sorted(set(LEXICON.bodies.values()), key=lambda body: body.id)
PRONOUNS = sorted(set(LEXICON.pronouns.values()), key=lambda pronoun: pronoun.id)
ROWS = [*LEXICON.units, *LEXICON.metrics, *LEXICON.periods, *QUALIFIERS, *CUES, *BODIES, *PRONOUNS]


@cache
def replay():
    return Replay(LEXICON)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}-{row.id}")
def test_entry_fires_on_its_examples_only(row):
    assert row.examples
    assert row.counterexamples
    assert replay().misses(row) == []


@pytest.mark.parametrize("cue", [cue for cue in CUES if cue.file.removesuffix(".toml") in AS_WORDS], ids=lambda cue: f"{cue.file}-{cue.id}")
def test_counterexamples_hold_the_characters(cue):
    assert [text for text in cue.counterexamples if not any(word in fold(text) for word in cue.words)] == []


@pytest.mark.parametrize("change", ["examples", "counterexamples"])
def test_a_sentence_on_the_wrong_side_is_told(change):
    """The replay can fail: examples and counterexamples of each kind of entry exchanged are all misses."""
    for row in (LEXICON.units[0], LEXICON.metrics[0], QUALIFIERS[0], CUES[0], BODIES[0], PRONOUNS[0]):
        other = {"examples": "counterexamples", "counterexamples": "examples"}[change]
        turned = replace(row, **{change: getattr(row, other), other: ()})
        assert {miss.sentence for miss in replay().misses(turned)} == set(getattr(row, other))
