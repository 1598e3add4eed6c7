"""The choice among candidates: a sum of weights, and what must hold whatever the weights are."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract import resources
from cnreport_extract.errors import DataError
from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.confidence import Calibration
from cnreport_extract.facts.scoring import Scorer, load_scorers

FEATURES = ["near", "far", "own", "title", "opens", "unknown"]
WEIGHTS = st.dictionaries(
    st.sampled_from(FEATURES[:-1]), st.integers(-8000, 8000).map(lambda thousandths: thousandths / 1000)
)  # as the file rounds them
SETS = st.lists(st.sampled_from(FEATURES), max_size=6).map(tuple)


def candidates(sets):
    return [Candidate(f"rule{number}", "", None, (features,)) for number, features in enumerate(sets)]


@given(WEIGHTS, SETS, SETS)
def test_score_is_the_sum_of_the_weights(weights, one, other):
    scorer = Scorer(weights)
    assert math.isclose(scorer.score(one + other), scorer.score(one) + scorer.score(other), abs_tol=1e-9)
    assert math.isclose(scorer.score(one), math.fsum(weights.get(feature, 0.0) for feature in one), abs_tol=1e-9)


@given(WEIGHTS, SETS)
def test_a_feature_without_a_weight_counts_nothing(weights, features):
    assert Scorer(weights).score((*features, "never seen")) == Scorer(weights).score(features)


@given(WEIGHTS, st.lists(SETS, min_size=1, max_size=8))
def test_the_choice_is_the_highest_score_and_the_first_of_equals(weights, sets):
    found = candidates(sets)
    choice = Scorer(weights).choose(found)
    assert choice.candidate is found[choice.scores.index(max(choice.scores))]
    assert len(choice.scores) == len(found)


@given(WEIGHTS, st.lists(SETS, min_size=1, max_size=8))
def test_the_probability_is_a_share(weights, sets):
    choice = Scorer(weights).choose(candidates(sets))
    assert 1 / len(sets) - 1e-9 <= choice.probability <= 1
    assert math.isclose(choice.probability, math.exp(max(choice.scores)) / sum(map(math.exp, choice.scores)), rel_tol=1e-9)


@given(WEIGHTS, st.lists(SETS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_features_and_of_unequal_candidates_means_nothing(weights, sets, random):
    scorer, found = Scorer(weights), candidates(sets)
    mixed = [Candidate(one.rule, one.text, one.span, (tuple(random.sample(one.features, len(one.features))),)) for one in found]
    random.shuffle(mixed)
    before, after = scorer.choose(found), scorer.choose(mixed)
    assert math.isclose(scorer.score(after.candidate.features), scorer.score(before.candidate.features), abs_tol=1e-9)
    assert math.isclose(after.probability, before.probability, rel_tol=1e-6)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_yes_or_no_is_a_probability_that_rises_with_the_score(low, high):
    low, high = sorted((low, high))
    first, second = (Scorer({"x": weight}).probability(["x"]) for weight in (low, high))
    assert 0 < first <= second < 1 or first == second


def test_no_feature_is_an_even_chance():
    assert Scorer({}).probability([]) == 0.5


def test_shipped_weights_cover_all_tasks():
    scorers = load_scorers(resources.models() / "attribution.json")
    assert set(scorers) >= {"metric", "entity", "date", "target"}
    assert all(math.isfinite(weight) for scorer in scorers.values() for weight in scorer.weights.values())


@pytest.mark.parametrize("content", ["", "[]", '{"metric": 3}', '{"metric": {"near": "much"}}', '{"metric": {"near": null}}'])
def test_broken_weights_are_one_clear_error(tmp_path, content):
    file = tmp_path / "attribution.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="expected a JSON object task"):
        load_scorers(file)


def test_missing_weights_are_one_clear_error(tmp_path):
    with pytest.raises(DataError, match="weights"):
        load_scorers(tmp_path / "attribution.json")


@given(st.floats(0, 1), st.floats(0, 1))
def test_shipped_confidence_is_a_probability_that_never_falls(low, high):
    table = json.loads((resources.models() / "attribution.json").read_text(encoding="utf-8")).get("confidence", {})
    calibrate = Calibration.of(table)
    low, high = sorted((low, high))
    assert 0 <= calibrate(low) <= calibrate(high) <= 1


@given(st.floats(0, 1))
def test_an_empty_table_corrects_nothing(product):
    assert Calibration.of({})(product) == round(product, 3)
