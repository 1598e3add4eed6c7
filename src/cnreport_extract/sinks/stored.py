"""What a database holds, read back page by page in a fixed order: the same rows give the same bytes in every export."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, select

from cnreport_extract.models import Fact
from cnreport_extract.sinks.schema import documents, entities, facts, metrics, sources

_PAGE = 1_000
_EVIDENCE = ("entity", "metric", "date", "sentence")


def records(connection: Connection) -> Iterator[dict[str, Any]]:
    """Each document in the JSON form that `cnreport extract` prints, with `duplicate_of` and `places`, in the order of the ids."""
    heads = select(documents.c.id, documents.c.title, documents.c.published, documents.c.duplicate_of).order_by(documents.c.id).limit(_PAGE)
    last = ""
    while page := connection.execute(heads.where(documents.c.id > last)).mappings().all():
        first, last = page[0]["id"], page[-1]["id"]
        places = _grouped(connection, _PLACES.where(sources.c.document_id.between(first, last)))
        stated = _grouped(connection, _FACTS.where(facts.c.document_id.between(first, last)))
        for head in page:
            yield {
                "id": head["id"],
                "title": head["title"],
                "published": head["published"] and head["published"].isoformat(),
                "duplicate_of": head["duplicate_of"],
                "places": [row["place"] for row in places.get(head["id"], ())],
                "facts": [form(row) for row in stated.get(head["id"], ())],
            }


_PLACES = select(sources.c.document_id, sources.c.place).order_by(sources.c.document_id, sources.c.place)
_NAMED = (
    entities.c.name.label("entity"),
    entities.c.type.label("entity_type"),
    entities.c.code.label("entity_id"),
    metrics.c.name.label("metric"),
    metrics.c.canonical.label("metric_id"),
)
_FACTS = (
    select(facts, *_NAMED)
    .outerjoin(entities, entities.c.id == facts.c.entity_key)
    .outerjoin(metrics, metrics.c.id == facts.c.metric_key)
    .order_by(facts.c.document_id, facts.c.span_start, facts.c.span_end, facts.c.id)
)


def _grouped(connection: Connection, query: Select[Any]) -> dict[str, list[Mapping[Any, Any]]]:
    rows = connection.execute(query).mappings()
    return {number: list(group) for number, group in groupby(rows, lambda row: str(row["document_id"]))}


def form(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A stored fact with its names in the JSON form of `Fact`: the inverse of `csv_rows.flat`."""
    nested = {
        "date": _date(row),
        "span": [row["span_start"], row["span_end"]],
        "evidence": {part: _pair(row[f"{part}_from"], row[f"{part}_to"]) for part in _EVIDENCE}
        | {"restated": [[int(end) for end in span.split("..")] for span in row["restated"].split()]},
        "notes": json.loads(row["notes"] or "[]"),
    }
    return {name: nested[name] if name in nested else row[name] for name in Fact.model_fields}


def _date(row: Mapping[Any, Any]) -> dict[str, str | None] | None:
    ends = {end: row[f"date_{end}"] for end in ("start", "end")}
    return {name: day and day.isoformat() for name, day in ends.items()} if any(ends.values()) else None


def _pair(start: int | None, end: int | None) -> list[int] | None:
    return None if start is None or end is None else [start, end]
