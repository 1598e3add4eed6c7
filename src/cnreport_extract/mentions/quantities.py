"""Quantities: every number of a text that measures something, with value, qualifier and unit.

The way is: stretches that hold no quantity are set aside (`exclusions`), numerals are read (`numerals`) with the
unit and qualifiers around them (`measures`), phrases that are numbers as a whole are read (`fractions`, `ranks`),
neighbours are joined (`ranges`), and what remains has to show that it measures something (`evidence`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.evidence import Evidence
from cnreport_extract.mentions.exclusions import Exclusions
from cnreport_extract.mentions.fractions import FractionReader
from cnreport_extract.mentions.measures import MeasureReader
from cnreport_extract.mentions.numerals import NumeralReader
from cnreport_extract.mentions.ranges import Joiner
from cnreport_extract.mentions.ranks import RankReader
from cnreport_extract.mentions.tables import TableReader
from cnreport_extract.mentions.wordbreaks import WordBreaks
from cnreport_extract.records import Quantity, Span
from cnreport_extract.text.press_words import press_segmenter


class QuantityFinder:
    """Finds quantities. Immutable after construction, so one finder serves all threads.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> found = QuantityFinder(Lexicon()).find("受理案件90件,涉及金额近400万元,调解成功率达91%")
        >>> [(str(one.value), one.qualifier, one.unit) for one in found]
        [('90', '=', '件'), ('4000000', '<', '元'), ('91', '=', '%')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._numerals = NumeralReader(lexicon)
        self._measures = MeasureReader(lexicon, self._numerals)
        self._exclusions = Exclusions(lexicon)
        self._fractions = FractionReader(lexicon, self._numerals, self._measures)
        self._ranks = RankReader(lexicon, self._numerals)
        self._tables = TableReader(lexicon, self._numerals, self._measures)
        self._joiner = Joiner(lexicon, self._measures)
        self._evidence = Evidence(lexicon, self._numerals)
        self._segmenter = press_segmenter(lexicon)

    def find(self, text: str, blocked: Sequence[Span] = ()) -> list[Quantity]:
        """All quantities of a folded text, in order; they do not overlap.

        Args:
            text: Folded text (`chars.fold`).
            blocked: Stretches that are something else: periods, and names that contain numbers.
        """
        drafts = self._drafts(text, blocked, self._exclusions.find(text))
        words, quoted = WordBreaks(text, self._segmenter), _Intervals(self._exclusions.quoted(text))
        kept = self._evidence.select(text, drafts, words, quoted.touch)
        return [self._measures.settle(draft).finish() for draft in kept]

    def numbers(self, text: str) -> list[Quantity]:
        """Every number of a folded text, whether or not it measures anything: ordinals, codes and idle numerals too.

        Example:
            >>> from cnreport_extract.lexicon.lexicon import Lexicon
            >>> found = QuantityFinder(Lexicon()).numbers("第3期,负十二,三百五十又三分之一,大于10小于20")
            >>> [(one.value.normalize(), one.value_max) for one in found][:2], found[-1].value_max
            ([(Decimal('3'), None), (Decimal('-12'), None)], Decimal('20'))
        """
        return [self._measures.settle(draft).finish() for draft in self._drafts(text, (), ())]

    def _drafts(self, text: str, blocked: Sequence[Span], excluded: Sequence[Span]) -> list[Draft]:
        """The numbers that stand outside the stretches, with ranges and lists joined."""
        named = _Intervals(blocked)
        barred = _Intervals([*blocked, *excluded])
        phrases = (*self._tables.find(text), *self._ranks.find(text), *self._fractions.find(text))
        phrases = tuple(draft for draft in phrases if not (named if draft.rule == "proportion" else barred).touch(draft.number))
        if phrases:
            barred = _Intervals(
                [*blocked, *excluded, *(draft.span for draft in phrases), *(cell for draft in phrases for cell in draft.cells)]
            )
        drafts = _disjoint(phrases)
        for numeral in self._numerals.find(text):
            if not barred.touch(numeral):
                drafts.append(self._measures.read(text, numeral))
        drafts += [draft for draft in self._measures.halves(text) if not barred.touch(draft.number)]
        return self._joiner.join(text, _disjoint(drafts))


class _Intervals:
    """Answers whether a span touches any of many spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for span in sorted(spans, key=attrgetter("start")):
            if merged and span.start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], span.end)
            elif span.end > span.start:
                merged.append([span.start, span.end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def touch(self, span: Span) -> bool:
        index = bisect_right(self._starts, span.end - 1) - 1
        return index >= 0 and self._ends[index] > span.start


def _disjoint(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts in order, without those that overlap an earlier one."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: (one.number.start, -one.end)):
        if not kept or draft.number.start >= kept[-1].end:
            kept.append(draft)
    return kept
