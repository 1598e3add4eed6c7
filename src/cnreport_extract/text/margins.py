"""Head and tail of a page: title and the lines under it; signature, trailing date and teasers below the story."""

import re
from collections.abc import Sequence

from cnreport_extract.records import BlockKind, Span, record
from cnreport_extract.text.dateline import Dateline
from cnreport_extract.text.dates import DateReader
from cnreport_extract.text.furniture import Furniture
from cnreport_extract.text.headings import HeadingReader
from cnreport_extract.text.lines import ends_sentence, is_cut

_LONGEST_TITLE = 100
_LONGEST_LINE = 80
_LONGEST_NAME = 30
_LONG = 60
_HEAD_LINES = 6
_TITLE_STOP = re.compile(r"[。;…]|[:,、]$|,.*,.*,.*,")
_NAME_STOP = re.compile(r"[,。;:!?\d]")
_SPEAKER = re.compile(r"[^\W\d_]{4,24}\s+[^\W\d_](?:\s?[^\W\d_]){1,3}")
_TIME_OF_DAY = re.compile(r"[\W\d]{0,12}")


@record
class Draft:
    """A page in the making: `kinds` is filled in step by step, None is a paragraph that is still open."""

    text: str
    spans: Sequence[Span]
    kinds: list[BlockKind | None]
    datelines: dict[int, Dateline]

    def open(self) -> list[int]:
        """The indexes of the paragraphs whose kind is not known yet."""
        return [index for index, kind in enumerate(self.kinds) if kind is None]

    def size(self, index: int) -> int:
        """The number of characters of a paragraph."""
        return self.spans[index].end - self.spans[index].start


