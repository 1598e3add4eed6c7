"""Productions for festivals and official holidays: 春节期间, 国庆假期, 中秋节当天, 春运.

The days come from `patterns/dates/calendar.toml`. Where a holiday of a year was not decreed yet, the festival alone counts.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.calendar import Days
from cnreport_extract.mentions.date_productions import in_year
from cnreport_extract.mentions.moments import Moment, Parts, Production, Reading, number, unresolved, whole, word
from cnreport_extract.records import record

_SPRING = "spring"
_LONGEST_TELLING = 10  # days after a holiday in which a text may call it 假期 alone


@record
class Festivals:
    """The days of festivals and holidays by year.

    A festival is named by its key in the table, or by month and day (`10-01`), or by both (`national 10-01`):
    the key finds the holiday, the day stands for the festival itself.
    """

    days: Mapping[str, Mapping[str, date]]
    holidays: Mapping[str, Mapping[str, tuple[date, date]]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> "Festivals":
        """The table of a lexicon."""
        tables: dict[str, Any] = lexicon.festival_days
        return cls(tables["days"], tables["holidays"])

    def productions(self) -> dict[str, Production]:
        """The productions that read this table, by name."""
        return {
            "festival": self.festival,
            "festival_bound": self.bound,
            "festival_season": self.season,
            "holiday": self.holiday,
            "holiday_days": self.holiday_days,
            "holiday_pair": self.holiday_pair,
        }

    def festival(self, parts: Parts, moment: Moment) -> Reading | None:
        """The day of a festival (春节当天)."""
        name = word(parts, "festival")
        return in_year(parts, moment, lambda year: self._day(name, year), "day", soon=True)

    def bound(self, parts: Parts, moment: Moment) -> Reading | None:
        """春节前 (`role` until), 春节以来 (`role` since)."""
        day = self.festival(parts, moment)
        if day is None or word(parts, "role") == "until":
            return day and day.turned("until", None, day.last)
        return day.turned("since", day.first, moment.published if day.first else None)

    def holiday(self, parts: Parts, moment: Moment) -> Reading | None:
        """The days off around a festival (春节期间, 国庆假期)."""
        name = word(parts, "festival")
        return in_year(parts, moment, lambda year: self._days_off(name, year), "span", soon=True)

    def holiday_pair(self, parts: Parts, moment: Moment) -> Reading | None:
        """From the first of two holidays to the end of the second (元旦春节期间)."""
        first, second = word(parts, "festival"), word(parts, "festival2")

        def build(year: int) -> Days | None:
            opening, closing = self._day(first, year), self._days_off(second, year)
            return (min(opening[0], closing[0]), closing[1]) if opening and closing and opening[0] <= closing[1] else None

        return in_year(parts, moment, build, "span", soon=True)

    def holiday_days(self, parts: Parts, moment: Moment) -> Reading | None:
        """Its first days or one of them (国庆假期前3天, “五一”假期首日); without its name (长假第一天) those of the latest holiday."""
        holiday = self.holiday(parts, moment) if "festival" in parts else self._running(moment)
        if holiday is None or holiday.first is None or holiday.last is None:
            return holiday
        last = holiday.first + timedelta(days=number(parts, "count", 1) - 1)
        first = last if parts.get("single") else holiday.first
        return replace(holiday, first=first, last=last) if last <= holiday.last else None

    def _running(self, moment: Moment) -> Reading | None:
        """The holiday in which the text appeared, or behind which it did soon."""
        at = moment.published
        if at is None:
            return unresolved("span")
        decreed = (days for days in self.holidays.get(str(at.year), {}).values())
        near = [days for days in decreed if days[0] <= at <= days[1] + timedelta(days=_LONGEST_TELLING)]
        return whole(max(near), "span") if near else None

    def season(self, parts: Parts, moment: Moment) -> Reading | None:
        """Days counted from the first day of the lunar year (春运: from 15 days before to 24 days after it)."""
        before, after = timedelta(days=number(parts, "before")), timedelta(days=number(parts, "after"))

        def build(year: int) -> Days | None:
            spring = self._day(_SPRING, year)
            return (spring[0] - before, spring[0] + after) if spring else None

        return in_year(parts, moment, build, "span", soon=True)

    def _day(self, name: str, year: int) -> Days | None:
        key, _, fixed = name.partition(" ")
        if fixed or key[0].isdecimal():
            month, day = map(int, (fixed or key).split("-"))
            return date(year, month, day), date(year, month, day)
        found = self.days.get(str(year), {}).get(key)
        return (found, found) if found else None

    def _days_off(self, name: str, year: int) -> Days | None:
        decreed = self.holidays.get(str(year), {}).get(name.partition(" ")[0])
        return (decreed[0], decreed[1]) if decreed else self._day(name, year)
