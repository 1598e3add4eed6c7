"""Planned or real: pairs of sentences that differ in nothing else."""

import tomllib
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures" / "facts"
PASSING = tomllib.loads((FIXTURES / "targets" / "pairs.toml").read_text(encoding="utf-8"))["case"]
FAILING = tomllib.loads((FIXTURES / "known_failures" / "targets.toml").read_text(encoding="utf-8"))["case"]


def planned(extractor, text):
    """For each number of a sentence whether it is planned; at least one number."""
    found = [fact.aspect == "target" for fact in extractor.read(text, "2025-04-02").facts]
    assert found, text
    return found


def is_told_apart(extractor, case):
    return all(planned(extractor, case["planned"])) and not any(planned(extractor, case["real"]))


def test_tables_are_large():
    assert len(PASSING) + len(FAILING) >= 30
    assert len(PASSING) > 2 * len(FAILING)


@pytest.mark.parametrize("case", PASSING, ids=lambda case: case["planned"])
def test_plan_and_fact_are_told_apart(extractor, case):
    assert is_told_apart(extractor, case)


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case["planned"])
def test_known_failure(extractor, case, request):
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    assert is_told_apart(extractor, case)
