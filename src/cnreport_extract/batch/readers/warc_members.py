"""WARC: the answers of servers that hold a page or text; their address is the name, their header tells the encoding."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from cnreport_extract.batch.documents import Failure
from cnreport_extract.batch.readers.options import Limits
from cnreport_extract.batch.readers.streams import Counted, buffered
from cnreport_extract.errors import ReadError

_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/json")


def warc_members(place: str, stream: BinaryIO, limits: Limits) -> Iterator[tuple[str, BinaryIO, str] | Failure]:  # noqa: ARG001
    """Address, content and media type of each answer with status 200.

    Raises:
        ReadError: It is no WARC file, or the extra `batch` is missing.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  (an extra)
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError as error:
        raise ReadError("extra", "WARC files need an extra: pip install 'cnreport-extract[batch]'") from error
    try:
        for record in ArchiveIterator(stream, no_record_parse=False):
            address = record.rec_headers.get_header("WARC-Target-URI") or "?"
            if record.rec_type not in {"response", "resource"}:
                continue
            headers = record.http_headers
            if headers is not None and headers.get_statuscode() != "200":
                continue
            media_type = (headers or record.rec_headers).get_header("Content-Type") or ""
            if media_type.partition(";")[0].strip().lower() in _TYPES:
                yield address, buffered(Counted(cast(BinaryIO, record.content_stream()))), media_type.lower()
    except (ArchiveLoadFailed, ValueError) as error:
        raise ReadError("malformed", f"no WARC file that can be read ({error}); fetch it again") from error
