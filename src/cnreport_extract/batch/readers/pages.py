"""A web page → the text of its article: title, the line with source and date, the story; no furniture, no other news."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from cnreport_extract.batch.documents import Item, SourceText
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.batch.readers.options import ReadOptions
from cnreport_extract.chars import fold
from cnreport_extract.errors import ReadError
from cnreport_extract.lexicon.layers import pattern_folders
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Span
from cnreport_extract.text.blocks import BlockReader
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.furniture import Furniture

_HEAD = 8
_REPEATS = 3
_LONGEST_LINE = 100
_FURNITURE, _STORY = ("boilerplate", "related"), ("heading", "body")


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from a page."""

    text: str
    title: str | None
    published: date | None


def read_page(item: Item, options: ReadOptions) -> SourceText:
    """Read the article of a page.

    Raises:
        ReadError: The page holds no article, or the extra `batch` is missing.
    """
    _, _, parameters = item.media_type.partition("charset=")
    html, notes = decoded(item.data, options.encoding, label=parameters or None)
    try:
        found = article_reader(options.patterns).read(html, options.limits.max_depth)
    except ImportError as error:
        raise _missing(error) from error
    return SourceText(item.place, found.text, title=found.title, published=found.published, notes=notes)


def read_fragment(html: str, options: ReadOptions) -> str:
    """The text of a piece of HTML, all of it: whoever cut it out of its page did so on purpose.

    Raises:
        ReadError: It is nested too deep, or the extra `batch` is missing.
    """
    try:
        from cnreport_extract.batch.readers.page_lines import lines  # noqa: PLC0415
        from cnreport_extract.batch.readers.page_markup import parsed, strip_unseen  # noqa: PLC0415
    except ImportError as error:
        raise _missing(error) from error
    tree = parsed(f"<div>{html}</div>", options.limits.max_depth)
    strip_unseen(tree)
    return "\n".join(lines(tree))


def _missing(error: ImportError) -> ReadError:
    return ReadError("extra", f"web pages need an extra ({error}): pip install 'cnreport-extract[batch]'")


class ArticleReader:
    """Reads articles; immutable after construction, safe to share between threads.

    Example:
        >>> page = '<h1>市总工会送清凉</h1><p>来源:江城日报</p><div id="zoom"><p>昨日,慰问一线环卫职工300人。</div><p>上一篇:座谈会</p>'
        >>> ArticleReader(Lexicon()).read(page).text.splitlines()
        ['市总工会送清凉', '来源:江城日报', '昨日,慰问一线环卫职工300人。']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        from cnreport_extract.batch.readers.page_article import ArticleFinder  # noqa: PLC0415  (lxml is of an extra)
        from cnreport_extract.batch.readers.page_data import PageData  # noqa: PLC0415
        from cnreport_extract.batch.readers.page_markup import Pruner  # noqa: PLC0415

        self._data = PageData(lexicon)
        self._pruner = Pruner(lexicon)
        self._finder = ArticleFinder(lexicon)
        self._furniture = Furniture(lexicon)
        self._dates = DateReader(lexicon)
        self._blocks = BlockReader(lexicon)
        self._source = re.compile(alternation(lexicon.cues("metadata")["source_field"].words))

    def read(self, html: str, max_depth: int = 1_000) -> Article:
        """Read one page.

        Raises:
            ReadError: It holds no article, or is nested too deep.
        """
        from cnreport_extract.batch.readers.page_data import without_site  # noqa: PLC0415
        from cnreport_extract.batch.readers.page_lines import lines  # noqa: PLC0415
        from cnreport_extract.batch.readers.page_markup import parsed  # noqa: PLC0415

        tree = parsed(html, max_depth)
        told, published = self._data.title(tree), self._data.published(tree)
        self._pruner.prune(tree)
        page = lines(tree)
        title = without_site(told, page) if told else None
        story = _without_title(self._finder.find(tree, page), title)
        text = "\n".join([*([title] if title else []), *self._above(page, title, story), *story])
        return Article(self._cleaned(text), title, published)

    def _above(self, page: Sequence[str], title: str | None, story: Sequence[str]) -> list[str]:
        """The lines between title and story that tell source and date, as they stand on the page."""
        last = next((index for line in story[:_REPEATS] if (index := _place(page, line)) is not None), 0)
        first = next((index for index in range(last - 1, -1, -1) if page[index] == title), last - _HEAD)
        return [line for line in page[max(0, first) : last] if line not in story and self._is_info(fold(line))]

    def _is_info(self, line: str) -> bool:
        span = Span(0, len(line))
        if len(line) > _LONGEST_LINE or self._furniture.kind(line, span) in _FURNITURE:
            return False
        told = self._furniture.kind(line, span) == "meta" or self._furniture.has_field(line, span)
        return told or self._dates.find(line, 0, len(line)) is not None

    def _cleaned(self, text: str) -> str:
        """The text without the lines that are furniture, other news, or names of editors below the story."""
        folded = fold(text)
        blocks = self._blocks.read(folded).blocks
        last = max((index for index, block in enumerate(blocks) if block.kind in _STORY), default=0)
        kept, start = [], 0
        for index, block in enumerate(blocks):
            if block.kind in _FURNITURE or (index > last and self._is_byline(folded, block)):
                kept.append(text[start : block.start])
                start = block.end
        return "\n".join(line.strip() for line in "".join([*kept, text[start:]]).splitlines() if line.strip())

    def _is_byline(self, text: str, line: Span) -> bool:
        """Whether a line tells who edited, and neither date nor source."""
        told = self._furniture.kind(text, line) == "meta"
        return told and not self._source.match(text, line.start, line.end) and not self._dates.find(text, line.start, line.end)


@cache
def article_reader(patterns: tuple[str, ...] = ()) -> ArticleReader:
    """The reader with the built-in words, and those of the user's own folders."""
    return ArticleReader(Lexicon(layers=pattern_folders(map(Path, patterns))))


def _place(page: Sequence[str], line: str) -> int | None:
    """Index of the line of the page that a line of the story stands in."""
    start = line[:20]
    return next((index for index, each in enumerate(page) if each.startswith(start)), None)


def _without_title(story: list[str], title: str | None) -> list[str]:
    """The story without a repetition of the title in its first lines."""
    bare = "".join((title or "").split())
    return [line for index, line in enumerate(story) if index >= _REPEATS or "".join(line.split()) != bare]
