"""When and by whom a page was published, as far as the page tells."""

import re
from collections.abc import Iterator
from datetime import date

from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Block, Span, record
from cnreport_extract.text.blocks import Layout
from cnreport_extract.text.dateline import Dateline
from cnreport_extract.text.dates import DateReader, PrintedDate, calendar_day

_NAME = re.compile(r"[^\s,。;:|<>【】\[\]()\d]{2,30}")
_VALUE = re.compile(r"[^\s,。;|<>【】\[\]()]{2,40}")
_LATEST = 31


@record
class Publication:
    """Publish date with its place, and the place of the publisher's name; each None where the page does not tell."""

    day: date | None
    span: Span | None
    publisher: Span | None


class PublicationReader:
    """Reads publish date and publisher from metadata lines, datelines, trailing date and signature."""

    def __init__(self, lexicon: Lexicon, dates: DateReader) -> None:
        cues = lexicon.cues("metadata")
        names = alternation(
            [word for name in ("field", "date_field", "weak_date_field", "source_field", "byline") for word in cues[name].words]
        )
        self._dates = dates
        self._date_field = re.compile(rf"{alternation([*cues['date_field'].words, *cues['weak_date_field'].words])}\s?[:]\s?")
        self._source_field = re.compile(rf"{alternation(cues['source_field'].words)}\s?[:]\s*")
        self._next_field = re.compile(rf"{names}\s?[:]")
        self._byline = re.compile(alternation(cues["byline"].words))
        self._year = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?={lexicon.words('datelines', 'year_mark')}|[-/.]\d)")

    def read(self, text: str, layout: Layout) -> Publication:
        """Look for date and publisher; a date field beats a dateline beats a trailing date."""
        found = self._printed(text, layout)
        if not found:
            found = next((made for line in layout.datelines[:1] if (made := self._dated(text, layout, line))), None)
        publisher = self._publisher(text, layout)
        return Publication(found.day, Span(found.start, found.end), publisher) if found else Publication(None, None, publisher)

    def _printed(self, text: str, layout: Layout) -> PrintedDate | None:
        meta = [block for block in layout.blocks if block.kind == "meta"]
        for block in meta:
            if field := self._date_field.search(text, block.start, block.end):
                start, end = field.end(), min(block.end, field.end() + _LATEST)
                if (found := self._dates.find(text, start, end)) and found.start - start <= 2:
                    return found
        for block in meta:
            if found := self._dates.find(text, block.start, block.end):
                return found
        return None

    def _dated(self, text: str, layout: Layout, line: Dateline) -> PrintedDate | None:
        if line.month is None or line.day is None:
            return None
        years = {line.year} if line.year else set(self._years(text, layout))
        day = calendar_day(years.pop(), line.month, line.day) if len(years) == 1 else None
        return PrintedDate(line.start, line.end, day) if day else None

    def _years(self, text: str, layout: Layout) -> Iterator[int]:
        for block in layout.blocks:
            if block.kind == "meta":
                yield from (int(found[1]) for found in self._year.finditer(text, block.start, block.end))

    def _publisher(self, text: str, layout: Layout) -> Span | None:
        meta = [index for index, block in enumerate(layout.blocks) if block.kind == "meta"]
        for index in meta:
            block = layout.blocks[index]
            field = self._source_field.search(text, block.start, block.end)
            if field and (found := self._value(text, field.end(), layout.blocks, index)):
                return found
        named = next((line.media for line in layout.datelines if line.media), None)
        return named or self._signature(text, layout, meta)

    def _value(self, text: str, start: int, blocks: tuple[Block, ...], index: int) -> Span | None:
        end = blocks[index].end
        if start >= end and index + 1 < len(blocks) and blocks[index + 1].kind == "meta":
            start, end = blocks[index + 1].start, blocks[index + 1].end
        value = _VALUE.match(text, start, end)
        if not value:
            return None
        other = self._next_field.search(text, start + 1, value.end())
        return Span(start, other.start() if other else value.end())

    def _signature(self, text: str, layout: Layout, meta: list[int]) -> Span | None:
        """The name beside or above a date that stands without a field name."""
        for index in meta:
            block = layout.blocks[index]
            printed = self._dates.find(text, block.start, block.end)
            if not printed or self._date_field.match(text, block.start, block.end):
                continue
            above = layout.blocks[index - 1] if index and layout.blocks[index - 1].kind == "meta" else None
            for start, end in ((block.start, printed.start), (printed.end, block.end), (above.start, above.end) if above else (0, 0)):
                if found := self._name(text, start, end):
                    return found
        return None

    def _name(self, text: str, start: int, end: int) -> Span | None:
        while start < end and text[start].isspace():
            start += 1
        found = _NAME.match(text, start, end)
        if not found or self._byline.match(text, start, end) or len(found[0]) < 3:
            return None
        return Span(start, found.end()) if found.end() == end or text[found.end()].isspace() else None
