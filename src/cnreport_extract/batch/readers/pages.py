"""A web page → the text of its article."""

from cnreport_extract.batch.decoding import decode
from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.errors import ReadError


def read_page(item: Item, options: ReadOptions) -> SourceText:
    """Read the article of a page.

    Raises:
        ReadError: The page holds no article, or the extra `batch` is missing.
    """
    try:
        import trafilatura  # noqa: PLC0415  (an extra, slow to import)
    except ImportError as error:
        raise ReadError("extra", "web pages need an extra: pip install 'cnreport-extract[batch]'") from error
    text = trafilatura.extract(decode(item.data, options.encoding), include_comments=False, fast=True)
    if not text:
        raise ReadError("no-text", "the page holds no article; look at it in a browser")
    return SourceText(item.place, text)
