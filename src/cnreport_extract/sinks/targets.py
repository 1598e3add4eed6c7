"""The table of targets: what `--to` names, and what writes it. A new kind is one file and one line in `TARGETS`."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.outcomes import Run, Target


def _sqlite(name: str, run: Run) -> Target:
    address = name if name.startswith("sqlite:") else f"sqlite:///{Path(name)}"
    return _database(address, run)


def _database(name: str, run: Run) -> Target:
    try:
        from cnreport_extract.sinks.database import DatabaseTarget  # noqa: PLC0415  (SQLAlchemy is an extra)
    except ModuleNotFoundError as error:
        raise TargetError(f"writing a database needs the package {error.name}: pip install 'cnreport-extract[batch]'") from error
    return DatabaseTarget(name, run)


TARGETS: Sequence[tuple[str, str, Callable[[str, Run], Target]]] = (
    (r"sqlite:.*|.*\.(db|sqlite|sqlite3)", "a SQLite database: facts.db", _sqlite),
    (r"(postgresql|postgres|mysql|mariadb)://.*", "a server: postgresql://user:password@host/name, mysql://…", _database),
)
"""Pattern of the name, what it stands for, what opens it."""


def open_target(name: str, run: Run) -> Target:
    """Open the target that a string names.

    Args:
        name: `facts.db`, `sqlite:///facts.db`, `postgresql://user:password@host/name`, `mysql://…`.
        run: The call that will write, with its rule set.

    Raises:
        TargetError: The name fits none of the kinds, what it needs is not installed, or it cannot be opened.

    Example:
        >>> open_target("facts.xyz", Run("rules-1"))
        Traceback (most recent call last):
        ...
        cnreport_extract.errors.TargetError: facts.xyz: no kind of target; name a SQLite database: facts.db, or a server: ...
    """
    for pattern, _, opener in TARGETS:
        if re.fullmatch(pattern, name, re.DOTALL):
            return opener(name, run)
    kinds = ", or ".join(kind for _, kind, _ in TARGETS)
    raise TargetError(f"{name}: no kind of target; name {kinds}")
