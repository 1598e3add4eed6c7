"""One file, or member of a container → its items: dumps are split, a document is read whole."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import formats
from cnreport_extract.batch.readers.json_lines import json_lines
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import Peekable

SPLITTERS: dict[str, Callable[[str, Peekable, Limits], Iterator[Item | Failure]]] = {
    formats.LINES: json_lines,
}


def opened(place: str, name: str, stream: BinaryIO, limits: Limits) -> Iterator[Item | Failure]:
    """The items of one file.

    Args:
        place: What to call it.
        name: Its name, the ending of which tells the format.
        stream: Its content, read once from front to back.
        limits: What is refused.
    """
    content = Peekable(stream)
    media_type = formats.media_type(name, content.peek())
    if split := SPLITTERS.get(media_type):
        yield from split(place, content, limits)
        return
    data = content.read(limits.max_document_bytes + 1)
    if len(data) > limits.max_document_bytes:
        yield too_large(place, limits)
    else:
        yield Item(place, media_type, data)


def too_large(place: str, limits: Limits) -> Failure:
    """The failure of a document that is longer than allowed."""
    found = f"more than {limits.max_document_bytes:,} bytes, the limit for one document"
    return Failure(place, "too-large", f"{found}; split it or raise the limit")
