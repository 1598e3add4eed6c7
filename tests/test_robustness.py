"""What holds for every text, however odd: no exception, offsets into the raw text, the same result each time."""

import gc
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnreport_extract.chars import fold
from cnreport_extract.models import Document, Fact
from cnreport_extract.pipeline import Extractor, extract

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "tests" / "fixtures" / "releases"
PUBLISHED = "2025-04-02"


def texts():
    """All fixture texts by name."""
    for path in sorted([*RELEASES.glob("synthetic/*.txt"), *RELEASES.glob("negative/*.txt"), ROOT / "examples" / "sample.txt"]):
        yield path.stem, path.read_bytes().decode()
    for path in sorted(RELEASES.glob("broken/*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        yield path.stem, case["text"] * min(case["repeat"], 200)


TEXTS = dict(texts())
# A choice that several readings of the same text must agree on; the huge ones would only cost time.
SOME = [text for text in TEXTS.values() if len(text) < 4000][::3]


@cache
def extractor():
    return Extractor()


def inside(offsets, text):
    return offsets is None or 0 <= offsets[0] < offsets[1] <= len(text)


def check(text, document):
    """The promises of a document, whatever the text is."""
    assert document.text == text
    for fact in document.facts:
        assert text[slice(*fact.span)] == fact.text != ""
        assert inside(fact.span, text)
        assert fact.value.is_finite()
        assert fact.value_max is None or fact.value_max > fact.value
        assert all(inside(offsets, text) for offsets in (fact.evidence.entity, fact.evidence.metric, fact.evidence.date))
        start, end = fact.evidence.sentence or fact.span
        assert 0 <= start <= fact.span[0] < fact.span[1] <= end <= len(text)
        assert Fact.model_validate_json(fact.model_dump_json()) == fact
    spans = [fact.span for fact in document.facts]
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), "each number is one fact, in text order"
    for mention in document.mentions:
        assert text[slice(*mention.span)] == mention.text != ""
    for section in document.sections:
        assert 0 <= section.span[0] <= section.span[1] <= len(text)


@pytest.mark.parametrize("name", TEXTS)
def test_promises_hold_for_every_fixture(name):
    check(TEXTS[name], extractor().read(TEXTS[name], PUBLISHED))


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "lone_surrogates"][::4])
def test_document_survives_json(name):
    document = extractor().read(TEXTS[name], PUBLISHED)
    assert Document.model_validate_json(document.model_dump_json()) == document


FRAGMENTS = (ROOT / "tests" / "fixtures" / "robustness" / "fragments.txt").read_text(encoding="utf-8").split("\n")
ODD = ["\u200b", "\ufeff", "\ud800", "\udc00", "\0", "\r", "\r\n", "\u2028", "\u3000", "<p>", "&nbsp;", "e\u0301"]
fragments = st.sampled_from(FRAGMENTS)
mixtures = st.lists(
    st.one_of(fragments, fragments, st.sampled_from(["\n", "\n\n  ", " ", "。", *ODD]), st.text(max_size=3)), max_size=60
).map("".join)
dates = st.none() | st.dates()


@settings(max_examples=250)
@given(mixtures, dates)
def test_promises_hold_for_any_mixture(text, published):
    check(text, extractor().read(text, published))


@given(st.text(max_size=80), dates)
def test_promises_hold_for_any_string(text, published):
    check(text, extractor().read(text, published))


@settings(max_examples=40)
@given(st.sampled_from("0九百万亿,.%-第(“年月日、至余"), st.integers(1, 3000))
def test_promises_hold_for_any_run_of_one_character(sign, count):
    check(sign * count, extractor().read(sign * count, PUBLISHED))


@settings(max_examples=40)
@given(mixtures)
def test_folded_text_has_the_same_facts(text):
    """Width, dashes and radicals change neither what is found nor where."""
    raw, folded = (extractor().read(each, PUBLISHED).facts for each in (text, fold(text)))
    assert [(fact.span, fact.value, fact.qualifier, fact.date) for fact in raw] == [
        (fact.span, fact.value, fact.qualifier, fact.date) for fact in folded
    ]


def test_order_of_texts_does_not_matter():
    forward = list(extractor().pipe(SOME, PUBLISHED))
    backward = list(extractor().pipe(reversed(SOME), PUBLISHED))
    assert forward == backward[::-1]
    assert [document.text for document in forward] == SOME


def test_pipe_is_lazy():
    def endless():
        yield SOME[0]
        pytest.fail("the second text was asked for before the first document was taken")

    assert next(extractor().pipe(endless(), PUBLISHED)).text == SOME[0]


def test_a_reading_leaves_no_cycles_so_that_the_collector_may_wait():
    extractor().read(SOME[0], PUBLISHED)
    gc.collect()
    gc.disable()
    try:
        for text in SOME:
            extractor().read(text, PUBLISHED)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_collector_is_left_as_it_was():
    for asked in ("年产90吨。", 90):
        for switch in (gc.disable, gc.enable):
            switch()
            before = gc.isenabled()
            with suppress(TypeError):
                extractor().read(asked, PUBLISHED)
            assert gc.isenabled() is before


def test_threads_give_the_same_result():
    expected = [extractor().read(text, PUBLISHED) for text in SOME]
    fresh = Extractor()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: fresh.read(text, PUBLISHED), SOME)) == expected


def test_processes_give_the_same_result():
    expected = [list(extractor().read(text, PUBLISHED).facts) for text in SOME[:6]]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(extract, SOME[:6], [PUBLISHED] * 6, chunksize=3)) == expected


def test_extractor_and_document_can_be_pickled():
    copy = pickle.loads(pickle.dumps(extractor()))  # noqa: S301  (our own pickle)
    for text in SOME[:4]:
        document = copy.read(text, PUBLISHED)
        assert document == extractor().read(text, PUBLISHED)
        assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301
