"""Word boundaries around numbers, from the segmentation of the clause that a number stands in.

Only clauses that are asked about are segmented, with the dictionary that `rjieba` ships and without guessing unknown
words: a guessed word may swallow a classifier (31 个产教融合).
"""

import re
from bisect import bisect_right

from cnreport_extract.records import Span, Token
from cnreport_extract.text.segmenters import shared

_CLAUSE = re.compile(r"[^,。;:!?、\n]{1,120}")

_AHEAD = 6


class WordBreaks:
    """The words of one text, segmented clause by clause on demand.

    Example:
        >>> [word.word for word in WordBreaks("全市统一部署,3名医生获奖").around(Span(2, 4))]
        ['统一']
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._clauses = [found.span() for found in _CLAUSE.finditer(text)]
        self._starts = [start for start, _ in self._clauses]
        self._words: dict[int, list[Token]] = {}

    def around(self, span: Span) -> list[Token]:
        """The words that share a character with `span`, within the clause where it starts."""
        return [word for word in self.clause(span.start) if word.overlaps(span)]

    def at(self, offset: int) -> Token | None:
        """The word that covers a character, None for punctuation."""
        return next(iter(self.around(Span(offset, offset + 1))), None)

    def first(self, start: int) -> Token | None:
        """The word that would begin at `start` if the text began there."""
        return next(iter(self._segment(start, min(start + _AHEAD, len(self._text)))), None)

    def clause(self, offset: int) -> list[Token]:
        """All words of the clause that covers a character."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._clauses[index][1]:
            return []
        if index not in self._words:
            self._words[index] = self._segment(*self._clauses[index])
        return self._words[index]

    def _segment(self, start: int, end: int) -> list[Token]:
        words = []
        for word, tag in shared().tag(self._text[start:end], guess=False):
            words.append(Token(start, start + len(word), word, tag))
            start += len(word)
        return words
