"""Files and standard input → texts with an id, one after the other in this process. What `readers` reads, in one step."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import Limits, ReadOptions, TextReader, items
from cnreport_extract.batch.readers.formats import inner_name
from cnreport_extract.errors import InputError, ReadError

MAX_BYTES = Limits().max_document_bytes
"""A release has some kilobytes; megabytes are already an archive in one document."""

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One text.

    Attributes:
        identifier: The id that a record has, else the file's stem.
        name: What to call it in messages.
        text: What all spans index into.
        published: The publish date that the page or record gives.
        notes: What was mended on the way.
    """

    identifier: str
    name: str
    text: str
    published: date | None = None
    notes: tuple[str, ...] = ()


def read_sources(
    name: str, encoding: str | None = None, max_bytes: int = MAX_BYTES, patterns: tuple[str, ...] = ()
) -> Iterator[Source | Failure]:
    """Read all texts of a file, folder, pattern or archive, or of standard input for `-`.

    Args:
        name: A path, or `-`.
        encoding: Name of the encoding; None: detected.
        max_bytes: Longer documents are refused.
        patterns: Folders with patterns of the user's own.

    Yields:
        A text, or what is wrong with one, with the name to call it in messages as its place.
    """
    options = ReadOptions(encoding=encoding, limits=Limits(max_document_bytes=max_bytes), patterns=patterns)
    reader = TextReader(options)
    found = False
    for item in items([name], options.limits):
        found = True
        shown = _shown(item.place)
        try:
            yield Failure(shown, item.kind, item.message) if isinstance(item, Failure) else _source(reader, item, shown)
        except ReadError as error:
            yield Failure(shown, error.kind, str(error))
    if not found:
        yield Failure(name, "empty", "there is no document in it; name a file, or a folder or archive that holds some")


def read_source(name: str, encoding: str | None = None, max_bytes: int = MAX_BYTES, patterns: tuple[str, ...] = ()) -> Source:
    """Read one text. Same arguments as `read_sources`.

    Raises:
        InputError: It cannot be read, or there are several; the message names it.
    """
    found = read_sources(name, encoding, max_bytes, patterns)
    source = next(found)
    if isinstance(source, Failure):
        raise InputError(f"{source.place}: {source.message}")
    if next(found, None) is not None:
        raise InputError(f"{name}: it holds several documents; name one of them as a file")
    return source


def _source(reader: TextReader, item: Item, shown: str) -> Source:
    found = reader.read(item)
    return Source(found.key or _stem(item.place), shown, found.text, found.published, found.notes)


def _shown(place: str) -> str:
    return place.replace("stdin", "standard input", 1) if place.startswith("stdin") else place


def _stem(place: str) -> str:
    """The name of a file without folder and ending, with the number of a record in it.

    Example:
        >>> _stem("2019/a.html"), _stem("dump.zip!b/c.txt.gz"), _stem("2019/dump.jsonl.gz#12")
        ('a', 'c', 'dump#12')
    """
    file, mark, number = place.rpartition("!")[2].rpartition("#")
    if not (mark and number.isdecimal()):
        file, mark, number = place.rpartition("!")[2], "", ""
    return os.fsencode(PurePath(inner_name(file)).stem).decode("utf-8", "replace") + mark + number
