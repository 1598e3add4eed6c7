"""What flows through a batch: an item of an archive, the text in it, or what went wrong with it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cnreport_extract.sinks.outcomes import Failure

__all__ = ["Failure", "Item", "SourceText"]


class Item(NamedTuple):
    """One document of an archive, not yet decoded: a file, a member of a container, a line or row of a dump.

    `place` says where it came from, so that a person finds it again: `2019/a.html`, `dump.zip!a/b.html`, `dump.jsonl#12`.
    `media_type` is what it was taken for (`text/html`, `application/json` for one record of a dump, …).
    """

    place: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of an item, which all spans of its facts index into.

    `key` is the id that the archive itself gives (a field of a dump), `notes` what was mended on the way (a wrong encoding label).
    """

    place: str
    text: str
    title: str | None = None
    published: date | None = None
    key: str | None = None
    notes: tuple[str, ...] = ()
