"""PDF → its text, the lines of a paragraph joined again, page numbers left out. Scanned pages hold none."""

import re
from collections.abc import Sequence

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.errors import ReadError

_PAGE_NUMBER = re.compile(r"[-\u2014\u2013\u00b7 ]*\d{1,4}(?:\s*/\s*\d{1,4})?[-\u2014\u2013\u00b7 ]*")
_END = re.compile(r"[\u3002\uff01\uff1f\uff1a:;\uff1b!?]$")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_FULL = 0.85
_SHORTEST = 12


def read_pdf(item: Item, options: ReadOptions) -> SourceText:
    """Read a PDF file.

    Raises:
        ReadError: It cannot be read, is encrypted, holds no text, or the extra `batch` is missing.
    """
    try:
        import pypdfium2 as pdfium  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ReadError("extra", "PDF files need an extra: pip install 'cnreport-extract[batch]'") from error
    try:
        with pdfium.PdfDocument(item.data) as document:
            pages = _pages(document, options.limits.max_characters)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("encrypted", "encrypted with a password; save it without one") from error
        raise ReadError("malformed", f"no PDF file that can be read ({error}); fetch it again") from error
    lines = [line for page in pages for line in page if not _PAGE_NUMBER.fullmatch(line)]
    if not lines:
        raise ReadError("no-text", "the pages hold no text (scanned?); run OCR over it first")
    return SourceText(item.place, "\n".join(paragraphs(lines)))


def _pages(document: "object", most: int) -> list[list[str]]:
    pages: list[list[str]] = []
    size = 0
    for page in document:  # type: ignore[attr-defined]  # the library has no type hints
        text = page.get_textpage().get_text_bounded()
        pages.append([line.strip() for line in text.replace("\ufffe", "").splitlines() if line.strip()])
        size += len(text)
        if size > most:
            raise ReadError("too-large", f"more than {most:,} characters, the limit for one document; split it or raise the limit")
    return pages


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines of a page → paragraphs: a line that fills the page and does not end a sentence goes on in the next.

    Example:
        >>> paragraphs(["去年,全市共受理劳动争议案", "件90件,调解成功率达91%。", "工会"])
        ['去年,全市共受理劳动争议案件90件,调解成功率达91%。', '工会']
    """
    widths = sorted(len(line) for line in lines)
    full = _FULL * widths[len(widths) * 9 // 10]
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on:
            blank = "" if _WIDE.match(joined[-1][-1]) or _WIDE.match(line) else " "
            joined[-1] += blank + line
        else:
            joined.append(line)
        goes_on = len(line) >= max(full, _SHORTEST) and not _END.search(line)
    return joined
