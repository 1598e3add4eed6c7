"""What a production is given and what it gives back: the moment at which a time expression is read, and its reading."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from cnreport_extract.mentions.calendar import Days
from cnreport_extract.records import PeriodRole, Precision, record

Parts = Mapping[str, object]
"""Named parts of the match (numbers read, words looked up) and the constant arguments of the rule."""


@record
class Reading:
    """What a time expression means.

    Attributes:
        first, last, precision, frequency, role: As in `records.Period`.
        fixes_year: Whether the expression tells its year itself, so that later partial dates follow it.
        partial: Whether year or month had to be inferred, so that the other end of a range may correct it.
        aside: Whether nothing later leans on it (此前一天: the story goes on where it was).
    """

    first: date | None
    last: date | None
    precision: Precision
    frequency: str | None = None
    role: PeriodRole = "period"
    fixes_year: bool = False
    partial: bool = False
    aside: bool = False

    @property
    def resolved(self) -> bool:
        """Whether at least one end is known."""
        return self.first is not None or self.last is not None

    def turned(self, role: PeriodRole, first: date | None, last: date | None) -> "Reading":
        """The same expression in another role, with other ends."""
        return replace(self, role=role, first=first, last=last)


_OLDEST = 30  # years back of which a title may tell


@record
class Moment:
    """Where the reader stands when it meets a time expression.

    Attributes:
        published: Publish date, None where unknown.
        anchor: The latest expression of the sentence that tells its year.
        carried: The anchor of the sentence before, where it tells a month or day: a story may go on in its year.
        era: The latest year that the text told, if it is near the publish date or told in its first line.
        latest: The latest resolved expression of the paragraph.
        latest_day: The latest single day of the text.
        counted: The day up to which the sentence counts (截至5月9日).
        ahead: Whether the clause speaks of a plan.
        opening: Whether this is the first line, mostly a title: what it tells of may lie long before the publish date.
    """

    published: date | None
    anchor: Reading | None = None
    carried: Reading | None = None
    era: Reading | None = None
    latest: Reading | None = None
    latest_day: Reading | None = None
    counted: date | None = None
    ahead: bool = False
    opening: bool = False

    def after(self, reading: Reading, role: PeriodRole = "period") -> "Moment":
        """The moment after an expression was read: what later expressions may lean on.

        Args:
            reading: What the expression means by itself.
            role: What the words around it make of it: nothing leans on a year that is only compared with.
        """
        if not reading.resolved or reading.aside or role == "reference":
            return self
        fixes = reading.fixes_year and role in ("period", "until")
        return Moment(
            self.published,
            anchor=reading if fixes else self.anchor,
            carried=self.carried,
            era=reading if fixes and self._near(reading) else self.era,
            latest=self.latest if role == "ahead" else reading,
            latest_day=reading if reading.precision == "day" and role != "ahead" else self.latest_day,
            counted=reading.last if role == "until" else self.counted,
            opening=self.opening,
        )

    def next_sentence(self) -> "Moment":
        """The moment at the beginning of the next sentence of the paragraph."""
        carried = self.anchor if self.anchor and self.anchor.precision in ("month", "day") else None
        return Moment(
            self.published, None, carried, self.era, self.latest, self.latest_day, ahead=self.ahead, opening=self.opening
        )  # fmt: skip

    def next_paragraph(self) -> "Moment":
        """The moment at the beginning of the next paragraph."""
        return Moment(self.published, era=self.era, latest_day=self.latest_day, ahead=self.ahead)

    def _near(self, reading: Reading) -> bool:
        """Whether a text of this publish date can be about the year: the current one, the one before, or one that its title tells."""
        end = reading.last or reading.first
        if self.published is None or end is None:
            return self.published is None
        return 0 <= self.published.year - end.year <= (_OLDEST if self.opening else 1)


Production = Callable[[Parts, Moment], Reading | None]


def whole(days: Days | None, precision: Precision, *, fixes_year: bool = False, partial: bool = False) -> Reading | None:
    """A reading that covers a stretch of days; None where there is no such stretch."""
    return Reading(*days, precision, fixes_year=fixes_year, partial=partial) if days else None


def unresolved(precision: Precision) -> Reading:
    """A time expression whose days cannot be known, because the publish date is not."""
    return Reading(None, None, precision, partial=True)


def number(parts: Parts, name: str, default: int = 0) -> int:
    """A part or argument that is a number."""
    value = parts.get(name, default)
    return value if isinstance(value, int) else default


def word(parts: Parts, name: str) -> str:
    """A part or argument that is a string; empty where it is absent."""
    value = parts.get(name, "")
    return value if isinstance(value, str) else ""
