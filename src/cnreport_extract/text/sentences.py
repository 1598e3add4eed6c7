"""Blocks → sentences: they end at 。!? outside brackets and titles; a semicolon only divides clauses."""

import re
from collections.abc import Iterator

from cnreport_extract.lexicon.lexicon import Lexicon

_CLOSERS = '”’』」)]】"'


class SentenceSplitter:
    """Splits a stretch of folded text into sentences.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "“今年行吗?”全年办结3.5万件(含上年。);调解82件。其余在办……"
        >>> [text[a:b] for a, b in SentenceSplitter(Lexicon()).split(text, 0, len(text))]
        ['“今年行吗?”', '全年办结3.5万件(含上年。);调解82件。', '其余在办……']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        behind = rf"[。!?…]*[{re.escape(_CLOSERS[:-1])}]*"
        abbreviations = "".join(rf"(?<!(?<![A-Za-z]){re.escape(word)}\.)" for word in lexicon.cues("sentences")["abbreviation"].words)
        dot = rf"\.(?<=[^\W\d_]\.){abbreviations}(?=\s)"
        # Each branch begins with a literal, so that the search skips at the speed of a character set.
        self._scan = re.compile(rf"《[^《》]{{1,80}}》|\([^()]{{1,200}}\)|。{behind}|!{behind}|\?{behind}|{dot}")
        self._goes_on = re.compile(rf"[,;:、]|{lexicon.words('sentences', 'continuation')}")

    def split(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentences between two offsets, without the blanks around them, in order."""
        begin, counted, quotes = start, start, 0
        straight = text.find('"', start, end) >= 0
        for found in self._scan.finditer(text, start, end):
            stop = found.end()
            if text[found.start()] in "《(" or stop < begin:
                continue
            if straight:
                quotes += text.count('"', counted, stop)
                counted = stop
                stop += quotes % 2 and text.startswith('"', stop, end)
            if text[stop - 1] in _CLOSERS and self._goes_on.match(text, stop, end):
                continue
            yield begin, stop
            while stop < end and text[stop].isspace():
                stop += 1
            begin = stop
        if begin < end:
            yield begin, end
