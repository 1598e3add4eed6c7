"""Word boundaries around numbers, from the segmentation of the clause that a number stands in.

Only clauses that are asked about are segmented, without guessing unknown
words: a guessed word may swallow a classifier (31 个产教融合).
"""

import re
from bisect import bisect_right
from itertools import accumulate

from cnreport_extract.records import Span, Token
from cnreport_extract.text.segmenters import RjiebaSegmenter

_CLAUSE = re.compile(r"[^,。;:!?、\n]{1,120}")
_MARKS = ",。;:!?、\n()“”《》"
_AHEAD = 6
_Row = tuple[list[int], list[tuple[str, str]]]


class WordBreaks:
    """The words of one text, segmented clause by clause on demand.

    Example:
        >>> [word.word for word in WordBreaks("全市统一部署,3名医生获奖").around(Span(2, 4))]
        ['统一']
    """

    def __init__(self, text: str, cut: RjiebaSegmenter | None = None) -> None:
        """Keep the text.

        Args:
            text: Folded text.
            cut: What cuts its clauses; None: the default segmenter with the dictionary as it is shipped.
        """
        self._text, self._segmenter = text, cut if cut is not None else RjiebaSegmenter()
        self._clauses = [found.span() for found in _CLAUSE.finditer(text)]
        self._starts = [start for start, _ in self._clauses]
        self._words: dict[int, _Row] = {}

    def goes_on(self, offset: int) -> bool:
        """Whether a word may reach over an offset: none does where a mark follows, and nothing need be segmented."""
        return self._text[offset : offset + 1] not in _MARKS

    def around(self, span: Span) -> list[Token]:
        """The words that share a character with `span`, within the clause where it starts."""
        row = self._clause(span.start)
        if row is None:
            return []
        ends, words = row
        found = []
        for number in range(bisect_right(ends, span.start), len(words)):
            word, tag = words[number]
            start = ends[number] - len(word)
            if start >= span.end:
                break
            found.append(Token(start, ends[number], word, tag))
        return found

    def at(self, offset: int) -> Token | None:
        """The word that covers a character, None for punctuation."""
        row = self._clause(offset)
        if row is None:
            return None
        ends, words = row
        number = bisect_right(ends, offset)
        word, tag = words[number]
        return Token(ends[number] - len(word), ends[number], word, tag)

    def first(self, start: int) -> Token | None:
        """The word that would begin at `start` if the text began there."""
        words = self._segmenter.tag(self._text[start : start + _AHEAD], guess=False)
        return Token(start, start + len(words[0][0]), *words[0]) if words else None

    def _clause(self, offset: int) -> _Row | None:
        """The words of the clause that covers a character, and where each ends."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._clauses[index][1]:
            return None
        if index not in self._words:
            start, end = self._clauses[index]
            words = self._segmenter.tag(self._text[start:end], guess=False)
            ends = list(accumulate([len(word) for word, _ in words], initial=start))
            self._words[index] = ends[1:], words
        return self._words[index]
