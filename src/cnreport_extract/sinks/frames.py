"""Facts as a table in memory: Arrow, pandas, Polars.

One row a fact, with the columns of `cnreport extract --format csv`; `document` counts the documents. `value` and `value_max` are exact, as
digits; `number` and `number_max` are the same as binary numbers, to compute and draw with.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cnreport_extract.errors import TargetError
from cnreport_extract.models import Document, Fact
from cnreport_extract.sinks.csv_rows import columns, flat

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Results = Document | Iterable[Document | Fact]

_DATES = {"published", "date_start", "date_end"}
_INTEGERS = {"document", "span_start", "span_end"}
_NUMBERS = {"number", "number_max", "confidence"}


def to_arrow(results: Results) -> "pa.Table":
    """The facts as an Arrow table.

    Args:
        results: A document, documents (a list, or what `pipe` gives), or facts (what `extract` gives).

    Raises:
        TargetError: pyarrow is not installed.

    Example:
        >>> from cnreport_extract import extract
        >>> table = to_arrow(extract("去年,市总工会培训职工2300人次。", published="2025-04-02"))
        >>> table.select(["metric", "value", "number", "unit", "date_start"]).to_pylist()
        [{'metric': '培训职工', 'value': '2300', 'number': 2300.0, 'unit': '人次', 'date_start': datetime.date(2024, 1, 1)}]
    """
    pa = _needed("pyarrow", "batch")
    return pa.Table.from_pylist(list(_rows(results)), schema=_schema(pa))


def to_pandas(results: Results) -> "pd.DataFrame":
    """The facts as a pandas table, with Arrow's types: dates are dates, whole numbers stay whole where some are missing.

    Args and errors: as of `to_arrow`.

    Example:
        >>> from cnreport_extract import Extractor
        >>> frame = to_pandas(Extractor().read("去年,市总工会培训职工2300人次。", published="2025-04-02"))
        >>> frame[["metric", "number"]].values.tolist()
        [['培训职工', 2300.0]]
    """
    pandas = _needed("pandas", "pandas")
    return to_arrow(results).to_pandas(types_mapper=pandas.ArrowDtype)


def to_polars(results: Results) -> "pl.DataFrame":
    """The facts as a Polars table.

    Args and errors: as of `to_arrow`.

    Example:
        >>> from cnreport_extract import Extractor
        >>> to_polars(Extractor().read("去年,市总工会培训职工2300人次。"))["unit"].to_list()
        ['人次']
    """
    polars = _needed("polars", "polars")
    frame: pl.DataFrame = polars.from_arrow(to_arrow(results))
    return frame


def _needed(package: str, extra: str) -> ModuleType:
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise TargetError(f"this needs the package {package}: pip install 'cnreport-extract[{extra}]'") from error


def _rows(results: Results) -> Iterator[dict[str, Any]]:
    found = [results] if isinstance(results, Document) else results
    for number, one in enumerate(found):
        if isinstance(one, Document):
            head = {"document": number, "title": one.title, "published": one.published}
            yield from ({**head, **_row(fact)} for fact in one.facts)
        else:
            yield {"document": 0, "title": None, "published": None, **_row(one)}


def _row(fact: Fact) -> dict[str, Any]:
    row = flat(fact.model_dump(mode="json"))
    row["date_start"], row["date_end"] = (fact.date.start, fact.date.end) if fact.date else (None, None)
    row["number"] = float(fact.value)
    row["number_max"] = float(fact.value_max) if fact.value_max is not None else None
    return row


def _schema(pa: ModuleType) -> "pa.Schema":
    spread = {"id": ("document",), "value_max": ("value_max", "number", "number_max")}
    names = [name for column in columns() for name in spread.get(column, (column,))]
    return pa.schema([(name, _type(pa, name)) for name in names])


def _type(pa: ModuleType, name: str) -> Any:
    if name in _DATES:
        return pa.date32()
    if name in _NUMBERS:
        return pa.float64()
    return pa.int32() if name in _INTEGERS or name.endswith(("_from", "_to")) else pa.string()
