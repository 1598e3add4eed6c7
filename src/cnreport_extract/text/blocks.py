"""Folded text → blocks: which paragraph is title, metadata, heading, body, copy, related news or page furniture.

`furniture` judges each line by itself, `margins` what stands in head and tail of the page; what is left is the
story, in which copies and headings are told from body.
"""

from collections.abc import Mapping

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Block, Span, record
from cnreport_extract.text.copies import copies
from cnreport_extract.text.dateline import Dateline, DatelineFinder
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.furniture import Furniture
from cnreport_extract.text.headings import PLAIN, Heading, HeadingReader
from cnreport_extract.text.lines import ends_sentence, is_cut, paragraphs
from cnreport_extract.text.margins import Draft, Margins

_LONG = 60
_LONGEST_RUN = 2


@record
class Layout:
    """The blocks of a page with what was seen on the way.

    Attributes:
        blocks: In order, disjoint; they cover all characters that are not blank.
        title: The title, None if there is none.
        headings: The heading blocks with their style.
        datelines: The datelines, each of which is a `meta` block.
    """

    blocks: tuple[Block, ...]
    title: Span | None
    headings: tuple[Heading, ...]
    datelines: tuple[Dateline, ...]


class BlockReader:
    r"""Divides a page into blocks.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "市总工会送清凉\n来源:江城日报\n7月3日,市总工会慰问职工300人。\n【打印】"
        >>> [block.kind for block in BlockReader(Lexicon()).read(text).blocks]
        ['title', 'meta', 'body', 'boilerplate']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._furniture = Furniture(lexicon)
        self._datelines = DatelineFinder(lexicon)
        self._headings = HeadingReader(lexicon)
        self._margins = Margins(self._furniture, self._headings, DateReader(lexicon))

    def read(self, text: str) -> Layout:
        """Divide folded text into blocks."""
        draft = self._draft(text)
        title = self._margins.mark(draft)
        forms = {index for index in draft.open() if index not in draft.datelines and self._headings.is_line(text, draft.spans[index])}
        story = [index for index in draft.open() if index not in forms]
        for place in copies(text, [draft.spans[index] for index in story]):
            draft.kinds[story[place]] = "lead_copy"
        heads = self._heading_lines(draft, forms)
        blocks, headings = self._blocks(draft, heads)
        datelines = tuple(line for index, line in draft.datelines.items() if draft.kinds[index] is None)
        return Layout(tuple(blocks), None if title is None else draft.spans[title], tuple(headings), datelines)

    def _draft(self, text: str) -> Draft:
        spans = paragraphs(text)
        draft = Draft(text, spans, [self._furniture.kind(text, span) for span in spans], {})
        for index in draft.open():
            if line := self._datelines.match(text, spans[index]):
                draft.datelines[index] = line
        return draft

    def _heading_lines(self, draft: Draft, forms: set[int]) -> dict[int, str]:
        """Index and style of the lines that are headings: a story, or a heading of one, follows.

        More plain lines in a row than two are a list, whose last line is no heading either.
        """
        text = draft.text
        found: dict[int, str] = {}
        run: list[int] = []
        told = False
        for index in reversed(draft.open()):
            span = draft.spans[index]
            if index not in forms:
                run = []
                told = (span.end - span.start > _LONG or ends_sentence(text, span)) and not self._headings.speaks(text, span)
            elif style := self._headings.style(text, span.start):
                found[index] = style
                run, told = [], True
            elif told:
                run.append(index)
                found[index] = PLAIN
                if len(run) > _LONGEST_RUN:
                    for place in run:
                        found.pop(place, None)
        return found

    def _blocks(self, draft: Draft, heads: Mapping[int, str]) -> tuple[list[Block], list[Heading]]:
        blocks: list[Block] = []
        headings: list[Heading] = []
        run_ins = self._run_ins(draft)
        for index, span in enumerate(draft.spans):
            kind = draft.kinds[index]
            if kind is not None:
                blocks.append(Block(span.start, span.end, kind))
            elif index in heads:
                headings.append(Heading(span.start, span.end, heads[index]))
                blocks.append(Block(span.start, span.end, "heading"))
            else:
                heading = None if index in draft.datelines else self._headings.opening(draft.text, span) or run_ins.get(index)
                if heading:
                    headings.append(heading)
                blocks += _paragraph(draft.text, span, draft.datelines.get(index), heading)
        return blocks, headings

    def _run_ins(self, draft: Draft) -> dict[int, Heading]:
        """Headings before a blank: two paragraphs of a page look so, or one opens with two parallel phrases."""
        found: dict[int, Heading] = {}
        for index in draft.open() if " " in draft.text else ():
            heading = self._headings.run_in(draft.text, draft.spans[index])
            if heading and not is_cut(draft.text, draft.spans[index]):
                found[index] = heading
        return {index: heading for index, heading in found.items() if len(found) > 1 or self._headings.is_firm(draft.text, heading)}


def _paragraph(text: str, span: Span, dateline: Dateline | None, heading: Heading | None) -> list[Block]:
    """The blocks of one paragraph: the dateline or heading that it opens with, then its body."""
    head: Span | None = dateline or heading
    if head is None:
        return [Block(span.start, span.end, "body")]
    blocks = [Block(span.start, head.end, "meta" if dateline else "heading")]
    start = span.end - len(text[head.end : span.end].lstrip())
    return [*blocks, Block(start, span.end, "body")] if start < span.end else blocks
