"""Files and standard input → texts with an id."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cnreport_extract.batch.decoding import decode
from cnreport_extract.errors import DecodingError, InputError

MAX_BYTES = 10_000_000
"""A release has some kilobytes; ten megabytes are already an archive in one file."""

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One text: `identifier` is the file's stem, `name` what to call it in messages."""

    identifier: str
    name: str
    text: str


def read_source(name: str, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Source:
    """Read one file, or standard input for `-`.

    Args:
        name: A path, or `-`.
        encoding: Name of the encoding; None: detected.
        max_bytes: What is longer is refused before it is read.

    Raises:
        InputError: It is missing, a folder, empty, too large, binary or not readable; the message names it.
        DecodingError: It is no text in that (or any) encoding.
    """
    shown = "standard input" if name == STANDARD_INPUT else name
    try:
        text = decode(_read_bytes(name, max_bytes), encoding)
    except DecodingError as error:
        raise DecodingError(f"{shown}: {error}") from error
    except InputError as error:
        raise InputError(f"{shown}: {error}") from error
    except OSError as error:
        raise InputError(f"{shown}: {_reason(error)}") from error
    if not text.strip():
        raise InputError(f"{shown}: the file is empty; there is nothing to read")
    return Source("stdin" if name == STANDARD_INPUT else _stem(name), shown, text)


def _stem(name: str) -> str:
    """The file's stem as text that can be encoded, whatever bytes the file system holds."""
    return os.fsencode(Path(name).stem).decode("utf-8", "replace")


def _read_bytes(name: str, max_bytes: int) -> bytes:
    with _opened(name) as file:
        size = 0 if name == STANDARD_INPUT else os.fstat(file.fileno()).st_size
        data = b"" if size > max_bytes else file.read(max_bytes + 1)
    size = max(size, len(data))
    if size > max_bytes:
        found = f"{size:,} bytes or more, the limit is {max_bytes:,}"
        raise InputError(f"{found}; split it into single texts or raise the limit with --max-bytes")
    return data


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("it is closed; pipe a text in or name a file")
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; check the path"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name the files in it, such as folder/*.txt"
    if isinstance(error, PermissionError):
        return "no permission to read it; change its mode or run as its owner"
    return f"cannot be read ({error.strerror or error}); check the path and the disk"
