"""Head and tail of a page: title and the lines under it; signature, trailing date and teasers below the story."""

import re
from collections.abc import Sequence

from cnreport_extract.records import BlockKind, Span
from cnreport_extract.text.dateline import DatelineFinder
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.furniture import Furniture
from cnreport_extract.text.headings import HeadingReader
from cnreport_extract.text.lines import ends_sentence, is_cut

_LONGEST_TITLE = 100
_LONGEST_HEAD_LINE = 80
_LONGEST_SIGNATURE = 30
_LONG = 60
_STOP = re.compile(r"[。;:…]|,.*,.*,.*,")
_TITLE_END = frozenset("。;:,、…")
_SPEAKER = re.compile(r"[^\W\d_]{4,24}\s+[^\W\d_](?:\s?[^\W\d_]){1,3}")
_AROUND_DATE = re.compile(r"[\W\d_]{0,12}")

Kinds = list[BlockKind | None]


class Margins:
    """Marks the paragraphs whose place on the page tells what they are."""

    def __init__(self, furniture: Furniture, datelines: DatelineFinder, headings: HeadingReader, dates: DateReader) -> None:
        self._furniture = furniture
        self._datelines = datelines
        self._headings = headings
        self._dates = dates

    def mark(self, text: str, spans: Sequence[Span], kinds: Kinds) -> int | None:
        """Fill in kinds of head and tail; returns the index of the title."""
        first = self._first_story(text, spans, kinds)
        title = self._mark_head(text, spans, kinds, first)
        self._mark_links(text, spans, kinds, first)
        last = self._mark_tail(text, spans, kinds, first)
        self._mark_teasers(text, spans, kinds, first, last)
        return title

    def _first_story(self, text: str, spans: Sequence[Span], kinds: Kinds) -> int:
        """Index of the paragraph that the story begins with."""
        for index, span in enumerate(spans):
            if kinds[index] is None and (self._is_story(text, span) or self._datelines.match(text, span)):
                if self._dated_line(text, span) and index and index < 6:
                    continue
                return index
        return len(spans)

    def _is_story(self, text: str, span: Span) -> bool:
        return span.end - span.start > _LONGEST_TITLE or (text[span.end - 1] not in "!?" and ends_sentence(text, span)) or self._flows(text, span)

    def _flows(self, text: str, span: Span) -> bool:
        return text.count(",", span.start, span.end) > 3 or text.find("。", span.start, span.end) >= 0

    def _dated_line(self, text: str, span: Span) -> bool:
        """Whether a line holds a date and is too short for a paragraph of the story."""
        short = span.end - span.start <= _LONGEST_HEAD_LINE and "。" not in text[span.start : span.end]
        return short and self._dates.find(text, span.start, span.end) is not None

    def _mark_head(self, text: str, spans: Sequence[Span], kinds: Kinds, first: int) -> int | None:
        title: int | None = None
        for index in range(min(first, len(spans))):
            if kinds[index] is not None:
                self._mark_value(text, spans, kinds, index)
            elif title is None and self._is_title(text, spans[index]) and index + 1 < len(spans):
                title = index
                kinds[index] = "title"
            elif title is not None:
                kinds[index] = self._under_title(text, spans, kinds, index, first)
        if title is not None and first == len(spans) and not any(kind is None for kind in kinds[title + 1 :]):
            kinds[title] = None
            return None
        return title

    def _mark_value(self, text: str, spans: Sequence[Span], kinds: Kinds, index: int) -> None:
        """Mark the value of a field that stands on the line below its name."""
        after = index + 1
        if kinds[index] == "meta" and after < len(spans) and kinds[after] is None and self._furniture.is_empty_field(text, spans[index]):
            if spans[after].end - spans[after].start <= _LONGEST_SIGNATURE:
                kinds[after] = "meta"

    def _is_title(self, text: str, span: Span) -> bool:
        if span.end - span.start > _LONGEST_TITLE or text[span.end - 1] in _TITLE_END:
            return False
        return not _STOP.search(text, span.start, span.end) or self._titled(text, span)

    def _titled(self, text: str, span: Span) -> bool:
        """Whether the only stop is a colon inside: 江城市:把岗位送到家门口."""
        return text.count(",", span.start, span.end) < 4 and not re.search("[。;…]", span.of(text))

    def _under_title(self, text: str, spans: Sequence[Span], kinds: Kinds, index: int, first: int) -> BlockKind | None:
        span = spans[index]
        if text.startswith("--", span.start) and span.end - span.start <= _LONGEST_HEAD_LINE:
            return "title"
        if self._dated_line(text, span) or _SPEAKER.fullmatch(text, span.start, span.end):
            return "meta"
        if self._headings.style(text, span.start) or not self._is_title(text, span):
            return None
        dated = first < len(spans) and self._datelines.match(text, spans[first]) is not None
        return "title" if dated or (index + 1 < len(spans) and kinds[index + 1] in ("meta", "boilerplate")) else None

    def _mark_links(self, text: str, spans: Sequence[Span], kinds: Kinds, first: int) -> None:
        """Mark the links that follow their headline (相关新闻), up to a full paragraph."""
        listing = False
        for index, span in enumerate(spans):
            if kinds[index] == "related":
                listing = listing or self._furniture.announces_links(text, span)
            elif kinds[index] is None and listing:
                full = span.end - span.start > _LONG and ends_sentence(text, span) and not is_cut(text, span)
                listing = not full
                if listing and index > first:
                    kinds[index] = "related"

    def _mark_tail(self, text: str, spans: Sequence[Span], kinds: Kinds, first: int) -> int:
        """Mark names, trailing date and signature; returns the index behind the last paragraph that is left."""
        last = len(spans)
        while last > first and (kinds[last - 1] is not None or self._closes(text, spans[last - 1])):
            last -= 1
            if kinds[last] is None:
                kinds[last] = "meta"
        if last < len(spans) and last - 1 > first and self._signed(text, spans, last):
            kinds[last - 1] = "meta"
            return last - 1
        return last

    def _closes(self, text: str, span: Span) -> bool:
        if self._furniture.is_names(text, span):
            return True
        printed = self._dates.find(text, span.start, span.end) if span.end - span.start <= _LONGEST_HEAD_LINE else None
        if not printed or not _AROUND_DATE.fullmatch(text, printed.end, span.end):
            return False
        before = span.end - span.start and text[span.start : printed.start].strip()
        return not before or bool(_AROUND_DATE.fullmatch(before)) or (
            len(before) <= _LONGEST_SIGNATURE and text[printed.start - 1].isspace() and not re.search("[,。;:]", before)
        )

    def _signed(self, text: str, spans: Sequence[Span], last: int) -> bool:
        """Whether the line above a trailing date is the name of the office that signs."""
        below, span = spans[last], spans[last - 1]
        alone = (printed := self._dates.find(text, below.start, below.end)) is not None and printed.start - below.start <= 2
        return alone and span.end - span.start <= _LONGEST_SIGNATURE and not re.search(r"[,。;:!?\d]", span.of(text))

    def _mark_teasers(self, text: str, spans: Sequence[Span], kinds: Kinds, first: int, last: int) -> None:
        """Mark a trailing run of paragraphs that are cut off, with the titles between them."""
        cut = [index for index in self._run(text, spans, kinds, first, last) if is_cut(text, spans[index])]
        if len(cut) > 1:
            for index in range(cut[-1], last):
                if kinds[index] is None:
                    kinds[index] = "related"

    def _run(self, text: str, spans: Sequence[Span], kinds: Kinds, first: int, last: int) -> list[int]:
        run: list[int] = []
        for index in range(last - 1, first, -1):
            if kinds[index] is not None:
                continue
            if not is_cut(text, spans[index]) and (ends_sentence(text, spans[index]) or spans[index].end - spans[index].start > _LONG):
                break
            run.append(index)
        return run
