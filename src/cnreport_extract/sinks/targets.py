"""The table of targets: what `--to` names, and what writes it. A new kind is one function and one line in `TARGETS`."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.outcomes import Run, Target


@contextmanager
def _needing(extra: str, *packages: str) -> Iterator[None]:
    """Say which extra brings a package that is missing."""
    try:
        for package in packages:
            import_module(package)
        yield
    except ModuleNotFoundError as error:
        raise TargetError(f"this target needs the package {error.name}: pip install 'cnreport-extract[{extra}]'") from error


def _database(name: str, run: Run) -> Target:
    with _needing("batch"):
        from cnreport_extract.sinks.database import DatabaseTarget  # noqa: PLC0415  (SQLAlchemy is an extra)
    return DatabaseTarget(name, run)


def _place(name: str) -> Path:
    """The path of a file or folder that may be made: the folder above it must be there."""
    path = Path(name)
    if not path.parent.is_dir():
        raise TargetError(f"{name}: there is no folder {path.parent}; make it, or name another place")
    return path


def _sqlite(name: str, run: Run) -> Target:
    return _database(f"sqlite:///{_place(name)}", run)


def _json_lines(name: str, run: Run) -> Target:
    with _needing("batch"):
        from cnreport_extract.sinks import exports, files  # noqa: PLC0415
    return files.FilesTarget(_place(name), run, [("", exports.json_lines)])


def _csv(name: str, run: Run) -> Target:
    with _needing("batch"):
        from cnreport_extract.sinks import exports, files  # noqa: PLC0415
    return files.FilesTarget(_place(name), run, [("", exports.csv_rows)])


def _parquet(name: str, run: Run) -> Target:
    with _needing("batch", "pyarrow"):
        from cnreport_extract.sinks import exports, files  # noqa: PLC0415
    return files.FilesTarget(_place(name), run, exports.parquet_files())


def _duckdb(name: str, run: Run) -> Target:
    with _needing("duckdb", "duckdb", "pyarrow"):
        from cnreport_extract.sinks import exports, files  # noqa: PLC0415
    return files.FilesTarget(_place(name), run, [("", exports.duckdb_file)])


TARGETS: Sequence[tuple[str, str, Callable[[str, Run], Target]]] = (
    (r"(sqlite|postgresql|postgres|mysql|mariadb)(\+\w+)?:.*", "postgresql://user:password@host/name", _database),
    (r".*\.(db|sqlite|sqlite3)", "facts.db", _sqlite),
    (r".*\.duckdb", "facts.duckdb", _duckdb),
    (r".*\.parquet/?|.*/", "facts.parquet/", _parquet),
    (r".*\.jsonl", "facts.jsonl", _json_lines),
    (r".*\.csv", "facts.csv", _csv),
)
"""Pattern of the name, an example, what opens it. The first that fits counts."""


def open_target(name: str, run: Run) -> Target:
    """Open the target that a string names.

    Args:
        name: `facts.db` or `sqlite:///facts.db`, `postgresql://user:password@host/name`, `mysql://…`, `facts.duckdb`,
            `facts.parquet/` (or any folder, with the slash), `facts.jsonl`, `facts.csv`.
        run: The call that will write, with its rule set.

    Raises:
        TargetError: The name fits none of the kinds, what it needs is not installed, or it cannot be opened.

    Example:
        >>> open_target("facts.xyz", Run("rules-1"))
        Traceback (most recent call last):
        ...
        cnreport_extract.errors.TargetError: facts.xyz: no kind of target; name one like postgresql://user:password@host/name, facts.db, ...
    """
    for pattern, _, opener in TARGETS:
        if re.fullmatch(pattern, name, re.DOTALL):
            return opener(name, run)
    kinds = ", ".join(example for _, example, _ in TARGETS)
    raise TargetError(f"{name}: no kind of target; name one like {kinds}")
