"""Expressions that are built around a period: what stands before and behind it, and what that makes of it."""

import re

from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.rows import PeriodPattern
from cnreport_extract.mentions.date_compositions import COMPOSITIONS, Composition
from cnreport_extract.mentions.moments import Moment, Reading
from cnreport_extract.mentions.period_patterns import Parser
from cnreport_extract.records import Part, record

FRAMES_FILE = "dates/compositions.toml"
_PERIOD = "{period}"
_NEVER = r"(?!)"
_REACH = 8  # characters before a period in which a word that frames it can begin


@record
class Frame:
    """A compiled entry of compositions.toml."""

    id: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    production: Composition

    @classmethod
    def of(cls, row: PeriodPattern, parser: Parser) -> "Frame":
        """Compile one row.

        Raises:
            DataError: No `{period}` in the pattern, or an unknown production.
        """
        before, found, behind = row.pattern.partition(_PERIOD)
        if not found or row.production not in COMPOSITIONS:
            expected = f"expected {_PERIOD} in the pattern and a production of {', '.join(sorted(COMPOSITIONS))}"
            raise DataError.at(row.file, row.id, f"pattern {row.pattern!r}, production {row.production!r}", expected)
        return cls(row.id, re.compile(f"(?:{parser.source(before)})$"), re.compile(parser.source(behind)), COMPOSITIONS[row.production])


@record
class Framed:
    """A reading at its place, with the rules that made it, the outermost first, and the parts they read."""

    start: int
    end: int
    reading: Reading
    rules: tuple[str, ...]
    parts: tuple[Part, ...]


class Frames:
    """All compositions; the one that covers most of the text wins, among equals the first of the file.

    Most periods stand in no frame: what is required before and behind by any of them is looked for first.
    """

    def __init__(self, lexicon: Lexicon, parser: Parser) -> None:
        self._frames = tuple(Frame.of(row, parser) for row in lexicon.periods if row.file == FRAMES_FILE)
        self._before = re.compile("|".join(frame.before.pattern for frame in self._frames if not frame.before.search("")) or _NEVER)
        self._behind = re.compile("|".join(frame.behind.pattern for frame in self._frames if not frame.behind.match("")) or _NEVER)

    def around(self, text: str, free: int, inner: Framed, moment: Moment) -> Framed:
        """The widest frame around a period that begins at `free` or later; the period itself where there is none."""
        if inner.reading.role in ("frequency", "duration"):
            return inner
        head = text[max(free, inner.start - _REACH) : inner.start]
        if self._behind.match(text, inner.end) is None and self._before.search(head) is None:
            return inner
        best = inner
        for frame in self._frames:
            before = frame.before.search(head)
            behind = frame.behind.match(text, inner.end) if before is not None else None
            if before is None or behind is None:
                continue
            start, end = inner.start - len(before[0]), behind.end()
            if end - start > best.end - best.start and (reading := frame.production(inner.reading, moment)):
                best = Framed(start, end, reading, (frame.id, *inner.rules), _surrounded(inner, start, end))
        return best


def _surrounded(inner: Framed, start: int, end: int) -> tuple[Part, ...]:
    """The parts of a period with the words around it."""
    before = (Part(start, inner.start, "before"),) if start < inner.start else ()
    behind = (Part(inner.end, end, "behind"),) if inner.end < end else ()
    return (*before, *inner.parts, *behind)
