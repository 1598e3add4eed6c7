"""Folded text → blocks: which paragraph is title, metadata, heading, body, copy, related news or page furniture.

Two passes: `furniture` judges each line by itself; then its place on the page decides (head, story, tail).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Block, BlockKind, Span
from cnreport_extract.text.copies import copies
from cnreport_extract.text.dateline import Dateline, DatelineFinder
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.furniture import Furniture
from cnreport_extract.text.headings import PLAIN, Heading, HeadingReader
from cnreport_extract.text.lines import ends_sentence, is_cut, paragraphs
from cnreport_extract.text.margins import Margins

_LONG = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page with what was seen on the way.

    Attributes:
        blocks: In order, disjoint; they cover all characters that are not blank.
        title: The title, None if there is none.
        headings: The heading blocks with their style.
        datelines: The datelines, each of which is a `meta` block.
        first_body: Index of the first heading or body block, the number of blocks if there is none.
    """

    blocks: tuple[Block, ...]
    title: Span | None
    headings: tuple[Heading, ...]
    datelines: tuple[Dateline, ...]
    first_body: int


class BlockReader:
    """Divides a page into blocks.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "市总工会送清凉\\n来源:江城日报\\n7月3日,市总工会慰问职工300人。\\n【打印】"
        >>> [block.kind for block in BlockReader(Lexicon()).read(text).blocks]
        ['title', 'meta', 'body', 'boilerplate']
    """

    def __init__(self, lexicon: Lexicon, dates: DateReader) -> None:
        self._furniture = Furniture(lexicon)
        self._datelines = DatelineFinder(lexicon)
        self._headings = HeadingReader(lexicon)
        self._margins = Margins(self._furniture, self._datelines, self._headings, dates)

    def read(self, text: str) -> Layout:
        """Divide folded text into blocks."""
        spans = paragraphs(text)
        kinds: list[BlockKind | None] = [self._furniture.kind(text, span) for span in spans]
        title = self._margins.mark(text, spans, kinds)
        open_ = [index for index, kind in enumerate(kinds) if kind is None]
        for place in copies(text, [spans[index] for index in open_]):
            kinds[open_[place]] = "lead_copy"
        heads = self._lines(text, spans, kinds)
        return self._layout(text, spans, kinds, title, heads)

    def _lines(self, text: str, spans: Sequence[Span], kinds: Sequence[BlockKind | None]) -> set[int]:
        """The indexes of the lines that are headings: a story or another heading follows."""
        found: set[int] = set()
        run: list[int] = []
        following = ""
        for index in range(len(spans) - 1, -1, -1):
            if kinds[index] is not None:
                continue
            span = spans[index]
            style = self._headings.style(text, span.start)
            form = self._headings.is_line(text, span) and not self._datelines.match(text, span)
            if form and (following or style) and (following == "story" or style or run):
                found.add(index)
                run = [*run, index] if not style else []
                if len(run) == 3:
                    found.difference_update(run)
                elif len(run) > 3:
                    found.discard(index)
            else:
                run = []
                following = "story" if ends_sentence(text, span) or span.end - span.start > _LONG else ""
        return found

    def _layout(
        self, text: str, spans: Sequence[Span], kinds: Sequence[BlockKind | None], title: int | None, heads: set[int]
    ) -> Layout:
        blocks: list[Block] = []
        headings: list[Heading] = []
        datelines: list[Dateline] = []
        run_ins = self._run_ins(text, [span for span, kind in zip(spans, kinds, strict=True) if kind is None])
        for index, (span, kind) in enumerate(zip(spans, kinds, strict=True)):
            if kind is not None:
                blocks.append(Block(span.start, span.end, kind))
            elif index in heads:
                headings.append(Heading(span.start, span.end, self._headings.style(text, span.start) or PLAIN))
                blocks.append(Block(span.start, span.end, "heading"))
            else:
                blocks.extend(self._story(text, span, run_ins.get(span.start), headings, datelines))
        first = next((place for place, block in enumerate(blocks) if block.kind in ("heading", "body")), len(blocks))
        return Layout(tuple(blocks), None if title is None else spans[title], tuple(headings), tuple(datelines), first)

    def _story(
        self, text: str, span: Span, run_in: Heading | None, headings: list[Heading], datelines: list[Dateline]
    ) -> Iterator[Block]:
        """The blocks of one paragraph: dateline, heading that runs into it, body."""
        start = span.start
        if line := self._datelines.match(text, span):
            datelines.append(line)
            yield Block(line.start, line.end, "meta")
            start = line.end
        elif heading := self._headings.opening(text, span) or run_in:
            headings.append(heading)
            yield Block(heading.start, heading.end, "heading")
            start = heading.end
        while start < span.end and text[start].isspace():
            start += 1
        if start < span.end:
            yield Block(start, span.end, "body")

    def _run_ins(self, text: str, story: Sequence[Span]) -> dict[int, Heading]:
        """Headings before a blank, by offset: two paragraphs of a page that look so, or one in two parallel phrases."""
        found = [heading for span in story if not is_cut(text, span) and (heading := self._headings.run_in(text, span))]
        return {heading.start: heading for heading in found if len(found) > 1 or self._headings.is_firm(text, heading)}
