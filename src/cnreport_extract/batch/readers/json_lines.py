"""JSON Lines: each line is one record. Its place is the file and the number of the line, from 1 on."""

from collections.abc import Iterator
from typing import BinaryIO

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.formats import RECORD
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import in_utf8

_CHUNK = 1 << 20


def json_lines(place: str, stream: BinaryIO, limits: Limits) -> Iterator[Item | Failure]:
    """The lines of a file, undecoded; blank ones are passed over."""
    stream = in_utf8(stream, always=False)
    number, most = 0, limits.max_document_bytes
    while line := stream.readline(most + 1):
        number += 1
        here = f"{place}#{number}"
        if len(line) > most:
            _skip_line(stream, line)
            yield Failure(here, "too-large", f"a line of more than {most:,} bytes, the limit for one document; raise the limit")
        elif line.strip():
            yield Item(here, RECORD, line)


def _skip_line(stream: BinaryIO, read: bytes) -> None:
    while read and not read.endswith(b"\n"):
        read = stream.readline(_CHUNK)
