"""Ranks: 居全省第3位, 排名第四, 列第二、三位, 全国前三, 稳居首位.

An ordinal is a rank where a word of ranking stands shortly before it (居, 列, 排名, 全省 …) and nothing that it
would number follows it (第三方, 第一产业, 第5名队员 are no ranks). 前 makes it a bound: 全国前三 is at most 3.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.hints import Hinted
from cnreport_extract.mentions.numerals import NumeralReader
from cnreport_extract.records import Span

_LOOK_BEHIND = 14


class RankReader:
    """Finds ranks. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader) -> None:
        self._numerals = numerals
        number = numerals.pattern
        word = lexicon.words
        place, first = word("ranks", "place"), word("ranks", "first")
        ordinal, top, link = word("ranks", "ordinal"), word("ranks", "top"), word("ranks", "list")
        cues = lexicon.cues("ranks")
        self._rank = Hinted(
            rf"(?:(?P<ordinal>{ordinal})|(?P<top>{top})) ?(?P<numbers>{number}(?:{link}{ordinal}?{number}){{0,5}}) ?(?P<place>{place})?",
            (*cues["ordinal"].words, *cues["top"].words),
        )
        self._first = Hinted(first, cues["first"].words)
        self._number, self._ordinal = re.compile(number), re.compile(ordinal + "$")
        self._cue = re.compile(rf"{word('ranks', 'cue')}[^,。;:!?\n]{{0,10}}$")
        self._free = re.compile(rf"$|[^\w ]| *(?:$|[^\w ])|{word('ranks', 'free')}")
        self._end = re.compile(r" *(?:$|[^\w ])")
        self._unit = cues["unit"].words[0]

    def find(self, text: str) -> Iterator[Draft]:
        """All ranks of a text."""
        for found in self._rank.finditer(text):
            placed, ranked = found["place"] is not None, self._cue.search(text, max(0, found.start() - _LOOK_BEHIND), found.start())
            if self._free.match(text, found.end()) and (ranked or (placed and found["ordinal"] and self._end.match(text, found.end()))):
                yield from self._drafts(text, found)
        for found in self._first.finditer(text):
            if self._cue.search(text, max(0, found.start() - _LOOK_BEHIND), found.start()):
                yield self._draft(Span(*found.span()), Span(*found.span()), Decimal(1), "")

    def _drafts(self, text: str, found: re.Match[str]) -> Iterator[Draft]:
        numbers = [*self._number.finditer(text, *found.span("numbers"))]
        for number in numbers:
            ordinal = self._ordinal.search(text, max(found.start(), number.start() - 1), number.start())
            start = found.start() if number is numbers[0] else ordinal.start() if ordinal else number.start()
            numeral = self._numerals.read(text, *number.span())
            if numeral is None or numeral.end != number.end():
                return
            end = found.end() if number is numbers[-1] else number.end()
            yield self._draft(Span(start, end), Span(*number.span()), numeral.value, "≤" if found["top"] else "", numeral.value_max)

    def _draft(self, span: Span, number: Span, value: Decimal, mark: str, upper: Decimal | None = None) -> Draft:
        return Draft(
            start=span.start, end=span.end, number=number, cue_start=span.start, low=value, high=upper, before=mark,
            unit_text=self._unit, unit_id=self._unit, form="rank", rule="rank",
        )  # fmt: skip
