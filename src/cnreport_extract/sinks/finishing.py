"""What is done once all is written, over the whole database: near-duplicates, names without facts, the counts."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, select, update

from cnreport_extract.sinks.duplicates import copies, readable, signature
from cnreport_extract.sinks.outcomes import Totals
from cnreport_extract.sinks.schema import documents, entities, facts, failures, metrics

_PAGE = 2_000


def link_copies(connection: Connection) -> None:
    """Let each near-duplicate name its original in `duplicate_of`, and nothing else do so."""
    linked = select(documents.c.id, documents.c.duplicate_of).where(documents.c.duplicate_of.is_not(None))
    before = dict(map(tuple, connection.execute(linked)))
    after = dict(copies(_signed(connection)))
    changed = {number: after.get(number) for number in sorted({*before, *after}) if before.get(number) != after.get(number)}
    if changed:
        link = update(documents).where(documents.c.id == bindparam("number")).values(duplicate_of=bindparam("original"))
        connection.execute(link, [{"number": number, "original": original} for number, original in changed.items()])


def _signed(connection: Connection) -> Iterator[tuple[str, date | None, bytes]]:
    """The signatures of all documents, page by page; one of another algorithm is made anew from the text."""
    query = select(documents.c.id, documents.c.published, documents.c.signature).order_by(documents.c.id).limit(_PAGE)
    last = ""
    while page := connection.execute(query.where(documents.c.id > last, documents.c.signature.is_not(None))).all():
        last = page[-1].id
        for number, published, state in page:
            again = None if readable(state) else signature(_text(connection, number))
            yield number, published, again or state


def _text(connection: Connection, number: str) -> str:
    return connection.scalar(select(documents.c.text).where(documents.c.id == number)) or ""


def drop_unused(connection: Connection) -> None:
    """Remove the entities and metrics that no fact names any more."""
    connection.execute(delete(entities).where(~exists().where(facts.c.entity_key == entities.c.id)))
    connection.execute(delete(metrics).where(~exists().where(facts.c.metric_key == metrics.c.id)))


def totals(connection: Connection) -> Totals:
    """Count what the database holds."""
    kinds = connection.execute(select(failures.c.kind, func.count()).group_by(failures.c.kind).order_by(failures.c.kind))
    linked = connection.scalar(select(func.count()).where(documents.c.duplicate_of.is_not(None))) or 0
    return Totals(_count(connection, documents), linked, _count(connection, facts), dict(map(tuple, kinds)))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
