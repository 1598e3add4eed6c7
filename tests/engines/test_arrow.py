"""A batch goes through Arrow and comes back as it was: what an engine reads is what a worker reads."""

import json
from datetime import date

import pyarrow as pa
import pytest

from cnreport_extract.batch.documents import Item
from cnreport_extract.batch.readers import Fields, ReadOptions
from cnreport_extract.batch.reading import ItemReader, Reading
from cnreport_extract.batch.ruleset import ruleset
from cnreport_extract.engines.arrow import OUTPUT, batch_of, extract_batch, outcomes_of, to_batch
from cnreport_extract.errors import InputError

TEXTS = [
    "去年，平江县总工会共受理劳动争议案件126件，涉及金额1.2亿元至1.5亿元，调解成功率达89.7%。",
    "今天没有数字。",
    "全县预计新增就业2.8万人以上，同比增长3.5个百分点。\0",
]
ITEMS = [
    *(Item(f"dir/{number}.txt", "text/plain", text.encode()) for number, text in enumerate(TEXTS[:2])),
    Item("dump.jsonl#3", "application/json", json.dumps({"id": 7, "title": "标题", "published": "2025-04-02", "text": TEXTS[0]}).encode()),
    Item("empty.txt", "text/plain", b""),
    Item("dump.jsonl#4", "application/json", b"{broken"),
    Item("gb.txt", "text/plain", TEXTS[0].encode("gb18030")),
]


@pytest.fixture(scope="module")
def read():
    return ItemReader(Reading(), ruleset(Reading()))


def test_what_comes_back_is_what_a_worker_makes(read):
    expected = [read(item) for item in ITEMS]
    batch = extract_batch(batch_of(ITEMS))
    assert batch.schema == OUTPUT
    assert list(outcomes_of(batch)) == expected
    assert {outcome.digest for outcome in expected} == set(batch.column("digest").to_pylist())


def test_rows_keep_the_order_of_the_input():
    batch = extract_batch(batch_of(reversed(ITEMS)))
    assert batch.column("place").to_pylist() == [item.place for item in reversed(ITEMS)]


def test_no_document_is_an_empty_batch():
    assert extract_batch(batch_of([])).num_rows == 0
    assert to_batch([]).schema == OUTPUT


def test_texts_are_read_as_records_of_a_dump_are(read):
    table = pa.RecordBatch.from_pydict(
        {"id": ["7", "8"], "title": ["标题", None], "published": [date(2025, 4, 2), None], "text": [TEXTS[0], TEXTS[1]], "other": [1, 2]}
    )
    first, second = outcomes_of(extract_batch(table))
    record = read(ITEMS[2])
    assert (first.document, first.facts, first.key) == (record.document, record.facts, "7")
    assert (second.place, second.facts) == ("8", ())


def test_columns_have_the_names_that_the_user_gives():
    table = pa.RecordBatch.from_pydict({"url": ["u1"], "body": [TEXTS[0]], "raw": [b"x"]})
    (outcome,) = outcomes_of(extract_batch(table, Reading(ReadOptions(Fields(text="body", key="url")))))
    assert (outcome.place, outcome.key, len(outcome.facts)) == ("u1", "u1", 3)


def test_a_row_without_text_is_a_failure_that_names_its_columns():
    (outcome,) = outcomes_of(extract_batch(pa.RecordBatch.from_pydict({"id": ["a"], "number": [90]})))
    assert (outcome.place, outcome.kind) == ("a", "field")
    assert "'number'" in outcome.message


def test_documents_that_cannot_be_told_apart_are_refused():
    with pytest.raises(InputError, match="no column to call the documents by, found 'text'; add 'place'"):
        extract_batch(pa.RecordBatch.from_pydict({"text": ["去年受理案件90件。"]}))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the first alarm may ring in a callback, where it is lost
def test_a_document_that_takes_too_long_is_a_failure_of_its_own():
    items = [ITEMS[0], Item("long.txt", "text/plain", (TEXTS[0] * 5_000).encode()), ITEMS[1]]
    extract_batch(batch_of(ITEMS))
    outcomes = list(outcomes_of(extract_batch(batch_of(items), time_limit=2.0)))
    assert [getattr(outcome, "kind", None) for outcome in outcomes] == [None, "timeout", None]
    assert "not read within 2 s" in outcomes[1].message
