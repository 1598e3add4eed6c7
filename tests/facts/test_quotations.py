"""Who speaks where: the names beside a quotation are offered to the numbers in it."""

import tomllib
from pathlib import Path

import pytest

from cnreport_extract.facts.quotations import SpeechReader
from cnreport_extract.lexicon.lexicon import Lexicon

CASES = Path(__file__).parents[1] / "fixtures" / "facts" / "candidates" / "speakers.toml"


@pytest.fixture(scope="module")
def reader():
    return SpeechReader(Lexicon())


@pytest.mark.parametrize("case", tomllib.loads(CASES.read_text(encoding="utf-8"))["case"], ids=lambda case: case["text"])
def test_speakers_are_offered_to_the_numbers_of_their_speech(reader, extractor, attributions, case):
    scene = extractor.scene(case["text"], "2025-04-02")
    speeches = reader.read(scene)
    found = {
        quantity.of(scene.page.text): [f"{name.name} {speech.where} {speech.person}" for name in speech.speakers]
        for quantity in scene.quantities
        for speech in speeches
        if speech.start <= quantity.start < speech.end
    }
    assert found == case["speakers"]
    offered = {number.quantity.of(scene.page.text): {name.text for name in number.entities} for number in attributions(case["text"])}
    for number, names in case["speakers"].items():
        assert {name.split()[0] for name in names} <= offered[number]
