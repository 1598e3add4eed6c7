"""An item → its text, with what the item says of itself: the part that a worker does."""

from collections.abc import Callable

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers import formats
from cnreport_extract.batch.readers.docx_files import read_docx
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.batch.readers.markdown_pages import read_markdown
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.batch.readers.pages import read_page
from cnreport_extract.batch.readers.pdf_files import read_pdf
from cnreport_extract.batch.readers.records import read_record
from cnreport_extract.errors import DecodingError, InputError, ReadError


class TextReader:
    """Reads items of every format. It can be pickled, and one may serve many threads.

    Args:
        options: Names of fields, encoding, limits.

    Example:
        >>> line = '{"id": 7, "published": "2025-04-02", "text": "去年受理案件90件。"}'.encode()
        >>> TextReader().read(Item("dump.jsonl#1", "application/json", line)).text
        '去年受理案件90件。'
    """

    def __init__(self, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()

    def read(self, item: Item) -> SourceText:
        """The text of an item.

        Raises:
            ReadError: It has none; `kind` says why in a word, the message in a sentence.
        """
        read = READERS.get(item.media_type.partition(";")[0])
        if read is None:
            raise ReadError("unsupported", f"{item.media_type} is no format that is read; convert it to text, HTML or JSON Lines")
        try:
            found = read(item, self.options)
        except DecodingError as error:
            raise ReadError("encoding", str(error)) from error
        except ReadError:
            raise
        except InputError as error:
            raise ReadError("binary", str(error)) from error
        return _checked(found, self.options.limits.max_characters)


def _checked(found: SourceText, most: int) -> SourceText:
    if not found.text.strip():
        raise ReadError("empty", "the file is empty; there is nothing to read")
    if len(found.text) > most:
        raise ReadError("too-large", f"{len(found.text):,} characters, the limit is {most:,}; split it or raise the limit")
    return found


def read_plain(item: Item, options: ReadOptions) -> SourceText:
    """Plain text: all of it."""
    text, notes = decoded(item.data, options.encoding)
    return SourceText(item.place, text, notes=notes)


READERS: dict[str, Callable[[Item, ReadOptions], SourceText]] = {
    "application/xhtml+xml": read_page,
    formats.DOCX: read_docx,
    formats.HTML: read_page,
    formats.MARKDOWN: read_markdown,
    formats.PDF: read_pdf,
    formats.PLAIN: read_plain,
    formats.RECORD: read_record,
}
