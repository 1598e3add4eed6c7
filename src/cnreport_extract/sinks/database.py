"""A database as target: SQLite, PostgreSQL or MySQL, through one schema.

A batch is one transaction, and every row is found by a hash of its content: writing the same again changes nothing, so a
transaction whose end is unknown (a connection that dropped, a deadlock between two writers) is simply run again.
"""

import json
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, delete, insert, select, update

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.engines import alone, engine, put
from cnreport_extract.sinks.finishing import drop_unused, link_copies, totals
from cnreport_extract.sinks.migrations import migrate
from cnreport_extract.sinks.outcomes import Failure, Result, Row, Run, Totals
from cnreport_extract.sinks.rows import identity, storable
from cnreport_extract.sinks.schema import documents, entities, facts, failures, metrics, runs, sources
from cnreport_extract.sinks.transactions import Transactions

_CHUNK = 500
"""As many ids as one statement asks for: SQLite takes 999 in old versions."""

_T = TypeVar("_T")


class DatabaseTarget:
    """Writes to one database. Several processes may write to one database at a time.

    Args:
        address: As SQLAlchemy writes it: `sqlite:///facts.db`, `postgresql://user:password@host/name`, `mysql://…`.
        run: The call that writes, with its rule set.

    Raises:
        TargetError: It cannot be opened, or another version's schema is in it.
    """

    def __init__(self, address: str, run: Run) -> None:
        made = engine(address)
        self._transactions, self._engine = Transactions(made), made
        self._run, self._id = run, uuid.uuid4().hex
        self._count = {"written": 0, "failed": 0}
        row = {
            "id": self._id,
            "started": _now(),
            "ruleset": run.ruleset,
            "command": _without_password(run.command),
            **self._count,
        }
        opening = Transactions(made, (0.1, 0.5), "check its name and your rights, and that the server runs")  # told soon: it may be a typo
        try:
            opening.run(migrate)
            opening.run(lambda connection: connection.execute(insert(runs), [row]))
        except TargetError:
            self.close()
            raise

    def done(self, marks: Iterable[tuple[str, str]], *, failed: bool = True) -> set[str]:
        """The places that the present rule set has read already."""
        asked = {identity(storable(place)): (place, digest) for place, digest in marks}
        return self._transactions.run(lambda connection: self._done(connection, asked, failed=failed))

    def _done(self, connection: Connection, asked: dict[str, tuple[str, str]], *, failed: bool) -> set[str]:
        query = select(sources.c.id, sources.c.digest).where(sources.c.ruleset == self._run.ruleset)
        query = query if failed else query.where(sources.c.document_id.is_not(None))
        rows = (row for ids in _chunks(asked) for row in connection.execute(query.where(sources.c.id.in_(ids))))
        return {asked[row.id][0] for row in rows if row.digest == asked[row.id][1]}

    def write(self, outcomes: Sequence[Result | Failure]) -> None:
        """Take a batch in one transaction."""
        if not outcomes:
            return
        last = {storable(outcome.place): outcome for outcome in outcomes}
        failed = sum(isinstance(outcome, Failure) for outcome in outcomes)
        count = {"written": self._count["written"] + len(outcomes) - failed, "failed": self._count["failed"] + failed}
        self._transactions.run(lambda connection: self._write(connection, last, count))
        self._count = count

    def _write(self, connection: Connection, outcomes: dict[str, Result | Failure], count: Row) -> None:
        results = {outcome.document["id"]: outcome for outcome in outcomes.values() if isinstance(outcome, Result)}
        self._documents(connection, results)
        self._sources(connection, outcomes)
        connection.execute(update(runs).where(runs.c.id == self._id).values(count))

    def _documents(self, connection: Connection, results: dict[str, Result]) -> None:
        """Write the documents that are new or were read by other rules, with their facts."""
        known = select(documents.c.id).where(documents.c.ruleset == self._run.ruleset)
        same = {found for ids in _chunks(results) for found in connection.scalars(known.where(documents.c.id.in_(ids)))}
        fresh = [results[number] for number in sorted(results.keys() - same)]
        put(connection, documents, [fact.document for fact in fresh], ("title", "published", "ruleset", "signature"))
        for ids in _chunks([result.document["id"] for result in fresh]):
            connection.execute(delete(facts).where(facts.c.document_id.in_(ids)))
        put(connection, entities, _by_id(row for result in fresh for row in result.entities))
        put(connection, metrics, _by_id(row for result in fresh for row in result.metrics), ("label_zh", "label_en"))
        put(connection, facts, [fact for result in fresh for fact in result.facts])

    def _sources(self, connection: Connection, outcomes: dict[str, Result | Failure]) -> None:
        """Write the checkpoint; documents that no place holds any more go."""
        rows = _by_id(self._source(place, outcome) for place, outcome in outcomes.items())
        ids = [row["id"] for row in rows]
        before = select(sources.c.document_id).where(sources.c.document_id.is_not(None))
        left = {number for part in _chunks(ids) for number in connection.scalars(before.where(sources.c.id.in_(part)))}
        for part in _chunks(ids):
            connection.execute(delete(failures).where(failures.c.source_id.in_(part)))
        put(connection, sources, rows, ("digest", "ruleset", "document_id", "archive_key", "notes"))
        put(connection, failures, [_failure(place, failed) for place, failed in outcomes.items() if isinstance(failed, Failure)])
        _drop_orphans(connection, left - {row["document_id"] for row in rows})

    def _source(self, place: str, outcome: Result | Failure) -> Row:
        row = {"id": identity(place), "place": place, "digest": outcome.digest, "ruleset": self._run.ruleset}
        if isinstance(outcome, Failure):
            return {**row, "document_id": None, "archive_key": None, "notes": None}
        notes = json.dumps(outcome.notes, ensure_ascii=False) if outcome.notes else None
        return {**row, "document_id": outcome.document["id"], "archive_key": outcome.key, "notes": notes}

    def finish(self) -> Totals:
        """Link near-duplicates, remove names that no fact uses any more, and close the run's row."""
        return self._transactions.run(self._finish)

    def _finish(self, connection: Connection) -> Totals:
        with alone(connection):
            link_copies(connection)
            drop_unused(connection)
            connection.execute(update(runs).where(runs.c.id == self._id).values(finished=_now()))
            return totals(connection)

    def read(self, work: Callable[[Connection], None]) -> None:
        """Run a function that only reads, in one transaction."""
        self._transactions.run(work)

    def close(self) -> None:
        """Let go of the connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _without_password(command: str) -> str:
    return re.sub(r"(://[^\s:/@]*):[^\s@]*@", r"\1:***@", storable(command))


def _drop_orphans(connection: Connection, numbers: Collection[str]) -> None:
    """Delete those of the documents that no source names any more."""
    for ids in _chunks(sorted(numbers)):
        kept = set(connection.scalars(select(sources.c.document_id).where(sources.c.document_id.in_(ids))))
        gone = [number for number in ids if number not in kept]
        connection.execute(delete(facts).where(facts.c.document_id.in_(gone)))
        connection.execute(delete(documents).where(documents.c.id.in_(gone)))


def _failure(place: str, failed: Failure) -> Row:
    return {"source_id": identity(place), "place": place, "kind": failed.kind, "message": storable(failed.message)}


def _by_id(rows: Iterable[Row]) -> list[Row]:
    """Each row once, in the order of the ids: two writers never wait for each other crosswise."""
    found = {row["id"]: row for row in rows}
    return [found[number] for number in sorted(found)]


def _chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(values)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _now() -> Any:
    return datetime.now(UTC).replace(tzinfo=None)
