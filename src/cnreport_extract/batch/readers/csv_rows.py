"""CSV: the first row names the fields, each other row is one record. Its place is the file and the number of the record, from 1 on."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.batch.readers.formats import RECORD
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import head, in_utf8
from cnreport_extract.errors import DecodingError

_DELIMITERS = (",", "\t", ";", "|")
_SEPARATOR = b"\x0b"


def csv_rows(place: str, stream: BinaryIO, limits: Limits) -> Iterator[Item | Failure]:
    """The records of a file as JSON. Cells are told apart as bytes and decoded row by row, so that one bad row harms no other."""
    stream = in_utf8(stream, always=False)
    first = head(stream).partition(b"\n")[0].decode("latin-1")
    lines = io.TextIOWrapper(stream, encoding="latin-1", newline="")
    with _fields_up_to(limits.max_document_bytes), _left_open(lines):
        rows = _rows(lines, max(_DELIMITERS, key=first.count))
        names = next(rows, None)
        for number, cells in enumerate(rows, 1):
            if isinstance(cells, str) or not isinstance(names, list):
                yield Failure(f"{place}#{number}", "malformed", f"a row that cannot be read ({cells}); is a quote not closed?")
            else:
                yield Item(f"{place}#{number}", RECORD, json.dumps(dict(zip(names, cells, strict=False)), ensure_ascii=False).encode())


def _rows(lines: io.TextIOWrapper, delimiter: str) -> Iterator[list[str] | str]:
    """The rows that are not empty; in place of a bad one what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
            if cells is None:
                return
            if cells:
                yield _decoded(cells)
        except (csv.Error, DecodingError) as error:
            yield f"{error}, before line {reader.line_num + 1}"


@contextmanager
def _fields_up_to(most: int) -> Iterator[None]:
    """The parser refuses longer fields than a limit of the whole process, which is put back behind the file."""
    before = csv.field_size_limit(min(most, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


@contextmanager
def _left_open(lines: io.TextIOWrapper) -> Iterator[None]:
    """The stream below belongs to whoever opened it."""
    try:
        yield
    finally:
        lines.detach()


def _decoded(cells: Sequence[str]) -> list[str]:
    raw = [cell.encode("latin-1") for cell in cells]
    whole = decoded(_SEPARATOR.join(raw))[0].split(_SEPARATOR.decode())
    return whole if len(whole) == len(raw) else [decoded(cell)[0] for cell in raw]
