"""What is written to files out of a working database: JSON Lines, CSV, Parquet, DuckDB."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.csv_rows import columns, flat, safe
from cnreport_extract.sinks.stored import records
from cnreport_extract.sinks.views import VIEWS

_FACT_ORDER = "document_id, span_start, span_end, fact_id"
_COPIES = ("duplicate_of", "places")


def json_lines(connection: Connection, path: Path) -> None:
    """One document a line, as `cnreport extract --format jsonl` writes it, with `duplicate_of` and `places`."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records(connection):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def csv_rows(connection: Connection, path: Path) -> None:
    """One fact a row, as `cnreport extract --format csv` writes it, with `duplicate_of` and `places`; no cell is a formula."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, (*columns(), *_COPIES), lineterminator="\n")
        writer.writeheader()
        for record in records(connection):
            head = {**record, "places": " | ".join(record["places"])}
            for fact in head.pop("facts"):
                writer.writerow({name: safe(cell) for name, cell in {**head, **flat(fact)}.items()})


def parquet_files() -> list[tuple[str, Callable[[Connection, Path], None]]]:
    """One file a table, the view `facts_once`, and at the end `manifest.json` with the number of rows of each."""
    from cnreport_extract.sinks.arrow_rows import TABLES  # noqa: PLC0415  (pyarrow is an extra)

    return [*((f"{name}.parquet", _parquet(name)) for name in (*TABLES, "facts_once")), ("manifest.json", _manifest)]


def _parquet(name: str) -> Callable[[Connection, Path], None]:
    def export(connection: Connection, path: Path) -> None:
        from pyarrow import parquet  # noqa: PLC0415

        from cnreport_extract.sinks.arrow_rows import table_rows, view_rows  # noqa: PLC0415

        rows = view_rows(connection, name, _FACT_ORDER) if name in VIEWS else table_rows(connection, name)
        with parquet.ParquetWriter(path, rows.schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch)

    return export


def _manifest(_: Connection, path: Path) -> None:
    from pyarrow import parquet  # noqa: PLC0415

    files = sorted(path.parent.glob("*.parquet"))
    rows = {file.name: parquet.read_metadata(file).num_rows for file in files}
    path.write_text(json.dumps({"rows": rows}, indent=2) + "\n", encoding="utf-8")


def duckdb_file(connection: Connection, path: Path) -> None:
    """All tables and views as a DuckDB database."""
    import duckdb  # noqa: PLC0415

    from cnreport_extract.sinks.arrow_rows import TABLES, table_rows  # noqa: PLC0415

    try:
        with duckdb.connect(path) as database:
            for name in TABLES:
                database.register("incoming", table_rows(connection, name))
                database.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608  (our names)
                database.unregister("incoming")
            for view, query in VIEWS.items():
                database.execute(f"CREATE VIEW {view} AS {query}")
    except duckdb.Error as error:
        raise TargetError(
            f"{path}: DuckDB: {' '.join(str(error).split())}; make room or mend that, then run the same command again"
        ) from error
