"""Inputs → items: folders recursively and in the order of their names, globs, single files, standard input."""

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import formats
from cnreport_extract.batch.readers.opening import opened
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import Counted, buffered

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class File:
    """A file of an archive, and its size in bytes."""

    path: str
    size: int


@dataclass(slots=True)
class Meter:
    """How many bytes of the files of an archive were read up to now, as they are stored."""

    done: int = 0


def items(inputs: Sequence[str], limits: Limits | None = None) -> Iterator[Item | Failure]:
    """All documents of an archive, undecoded, in an order that does not change.

    Args:
        inputs: Files, folders, patterns (`2019/**/*.html`), or `-` for standard input.
        limits: What is refused; default: `Limits()`.

    Yields:
        An item for each document, a failure for each that cannot be had; never an exception for what lies in a file.

    Example:
        >>> [failure.message for failure in items(["no/such/folder"])]
        ['no such file or folder; check the path']
    """
    limits, meter = limits or Limits(), Meter()
    for found in files(inputs):
        yield from (found,) if isinstance(found, Failure) else items_of(found, limits, meter)


def files(inputs: Sequence[str]) -> Iterator[File | Failure]:
    """The files of an archive, in an order that does not change. Nothing is opened.

    Args:
        inputs: As `items` takes them.
    """
    for name in inputs:
        if name == STANDARD_INPUT:
            yield File(STANDARD_INPUT, 0)
            continue
        for path in _matching(name):
            yield from _of_path(path)


def items_of(file: File, limits: Limits, meter: Meter) -> Iterator[Item | Failure]:
    """The documents of one file; the meter counts how much of it was read."""
    before = meter.done
    try:
        for found, position in _of_file(file, limits):
            meter.done = before + min(position, file.size)
            yield found
    except OSError as error:
        yield _unreadable(file.path, error)
    meter.done = before + file.size


def _matching(name: str) -> list[str]:
    """The paths that a pattern matches; a name that exists, or holds no pattern, is itself."""
    if os.path.lexists(name) or not glob.has_magic(name):
        return [name]
    return sorted(glob.glob(name, recursive=True)) or [name]  # noqa: PTH207  (a pattern may begin with /)


def _of_path(path: str, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[File | Failure]:
    """The files at a path; `above` are the folders it lies in, so that a link to one of them is no loop."""
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            here = (status.st_dev, status.st_ino)
            inside = sorted(os.listdir(path)) if here not in above else []  # noqa: PTH208  (names take a fifth of the memory of paths)
            for name in inside:
                if not name.startswith((".", "~$")):
                    yield from _of_path(str(Path(path, name)), above | {here})
        elif above and not stat.S_ISREG(status.st_mode):
            yield Failure(shown(path), "unsupported", "this is no regular file (a pipe, socket or device); it was left alone")
        elif not above or formats.media_type(path, b"") != formats.FURNITURE:
            yield File(path, status.st_size)
    except OSError as error:
        yield _unreadable(path, error)


def _of_file(file: File, limits: Limits) -> Iterator[tuple[Item | Failure, int]]:
    """The documents of a file, each with how far it was read by then."""
    if file.path == STANDARD_INPUT:
        if sys.stdin is None:
            yield Failure("stdin", "missing", "standard input is closed; pipe a text in or name a file"), 0
        else:
            yield from ((found, 0) for found in opened("stdin", "stdin", buffered(Counted(sys.stdin.buffer)), limits))
        return
    if file.size > limits.max_file_bytes:
        found = f"{file.size:,} bytes, the limit for a file is {limits.max_file_bytes:,}"
        yield Failure(shown(file.path), "too-large", f"{found}; split it or raise the limit"), 0
        return
    with Path(file.path).open("rb") as stream:
        for each in opened(shown(file.path), file.path, stream, limits):
            yield each, stream.tell()


def _unreadable(path: str, error: OSError) -> Failure:
    return Failure(shown(path), "missing" if isinstance(error, FileNotFoundError) else "unreadable", _reason(error))


def shown(path: str) -> str:
    r"""A path as text that can be stored, whatever bytes the file system holds.

    Example:
        >>> shown("a/./b\udcff.txt")
        'a/b\\xff.txt'
    """
    return os.fsencode(os.path.normpath(path)).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "no permission to read it; change its mode or run as its owner"
    return f"cannot be read ({error.strerror or error}); check the path and the disk"
