"""One fact against another: each level with what it accepts and what it refuses. Cases: fixtures/evaluation/compare.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract import resources
from cnreport_extract.errors import DataError
from cnreport_extract.evaluation.compare import Comparison, common_length
from cnreport_extract.evaluation.gold import GoldFact, PredictedFact
from cnreport_extract.evaluation.tolerances import Tolerances

CASES = tomllib.loads((Path(__file__).parents[1] / "fixtures/evaluation/compare.toml").read_text(encoding="utf-8"))
DATA = tomllib.loads((resources.patterns() / "evaluation.toml").read_text(encoding="utf-8"))
COMPARISON = Comparison(Tolerances.load())


def reached(gold, predicted):
    base = CASES["base"]
    return COMPARISON.reached(
        PredictedFact.model_validate({**base["predicted"], **predicted}), GoldFact.model_validate({**base["gold"], **gold})
    )


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_levels(case):
    assert reached(case.get("gold", {}), case.get("predicted", {})) == (case["steps"], case["stopped"])


def phrases(table):
    for entry in DATA[table]:
        for key, same in (("examples", True), ("counterexamples", False)):
            assert entry[key], entry["id"]
            for phrase in entry[key]:
                yield pytest.param(phrase, same, id=f"{entry['id']}: {phrase}")


def number_and_unit(phrase):
    match = re.search(r"([\d.]+(?:多?万|多?亿)?)([^\d]*)$", phrase)
    return match[1], match[2]


@pytest.mark.parametrize(("phrase", "same"), [*phrases("unit_class"), *phrases("bare")])
def test_each_example_of_a_unit_counts_as_equal_and_no_counterexample_does(phrase, same):
    (number, unit), (_, other) = map(number_and_unit, phrase.split(" = "))
    levels = reached({"unit": unit, "text": number + unit}, {"unit": other})
    assert levels == ((4, "") if same else (0, "unit"))


@pytest.mark.parametrize(("phrase", "same"), list(phrases("qualifier")))
def test_qualifiers_that_count_as_one(phrase, same):
    gold, predicted = phrase.split(" = ")
    for a, b in ((gold, predicted), (predicted, gold)):
        assert reached({"qualifier": a}, {"qualifier": b}) == ((4, "") if same else (0, "qualifier"))


@pytest.mark.parametrize(("phrase", "free"), list(phrases("average")))
def test_frequency_of_an_average_is_free(phrase, free):
    levels = reached({"metric": [phrase], "frequency": "year"}, {"metric": phrase, "frequency": None})
    assert levels == ((4, "") if free else (3, "date"))


def test_entries_are_in_order_and_unique():
    for table in ("unit_class", "bare", "average"):
        ids = [entry["id"] for entry in DATA[table]]
        assert ids == sorted(set(ids))


@given(st.text("案件受理数", max_size=8), st.text("案件受理数", max_size=8))
def test_common_length_is_that_of_a_longest_common_subsequence(a, b):
    found = common_length(a, b)
    assert found == common_length(b, a)
    assert found <= min(len(a), len(b))
    assert common_length(a, a + b) == len(a)
    assert (found == len(a)) == bool(re.search(".*?".join(map(re.escape, a)), b, re.DOTALL))


def test_file_without_its_head_is_an_error_that_says_so(tmp_path):
    (tmp_path / "evaluation.toml").write_text('minimum = 0.6\nignored = ""\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"evaluation.toml: head of the file: no key number_ends"):
        Tolerances.load(tmp_path)
