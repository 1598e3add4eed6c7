"""Files as target: a working SQLite database beside them holds everything, and `finish` writes the files out of it.

So files get what databases have: a checkpoint, the same rows whatever the order and the interruptions, copies found. A file is
written under another name and moved into its place when it is whole; the working database (`.NAME.work.db`) must stay beside it as long
as more is to be added.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.database import DatabaseTarget
from cnreport_extract.sinks.outcomes import Failure, Result, Run, Totals

Export = Callable[[Connection, Path], None]
"""Writes what a database holds to a path."""

WORK = ".work.db"


class FilesTarget:
    """Writes to a working database, and at the end to files.

    Args:
        path: The file, or a folder for several.
        run: The call that writes.
        exports: What to write: to the path itself (the name is empty), or to names in that folder, in this order.

    Raises:
        TargetError: Something that no batch made is there already, or it cannot be written.
    """

    def __init__(self, path: Path, run: Run, exports: Sequence[tuple[str, Export]]) -> None:
        self._path, self._exports = path, exports
        folder = bool(exports[0][0])
        work = path / f".facts{WORK}" if folder else path.with_name(f".{path.name}{WORK}")
        if not work.exists() and path.exists() and not (folder and path.is_dir() and not any(path.iterdir())):
            raise TargetError(
                f"{path}: already there, without the hidden {work.name} that a batch leaves beside it; move it away or name another target"
            )
        with _explained(path):
            work.parent.mkdir(exist_ok=True)
        self._database = DatabaseTarget(f"sqlite:///{work}", run)

    def done(self, marks: Iterable[tuple[str, str]], *, failed: bool = True) -> set[str]:
        """As the working database says."""
        return self._database.done(marks, failed=failed)

    def write(self, outcomes: Sequence[Result | Failure]) -> None:
        """Write to the working database."""
        self._database.write(outcomes)

    def finish(self) -> Totals:
        """Finish the working database, then write the files anew."""
        totals = self._database.finish()
        for name, export in self._exports:
            target = self._path / name if name else self._path
            with _explained(target):
                self._database.read(partial(_replace, export, target))
        return totals

    def close(self) -> None:
        """Let go of the working database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        room = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        advice = "make room, then run the same command again: nothing is lost" if room else "name a place that is yours to write to"
        raise TargetError(f"{target}: cannot be written ({(error.strerror or str(error)).lower()}); {advice}") from error


def _replace(export: Export, target: Path, connection: Connection) -> None:
    """Write beside the place, then move there in one step; what a killed run left behind goes.

    Only one process does this at a time: it holds the lock of the working database.
    """
    part, log = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.part.wal")
    try:
        for rest in (part, log):  # DuckDB would take up the log of an unfinished file
            rest.unlink(missing_ok=True)
        export(connection, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
