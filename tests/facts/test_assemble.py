"""Whole facts of short texts: number, metric, aspect, entity and period; `fixtures/facts/README.md` defines the tables."""

import tomllib
from calendar import monthrange
from functools import cache
from pathlib import Path

import pytest

from cnreport_extract.evaluation.compare import Comparison
from cnreport_extract.evaluation.gold import GoldFact, predicted
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.pipeline import Extractor
from cnreport_extract.sinks.protocol import record

FIXTURES = Path(__file__).parents[1] / "fixtures" / "facts"
PUBLISHED = "2025-04-02"


def cases(folder):
    return [
        pytest.param(case, id=f"{path.stem}-{number}")
        for path in sorted((FIXTURES / folder).glob("*.toml"))
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1)
    ]


PASSING = cases("attribution")
FAILING = cases("known_failures/attribution")


@cache
def extractor():
    return Extractor()


@cache
def comparison():
    return Comparison(Tolerances.load())


def days(words):
    """`2024`, `2024-05`, `2024-05-03`, `2024-01-01..2024-06-30`, `..2024-12-31`, `2021-01-01..`, `none`."""
    if words == "none":
        return None
    start, dots, end = words.partition("..")
    if dots:
        return {"start": start or None, "end": end or None}
    if words.count("-") == 2:
        return {"start": words, "end": words}
    first, last = (f"{words}-01", f"{words}-12") if words.count("-") == 0 else (words, words)
    return {"start": f"{first}-01", "end": f"{last}-{monthrange(*map(int, last.split('-')))[1]}"}


def gold(case, row):
    """The gold fact of one row `[number, aspect, metric, entity, date]`, the last two by default those of the case."""
    text, aspect, metric, entity, date = (*row, *[""] * (5 - len(row)))
    date, _, frequency = (date or case["date"]).partition("*")
    return GoldFact(
        span=(0, 0),
        text=text,
        value=None,
        metric=metric.split("|"),
        aspect=[one.split()[0] for one in aspect.split("|")],
        direction=next((one.split()[1] for one in aspect.split("|") if " " in one), None),
        entity=(entity or case["entity"]).split("|"),
        date=[days(one) for one in date.split("|")],
        frequency=frequency or None,
    )


def same_entity(found, expected):
    """As the comparison says; an empty name in the list means that none may be given."""
    return (found.entity == "" and "" in expected.entity) or comparison().same_entity(found, expected)


def wrong(case):
    """What is not as it should be: list of (number, field, found)."""
    read = extractor().read(case["text"].strip(), case.get("published", PUBLISHED))
    found = [fact for fact in predicted(record("case", read), "case").facts if fact.text not in case.get("ignore", [])]
    expected = [gold(case, row) for row in case["facts"]]
    if [fact.text for fact in found] != [fact.text for fact in expected]:
        return [("numbers", "text", [fact.text for fact in found])]
    checks = {
        "metric": comparison().same_metric,
        "aspect": comparison()._same_aspect,
        "direction": comparison()._same_direction,
        "entity": same_entity,
        "date": comparison().same_date,
    }
    return [
        (fact.text, field, getattr(fact, field))
        for fact, other in zip(found, expected, strict=True)
        for field, same in checks.items()
        if not same(fact, other)
    ]


def test_tables_are_large():
    assert len(PASSING) + len(FAILING) >= 120
    assert len(PASSING) > 2 * len(FAILING)


@pytest.mark.parametrize("case", PASSING)
def test_facts_of_a_text(case):
    assert wrong(case) == []


@pytest.mark.parametrize("case", FAILING)
def test_known_failure(case, request):
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    assert wrong(case) == []


@pytest.mark.parametrize("case", [*PASSING, *FAILING])
def test_expected_numbers_stand_in_the_text(case):
    at = 0
    for row in case["facts"]:
        at = case["text"].index(row[0], at) + len(row[0])
