"""Asking an archive: the database that `cnreport batch` writes, read and never written to.

A question is filters, an order and a page. Counting ends where nobody would read on, so that a question over millions of
facts is as quick as its first page.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Engine, Select, column, create_engine, func, or_, select, table, text
from sqlalchemy.exc import SQLAlchemyError

from cnreport_extract.errors import InputError
from cnreport_extract.models import Document, Fact
from cnreport_extract.sinks.engines import engine
from cnreport_extract.sinks.rows import storable

PAGE = 50
COUNTED = 10_000
CHARTED = 2_000
T = TypeVar("T")
Order = Literal["document", "value", "date", "confidence"]
_COLUMNS = (
    *("fact_id", "document_id", "title", "published", "entity", "entity_type", "entity_id", "metric", "metric_id"),
    *("value", "value_max", "number", "qualifier", "unit", "dimension", "aspect", "direction", "basis", "date_start", "date_end"),
    *("frequency", "span_start", "span_end", "text", "sentence", "rule", "confidence"),
)
_VIEWS = {True: table("facts_once", *map(column, _COLUMNS)), False: table("fact_details", *map(column, _COLUMNS))}
_SAME = ("entity", "entity_type", "entity_id", "metric", "metric_id", "value", "value_max", "qualifier", "unit", "dimension", "aspect")
_SAME_TOO = ("direction", "basis", "frequency", "text", "rule", "confidence")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see of an archive; empty fields ask for everything."""

    search: str = ""
    entity: str = ""
    metric: str = ""
    unit: str = ""
    aspect: str = ""
    since: date | None = None
    until: date | None = None
    least: float = 0.0
    once: bool = True
    order: Order = "document"
    down: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A fact of an archive with the document that it stands in."""

    fact: Fact
    fact_id: str
    document: str
    title: str
    published: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of facts; `total` is exact up to `COUNTED`, `more` says that there are still more."""

    found: tuple[Found, ...]
    total: int
    more: bool
    pages: int


