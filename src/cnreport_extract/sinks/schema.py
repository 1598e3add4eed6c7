"""The tables, once for all databases. `migrations.py` brings a database to this form; `views.py` reads it.

`value` and `value_max` are exact: NUMERIC in PostgreSQL, digits as text elsewhere (SQLite has no decimals, the decimals of
MySQL, DuckDB and Parquet have a fixed number of places). `number` and `number_max` are the same as binary numbers, to sort and draw by.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.mysql import LONGTEXT
from sqlalchemy.types import TypeDecorator, TypeEngine

from cnreport_extract.models import plain


class Exact(TypeDecorator[str]):
    """Decimal digits, kept exactly: rows hold them as text without exponent."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC where it takes any number of digits."""
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Text → what the database takes."""
        return Decimal(value) if value is not None and dialect.name == "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  (the signature is SQLAlchemy's)
        """What the database gives → text without exponent."""
        return plain(value) if isinstance(value, Decimal) else value


metadata = MetaData()
_LONG = Text().with_variant(LONGTEXT(), "mysql", "mariadb")
_HASH = String(32)


def _table(name: str, *columns: Column[Any]) -> "Table[Any]":
    return Table(name, metadata, *columns, mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin", mysql_engine="InnoDB")


documents = _table(
    "documents",
    Column("id", _HASH, primary_key=True),
    Column("title", _LONG),
    Column("published", Date, index=True),
    Column("text", _LONG, nullable=False),
    Column("ruleset", String(100), nullable=False),
    Column("signature", LargeBinary),
    Column("duplicate_of", _HASH, index=True),
)
sources = _table(
    "sources",
    Column("id", _HASH, primary_key=True),
    Column("place", _LONG, nullable=False),
    Column("digest", String(128)),
    Column("ruleset", String(100), nullable=False),
    Column("document_id", _HASH, ForeignKey("documents.id"), index=True),
    Column("archive_key", _LONG),
    Column("notes", _LONG),
)
failures = _table(
    "failures",
    Column("source_id", _HASH, ForeignKey("sources.id"), primary_key=True),
    Column("place", _LONG, nullable=False),
    Column("kind", String(50), nullable=False, index=True),
    Column("message", _LONG, nullable=False),
)
entities = _table(
    "entities",
    Column("id", _HASH, primary_key=True),
    Column("name", _LONG, nullable=False),
    Column("type", String(20)),
    Column("code", Text),
)
metrics = _table(
    "metrics",
    Column("id", _HASH, primary_key=True),
    Column("name", _LONG),
    Column("canonical", Text),
    Column("label_zh", Text),
    Column("label_en", Text),
)
Index("ix_entities_code", entities.c.code, mysql_length=100)  # ids may be the user's own, of any length
Index("ix_metrics_canonical", metrics.c.canonical, mysql_length=100)
facts = _table(
    "facts",
    Column("id", _HASH, primary_key=True),
    Column("document_id", _HASH, ForeignKey("documents.id"), nullable=False, index=True),
    Column("statement", _HASH, nullable=False, index=True),
    Column("entity_key", _HASH, ForeignKey("entities.id"), index=True),
    Column("metric_key", _HASH, ForeignKey("metrics.id"), index=True),
    Column("value", Exact(), nullable=False),
    Column("value_max", Exact()),
    Column("number", Double),
    Column("number_max", Double),
    Column("qualifier", String(1), nullable=False),
    Column("unit", Text, nullable=False),
    Column("dimension", Text, nullable=False),
    Column("aspect", String(20), nullable=False),
    Column("direction", String(10)),
    Column("basis", String(10)),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("frequency", String(10)),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("text", _LONG, nullable=False),
    *(Column(f"{part}_{end}", Integer) for part in ("entity", "metric", "date", "sentence") for end in ("from", "to")),
    Column("restated", _LONG, nullable=False),
    Column("notes", _LONG, nullable=False),
    Column("rule", Text, nullable=False),
    Column("confidence", Double, nullable=False),
)
runs = _table(
    "runs",
    Column("id", _HASH, primary_key=True),
    Column("started", DateTime, nullable=False),
    Column("finished", DateTime),
    Column("ruleset", String(100), nullable=False),
    Column("command", _LONG, nullable=False),
    Column("written", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)
schema_steps = _table(
    "schema_steps",
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("applied", DateTime, nullable=False),
)
