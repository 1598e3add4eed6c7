"""JSON: an array of records, one record, or lines of records under the wrong name.

An array is cut at its commas without being parsed, so that it may be as long as it likes.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.formats import RECORD
from cnreport_extract.batch.readers.json_lines import json_lines
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import head, in_utf8
from cnreport_extract.errors import ReadError

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|["\[\]{},]', re.DOTALL)
_CHUNK = 1 << 16


def json_array(place: str, stream: BinaryIO, limits: Limits) -> Iterator[Item | Failure]:
    """The records of a file.

    Raises:
        ReadError: The array is cut off, or one of its records is too long to go on.
    """
    stream = in_utf8(stream)
    start = head(stream).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"["):
        for number, record in enumerate(_elements(stream, limits.max_document_bytes), 1):
            yield Item(f"{place}#{number}", RECORD, record)
    elif _is_one_record_a_line(start):
        yield from json_lines(place, stream, limits)
    else:
        data = stream.read(limits.max_document_bytes + 1)
        if len(data) > limits.max_document_bytes:
            raise ReadError("too-large", f"more than {limits.max_document_bytes:,} bytes, the limit for one document; raise the limit")
        yield Item(place, RECORD, data)


def _is_one_record_a_line(start: bytes) -> bool:
    first, found, rest = start.partition(b"\n")
    return bool(found) and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def _elements(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The elements of an array as they stand."""
    text, at, depth, begin = b"", 0, 0, 0
    while True:
        token = _TOKEN.search(text, at)
        if token is None or token[0] == b'"':  # a string that goes on in the next chunk begins here
            text, at, begin = text[begin:], (token.start() if token else len(text)) - begin, 0
            more = stream.read(max(_CHUNK, len(text)))
            if not more:
                raise ReadError("malformed", "the array is cut off; the records before it were read")
            if len(text) > most:
                raise ReadError("too-large", f"a record of more than {most:,} bytes, the limit for one document; the rest was not read")
            text += more
            continue
        at, sign = token.end(), token[0]
        if sign in b"[{":
            depth += 1
            begin = at if depth == 1 else begin
        elif sign in b"]}" or (sign == b"," and depth == 1):
            if depth == 1:
                if element := text[begin : token.start()].strip():
                    yield element
                begin = at
            depth -= sign != b","
            if depth == 0:
                return
