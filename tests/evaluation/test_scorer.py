"""Pairing and counting, on small cases worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.evaluation.compare import LEVELS, Comparison
from cnreport_extract.evaluation.gold import GoldDocument, PredictedFact
from cnreport_extract.evaluation.scorer import Score, evaluate, pair_up
from cnreport_extract.evaluation.tolerances import Tolerances

COMPARISON = Comparison(Tolerances.load())


def gold(*facts):
    base = {"metric": ["受理案件"], "unit": "件", "entity": ["清溪县"], "aspect": "level", "text": "1件"}
    return GoldDocument.model_validate(
        {"id": "017", "facts": [{**base, "span": span, "value": value, **more} for span, value, more in facts]}
    )


def predicted(*facts):
    base = {"metric": "受理案件", "unit": "件", "entity": "清溪县", "aspect": "level"}
    return [PredictedFact.model_validate({**base, "span": span, "value": value, **more}) for span, value, more in facts]


def report(golds, guesses):
    return evaluate({golds.id: golds}, {golds.id: guesses}, COMPARISON)


def test_perfect_prediction():
    result = report(gold(((0, 2), 1, {}), ((5, 7), 2, {})), predicted(((5, 7), 2, {}), ((0, 2), 1, {})))
    assert [result.score(level) for level in LEVELS] == [Score(1.0, 1.0, 1.0)] * 4
    assert not result.misses


def test_levels_are_counted_up_to_the_field_that_stops():
    golds = gold(((0, 2), 1, {}), ((5, 7), 2, {}), ((9, 11), 3, {}), ((13, 15), 4, {}))
    guesses = predicted(
        ((0, 2), 9, {}), ((5, 7), 2, {"metric": "率"}), ((9, 11), 3, {"entity": "云岭"}), ((13, 15), 4, {"frequency": "year"})
    )
    result = report(golds, guesses)
    assert [result.score(level).f1 for level in LEVELS] == [0.75, 0.5, 0.25, 0.0]
    assert result.as_json()["misses"] == {"value": 1, "metric": 1, "entity": 1, "date": 1}


def test_optional_facts_count_on_neither_side():
    golds = gold(((0, 2), 1, {"optional": True}), ((5, 7), 2, {}), ((9, 11), 3, {"optional": True}))
    result = report(golds, predicted(((0, 2), 999, {}), ((5, 7), 2, {})))
    assert (result.gold, result.predicted) == (1, 1)
    assert result.score("full").f1 == 1.0


def test_missed_and_spurious():
    result = report(gold(((0, 2), 1, {}), ((5, 7), 2, {})), predicted(((0, 2), 1, {}), ((20, 22), 1, {}), ((30, 32), 1, {})))
    assert result.score("quantity") == Score(precision=0.3333, recall=0.5, f1=0.4)
    assert [miss.kind for miss in result.misses] == ["spurious", "spurious", "missed"]


def test_longest_overlap_is_paired_first_and_each_fact_once():
    golds = gold(((0, 4), 1, {}), ((4, 10), 2, {}))
    guesses = predicted(((2, 9), 2, {}), ((3, 5), 1, {}), ((4, 10), 2, {}))
    assert pair_up(guesses, golds.facts, COMPARISON) == {2: 1, 0: 0}


def test_of_equal_overlaps_the_better_one_is_taken():
    golds = gold(((0, 2), 1, {}))
    assert pair_up(predicted(((0, 2), 9, {}), ((0, 2), 1, {})), golds.facts, COMPARISON) == {1: 0}


def test_touching_spans_do_not_overlap():
    assert pair_up(predicted(((2, 4), 1, {})), gold(((0, 2), 1, {})).facts, COMPARISON) == {}


@pytest.mark.parametrize(("right", "guessed", "true"), [(0, 0, 0), (0, 5, 0), (0, 0, 5)])
def test_nothing_is_zero_not_an_error(right, guessed, true):
    assert Score.of(right, guessed, true) == Score(0.0, 0.0, 0.0)


def test_documents_without_predictions_count_and_predictions_without_gold_do_not():
    golds = gold(((0, 2), 1, {}))
    result = evaluate({"017": golds}, {"018": predicted(((0, 2), 1, {}))}, COMPARISON)
    assert (result.documents, result.gold, result.predicted) == (1, 1, 0)


spans = st.tuples(st.integers(0, 40), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
facts = st.lists(st.tuples(spans, st.integers(1, 3), st.just({})), max_size=12)


@given(facts, st.lists(st.booleans(), min_size=12, max_size=12), facts)
def test_counts_add_up(golds, optional, guesses):
    truth = gold(*((span, value, {"optional": flag}) for (span, value, _), flag in zip(golds, optional, strict=False)))
    guess = predicted(*guesses)
    result = report(truth, guess)
    kinds = [miss.kind for miss in result.misses]
    paired = [outcome for outcome in result.outcomes if outcome.gold and outcome.predicted]
    assert result.gold == sum(not fact.optional for fact in truth.facts)
    assert result.gold == len(paired) + kinds.count("missed")
    assert result.predicted == len(paired) + kinds.count("spurious") <= len(guess)
    scores = [result.score(level).f1 for level in LEVELS]
    assert scores == sorted(scores, reverse=True)


@given(facts)
def test_gold_against_itself_misses_nothing_where_spans_are_apart(golds):
    apart = [((10 * place, 10 * place + 2), value, more) for place, (_, value, more) in enumerate(golds)]
    result = report(gold(*apart), predicted(*apart))
    assert not result.misses
    assert result.gold == len(apart)
