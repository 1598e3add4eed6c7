"""Every sink of the table writes what can be read back."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.models import DateRange, Document, Evidence, Fact
from cnreport_extract.sinks.csv_rows import columns, safe
from cnreport_extract.sinks.formats import SINKS

FACT = Fact(
    entity="清溪县总工会",
    metric="受理案件",
    value="90.50",
    value_max="1E+3",
    unit="件",
    dimension="count",
    qualifier="≈",
    span=(3, 6),
    text="90件",
    date=DateRange(start=None, end="2025-04-02"),
    evidence=Evidence(entity=(0, 2), sentence=(0, 9), restated=((20, 23), (41, 44))),
    rule="r",
    confidence=0.9,
)


def document(*facts, title="题"):
    return Document(text="", title=title, published=date(2025, 4, 2), sections=(), mentions=(), facts=facts)


def written(name, *documents):
    stream = io.StringIO()
    sink = SINKS[name](stream)
    for number, each in enumerate(documents):
        sink.write(str(number), each)
    sink.close()
    assert not stream.closed
    return stream.getvalue()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_forms_hold_all_documents_with_all_facts(count):
    documents = [document(FACT, FACT)] * count
    lines = [json.loads(line) for line in written("jsonl", *documents).splitlines()]
    assert json.loads(written("json", *documents)) == lines
    assert [line["id"] for line in lines] == [str(number) for number in range(count)]
    assert all([Fact.model_validate(fact) for fact in line["facts"]] == [FACT, FACT] for line in lines)


def test_decimals_are_plain_strings():
    fact = json.loads(written("jsonl", document(FACT)))["facts"][0]
    assert (fact["value"], fact["value_max"]) == ("90.5", "1000")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_csv_has_one_header_and_one_row_a_fact(count):
    rows = list(csv.DictReader(io.StringIO(written("csv", *[document(FACT, FACT)] * count))))
    assert len(rows) == 2 * count
    assert all(tuple(row) == columns() for row in rows)


def test_csv_spreads_dates_and_spans():
    row = next(csv.DictReader(io.StringIO(written("csv", document(FACT)))))
    assert (row["span_start"], row["span_end"], row["date_start"], row["date_end"]) == ("3", "6", "", "2025-04-02")
    assert (row["entity_from"], row["entity_to"], row["metric_from"]) == ("0", "2", "")
    assert row["restated"] == "20..23 41..44"


def test_csv_has_a_column_for_every_field_of_a_fact():
    assert {name.rsplit("_", 1)[0] for name in columns()} | set(columns()) >= set(Fact.model_fields) - {"evidence"}
    assert len(set(columns())) == len(columns())


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "|calc", "%x", "==", "=-"])
def test_csv_disarms_formulas(cell):
    disarmed = "'" + cell.replace("\r", "\n")
    assert safe(cell) == disarmed
    row = next(csv.DictReader(io.StringIO(written("csv", document(FACT, title=cell)), newline="")))
    assert row["title"] == disarmed


@pytest.mark.parametrize("cell", ["=", "%", "-0.5", "90", "清溪县总工会", "2024-01-01", "a=b", "", None, 0.5])
def test_csv_leaves_the_rest_alone(cell):
    assert safe(cell) == ("" if cell is None else str(cell))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_title_survives(title):
    assert json.loads(written("jsonl", document(title=title)).removesuffix("\n"))["title"] == title
    assert written("jsonl", document(title=title)).count("\n") == 1
    row = next(csv.DictReader(io.StringIO(written("csv", document(FACT, title=title)), newline="")))
    assert row["title"] == safe(title)
