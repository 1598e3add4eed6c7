"""Stretches of text whose numbers measure nothing: codes, addresses, clock times, titles, slogans in quotation marks, units alone.

These are decided by form alone. What needs the words around a number is decided in `evidence`; dates are found by
`dates` and handed to the quantity finder.
"""

import re
from operator import attrgetter

from cnreport_extract.chars import DIGITS, SCALES
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.hints import Hinted
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
    (r"https?://[^\s<>\u4e00-\u9fff]+", ("://",)),
    (r"www\.[A-Za-z0-9./_-]+", ("www.",)),
    (r"[A-Za-z0-9_.-]{1,64}@[A-Za-z0-9.-]+", ("@",)),
    (r"[\[〔(][0-9]{4}[\]〕)]", ("[", "〔", "(")),
    (r"《[^《》\n]{1,60}》", ("《",)),
)
"""What else no number measures, each with what it holds at least one of."""
_ITEM = r" {0,4}(?:\([0-9]{1,2}\)|[0-9]{1,2}(?:[.)](?![0-9])|、))"
"""What counts the paragraphs."""
_QUOTED = r"“[^“”,。;!?\n]{1,16}”|\"[^\",。;!?\n]{1,16}\"|‘[^‘’,。;!?\n]{1,16}’|「[^「」,。;!?\n]{1,16}」"


class Exclusions:
    """Finds such stretches. Immutable after construction.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "按《三年行动方案》,20点15分前拨打0710-3456789,慰问32人"
        >>> [text[span.start : span.end] for span in Exclusions(Lexicon()).find(text)]
        ['《三年行动方案》', '20点15分', '0710-3456789']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        def word(cue: str) -> str:
            return lexicon.words("exclusions", cue)

        digits = "[" + "".join([*"0123456789", *DIGITS, *SCALES]) + "]"
        clock = rf"{digits}{{1,3}} ?{word('clock')}(?:{digits}{{1,3}}{word('minute')}|(?!{digits}))"
        self._run = re.compile(rf"{digits}+")
        self._numbered = re.compile(r"(?<![0-9.])(?:" + "|".join((*_NUMBERED, clock)) + ")")
        cues, scale = lexicon.cues("exclusions"), f"[{''.join(SCALES)}]"
        heading = rf" {{0,4}}{scale}{{1,2}}[^\d\s|]{{1,6}} {{0,4}}(?=[\n|]|\Z)"
        units = (
            (rf"\( ?{scale}{{1,2}}[^\d() ,。]{{1,6}} ?\)", "("),
            (rf"{word('unit')} ?:? ?{scale}{{1,2}}[^\d\s,。;()]{{1,6}}", cues["unit"].words),
            (rf"[\n|]{heading}", ("\n", "|")),
        )
        told = ((word(cue), cues[cue].words) for cue in ("fixed", "per"))
        degrees = (rf"{word('coordinate')} ?[0-9.]{{1,9}} ?[^0-9,。;)]", cues["coordinate"].words)
        self._codes = tuple(Hinted(*code) for code in (*_CODES, (rf"\n{_ITEM}", "\n"), *units, degrees, *told))
        self._opening = re.compile(f"{_ITEM}|{heading}")  # as in the two above, where a text begins with it
        self._quoted = re.compile(_QUOTED)

    def find(self, text: str) -> list[Span]:
        """The stretches, in order of their start; they may overlap."""
        spans = [Span(*found.span()) for pattern in self._codes for found in pattern.finditer(text)]
        first = (self._opening.match(text), *(self._numbered.match(text, run.start()) for run in self._run.finditer(text)))
        spans += [Span(*found.span()) for found in first if found is not None]
        return sorted(spans, key=attrgetter("start"))

    def quoted(self, text: str) -> list[Span]:
        """Short quotations: names and slogans."""
        return [Span(*found.span()) for found in self._quoted.finditer(text)]
