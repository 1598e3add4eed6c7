"""What is done once all is written, over the whole database: near-duplicates, names without facts, the counts."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, select, update
from sqlalchemy import Row as RowOf

from cnreport_extract.sinks.comparison import Comparison, Signed
from cnreport_extract.sinks.duplicates import readable, signature
from cnreport_extract.sinks.outcomes import Totals
from cnreport_extract.sinks.schema import documents, entities, facts, failures, metrics

_PAGE = 2_000


def link_copies(connection: Connection) -> None:
    """Let each near-duplicate name its original in `duplicate_of`, and nothing else do so."""
    link = update(documents).where(documents.c.id == bindparam("number")).values(duplicate_of=bindparam("original"))
    with Comparison() as comparison:
        for page in _pages(connection):
            comparison.add(_signed(connection, page))
        changes = comparison.changes()
        while some := list(islice(changes, _PAGE)):
            connection.execute(link, [{"number": number, "original": original} for number, original in some])


def _pages(connection: Connection) -> Iterator[Sequence[RowOf[Any]]]:
    """What is to be compared, in the order of the ids."""
    wanted = select(documents.c.id, documents.c.published, documents.c.signature, documents.c.duplicate_of)
    query, last = wanted.order_by(documents.c.id).limit(_PAGE), ""
    while page := connection.execute(query.where(documents.c.id > last)).all():
        yield page
        last = page[-1].id


def _signed(connection: Connection, page: Sequence[RowOf[Any]]) -> Iterator[Signed]:
    """A signature of another algorithm is made anew from the text."""
    for row in page:
        usable = row.signature is None or readable(row.signature)
        state = row.signature if usable else signature(_text(connection, row.id))
        yield Signed(row.id, row.published and row.published.isoformat(), state, row.duplicate_of)


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
