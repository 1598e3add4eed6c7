"""Numbered steps that bring a database to the present schema; the table `schema_steps` says which were taken.

A step, once released, is never changed: a new column is a new step at the end. The first makes all tables as they are now,
so a new database takes it and marks the others as taken.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, inspect, select, text

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.engines import alone
from cnreport_extract.sinks.schema import metadata, schema_steps
from cnreport_extract.sinks.views import VIEWS

Step = Callable[[Connection], None]


def _label_metrics(connection: Connection) -> None:
    """Labels of canonical metrics. Those of before get theirs when their documents are read again."""
    for name in ("label_zh", "label_en"):
        connection.execute(text(f"ALTER TABLE metrics ADD COLUMN {name} TEXT"))


STEPS: Sequence[Step] = (metadata.create_all, _label_metrics)


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Take the steps that the database has not taken yet, then make the views anew.

    Raises:
        TargetError: A newer version of the package wrote the database, or its tables are somebody else's.
    """
    with alone(connection):
        _take(connection, steps, _taken(connection))


def _take(connection: Connection, steps: Sequence[Step], taken: int) -> None:
    if taken > len(steps):
        raise TargetError(f"the database has schema {taken}, this version knows {len(steps)}; install the newer cnreport-extract")
    if taken == len(steps):
        return
    for view in reversed(list(VIEWS)):
        connection.execute(text(f"DROP VIEW IF EXISTS {view}"))
    for step in steps[taken:] if taken else steps[:1]:
        step(connection)
    connection.execute(insert(schema_steps), [{"step": number, "applied": _now()} for number in range(taken + 1, len(steps) + 1)])
    for view, query in VIEWS.items():
        connection.execute(text(f"CREATE VIEW {view} AS {query}"))


def _taken(connection: Connection) -> int:
    """How many steps the database has taken; 0 for a new one."""
    present = set(inspect(connection).get_table_names())
    if schema_steps.name in present:
        return max(connection.scalars(select(schema_steps.c.step)), default=0)
    if foreign := sorted(present & set(metadata.tables)):
        raise TargetError(f"its table {foreign[0]!r} is not ours; name a database (or schema) of its own")
    return 0


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
