"""Inputs → items: folders recursively and in the order of their names, globs, single files, standard input."""

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import formats
from cnreport_extract.batch.readers.opening import opened
from cnreport_extract.batch.readers.options import Limits

STANDARD_INPUT = "-"


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
    limits = limits or Limits()
    for name in inputs:
        if name == STANDARD_INPUT:
            yield from _standard_input(limits)
            continue
        for path in _matching(name):
            yield from _of_path(path, limits)


def _standard_input(limits: Limits) -> Iterator[Item | Failure]:
    if sys.stdin is None:
        yield Failure("stdin", "missing", "standard input is closed; pipe a text in or name a file")
    else:
        yield from opened("stdin", "stdin", sys.stdin.buffer, limits)


def _matching(name: str) -> list[str]:
    """The paths that a pattern matches; a name that exists, or holds no pattern, is itself."""
    if os.path.lexists(name) or not glob.has_magic(name):
        return [name]
    return sorted(glob.glob(name, recursive=True)) or [name]  # noqa: PTH207  (a pattern may begin with /)


def _of_path(path: str, limits: Limits, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[Item | Failure]:
    """The items of a file or folder; `above` are the folders it lies in, so that a link to one of them is no loop."""
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            here = (status.st_dev, status.st_ino)
            inside = sorted(Path(path).iterdir()) if here not in above else []
            for each in inside:
                if not each.name.startswith((".", "~$")):
                    yield from _of_path(str(each), limits, above | {here})
            return
        yield from _of_file(path, status, limits, listed=bool(above))
    except OSError as error:
        yield Failure(shown(path), "missing" if isinstance(error, FileNotFoundError) else "unreadable", _reason(error))


def _of_file(path: str, status: os.stat_result, limits: Limits, *, listed: bool) -> Iterator[Item | Failure]:
    if listed and not stat.S_ISREG(status.st_mode):
        yield Failure(shown(path), "unsupported", "this is no regular file (a pipe, socket or device); it was left alone")
        return
    if listed and formats.media_type(path, b"") == formats.FURNITURE:
        return
    if status.st_size > limits.max_file_bytes:
        found = f"{status.st_size:,} bytes, the limit for a file is {limits.max_file_bytes:,}"
        yield Failure(shown(path), "too-large", f"{found}; split it or raise the limit")
        return
    with Path(path).open("rb") as stream:
        yield from opened(shown(path), path, stream, limits)


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
