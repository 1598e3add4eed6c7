"""Asking an archive: the database that `cnreport batch` writes, read and never written to.

A question is filters, an order and a page. Counting ends where nobody would read on, so that a question over millions of
facts is as quick as its first page. Words are looked for in each document and each name once, and in the sentences of only
those facts whose document or names hold them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Engine,
    Row,
    Select,
    Table,
    column,
    create_engine,
    func,
    or_,
    select,
    table,
    text,
    union,
)
from sqlalchemy.exc import SQLAlchemyError

from cnreport_extract.errors import InputError
from cnreport_extract.models import Document, Fact
from cnreport_extract.sinks.engines import engine
from cnreport_extract.sinks.rows import storable
from cnreport_extract.sinks.schema import documents, entities, facts, metrics

PAGE = 50
COUNTED = 10_000
"""A query may also name so many facts one by one: SQLite takes 32,766 values since 2020, the others more."""
CHARTED = 2_000
CHOICES = 200
T = TypeVar("T")
_Names = Row[Any, Any, Any, Any]
Order = Literal["document", "value", "date", "confidence"]
Choice = Literal["entity", "metric", "unit"]
_COLUMNS = (
    *("fact_id", "document_id", "title", "published", "entity", "entity_type", "entity_id", "metric", "metric_id"),
    *("value", "value_max", "number", "qualifier", "unit", "dimension", "aspect", "direction", "basis", "date_start", "date_end"),
    *("frequency", "span_start", "span_end", "text", "sentence", "rule", "confidence"),
)
_DATES = {"date_start", "date_end"}
_VIEWS = {
    once: table(name, *(column(cell, Date() if cell in _DATES else None) for cell in _COLUMNS))
    for once, name in ((True, "facts_once"), (False, "fact_details"))
}
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
    """One page of facts, and what is to be said of all that fit.

    `total` is exact up to `COUNTED`, `more` says that there are still more; `choices` are the names that occur most among those
    counted, with how often; `charted` are the facts that charts are drawn from, at most `CHARTED`.
    """

    found: tuple[Found, ...]
    total: int
    more: bool
    page: int
    pages: int
    choices: Mapping[Choice, list[tuple[str, int]]]
    charted: tuple[Found, ...]


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

    def document(self, key: str) -> Document | None:
        """A document with its facts as they are in the archive, None where there is none of this key."""
        return self._run(lambda connection: _document(connection, key))

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

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


def _fitting(question: Question) -> list[ColumnElement[bool]]:
    """The conditions that a fact has to meet."""
    view = _VIEWS[question.once]
    conditions = [view.c[name] == wanted for name in ("unit", "aspect") if (wanted := getattr(question, name))]
    conditions += [
        or_(view.c[name] == wanted, view.c[f"{name}_id"] == wanted) for name in ("entity", "metric") if (wanted := getattr(question, name))
    ]
    names = ("entity", "metric", "title", "text", "sentence")  # the costly one last
    conditions += [or_(*(_holds(view.c[name], word) for name in names)) for word in _words(question)]
    if question.since is not None:
        conditions.append(func.coalesce(view.c.date_end, view.c.date_start) >= question.since)
    if question.until is not None:
        conditions.append(func.coalesce(view.c.date_start, view.c.date_end) <= question.until)
    return [*conditions, view.c.confidence >= question.least] if question.least else conditions


def _near(question: Question) -> list[ColumnElement[bool]]:
    """Conditions that say no more than `_fitting`, and that indices answer.

    To cut a sentence out of its text takes far longer than to look through the text, and entities and metrics are fewer than facts.
    """
    view = _VIEWS[question.once]
    keyed = ((facts.c.entity_key, entities, entities.c.code), (facts.c.metric_key, metrics, metrics.c.canonical))
    asked = zip(keyed, (question.entity, question.metric), strict=True)
    named = [_of(key, names, or_(names.c.name == wanted, code == wanted)) for (key, names, code), wanted in asked if wanted]
    return [view.c.fact_id.in_(query) for query in (*named, *map(_holding, _words(question)))]


def _holding(word: str) -> CompoundSelect[Any]:
    """The facts whose names or whose document hold a word."""
    named = ((facts.c.entity_key, entities), (facts.c.metric_key, metrics))
    document = or_(_holds(documents.c.title, word), _holds(documents.c.text, word))
    return union(_of(facts.c.document_id, documents, document), *(_of(key, names, _holds(names.c.name, word)) for key, names in named))


def _of(key: Column[Any], names: Table, fits: ColumnElement[bool]) -> Select[Any]:
    return select(facts.c.id).where(key.in_(select(names.c.id).where(fits)))


def _words(question: Question) -> list[str]:
    return storable(question.search).split()


def _holds(cell: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return cell.contains(word, autoescape=True)


def _order(question: Question) -> list[ColumnElement[Any]]:
    view = _VIEWS[question.once]
    keys: Mapping[str, list[Any]] = {
        "value": [view.c.number],
        "date": [func.coalesce(view.c.date_end, view.c.date_start)],
        "confidence": [view.c.confidence],
    }
    first = [key.desc() if question.down else key for key in keys.get(question.order, [])]
    return [*first, view.c.document_id, view.c.span_start]


def _answer(connection: Connection, question: Question) -> Answer:
    view = _VIEWS[question.once]
    counted, conditions = _survey(connection, question)
    total = min(len(counted), COUNTED)
    pages = max(1, -(-total // PAGE))
    page = min(max(question.page, 1), pages)
    first = select(view.c.fact_id).where(*conditions).order_by(*_order(question))  # whole rows take far longer to sort
    shown = connection.scalars(first.limit(PAGE).offset(PAGE * (page - 1))).all()
    rows = {item.fact_id: item for item in _rows(connection, select(view).where(view.c.fact_id.in_(shown)))}
    found = tuple(rows[key] for key in shown)
    charted = _rows(connection, select(view).where(*conditions).limit(CHARTED))
    return Answer(found, total, len(counted) > COUNTED, page, pages, _choices(counted[:COUNTED]), charted)


def _survey(connection: Connection, question: Question) -> tuple[Sequence[_Names], list[ColumnElement[bool]]]:
    """The names of the facts that fit, and conditions that lead to their rows: few are named one by one, many are met soon."""
    view = _VIEWS[question.once]
    conditions = _fitting(question)
    names = select(view.c.fact_id, view.c.entity, view.c.metric, view.c.unit)
    counted = connection.execute(names.where(*_near(question), *conditions).limit(COUNTED + 1)).all()
    return counted, conditions if len(counted) > COUNTED else [view.c.fact_id.in_([row.fact_id for row in counted])]


def _choices(counted: Sequence[_Names]) -> dict[Choice, list[tuple[str, int]]]:
    fields: tuple[Choice, ...] = ("entity", "metric", "unit")
    times = {field: Counter(name for row in counted if (name := getattr(row, field))) for field in fields}
    return {field: sorted(names.items(), key=lambda item: (-item[1], item[0]))[:CHOICES] for field, names in times.items()}


def _rows(connection: Connection, query: Select[Any]) -> tuple[Found, ...]:
    return tuple(map(_found, connection.execute(query).mappings()))


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
    read = tuple(_fact(row, **evidence.get(row["fact_id"], {})) for row in connection.execute(query).mappings())
    published = str(found["published"])[:10] if found["published"] else None
    fields = {"text": found["text"], "title": found["title"], "published": published, "sections": (), "mentions": ()}
    return Document.model_validate({**fields, "facts": read})


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
