"""Aspect, direction and basis: what is said of a number in the words next to it."""

import tomllib
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures" / "facts"
PASSING = tomllib.loads((FIXTURES / "changes" / "readings.toml").read_text(encoding="utf-8"))["case"]
FAILING = tomllib.loads((FIXTURES / "known_failures" / "changes.toml").read_text(encoding="utf-8"))["case"]


def reading(fact):
    return " ".join(part for part in (fact.text, fact.aspect, fact.direction, fact.basis) if part)


def is_read(extractor, case):
    found = [reading(fact) for fact in extractor.read(case["text"], "2025-04-02").facts]
    accepted = [alternatives.split(" / ") for alternatives in case["readings"]]
    return len(found) == len(accepted) and all(one in others for one, others in zip(found, accepted, strict=True))


def test_tables_are_large():
    assert len(PASSING) >= 80
    assert len({case["text"] for case in [*PASSING, *FAILING]}) == len(PASSING) + len(FAILING)


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["text"])
def test_reading(extractor, case):
    assert is_read(extractor, case), [reading(fact) for fact in extractor.read(case["text"], "2025-04-02").facts]


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case["text"])
def test_known_failure(extractor, case, request):
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    assert is_read(extractor, case)


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["text"])
def test_full_width_marks_change_nothing(extractor, case):
    wide = case["text"].translate(str.maketrans(",;%()", "，；％（）"))
    before, after = (extractor.read(text, "2025-04-02").facts for text in (case["text"], wide))
    assert [(fact.aspect, fact.direction, fact.basis) for fact in after] == [(fact.aspect, fact.direction, fact.basis) for fact in before]


def test_only_a_change_has_a_direction_and_a_basis(extractor):
    for case in PASSING:
        for fact in extractor.read(case["text"], "2025-04-02").facts:
            assert (fact.direction is None and fact.basis is None) or fact.aspect in {"change", "target"}


def test_the_size_of_a_change_is_never_negative(extractor):
    facts = extractor.read("上半年,平江县出口增速为-4.5%,进口下降3.1%。", "2025-07-20").facts
    assert [(fact.direction, str(fact.value)) for fact in facts] == [("down", "4.5"), ("down", "3.1")]