class Margins:
    """Marks the paragraphs whose place on the page tells what they are."""

    def __init__(self, furniture: Furniture, headings: HeadingReader, dates: DateReader) -> None:
        self._furniture = furniture
        self._headings = headings
        self._dates = dates

    def mark(self, draft: Draft) -> int | None:
        """Fill in kinds of head and tail.

        Args:
            draft: The page; its `kinds` are changed.

        Returns:
            The index of the title, None if there is none.
        """
        first = self._first_story(draft)
        title = self._mark_head(draft, first)
        self._mark_links(draft, first)
        self._mark_teasers(draft, first, self._mark_tail(draft, first))
        return title

    def _first_story(self, draft: Draft) -> int:
        """Index of the paragraph that the story begins with, the number of paragraphs if there is none."""
        for index in draft.open():
            if index in draft.datelines:
                return index
            if self._is_story(draft.text, draft.spans[index]) and not (0 < index < _HEAD_LINES and self._is_dated(draft, index)):
                return index
        return len(draft.spans)

    def _is_story(self, text: str, span: Span) -> bool:
        if span.end - span.start > _LONGEST_TITLE or (text[span.end - 1] not in "!?" and ends_sentence(text, span)):
            return True
        return text.count(",", span.start, span.end) > 3 or text.find("。", span.start, span.end) >= 0

    def _is_dated(self, draft: Draft, index: int) -> bool:
        """Whether a line holds a date and is too short for a paragraph of the story."""
        span = draft.spans[index]
        short = draft.size(index) <= _LONGEST_LINE and draft.text.find("。", span.start, span.end) < 0
        return short and self._dates.find(draft.text, span.start, span.end) is not None

    def _mark_head(self, draft: Draft, first: int) -> int | None:
        kinds, title = draft.kinds, None
        for index in range(first):
            if kinds[index] is not None:
                self._mark_value(draft, index)
            elif title is not None:
                kinds[index] = self._under_title(draft, index, first)
            elif index + 1 < len(kinds) and self._is_title(draft, index):
                title = index
                kinds[index] = "title"
        if title is not None and first == len(kinds) and kinds[title + 1] != "meta":
            kinds[title] = None  # without a story below it, a line is what the page says
            return None
        return title

    def _mark_value(self, draft: Draft, index: int) -> None:
        """Mark the value of a field that stands on the line below its name."""
        after, kinds = index + 1, draft.kinds
        named = kinds[index] == "meta" and self._furniture.is_empty_field(draft.text, draft.spans[index])
        if named and after < len(kinds) and kinds[after] is None and draft.size(after) <= _LONGEST_NAME:
            kinds[after] = "meta"

    def _is_title(self, draft: Draft, index: int) -> bool:
        span = draft.spans[index]
        return draft.size(index) <= _LONGEST_TITLE and not _TITLE_STOP.search(draft.text, span.start, span.end)

    def _under_title(self, draft: Draft, index: int, first: int) -> BlockKind | None:
        """The kind of a line between title and story: second title, byline, or None for a first heading."""
        span, after = draft.spans[index], index + 1
        if draft.text.startswith("--", span.start) and draft.size(index) <= _LONGEST_LINE:
            return "title"
        if self._is_dated(draft, index) or _SPEAKER.fullmatch(draft.text, span.start, span.end):
            return "meta"
        if draft.size(index) <= _LONGEST_LINE and self._furniture.has_field(draft.text, span):
            return "meta"
        if self._headings.style(draft.text, span.start) or not self._is_title(draft, index):
            return None
        above = after < len(draft.kinds) and (
            draft.kinds[after] in ("meta", "boilerplate") or draft.text.startswith("--", draft.spans[after].start)
        )
        return "title" if above or first in draft.datelines else None

    def _mark_links(self, draft: Draft, first: int) -> None:
        """Mark the links that follow their headline (相关新闻), up to a full paragraph."""
        listing = False
        for index, span in enumerate(draft.spans):
            if draft.kinds[index] == "related":
                listing = listing or (index > first and self._furniture.announces_links(draft.text, span))
            elif listing and draft.kinds[index] is None:
                listing = draft.size(index) <= _LONG or not ends_sentence(draft.text, span) or is_cut(draft.text, span)
                if listing:
                    draft.kinds[index] = "related"

    def _mark_tail(self, draft: Draft, first: int) -> int:
        """Mark names, trailing date and signature; returns the index behind the last paragraph that is left."""
        last = len(draft.spans)
        while last - 1 > first and (draft.kinds[last - 1] is not None or self._closes(draft, last - 1)):
            last -= 1
            if draft.kinds[last] is None:
                draft.kinds[last] = "meta"
        if last < len(draft.spans) and last - 1 > first and self._is_signature(draft, last - 1):
            last -= 1
            draft.kinds[last] = "meta"
        return last

    def _closes(self, draft: Draft, index: int) -> bool:
        """Whether a line below the story holds nothing but names, a date, or an office and a date."""
        text, span = draft.text, draft.spans[index]
        if self._furniture.is_names(text, span):
            return True
        printed = self._dates.find(text, span.start, span.end) if draft.size(index) <= _LONGEST_LINE else None
        if not printed or not _TIME_OF_DAY.fullmatch(text, printed.end, span.end):
            return False
        before = text[span.start : printed.start]
        if _TIME_OF_DAY.fullmatch(before):
            return True
        return before[-1].isspace() and len(before) <= _LONGEST_NAME and not _NAME_STOP.search(before)

    def _is_signature(self, draft: Draft, index: int) -> bool:
        """Whether the line above a trailing date is the name of the office that signs."""
        below, span = draft.spans[index + 1], draft.spans[index]
        printed = self._dates.find(draft.text, below.start, below.end)
        alone = printed is not None and printed.start - below.start <= 2
        return alone and draft.size(index) <= _LONGEST_NAME and not _NAME_STOP.search(draft.text, span.start, span.end)

    def _mark_teasers(self, draft: Draft, first: int, last: int) -> None:
        """Mark a trailing run of paragraphs that are cut off, with the titles between them."""
        cut: list[int] = []
        for index in range(last - 1, first, -1):
            if draft.kinds[index] is not None:
                continue
            span = draft.spans[index]
            if is_cut(draft.text, span):
                cut.append(index)
            elif draft.size(index) > _LONG or ends_sentence(draft.text, span):
                break
        if len(cut) > 1:
            for index in range(cut[-1], last):
                draft.kinds[index] = draft.kinds[index] or "related"