class Archive:
    """A database of facts, open for reading.

    Args:
        address: A SQLite file, or an address as SQLAlchemy writes it.

    Raises:
        InputError: There is no such database, or it holds no facts.
    """

    def __init__(self, address: str) -> None:
        self.name = address.rpartition("@")[2] if "://" in address else Path(address).name
        self._engine = _opened(address)
        self._run(lambda connection: connection.execute(select(_VIEWS[True]).limit(1)).all())

    def ask(self, question: Question) -> Answer:
        """One page of the facts that fit."""
        return self._run(lambda connection: _answer(connection, question))

    def charted(self, question: Question) -> list[Found]:
        """The facts that charts are drawn from: at most `CHARTED` that fit."""
        query = _fitting(question).limit(CHARTED)
        return self._run(lambda connection: [_found(row) for row in connection.execute(query).mappings()])

    def names(self, question: Question, field: Literal["entity", "metric", "unit"], most: int = 200) -> list[tuple[str, int]]:
        """The names that occur most among the facts that fit, for a list to choose from."""
        inner = _fitting(question).limit(COUNTED).subquery()
        chosen = inner.c[field]
        query = select(chosen, func.count().label("times")).where(chosen.is_not(None)).group_by(chosen)
        query = query.order_by(text("times DESC"), chosen).limit(most)
        return self._run(lambda connection: [(name, times) for name, times in connection.execute(query)])

    def document(self, key: str) -> Document | None:
        """A document with its facts as they are in the archive, None where there is none of this key."""
        return self._run(lambda connection: _document(connection, key))

    def _run(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.connect() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise InputError(
                f"{self.name}: not an archive of facts ({reason}); make one with: cnreport batch … --to {self.name}"
            ) from error


def _opened(address: str) -> Engine:
    if "://" in address:
        return engine(address)
    path = Path(address)
    if not path.is_file():
        raise InputError(f"{address}: no such file; make an archive with: cnreport batch … --to {address}")
    return create_engine(f"sqlite:///file:{path.resolve().as_posix()}?mode=ro&uri=true")


def _fitting(question: Question) -> Select[Any]:
    view = _VIEWS[question.once]
    query = select(view)
    for name in ("entity", "metric", "unit", "aspect"):
        if wanted := getattr(question, name):
            fits = view.c[name] == wanted
            query = query.where(or_(fits, view.c[f"{name}_id"] == wanted) if name in {"entity", "metric"} else fits)
    for word in storable(question.search).split():
        names = ("entity", "metric", "title", "sentence", "text")
        query = query.where(or_(*(view.c[name].contains(word, autoescape=True) for name in names)))
    if question.since is not None:
        query = query.where(func.coalesce(view.c.date_end, view.c.date_start) >= question.since.isoformat())
    if question.until is not None:
        query = query.where(func.coalesce(view.c.date_start, view.c.date_end) <= question.until.isoformat())
    return query.where(view.c.confidence >= question.least) if question.least else query


def _ordered(question: Question) -> Select[Any]:
    view = _VIEWS[question.once]
    keys: Mapping[str, list[Any]] = {
        "value": [view.c.number],
        "date": [func.coalesce(view.c.date_end, view.c.date_start)],
        "confidence": [view.c.confidence],
    }
    first = [key.desc() if question.down else key for key in keys.get(question.order, [])]
    return _fitting(question).order_by(*first, view.c.document_id, view.c.span_start)


def _answer(connection: Connection, question: Question) -> Answer:
    counted = connection.scalar(select(func.count()).select_from(_fitting(question).limit(COUNTED + 1).subquery())) or 0
    pages = max(1, -(-min(counted, COUNTED) // PAGE))
    page = min(max(question.page, 1), pages)
    rows = connection.execute(_ordered(question).limit(PAGE).offset(PAGE * (page - 1))).mappings()
    return Answer(tuple(map(_found, rows)), min(counted, COUNTED), counted > COUNTED, pages)


def _found(row: Any) -> Found:
    published = str(row["published"])[:10] if row["published"] else ""
    return Found(_fact(row), row["fact_id"], row["document_id"], row["title"] or "", published, row["sentence"] or "")


def _fact(row: Any, **more: Any) -> Fact:
    fields = {name: row[name] for name in (*_SAME, *_SAME_TOO)}
    fields["value"], fields["value_max"] = str(row["value"]), None if row["value_max"] is None else str(row["value_max"])
    start, end = (str(row[name])[:10] if row[name] else None for name in ("date_start", "date_end"))
    period = {"start": start, "end": end} if start or end else None
    return Fact.model_validate({**fields, "date": period, "span": (row["span_start"], row["span_end"]), **more})


def _document(connection: Connection, key: str) -> Document | None:
    found = connection.execute(text("SELECT title, published, text FROM documents WHERE id = :key"), {"key": key}).mappings().first()
    if found is None:
        return None
    view = _VIEWS[False]
    query = select(view).where(view.c.document_id == key).order_by(view.c.span_start, view.c.fact_id)
    evidence = {
        row["id"]: _evidence(row)
        for row in connection.execute(text("SELECT * FROM facts WHERE document_id = :key"), {"key": key}).mappings()
    }
    facts = tuple(_fact(row, **evidence.get(row["fact_id"], {})) for row in connection.execute(query).mappings())
    published = str(found["published"])[:10] if found["published"] else None
    fields = {"text": found["text"], "title": found["title"], "published": published, "sections": (), "mentions": ()}
    return Document.model_validate({**fields, "facts": facts})


def _evidence(row: Any) -> dict[str, Any]:
    """What the table of facts holds and the view leaves out: where the words stand, and what other facts say."""
    spans = {part: (row[f"{part}_from"], row[f"{part}_to"]) for part in ("entity", "metric", "date", "sentence")}
    found: dict[str, Any] = {part: span if None not in span else None for part, span in spans.items()}
    notes = json.loads(row["notes"]) if row["notes"] else ()
    return {"evidence": {**found, "restated": tuple(_spans(row["restated"]))}, "notes": notes}


def _spans(written: str) -> Iterator[tuple[int, int]]:
    """The spans of `3..5 9..12`, as sinks write them."""
    pairs: Iterable[list[str]] = (part.split("..") for part in (written or "").split())
    yield from ((int(start), int(end)) for start, end in pairs)
