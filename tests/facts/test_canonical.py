"""The canonical metric of a phrase: cases, the sentences of metric_words.toml, hostile input."""

import pickle
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.authoring.replay import Replay
from cnreport_extract.chars import fold
from cnreport_extract.facts.canonical import MetricIndex
from cnreport_extract.lexicon.lexicon import Lexicon

LEXICON = Lexicon()
CASES = tomllib.loads((Path(__file__).parents[1] / "fixtures/facts/canonical/phrases.toml").read_text(encoding="utf-8"))["case"]
WORDS = list(LEXICON.cues("metric_words").values())
EMPTY = [word for cue in WORDS for word in cue.words]
LEAST = 300


@cache
def index():
    return MetricIndex(LEXICON)


@cache
def replay():
    return Replay(LEXICON)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['phrase']} {case['dimension']}")
def test_phrase_means_the_metric(case):
    found = index().find(case["phrase"], case["dimension"], case.get("aspect", "level"), case.get("unit", ""))
    assert found == case.get("metric")


@pytest.mark.parametrize("metric", LEXICON.metrics, ids=lambda metric: metric.id)
def test_counterexamples_look_like_the_metric(metric):
    def resembles(sentence, alias):
        return 2 * len(set(alias) & set(sentence)) >= len(set(alias))

    assert [text for text in metric.counterexamples if not any(resembles(fold(text), alias) for alias in metric.aliases)] == []


@pytest.mark.parametrize("metric", LEXICON.metrics, ids=lambda metric: metric.id)
def test_every_alias_means_its_metric(metric):
    unit = metric.units[0] if metric.units else ""
    found = {alias: [index().find(alias, dimension, "level", unit) for dimension in metric.dimensions] for alias in metric.aliases}
    assert {alias: ids for alias, ids in found.items() if set(ids) != {metric.id}} == {}


@pytest.mark.parametrize("cue", WORDS, ids=lambda cue: cue.id)
def test_word_is_left_out_in_its_examples_only(cue):
    assert [sentence for sentence in cue.examples if not replay().metrics(sentence)] == []
    assert [sentence for sentence in cue.counterexamples if replay().metrics(sentence)] == []


def test_there_are_as_many_metrics_as_promised():
    assert len({metric.id for metric in LEXICON.metrics}) >= LEAST


def test_ids_begin_with_the_topic():
    assert [metric.id for metric in LEXICON.metrics if not metric.id.startswith(f"{metric.topic}.")] == []


@given(st.lists(st.sampled_from(EMPTY), max_size=300).map("".join), st.sampled_from(["count", "ratio"]))
def test_words_without_meaning_mean_no_metric(phrase, dimension):
    assert index().find(phrase, dimension, "change") is None


@given(st.text(max_size=60), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_any_text_is_read(phrase, dimension, aspect, unit):
    assert index().find(phrase, dimension, aspect, unit) in {None, *(metric.id for metric in LEXICON.metrics)}


@given(st.sampled_from(LEXICON.metrics), st.sampled_from(LEXICON.cues("metric_words")["opening"].words))
def test_an_opening_word_never_changes_the_metric(metric, word):
    unit = metric.units[0] if metric.units else ""
    assert index().find(word + metric.zh, metric.dimensions[0], "level", unit) == metric.id


def test_an_index_can_be_pickled():
    copy = pickle.loads(pickle.dumps(index()))  # noqa: S301 - our own bytes
    assert copy.find("城镇新增就业", "count", "level", "人") == "employment.extra_jobs"
