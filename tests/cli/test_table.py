"""The table: fits, aligns, tells every kind of fact apart."""

import io

import pytest
from rich.cells import cell_len

from cnreport_extract.cli.table import TableSink
from cnreport_extract.models import DateRange, Document, Fact

BASE = {"entity": "平江县总工会", "metric": "受理案件", "value": "90", "unit": "件", "dimension": "count", "rule": "r", "confidence": 1}


def fact(**fields):
    return Fact.model_validate({**BASE, "span": (0, 3), "text": "90件", **fields})


def printed(facts, width, monkeypatch, **options):
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    sink = TableSink(stream, **options)
    sink.write("017", Document(text="90件案件。", title="题" * 70, published="2025-04-02", sections=(), mentions=(), facts=tuple(facts)))
    sink.close()
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 80, 132])
@pytest.mark.parametrize("evidence", [False, True])
def test_no_line_is_wider_than_the_terminal(width, evidence, monkeypatch):
    name, period = "某某自治州某某自治县某某新材料科技股份有限公司" * 3, DateRange(start="2024-01-02", end="2025-03-04")
    long = fact(entity=name, metric="增长" * 40, value="123456789012345.678", date=period)
    text = printed([fact(), long], width, monkeypatch, evidence=evidence)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_columns_line_up_with_chinese(monkeypatch):
    rows = [fact(entity="甲"), fact(entity="某某县总工会"), fact(entity="ab")]
    lines = [line for line in printed(rows, 100, monkeypatch).splitlines() if "90 件" in line]
    assert len({cell_len(line[: line.index("90 件")]) for line in lines}) == 1
    assert len({cell_len(line[: line.index("受理")]) for line in lines}) == 1


def test_nothing_of_a_long_name_is_lost(monkeypatch):
    name = "某某自治州某某自治县某某新材料科技股份有限公司"
    text = printed([fact(entity=name, metric="", unit="")], 60, monkeypatch)
    assert set(name) <= set(text)
    assert "…" not in text


def test_markup_and_control_characters_are_printed_as_they_are(monkeypatch):
    text = printed([fact(entity="[bold]甲[/bold]", metric="\x1b[31m乙")], 100, monkeypatch)
    assert "[bold]甲[/bold]" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"aspect": "change", "direction": "up", "basis": "yoy"}, "change ↑ yoy"),
        ({"aspect": "change", "direction": "down", "basis": "mom"}, "change ↓ mom"),
        ({"aspect": "target"}, "target"),
        ({"frequency": "year"}, "each year"),
    ],
)
def test_what_kind_of_statement_it_is(fields, shown, monkeypatch):
    assert shown in printed([fact(**fields)], 100, monkeypatch)
