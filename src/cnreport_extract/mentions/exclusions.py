"""Stretches of text whose numbers measure nothing: dates, document numbers, codes, titles, slogans in quotation marks.

These are decided by form alone. What needs the words around a number is decided in `evidence`. Dates are read
properly by `dates`; here it is only seen that they are no quantities.
"""

import re
from collections.abc import Iterator

from cnreport_extract.chars import DIGITS, TENS
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span

_NUMBERED = (
    r"[0-9]+(?:\.[0-9]+){2,}",
    r"0[0-9]{2,3}\)?[- ]?[0-9]{7,8}(?![0-9])",
    r"[0-9]{1,5}(?:-[0-9]{1,5}){2,8}(?![0-9.])",
    r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])",
    r"(?:19|20)[0-9]{2}[/.-][01]?[0-9][/.-][0-3]?[0-9](?![0-9])",
    r"[0-9.]{1,12} ?[·+×*] ?[0-9.]{1,12}(?: ?[·+×*] ?[0-9.]{1,12}){0,4}",
)
"""Codes that begin with a digit."""

_CODES = (
    r"https?://[^\s<>\u4e00-\u9fff]+",
    r"www\.[A-Za-z0-9./_-]+",
    r"[A-Za-z0-9_.-]{1,64}@[A-Za-z0-9.-]+",
    r"[\[〔(][0-9]{4}[\]〕)]",
    r"《[^《》\n]{1,60}》",
    r"(?:\A|\n) {0,4}(?:\([0-9]{1,2}\)|[0-9]{1,2}(?:[.)](?![0-9])|、))",
)
_QUOTED = r"“[^“”,。;!?\n]{1,16}”|\"[^\",。;!?\n]{1,16}\"|‘[^‘’,。;!?\n]{1,16}’|「[^「」,。;!?\n]{1,16}」"
_LONGEST_NUMBER = 28


class Exclusions:
    """Finds such stretches. Immutable after construction.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "2024年3月28日印发(鄂工发〔2024〕3号),电话0710-3456789,慰问32人"
        >>> [text[span.start : span.end] for span in Exclusions(Lexicon()).find(text)]
        ['2024年3月28日', '〔2024〕3号', '〔2024〕', '0710-3456789']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        def word(cue: str) -> str:
            return lexicon.words("exclusions", cue)

        digits = "[" + "".join([*"0123456789", *DIGITS, *TENS, *lexicon.cues("exclusions")["ten"].words]) + "]"
        joint = rf"(?: ?[-~、] ?|{word('until')})"
        some = rf"{digits}{{1,3}}(?:{joint}{digits}{{1,3}}){{0,6}}"
        month = rf"{digits}{{1,2}}{word('month')}"
        years = rf"(?:(?:19|20)[0-9]{{2}}|{digits}{{4}})(?:{joint}(?:19|20)?[0-9]{{2}})?"
        dates = (
            rf"{years} ?{word('year')}(?:{month}(?:{digits}{{1,3}}{word('day')})?)?",
            rf"{some} ?{word('month')}(?: ?{some} ?{word('day')})?",
            rf"{some} ?{word('day')}",
            rf"{some} ?{word('clock')}(?:{digits}{{1,3}}{word('minute')}|(?!{digits}))",
        )
        self._run = re.compile(rf"{digits}+")
        self._numbered = re.compile(r"(?<![0-9.])(?:" + "|".join(_NUMBERED) + ")")
        self._dates = re.compile(r"(?<![0-9.])(?<![0-9],)(?:" + "|".join(dates) + ")")
        self._codes = tuple(re.compile(pattern) for pattern in (*_CODES, word("fixed")))
        self._number = re.compile(word("number"))
        self._numbered_before = re.compile(rf"(?:[\[〔(]?[0-9]{{4}}[\]〕)]?)?{word('ordinal')}?[0-9A-Za-z-]{{1,20}}$")
        self._quoted = re.compile(_QUOTED)

    def find(self, text: str) -> list[Span]:
        """The stretches, in order of their start; they may overlap."""
        spans = [Span(*found.span()) for pattern in self._codes for found in pattern.finditer(text)]
        spans += [*self._from_digits(text), *self._numbers(text)]
        return sorted(spans, key=lambda span: (span.start, -span.end))

    def quoted(self, text: str) -> list[Span]:
        """Short quotations: names and slogans."""
        return [Span(*found.span()) for found in self._quoted.finditer(text)]

    def _from_digits(self, text: str) -> Iterator[Span]:
        for run in self._run.finditer(text):
            for pattern in (self._numbered, self._dates):
                if (found := pattern.match(text, run.start())) is not None:
                    yield Span(*found.span())

    def _numbers(self, text: str) -> Iterator[Span]:
        """Document, house and telephone numbers: 〔2024〕3号, 第632号."""
        for sign in self._number.finditer(text):
            base = max(0, sign.start() - _LONGEST_NUMBER)
            if (before := self._numbered_before.search(text[base : sign.start()])) is not None:
                yield Span(base + before.start(), sign.end())
