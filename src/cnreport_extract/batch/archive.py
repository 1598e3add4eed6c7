"""What a batch is given on the command line: it must exist, and the target must not be part of it."""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cnreport_extract.batch import readers
from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.walk import STANDARD_INPUT, shown
from cnreport_extract.errors import InputError


def check(inputs: Sequence[str]) -> None:
    """Make sure that there is something to read, before a target is made.

    Raises:
        InputError: A file, folder or pattern that was named matches nothing.

    Example:
        >>> check(["no/such/folder"])
        Traceback (most recent call last):
        ...
        cnreport_extract.errors.InputError: no/such/folder: no such file or folder; check the path
    """
    for name in inputs:
        found = name == STANDARD_INPUT or os.path.lexists(name) or any(glob.iglob(name, recursive=True))  # noqa: PTH207
        if not found:
            raise InputError(f"{name}: no such file or folder; check the path")


def items(inputs: Sequence[str], limits: readers.Limits, *, except_for: str) -> Iterator[Item | Failure]:
    """All documents of an archive, without the target itself where it lies in one of the folders.

    Args:
        inputs: As `readers.items` takes them.
        limits: What is refused.
        except_for: The target.
    """
    own = _places_of(except_for)
    return (item for item in readers.items(inputs, limits) if not own.match(item.place))


def _places_of(target: str) -> re.Pattern[str]:
    """What the places of a target begin with, however its path was written: a file, its journal, what lies in a folder."""
    path = Path(target)
    written = {shown(target), shown(str(path.absolute())), shown(os.path.relpath(path))}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(written)))})(?:$|[/#!]|-(?:wal|shm|journal)$)")
