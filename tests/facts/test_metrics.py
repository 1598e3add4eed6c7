"""The phrases that are proposed as the metric of a number, before one is chosen."""

import tomllib
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures" / "facts"
PASSING = tomllib.loads((FIXTURES / "candidates" / "metrics.toml").read_text(encoding="utf-8"))["case"]
FAILING = tomllib.loads((FIXTURES / "known_failures" / "candidates.toml").read_text(encoding="utf-8"))["case"]


def missing(attributions, case):
    """Number and phrase of what is expected but not proposed."""
    proposed = {case["text"][found.quantity.start : found.quantity.end]: found.metrics for found in attributions(case["text"])}
    return [
        (number, phrase)
        for number, phrases in case["phrases"].items()
        for phrase in phrases
        if phrase not in {candidate.text for candidate in proposed.get(number, ())}
    ]


def test_tables_are_large():
    assert len(PASSING) + len(FAILING) >= 75
    assert len(PASSING) > 2 * len(FAILING)


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["text"])
def test_phrases_are_proposed(attributions, case):
    assert missing(attributions, case) == []


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case["text"])
def test_known_failure(attributions, case, request):
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    assert missing(attributions, case) == []


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["text"])
def test_every_phrase_is_made_of_words_of_its_sentence(attributions, case):
    for found in attributions(case["text"]):
        implied = {candidate.text for candidate in found.metrics if candidate.rule == "implied"}
        for candidate in found.metrics:
            left = candidate.text
            for phrase in implied:
                left = left.replace(phrase, "")
            assert set(left) <= set(case["text"])


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["text"])
def test_no_phrase_is_proposed_twice_by_one_rule(attributions, case):
    for found in attributions(case["text"]):
        proposals = [(candidate.rule, candidate.text) for candidate in found.metrics]
        assert len(set(proposals)) == len(proposals)


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["text"])
def test_no_phrase_holds_its_own_number(attributions, case):
    for found in attributions(case["text"]):
        number = case["text"][found.quantity.start : found.quantity.end]
        assert not [candidate.text for candidate in found.metrics if number in candidate.text]


@pytest.mark.parametrize("text", ["“3.5%,这个数字来之不易。”", "他算了一笔账:“5600元!”"])
def test_a_mark_alone_is_no_metric(attributions, text):
    assert not [one.text for found in attributions(text) for one in found.metrics if not any(sign.isalnum() for sign in one.text)]
