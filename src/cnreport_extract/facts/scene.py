"""The mentions of a page, sorted by the sentence they stand in."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from cnreport_extract.records import Block, Name, Page, Period, Quantity, Section, Sentence, Span

GOVERNING = frozenset({"period", "since", "until", "current", "ahead"})
_CLAUSE_ENDS = frozenset(",;:。!?-(“】)")


def _opens_clause(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return not before or before.isspace() or before in _CLAUSE_ENDS


M = TypeVar("M", Quantity, Period, Name)


@dataclass(frozen=True)
class Scene:
    """A page with its mentions, each list in text order."""

    page: Page
    quantities: Sequence[Quantity]
    periods: Sequence[Period]
    names: Sequence[Name]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.page.sentences]

    def sentence_of(self, span: Span) -> int | None:
        """Index of the sentence that holds the span; None outside of sentences (title, page furniture)."""
        index = bisect_right(self._sentence_starts, span.start) - 1
        if index >= 0 and span.end <= self.page.sentences[index].end:
            return index
        return None

    def _by_sentence(self, mentions: Sequence[M]) -> dict[int, list[M]]:
        found: dict[int, list[M]] = {}
        for mention in mentions:
            index = self.sentence_of(mention)
            if index is not None:
                found.setdefault(index, []).append(mention)
        return found

    @cached_property
    def quantities_of(self) -> dict[int, list[Quantity]]:
        """Quantities by index of their sentence."""
        return self._by_sentence(self.quantities)

    @cached_property
    def periods_of(self) -> dict[int, list[Period]]:
        """Periods by index of their sentence."""
        return self._by_sentence(self.periods)

    @cached_property
    def names_of(self) -> dict[int, list[Name]]:
        """Names by index of their sentence."""
        return self._by_sentence(self.names)

    @cached_property
    def openings(self) -> tuple[Period, ...]:
        """The governing periods that open a clause, in order: what follows lies in them until another one comes."""
        text = self.page.text
        opens = (period for period in self.periods if period.role in GOVERNING and _opens_clause(text, period.start))
        return tuple(period for period in opens if self.sentence_of(period) is not None)

    @cached_property
    def opened(self) -> frozenset[tuple[date | None, date | None]]:
        """The intervals of the openings: few where one period governs the page."""
        return frozenset((period.first, period.last) for period in self.openings)

    def governing(self, at: int) -> Period | None:
        """The latest of the openings before an offset."""
        stop = bisect_left(self.openings, at, key=lambda period: period.start)
        return self.openings[stop - 1] if stop else None

    @cached_property
    def name_counts(self) -> Counter[str]:
        """How often each resolved name is mentioned."""
        return Counter(name.name for name in self.names)

    @cached_property
    def _period_starts(self) -> list[int]:
        return [period.start for period in self.periods]

    def periods_within(self, span: Span | None) -> Sequence[Period]:
        """The periods inside a span, such as the title."""
        if span is None:
            return ()
        low, high = (bisect_left(self._period_starts, offset) for offset in (span.start, span.end))
        return [period for period in self.periods[low:high] if period.end <= span.end]

    @cached_property
    def first_governing(self) -> Period | None:
        """The first period of the text that can govern numbers."""
        return next((period for period in self.periods if period.role in GOVERNING), None)

    def block_of(self, sentence: Sentence) -> Block:
        """The block of a sentence."""
        return self.page.blocks[sentence.block]

    def section_of(self, sentence: Sentence) -> Section | None:
        """The section of a sentence, None where the page has none."""
        return self.page.sections[sentence.section] if 0 <= sentence.section < len(self.page.sections) else None
