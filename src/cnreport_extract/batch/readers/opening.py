"""One file, or member of a container → its items: compressions and containers are opened, dumps are split, documents read whole."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import formats
from cnreport_extract.batch.readers.csv_rows import csv_rows
from cnreport_extract.batch.readers.json_array import json_array
from cnreport_extract.batch.readers.json_lines import json_lines
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.parquet_rows import parquet_rows
from cnreport_extract.batch.readers.streams import decompressed, head
from cnreport_extract.batch.readers.tar_members import tar_members
from cnreport_extract.batch.readers.warc_members import warc_members
from cnreport_extract.batch.readers.zip_members import zip_members
from cnreport_extract.errors import ReadError

Found = Item | Failure
DUMPS: dict[str, Callable[[str, BinaryIO, Limits], Iterator[Found]]] = {
    formats.LINES: json_lines,
    formats.ARRAY: json_array,
    formats.CSV: csv_rows,
    formats.PARQUET: parquet_rows,
}
CONTAINERS: dict[str, Callable[[str, BinaryIO, Limits], Iterator[Any]]] = {
    formats.ZIP: zip_members,
    formats.TAR: tar_members,
    formats.WARC: warc_members,
}


def opened(place: str, name: str, stream: BinaryIO, limits: Limits, depth: int = 0, told: str | None = None) -> Iterator[Found]:
    """The items of one file; what is wrong with it is a failure, and those before it stay.

    Args:
        place: What to call it.
        name: Its name, the ending of which tells the format.
        stream: Its content, which can be peeked into.
        limits: What is refused.
        depth: How many containers and compressions it lies in.
        told: Media type that the container gives it.
    """
    try:
        yield from _opened(place, name, stream, limits, depth, told)
    except ReadError as error:
        yield Failure(place, error.kind, str(error))
    except Exception as error:  # noqa: BLE001  (a broken file makes libraries raise anything; one file must not end a job)
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        yield Failure(place, "malformed", f"broken or cut off ({what}); what came before was read: fetch it again")


def _opened(place: str, name: str, stream: BinaryIO, limits: Limits, depth: int, told: str | None) -> Iterator[Found]:
    start = head(stream)
    if depth > limits.max_nesting:
        raise ReadError("nesting", f"more than {limits.max_nesting} containers in one another; unpack it or raise the limit")
    if how := formats.compression(start):
        yield from _opened(place, formats.inner_name(name), decompressed(stream, how, limits), limits, depth + 1, told)
        return
    media_type = told or formats.media_type(formats.inner_name(name), start)
    if media_type == formats.UNREAD:
        raise ReadError("unsupported", f"{PurePosixPath(name).suffix} files are not read; convert it to DOCX, PDF, HTML or text")
    if split := DUMPS.get(media_type):
        yield from split(place, stream, limits)
    elif members := CONTAINERS.get(media_type):
        yield from _members(place, members(place, stream, limits), limits, depth + 1)
    elif media_type != formats.FURNITURE:
        yield _document(place, media_type, stream, limits)
    elif not depth:
        yield _document(place, formats.PLAIN, stream, limits)


def _members(place: str, members: Iterator[Any], limits: Limits, depth: int) -> Iterator[Found]:
    """The items of all members; of two with one name the second is called name#2."""
    seen: Counter[str] = Counter()
    for member in members:
        if isinstance(member, Failure):
            yield member
            continue
        name, stream, *told = member
        if _is_hidden(name):
            continue
        seen[name] += 1
        here = _shown(f"{place}!{name}" if seen[name] == 1 else f"{place}!{name}#{seen[name]}")
        yield from opened(here, name, stream, limits, depth, told[0] if told else None)


def _is_hidden(name: str) -> bool:
    *folders, last = name.replace("\\", "/").split("/")
    return "__MACOSX" in folders or last.startswith((".", "~$"))


def _shown(place: str) -> str:
    return place.encode("utf-8", "backslashreplace").decode()


def _document(place: str, media_type: str, stream: BinaryIO, limits: Limits) -> Found:
    data = stream.read(limits.max_document_bytes + 1)
    if len(data) > limits.max_document_bytes:
        raise ReadError(
            "too-large",
            f"more than {limits.max_document_bytes:,} bytes, the limit for one document; split it, or raise the limit with --max-bytes",
        )
    return Item(place, media_type, data)
