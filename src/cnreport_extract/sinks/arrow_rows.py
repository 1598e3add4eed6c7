"""Rows of a database → Arrow record batches, for the targets in files. Columns keep the types that `schema.py` gives them."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from sqlalchemy import Column, Connection, Date, DateTime, Double, Integer, LargeBinary, Select, Text, select, text
from sqlalchemy.types import TypeEngine

from cnreport_extract.sinks.schema import documents, facts, metadata, schema_steps

TABLES = tuple(name for name in sorted(metadata.tables) if name != schema_steps.name)

_ROWS, _TEXTS = 4_000, 500
"""Rows in memory at a time, and documents, which may be long."""

_ARROW: Sequence[tuple[type[TypeEngine[Any]], pa.DataType]] = (
    (Integer, pa.int32()),
    (Double, pa.float64()),
    (DateTime, pa.timestamp("us")),
    (Date, pa.date32()),
    (LargeBinary, pa.binary()),
)


def table_rows(connection: Connection, name: str) -> pa.RecordBatchReader:
    """All rows of a table, in the order of its primary key."""
    table = metadata.tables[name]
    rows = _TEXTS if table is documents else _ROWS
    return _reader(connection, select(table).order_by(*table.primary_key), list(table.columns), rows)


def view_rows(connection: Connection, name: str, order: str) -> pa.RecordBatchReader:
    """All rows of a view, in the order of some of its columns."""
    known = {column.name: column.type for table in (documents, facts) for column in table.columns}
    names = connection.execute(text(f"SELECT * FROM {name} LIMIT 0")).keys()  # noqa: S608  (our names, here and below)
    columns = [Column(column, known.get(column, Text())) for column in names]
    query = text(f"SELECT * FROM {name} ORDER BY {order}").columns(*columns)  # noqa: S608
    return _reader(connection, select(query.subquery()), columns)


def _reader(connection: Connection, query: Select[Any], columns: list[Column[Any]], rows: int = _ROWS) -> pa.RecordBatchReader:
    schema = pa.schema([(column.name, arrow_type(column)) for column in columns])

    def batches() -> Iterator[pa.RecordBatch]:
        for part in connection.execute(query).partitions(rows):
            arrays = [pa.array(cells, field.type) for cells, field in zip(zip(*part, strict=True), schema, strict=True)]
            yield pa.record_batch(arrays, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def arrow_type(column: Column[Any]) -> pa.DataType:
    """The Arrow type of a column of `schema.py`."""
    return next((arrow for kind, arrow in _ARROW if isinstance(column.type, kind)), pa.string())
