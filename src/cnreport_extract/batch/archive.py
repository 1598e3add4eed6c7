"""What a batch is given on the command line: it must exist, and the target must not be part of it."""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import File, Limits, Meter, files, items_of
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


@dataclass(slots=True)
class Archive:
    """The documents of an archive, and how far it was read.

    Args:
        inputs: As `readers.items` takes them.
        limits: What is refused.
        target: Where facts go; where it lies in one of the folders it is no part of the archive.
    """

    inputs: Sequence[str]
    limits: Limits
    target: str
    meter: Meter = field(default_factory=Meter)

    def files(self) -> Iterator[File | Failure]:
        """The files of the archive."""
        own = _places_of(self.target)
        return (found for found in files(self.inputs) if isinstance(found, Failure) or not own.match(shown(found.path)))

    def items(self) -> Iterator[Item | Failure]:
        """The documents of the archive."""
        for found in self.files():
            yield from (found,) if isinstance(found, Failure) else items_of(found, self.limits, self.meter)

    def size(self) -> int:
        """How many bytes its files have, as they are stored."""
        return sum(found.size for found in self.files() if isinstance(found, File))


def _places_of(target: str) -> re.Pattern[str]:
    """What the places of a target begin with, however its path was written: a file, its journal, what lies in a folder."""
    path = Path(target.removeprefix("sqlite:///"))
    written = {shown(str(path)), shown(str(path.absolute())), shown(os.path.relpath(path))}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(written)))})(?:$|/|-(?:wal|shm|journal)$|\.part(?:\.wal)?$)")
