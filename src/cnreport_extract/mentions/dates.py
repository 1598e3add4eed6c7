"""Time expressions of a text → periods.

Enters: folded text and its publish date. Leaves: `Period` records in text order that never overlap. The patterns of
`patterns/dates/` find expressions; two that are joined by 至 or a dash make a range; `compositions.toml` builds
larger ones around them (截至…, …以来, 比…). Each is resolved in text order, for a partial date follows the ones
before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.date_compositions import span
from cnreport_extract.mentions.moments import Moment, Reading
from cnreport_extract.mentions.period_expressions import Expression, ExpressionScanner
from cnreport_extract.mentions.period_frames import Framed, Frames
from cnreport_extract.mentions.period_patterns import Parser
from cnreport_extract.records import Period, record

RANGE_RULE = "range.periods"
_STOP = re.compile(r"[。!?\n]")
_PAUSES = ",;:。!?\n"
_EVENT = 2  # characters of the verb before 以来
_TOLD, _CLAUSE = 30, 30  # how many periods back, and how many characters behind each, the same verb is looked for
_BEFORE, _BEHIND = 16, 12  # characters of the clause around an expression that may speak of a plan


@record
class Cues:
    """What shows that a date without its year lies ahead (in its clause, before or behind it), how things begin, what describes."""

    attributive: re.Pattern[str]
    ahead: re.Pattern[str]
    ahead_before: re.Pattern[str]
    ahead_behind: re.Pattern[str]
    begun: re.Pattern[str]

    @classmethod
    def of(cls, parser: Parser) -> "Cues":
        """Compile the parts of these names."""
        return cls(*(re.compile(parser.source(f"{{{cue.name}}}")) for cue in fields(cls)))

    def speak_ahead(self, text: str, start: int, end: int) -> bool:
        """Whether the words around `start`–`end` speak of what is to come."""
        if self.ahead_behind.match(text, end) or self.ahead_before.search(text[max(0, start - 3) : start]):
            return True
        opening = max(text.rfind(mark, max(0, start - _BEFORE), start) for mark in _PAUSES) + 1
        behind = end + (text[end : end + 1] == ",")
        pauses = [at for mark in _PAUSES if (at := text.find(mark, behind, end + _BEHIND)) >= 0]
        return bool(self.ahead.search(text, opening or max(0, start - _BEFORE), min(pauses, default=end + _BEHIND)))


class PeriodFinder:
    """Finds and resolves the time expressions of a text. Immutable; the patterns are compiled once.

    Example:
        >>> from datetime import date
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "去年受理案件90件,截至2025年3月底办结88件"
        >>> for period in PeriodFinder(Lexicon()).find(text, date(2025, 4, 2)):
        ...     print(period.of(text), period.first, period.last, period.role)
        去年 2024-01-01 2024-12-31 period
        截至2025年3月底 None 2025-03-31 until
    """

    def __init__(self, lexicon: Lexicon) -> None:
        parser = Parser.of(lexicon)
        self._scanner = ExpressionScanner(lexicon, parser)
        self._frames = Frames(lexicon, parser)
        self._to = re.compile(parser.source("{link}"))
        self._cues = Cues.of(parser)

    def find(self, text: str, published: date | None) -> list[Period]:
        """Find the time expressions of a text.

        Args:
            text: Folded text (`chars.fold`).
            published: Publish date; None leaves what is relative to it unresolved.

        Returns:
            Periods in text order, none overlapping another.
        """
        reader = _Reader(text, Moment(published, opening=True), self._frames, self._to, self._cues)
        return [as_period(found, published) for found in reader.read(list(self._scanner.scan(text)))]


def as_period(found: Framed, published: date | None) -> Period:
    """The record of a reading at its place."""
    reading = found.reading
    return Period(
        found.start, found.end, reading.first, reading.last, reading.precision, reading.frequency, reading.role,
        found.rules[0], found.rules, found.parts, published,
    )  # fmt: skip


@dataclass(slots=True)
class _Reader:
    """Reads the expressions of one text in order. `free` is where the last period ended."""

    text: str
    moment: Moment
    frames: Frames
    to: re.Pattern[str]
    cues: Cues
    free: int = 0
    told: list[Framed] = field(default_factory=list)

    def read(self, expressions: Sequence[Expression]) -> Iterator[Framed]:
        for index, found in enumerate(expressions):
            if found.start < self.free:
                continue
            self._move_to(found.start)
            moment = self.moment
            reading = found.read(moment)
            if reading is None:
                continue
            if reading.partial and moment.published and self.cues.speak_ahead(self.text, found.start, found.end):
                moment = replace(moment, ahead=True)
                reading = found.read(moment) or reading
            whole = Framed(found.start, found.end, reading, (found.rule.id,), found.spans)
            if index + 1 < len(expressions):
                whole = self._joined(whole, found, expressions[index + 1], moment) or whole
            framed = self._since_told(self.frames.around(self.text, self.free, whole, moment))
            self.moment = self.moment.after(self._leaned_on(whole), framed.reading.role)
            self.free = framed.end
            self.told.append(framed)
            yield self._planned(framed)

    def _leaned_on(self, found: Framed) -> Reading:
        """The reading as later expressions see it: 去年的增势 does not move them into last year."""
        describes = self.cues.attributive.match(self.text, found.end)
        return replace(found.reading, fixes_year=False) if describes else found.reading

    def _since_told(self, found: Framed) -> Framed:
        """For 投用以来: from the period before it in its clause (2021年投用以来), else from the latest of which the same is said."""
        reading = found.reading
        if reading.role != "since" or reading.first is not None or reading.last is None:
            return found
        event = self.text[found.start - _EVENT : found.start]
        begun = self.cues.begun.fullmatch(event)
        for earlier in reversed(self.told[-_TOLD:]):
            start = earlier.reading.first
            if start is None or start > reading.last or earlier.reading.precision == "span":
                continue
            between = self.text[earlier.end : found.start]
            near = len(between) <= _CLAUSE and not any(mark in between for mark in _PAUSES)
            if near or (begun and event in _STOP.split(between[:_CLAUSE])[0]):
                return replace(found, reading=replace(reading, first=start))
        return found

    def _planned(self, found: Framed) -> Framed:
        """A state at an end that is still to come is a plan."""
        reading, published = found.reading, self.moment.published
        if reading.role == "until" and published and reading.last and reading.last > published:
            return replace(found, reading=replace(reading, role="ahead"))
        return found

    def _move_to(self, start: int) -> None:
        """Forget what does not reach beyond the end of a sentence or paragraph."""
        if self.text.find("\n", self.free, start) >= 0:
            self.moment = self.moment.next_paragraph()
        elif _STOP.search(self.text, self.free, start):
            self.moment = self.moment.next_sentence()

    def _joined(self, first: Framed, found: Expression, following: Expression, moment: Moment) -> Framed | None:
        """The range that an expression and the following one make together."""
        link = self.to.match(self.text, found.end)
        if first.reading.role != "period" or link is None or link.end() != following.start:
            return None
        opening: Reading | None = first.reading
        closing = following.read(moment.after(replace(first.reading, fixes_year=True)))
        if closing and closing.fixes_year and closing.last and first.reading.partial:
            opening = found.read(Moment(closing.last))
        reading = span(opening, closing) if opening and closing else None
        rules, parts = (RANGE_RULE, found.rule.id, following.rule.id), (*found.spans, *following.spans)
        return Framed(first.start, following.end, reading, rules, parts) if reading else None
