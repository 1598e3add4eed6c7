"""A batch of documents in, a batch with their facts out: one row a document. A pure function that any engine can run.

What goes in has either raw items (`place`, `media_type`, `data`), or texts as records: each row is read as a line of a dump is, so
`Reading.options.fields` names its columns where they are not called `text`, `id`, `published` and `title` or the like; `place`, or
else the id, is what a document is called. What comes out is described by `OUTPUT`; its rows stand in the order of the input.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.formats import RECORD
from cnreport_extract.batch.reading import ItemReader, Outcome, Reading, digest, late
from cnreport_extract.batch.ruleset import ruleset
from cnreport_extract.engines.deadline import OutOfTimeError, deadline
from cnreport_extract.errors import InputError
from cnreport_extract.sinks.arrow_rows import arrow_type
from cnreport_extract.sinks.outcomes import Result, Row
from cnreport_extract.sinks.schema import facts

TIME_LIMIT = 60.0
_LINKED = {
    "entity": ("entity_key", {"entity": "name", "entity_type": "type", "entity_id": "code"}),
    "metric": ("metric_key", {"metric": "name", "metric_id": "canonical", "metric_zh": "label_zh", "metric_en": "label_en"}),
}
"""What a fact tells of its entity and its metric: the key, and the names of their columns here and in their tables."""

_OWN = tuple(column.name for column in facts.columns if column.name != "document_id")
_NAMES = tuple(name for _, names in _LINKED.values() for name in names)
FACT = pa.struct([*((name, arrow_type(facts.columns[name])) for name in _OWN), *((name, pa.string()) for name in _NAMES)])
OUTPUT = pa.schema(
    [
        ("place", pa.string()),
        ("digest", pa.string()),
        ("key", pa.string()),
        ("notes", pa.list_(pa.string())),
        ("failure", pa.string()),
        ("message", pa.string()),
        ("id", pa.string()),
        ("title", pa.string()),
        ("published", pa.date32()),
        ("text", pa.string()),
        ("ruleset", pa.string()),
        ("signature", pa.binary()),
        ("facts", pa.list_(FACT)),
    ]
)
"""`id` and what follows are those of the document, null where `failure` and `message` say why there is none."""
_DAYS = {"published", "date_start", "date_end"}
_DOCUMENT = ("id", "title", "published", "text", "ruleset", "signature")

INPUT = pa.schema([("place", pa.string()), ("media_type", pa.string()), ("data", pa.binary())])


def extract_batch(batch: pa.RecordBatch, reading: Reading | None = None, time_limit: float = TIME_LIMIT) -> pa.RecordBatch:
    """Read the documents of a batch.

    Args:
        batch: Raw items or texts, a row each.
        reading: How they are read.
        time_limit: Seconds for one document.

    Returns:
        One row a document; a document that fails has a row that says why.

    Raises:
        InputError: No column tells the documents apart.

    Example:
        >>> texts = pa.RecordBatch.from_pydict({"id": ["a"], "text": ["去年,市总工会培训职工2300人次。"]})
        >>> (row,) = extract_batch(texts).to_pylist()
        >>> [(fact["entity"], fact["metric"], fact["value"], fact["unit"]) for fact in row["facts"]]
        [('市总工会', '培训职工', '2300', '人次')]
    """
    reading = reading or Reading()
    read = _reader(reading)
    return to_batch(_read(read, item, time_limit) for item in items_of(batch, reading))


def _read(read: ItemReader, item: Item, time_limit: float) -> Outcome:
    try:
        with deadline(time_limit):
            return read(item)
    except OutOfTimeError:
        return late(time_limit, item.place, digest(item))


@cache
def _reader(reading: Reading) -> ItemReader:
    """One reader for a process: making it is what takes time."""
    return ItemReader(reading, ruleset(reading))


def batch_of(items: Iterable[Item]) -> pa.RecordBatch:
    """Items as a batch that `extract_batch` takes."""
    rows = [{"place": item.place, "media_type": item.media_type, "data": item.data} for item in items]
    return pa.RecordBatch.from_pylist(rows, schema=INPUT)


def items_of(batch: pa.RecordBatch, reading: Reading) -> Iterator[Item]:
    """The items of a batch; a text is an item as a record of a dump is.

    Raises:
        InputError: No column tells the documents apart.
    """
    known = batch.schema.names
    if set(INPUT.names) <= set(known):
        yield from (Item(**row) for row in batch.select(INPUT.names).to_pylist())
        return
    named = next((name for name in ("place", reading.options.fields.key or "id") if name in known), None)
    if named is None:
        found = ", ".join(map(repr, known))
        raise InputError(f"no column to call the documents by, found {found}; add 'place', or name the ids with Fields(key=...)")
    for row in batch.to_pylist():
        record = {name: cell for name, cell in row.items() if cell is not None and name != "place" and not isinstance(cell, bytes)}
        yield Item(str(row[named]), RECORD, json.dumps(record, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))


def to_batch(outcomes: Iterable[Outcome]) -> pa.RecordBatch:
    """Results and failures as rows of `OUTPUT`."""
    return pa.RecordBatch.from_pylist(list(map(_row, outcomes)), schema=OUTPUT)


def _row(outcome: Outcome) -> dict[str, Any]:
    head = {"place": outcome.place, "digest": outcome.digest}
    if isinstance(outcome, Failure):
        return {**head, "failure": outcome.kind, "message": outcome.message}
    tables = {"entity": {row["id"]: row for row in outcome.entities}, "metric": {row["id"]: row for row in outcome.metrics}}
    found = [_fact(fact, tables) for fact in outcome.facts]
    return {**head, "key": outcome.key, "notes": outcome.notes, **_with_days(outcome.document), "facts": found}


def _fact(fact: Row, tables: Mapping[str, Mapping[str, Row]]) -> dict[str, Any]:
    row = _with_days(fact)
    for table, (key, names) in _LINKED.items():
        if fact[key] is not None:
            row |= {name: tables[table][fact[key]][column] for name, column in names.items()}
    return row


def _with_days(row: Row) -> dict[str, Any]:
    """A row with days as Arrow takes them."""
    return {name: date.fromisoformat(cell) if name in _DAYS and cell else cell for name, cell in row.items()}


def _with_texts(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """The inverse of `_with_days`, for some of the cells."""
    return {name: row[name].isoformat() if name in _DAYS and row[name] else row[name] for name in names}


def outcomes_of(batch: pa.RecordBatch) -> Iterator[Outcome]:
    """Rows of `OUTPUT` as the results and failures that a target takes."""
    return map(_outcome, batch.to_pylist())


def _outcome(row: Mapping[str, Any]) -> Outcome:
    if row["failure"] is not None:
        return Failure(row["place"], row["failure"], row["message"], row["digest"])
    return Result(
        place=row["place"],
        digest=row["digest"],
        document=_with_texts(row, _DOCUMENT),
        facts=tuple({**_with_texts(fact, _OWN), "document_id": row["id"]} for fact in row["facts"]),
        entities=_linked(row["facts"], *_LINKED["entity"]),
        metrics=_linked(row["facts"], *_LINKED["metric"]),
        key=row["key"],
        notes=tuple(row["notes"]),
    )


def _linked(found: Iterable[Mapping[str, Any]], key: str, names: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows of the entities, or of the metrics, that facts name."""
    rows = ({"id": fact[key], **{column: fact[name] for name, column in names.items()}} for fact in found if fact[key] is not None)
    return tuple({row["id"]: row for row in rows}.values())
