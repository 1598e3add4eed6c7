"""Stretches of text whose numbers measure nothing: dates, document numbers, codes, titles, slogans in quotation marks.

These are decided by form alone. What needs the words around a number is decided in `evidence`.
"""

import re

from cnreport_extract.chars import DIGITS, TENS
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span

_CODES = (
    r"https?://[^\s<>\u4e00-\u9fff]+",
    r"www\.[A-Za-z0-9./_-]+",
    r"[A-Za-z0-9_.-]{1,64}@[A-Za-z0-9.-]+",
    r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}",
    r"(?<![0-9])\(?0[0-9]{2,3}\)?[- ]?[0-9]{7,8}(?![0-9])",
    r"(?<![0-9.])[0-9]{1,5}(?:-[0-9]{1,5}){2,}(?![0-9.])",
    r"(?<![0-9.,:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])",
    r"(?<![0-9])(?:19|20)[0-9]{2}[/.-][01]?[0-9][/.-][0-3]?[0-9](?![0-9])",
    r"[0-9.]+ ?[·+×*] ?[0-9.]+",
    r"[\[〔(][0-9]{4}[\]〕)]",
    r"《[^《》\n]{1,60}》",
    r"(?m)^ {0,4}(?:\([0-9]{1,2}\)|[0-9]{1,2}(?:[.)](?![0-9])|、))",
)
_DASH = r" ?[-~、] ?"


class Exclusions:
    """Finds such stretches. Immutable after construction.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "2024年3月28日印发(鄂工发〔2024〕3号),电话0710-3456789,慰问32人"
        >>> [text[span.start : span.end] for span in Exclusions(Lexicon()).find(text)]
        ['2024年3月28日', '〔2024〕3号', '0710-3456789']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        digits = "[" + "".join([*"0123456789", *DIGITS, *TENS, *lexicon.cues("exclusions")["ten"].words]) + "]"
        year, month, day, clock, number = (lexicon.words("exclusions", cue) for cue in ("year", "month", "day", "clock", "number"))
        joint = rf"(?:{_DASH}|{lexicon.words('exclusions', 'until')})"
        date = rf"{digits}{{1,3}}{day}"
        patterns = [
            *_CODES,
            rf"(?<![0-9.])(?<![0-9],)(?:(?:19|20)[0-9]{{2}}|{digits}{{4}})(?:{joint}(?:19|20)?[0-9]{{2}})? ?{year}(?:{digits}{{1,2}}{month}(?:{date})?)?",
            rf"(?<![0-9.])(?<![0-9],){digits}{{1,2}}(?:{joint}{digits}{{1,2}})* ?{month}(?: ?{digits}{{1,3}}(?:{joint}{digits}{{1,3}})* ?{day})?",
            rf"(?<![0-9.])(?<![0-9],){digits}{{1,3}}(?:{joint}{digits}{{1,3}})* ?{day}",
            rf"(?<![0-9.])(?<![0-9],){digits}{{1,3}}(?:{joint}{digits}{{1,3}})* ?{clock}(?:{digits}{{1,3}}{lexicon.words('exclusions', 'minute')})?",
            rf"(?:[\[〔(]?[0-9]{{4}}[\]〕)]?)?{lexicon.words('exclusions', 'ordinal')}?[0-9A-Za-z-]{{1,20}}{number}",
            rf"{lexicon.words('exclusions', 'fixed')}",
        ]
        self._patterns = tuple(map(re.compile, patterns))
        self._quoted = re.compile(r"“[^“”,。;!?\n]{1,16}”|\"[^\",。;!?\n]{1,16}\"|‘[^‘’,。;!?\n]{1,16}’|「[^「」,。;!?\n]{1,16}」")

    def find(self, text: str) -> list[Span]:
        """The stretches, in order of their start; they may overlap."""
        spans = [Span(*found.span()) for pattern in self._patterns for found in pattern.finditer(text)]
        return sorted(spans, key=lambda span: (span.start, span.end))

    def quoted(self, text: str) -> list[Span]:
        """Short quotations: names and slogans."""
        return [Span(*found.span()) for found in self._quoted.finditer(text)]
