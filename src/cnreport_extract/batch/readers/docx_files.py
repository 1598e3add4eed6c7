"""DOCX → paragraphs and rows of tables in their order; title and date from the properties of the document."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.options import Limits, ReadOptions
from cnreport_extract.errors import ReadError

_BAR = " | "
_LEGACY = b"\xd0\xcf\x11\xe0"


def read_docx(item: Item, options: ReadOptions) -> SourceText:
    """Read a DOCX file.

    Raises:
        ReadError: It cannot be read, unpacks to too much, or the extra `batch` is missing.
    """
    try:
        import docx  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ReadError("extra", "DOCX files need an extra: pip install 'cnreport-extract[batch]'") from error
    _check(item.data, options.limits)
    try:
        document = docx.Document(io.BytesIO(item.data))
        lines = [line for line in _lines(document) if line]
        title = (document.core_properties.title or "").strip() or None
    except Exception as error:  # a broken file makes the library raise anything
        raise ReadError("malformed", f"no DOCX file that can be read ({type(error).__name__}: {error}); open and save it again") from error
    return SourceText(item.place, "\n".join(lines), title=title if title in lines[:3] else None)


def _check(data: bytes, limits: Limits) -> None:
    if data.startswith(_LEGACY):
        raise ReadError("encrypted", "an encrypted or old Word file; open it in Word and save it as DOCX without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(info.file_size for info in parts.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise ReadError("malformed", f"no DOCX file ({error}); fetch it again") from error
    if size > 10 * limits.max_document_bytes or size > limits.max_ratio * max(len(data), 10_000):
        raise ReadError("ratio", f"its parts are {size:,} bytes unpacked; no text is like that: look at it, or raise the limits")


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (_row(row) for row in block.rows)
        else:
            yield from (line.strip() for line in block.text.splitlines())


def _row(row: Any) -> str:
    """The cells of a row; one that spans several columns is given for each of them."""
    cells = list(dict.fromkeys(row.cells))
    return _BAR.join(text for cell in cells if (text := "".join(cell.text.split())))
