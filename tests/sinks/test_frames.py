"""Facts as tables: every kind of result, exact values, nulls that stay nulls, dates that are dates."""

from datetime import date

import pytest

from cnreport_extract import Extractor, TargetError, extract, to_arrow, to_pandas, to_polars
from cnreport_extract.sinks import frames
from cnreport_extract.sinks.csv_rows import columns

TEXTS = ["2024年,清溪县总工会受理劳动争议案件50至80件,调解成功率达91.5%。", "今天天气很好。", "全县有职工2300人。"]


@pytest.fixture(scope="module")
def documents():
    return list(Extractor().pipe(TEXTS, published="2025-04-02"))


def test_columns_are_those_of_csv_with_binary_numbers(documents):
    names = [name for name in to_arrow(documents).column_names if name not in {"number", "number_max"}]
    assert tuple(names) == ("document", *columns()[1:])


def test_rows_of_one_document_of_many_and_of_facts(documents):
    every = to_arrow(documents).to_pylist()
    assert [row["document"] for row in every] == [0, 0, 2]
    assert [row["text"] for row in every] == ["50至80件", "91.5%", "2300人"]
    assert to_arrow(iter(documents)).to_pylist() == every
    assert to_arrow(documents[0]).to_pylist() == every[:2]
    facts = to_arrow(extract(TEXTS[0], "2025-04-02")).to_pylist()
    assert facts == [{**row, "title": None, "published": None} for row in every[:2]]


def test_values_are_exact_and_computable(documents):
    rows = to_arrow(documents).to_pylist()
    assert [(row["value"], row["value_max"], row["number"], row["number_max"]) for row in rows] == [
        ("50", "80", 50.0, 80.0),
        ("91.5", None, 91.5, None),
        ("2300", None, 2300.0, None),
    ]


def test_pandas_and_polars_hold_the_same(documents):
    table = to_arrow(documents).to_pylist()
    frame = to_pandas(documents)
    assert frame["number"].sum() == 50 + 91.5 + 2300
    assert frame["date_start"].tolist()[0] == date(2024, 1, 1)
    assert str(frame["metric_from"].dtype).startswith("int32"), "a missing span does not make the others floats"
    assert to_polars(documents).to_dicts() == table


def test_without_facts_the_columns_are_there(documents):
    assert to_arrow(documents[1]).num_rows == len(to_pandas([])) == to_polars([]).height == 0
    assert to_arrow([]).schema == to_arrow(documents).schema


@pytest.mark.parametrize(("function", "package", "extra"), [(to_arrow, "pyarrow", "batch"), (to_polars, "polars", "polars")])
def test_a_missing_package_is_said_in_one_line(monkeypatch, function, package, extra):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(frames, "import_module", missing)
    with pytest.raises(TargetError, match=rf"^this needs the package {package}: pip install 'cnreport-extract\[{extra}\]'$"):
        function([])
