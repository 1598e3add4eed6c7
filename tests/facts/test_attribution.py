"""What holds for the facts of every text, however it is put together, and what endless sentences cost."""

import json
import sys
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.pipeline import Extractor

FIXTURES = Path(__file__).parents[1] / "fixtures" / "facts"
GROWTH = tomllib.loads((FIXTURES / "growth" / "sentences.toml").read_text(encoding="utf-8"))["case"]
TEXTS = sorted(
    {case["text"].strip() for path in (FIXTURES / "attribution").glob("*.toml") for case in tomllib.loads(path.read_text("utf-8"))["case"]}
)
PIECES = ["。", ",", ";", ":", "、", "\n", "(", ")", "“", "其中", "分别", "同比增长", "占", "去年", "该市", "12", "3.5%", "第3位"]
PAGES = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map("\n".join)
DEBRIS = st.lists(st.sampled_from([*PIECES, *(text[:9] for text in TEXTS)]), max_size=25).map("".join)
IMPLIED = {sign for cue in Lexicon().cues("implied_metrics").values() for word in cue.words for sign in word}
STEPS = 5.0  # how many times as many steps four times the numbers may cost; linear is 4
SMALL = 60  # more than the reach of a number, so that a bounded reach counts as linear


@cache
def extractor():
    return Extractor()


def read(text):
    return extractor().read(text, "2025-04-02")


@settings(max_examples=40)
@given(st.one_of(PAGES, DEBRIS))
def test_facts_stand_in_order_and_apart(text):
    spans = [fact.span for fact in read(text).facts]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(max_examples=40)
@given(st.one_of(PAGES, DEBRIS))
def test_facts_quote_the_text_and_their_sentence_holds_them(text):
    for fact in read(text).facts:
        assert fact.text == text[slice(*fact.span)]
        assert fact.evidence.sentence is not None
        start, end = fact.evidence.sentence
        assert start <= fact.span[0] < fact.span[1] <= end


@settings(max_examples=40)
@given(st.one_of(PAGES, DEBRIS))
def test_every_number_in_a_sentence_is_a_fact_or_restated_by_one(text):
    scene, facts = extractor().scene(text, "2025-04-02"), read(text).facts
    numbers = {(one.start, one.end) for found in scene.quantities_of.values() for one in found}
    assert {fact.span for fact in facts} <= numbers
    assert {fact.span for fact in facts} | {span for fact in facts for span in fact.evidence.restated} == numbers


@settings(max_examples=40)
@given(st.one_of(PAGES, DEBRIS))
def test_evidence_lies_in_the_text_and_bears_its_field_out(text):
    document = read(text)
    names = {mention.span: mention for mention in document.mentions if mention.kind not in {"quantity", "period"}}
    periods = {mention.span for mention in document.mentions if mention.kind == "period"}
    for fact in document.facts:
        given_spans = (fact.evidence.entity, fact.evidence.metric, fact.evidence.date, *fact.evidence.restated)
        assert all(0 <= start < end <= len(text) for start, end in filter(None, given_spans))
        if fact.evidence.metric is not None:
            assert set(fact.metric) & set(text[slice(*fact.evidence.metric)])
            assert set(fact.metric) <= {*text, *IMPLIED}
        if fact.evidence.entity is not None:
            said = text[slice(*fact.evidence.entity)]
            name = names.get(fact.evidence.entity)  # a common noun that holds a metric is no mention: its own words are the entity
            assert fact.entity in ({name.value, name.text} if name else {said.strip("“”")} if fact.entity_type == "group" else ())
        if fact.evidence.date is not None:
            assert fact.evidence.date in periods


@settings(max_examples=40)
@given(st.one_of(PAGES, DEBRIS))
def test_a_field_that_is_absent_has_no_evidence(text):
    for fact in read(text).facts:
        assert 0 <= fact.confidence <= 1
        assert fact.entity is not None or (fact.evidence.entity is None and fact.entity_type is None and fact.entity_id is None)
        assert fact.metric is not None or (fact.evidence.metric is None and fact.metric_id is None)
        assert fact.date is not None or fact.evidence.date is None


@settings(max_examples=40)
@given(st.one_of(PAGES, DEBRIS))
def test_each_choice_is_one_of_its_candidates(text):
    for found in extractor()._facts.attributor.attribute(extractor().scene(text, "2025-04-02")):
        chosen = [(found.entity, found.entities), (found.date, found.dates), (found.metric, found.metrics)]
        for choice, candidates in chosen:
            if choice is None:
                assert not candidates
            else:
                assert choice.candidate in candidates
                assert choice.candidate is candidates[choice.scores.index(max(choice.scores))]
            for candidate in candidates:
                assert len(set(candidate.features)) == len(candidate.features), "a feature that is in two groups counts twice"
        assert 0 <= found.planned <= 1


@settings(max_examples=20)
@given(PAGES)
def test_reading_twice_gives_the_same(text):
    assert read(text) == read(text) == Extractor.read(extractor(), text, "2025-04-02")


@settings(max_examples=20)
@given(st.sampled_from(TEXTS))
def test_blank_lines_around_a_text_move_the_facts_and_nothing_else(text):
    def fields(found, shift):
        kept = [fact.model_dump(mode="json", exclude={"evidence", "confidence"}) for fact in found.facts]
        return [json.dumps({**fact, "span": [place - shift for place in fact["span"]]}, sort_keys=True) for fact in kept]

    assert fields(read(f"\n\n{text}\n\n"), 2) == fields(read(text), 0)


def steps(text):
    """How many lines of the package are run to read a text."""
    count = 0

    def trace(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return trace

    reader, before = extractor(), sys.gettrace()
    sys.settrace(trace)
    try:
        reader.read(text, "2025-04-02")
    finally:
        sys.settrace(before)
    return count


def endless(case, numbers):
    clauses = case["clauses"]
    body = "".join(clauses[place % len(clauses)].replace("{}", str(place + 2)) for place in range(numbers))
    return f"2024年,{body}全部完成。"


@pytest.mark.parametrize("case", GROWTH, ids=lambda case: case["id"])
def test_four_times_the_numbers_cost_four_times_the_steps(case):
    assert steps(endless(case, 4 * SMALL)) <= STEPS * steps(endless(case, SMALL))


@pytest.mark.parametrize("case", GROWTH, ids=lambda case: case["id"])
def test_all_numbers_of_an_endless_text_are_found(case):
    text = endless(case, SMALL)
    found = {fact.text for fact in read(text).facts}
    assert len(found) >= SMALL
    assert all(any(number.startswith(str(place + 2)) for number in found) for place in range(SMALL))
