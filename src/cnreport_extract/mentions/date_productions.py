"""Productions for years, halves, quarters, months and days, with their year or without.

A production turns the parts of a match into a reading. A date without its year takes the year of the anchor, the
expression before it that tells one; else it is the latest that does not lie after the publish date, unless the
clause speaks of a plan.
"""

from collections.abc import Callable
from datetime import date, timedelta

from cnreport_extract.mentions import calendar
from cnreport_extract.mentions.calendar import Days
from cnreport_extract.mentions.moments import Moment, Parts, Production, Reading, number, unresolved, whole, word
from cnreport_extract.records import Precision

_LONGEST_BREAK = 6  # months that a stretch across the turn of the year leaves out, at least
_HALF = 6  # until then a text may still report on the year before, and speak of what it was to bring
_SOON = timedelta(days=31)
Yearly = Callable[[int], Days | None]
_STEP = {"same": 0, "next": 1, "previous": -1}
_GRACE = timedelta(days=31)  # figures for 1–9月 are at times announced before the last day is over
_LEAP_YEAR = 2000
_NEXT_DAYS = 3  # a day without its month so soon after the publish date is announced, not a month old


def year_of(reading: Reading | None) -> int | None:
    """The year in which a reading ends (begins, where it has no end)."""
    if reading is None:
        return None
    end = reading.last or reading.first
    return end.year if end else None


def told_year(parts: Parts, moment: Moment) -> int | None:
    """The year that the expression tells itself: in digits, counted from the publish date, or from what was said before."""
    if "year" in parts:
        return full(number(parts, "year"))
    told = parts["relative_year"] if "relative_year" in parts else parts["this_last"]
    if isinstance(told, int):
        return moment.published.year + told if moment.published else None
    said = year_of(moment.anchor) or (None if told == "previous" else year_of(moment.latest))
    base = said or year_spoken_of(moment)
    return base + _STEP[str(told)] if base else None


def year_spoken_of(moment: Moment) -> int | None:
    """The year of the sentence, else the one that the text is about, else that of the publish date."""
    return year_of(moment.anchor) or year_of(moment.era) or (moment.published.year if moment.published else None)


def full(year: int) -> int:
    """A year of which the century may be left out (24年8月)."""
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def tells_year(parts: Parts) -> bool:
    """Whether the expression tells its year itself."""
    return not parts.keys().isdisjoint(("year", "relative_year", "this_last"))


def latest(build: Yearly, moment: Moment, precision: Precision, *, complete: bool = False, soon: bool = False) -> Reading | None:
    """The latest of the yearly recurring days that does not lie after the publish date; the next one for a plan.

    Args:
        build: Year → the days in that year.
        moment: Publish date and whether the clause speaks of a plan.
        precision: Precision of the reading.
        complete: Whether the days must be over (figures for 1-9月).
        soon: Whether the next ones are meant where they come within a month (a day, a festival), not those of a year ago.
    """
    at = moment.published
    if at is None:
        return unresolved(precision) if build(_LEAP_YEAR) else None
    coming = _coming(build, at)
    if coming and (moment.ahead or (soon and coming[0] - at <= _SOON)):
        return whole(coming, precision, partial=True)
    for year in range(at.year, at.year - 9, -1):
        days = build(year)
        if days and days[0] <= at and (not complete or days[1] <= at + _GRACE):
            return whole(days, precision, partial=True)
    return None


def _coming(build: Yearly, at: date) -> Days | None:
    days = build(at.year)
    if days and days[1] > at:
        return days
    following = build(at.year + 1)
    return following if following and at.month >= 10 and following[0].month <= 3 else None


def in_year(
    parts: Parts, moment: Moment, build: Yearly, precision: Precision, *, complete: bool = False, soon: bool = False
) -> Reading | None:
    """Read days that recur every year: in the year that is told, else in the year of the anchor, else the latest."""
    if tells_year(parts):
        year = told_year(parts, moment)
        return whole(build(year), precision, fixes_year=True) if year else unresolved(precision)
    if anchor := year_of(moment.anchor):
        return whole(build(anchor), precision, partial=True)
    if story := _in_story(build, moment):
        return whole(story, precision, partial=True)
    return latest(build, moment, precision, complete=complete, soon=soon)


def _in_story(build: Yearly, moment: Moment) -> Days | None:
    """The days in the year of the sentence before, if they follow on it (1927年5月被捕。6月9日就义)."""
    before, year = moment.carried, year_of(moment.carried)
    days = build(year) if year and not moment.ahead else None
    follows = days and before and before.first and days[0] >= before.first
    return days if follows and days and (moment.published is None or days[0] <= moment.published) else None


def year(parts: Parts, moment: Moment) -> Reading | None:
    """2024年, 去年."""
    return in_year(parts, moment, lambda at: calendar.years(at, at), "year")


def years(parts: Parts, moment: Moment) -> Reading | None:
    """2023—2025年; 2023—25年."""
    first, last = number(parts, "year"), _last_year(parts)
    return whole(calendar.years(first, last), "span", fixes_year=True)


def _last_year(parts: Parts) -> int:
    """The second year of a pair, of which the century may be left out."""
    return full(number(parts, "year_short", number(parts, "year2")))


def full_year(parts: Parts, moment: Moment) -> Reading | None:
    """全年: the year spoken of; else the year that was reported on until March, or the current one."""
    return _whole_year(moment, until_month=3) or unresolved("year")


def _whole_year(moment: Moment, until_month: int) -> Reading | None:
    """The year spoken of, else that of the publish date; up to a month of it still the year before, unless a plan lies ahead."""
    at = moment.published
    told = year_of(moment.anchor) or year_of(moment.era)
    reporting = at is not None and at.month <= until_month and not moment.ahead
    if at and moment.anchor is None and (told is None or (moment.ahead and at.month > _HALF) or (reporting and told == at.year)):
        told = at.year - reporting
    return whole(calendar.years(told, told), "year", partial=True) if told else None


def season_year(parts: Parts, moment: Moment) -> Reading | None:
    """2024—2025学年: from `from_month` of one year to the month before in the next."""
    first, last = number(parts, "year"), _last_year(parts)
    start, end = number(parts, "from_month"), number(parts, "to_month")
    if last != first + 1:
        return None
    opening, closing = calendar.months(first, start, start), calendar.months(last, end, end)
    return Reading(opening[0], closing[1], "span") if opening and closing else None


def months(parts: Parts, moment: Moment) -> Reading | None:
    """Months `from` to `to` of a year: its beginning, a season."""
    first, last = number(parts, "from"), number(parts, "to")
    return in_year(parts, moment, lambda at: calendar.months(at, first, last), "span")


def half(parts: Parts, moment: Moment) -> Reading | None:
    """上半年, 2024年下半年: months `from` to `to`."""
    first, last = number(parts, "from"), number(parts, "to")
    return in_year(parts, moment, lambda at: calendar.months(at, first, last), "half", soon=True)


def winter(parts: Parts, moment: Moment) -> Reading | None:
    """今冬, 2024年冬天: December of the year to the month `to` of the next (February; of 今冬明春, May)."""
    end = number(parts, "to")

    def build(at: int) -> Days | None:
        opening, closing = calendar.months(at, 12, 12), calendar.months(at + 1, end, end)
        return (opening[0], closing[1]) if opening and closing else None

    at = moment.published
    running = (
        0 in (parts.get("this_last"), parts.get("relative_year")) and at is not None and at.month <= 2
    )  # 今冬 in January began in December
    return in_year(parts, moment, (lambda year: build(year - 1)) if running else build, "span")


def quarter(parts: Parts, moment: Moment) -> Reading | None:
    """一季度, 2024年第四季度; with a second one 二、三季度."""
    first = number(parts, "quarter")
    last = number(parts, "quarter2", first)
    return in_year(parts, moment, lambda at: calendar.months(at, 3 * first - 2, 3 * last), "quarter" if first == last else "span")


def first_quarters(parts: Parts, moment: Moment) -> Reading | None:
    """前三季度."""
    count = number(parts, "count")
    return in_year(parts, moment, lambda at: calendar.months(at, 1, 3 * count), "span", complete=True)


def quarter_end(parts: Parts, moment: Moment) -> Reading | None:
    """一季度末."""
    return until_end(quarter(parts, moment))


def until_end(reading: Reading | None) -> Reading | None:
    """The state at the end of a period: it counts up to the last day."""
    return reading.turned("until", None, reading.last) if reading else None


def month(parts: Parts, moment: Moment) -> Reading | None:
    """11月, 2024年3月份; with a second one 1、2月, 1至5月."""
    first = number(parts, "month")
    last = number(parts, "month2", first)
    return in_year(parts, moment, lambda at: _months(at, first, last), "month" if first == last else "span", complete=last != first)


def _months(at: int, first: int, last: int) -> Days | None:
    """The months `first` to `last`; from autumn to spring (11月至次年3月) across the turn of the year."""
    if last >= first:
        return calendar.months(at, first, last)
    opening, closing = calendar.months(at, first, first), calendar.months(at + 1, last, last)
    return (opening[0], closing[1]) if opening and closing and first - last >= _LONGEST_BREAK else None


def first_months(parts: Parts, moment: Moment) -> Reading | None:
    """前11个月."""
    count = number(parts, "count")
    return in_year(parts, moment, lambda at: calendar.months(at, 1, count), "span", complete=True)


def month_third(parts: Parts, moment: Moment) -> Reading | None:
    """11月中旬."""
    at_month, part = number(parts, "month"), number(parts, "third")
    return in_year(parts, moment, lambda at: calendar.third(at, at_month, part), "span", soon=True)


def month_thirds(parts: Parts, moment: Moment) -> Reading | None:
    """11月中下旬: two of the three parts of a month."""
    at_month, first = number(parts, "month"), number(parts, "thirds")

    def build(at: int) -> Days | None:
        opening, closing = calendar.third(at, at_month, first), calendar.third(at, at_month, first + 1)
        return (opening[0], closing[1]) if opening and closing else None

    return in_year(parts, moment, build, "span", soon=True)


def month_week(parts: Parts, moment: Moment) -> Reading | None:
    """11月第一周: seven days each, counted from the first of the month."""
    at_month, first = number(parts, "month"), 7 * number(parts, "week_number") - 6

    def build(at: int) -> Days | None:
        opening, closing = calendar.day(at, at_month, first), calendar.day(at, at_month, first + 6)
        return (opening[0], closing[1]) if opening and closing else None

    return in_year(parts, moment, build, "week", soon=True)


def month_end(parts: Parts, moment: Moment) -> Reading | None:
    """5月底."""
    return until_end(month(parts, moment))


def year_end(parts: Parts, moment: Moment) -> Reading | None:
    """2024年底; 年底 of the year spoken of, else of the current year, in January and February of the one before."""
    if tells_year(parts):
        return until_end(year(parts, moment))
    return until_end(_whole_year(moment, until_month=2)) or unresolved("year")


def day(parts: Parts, moment: Moment) -> Reading | None:
    """3月28日; with a second day 3月5日至7日, with a second month 3月30日至4月2日."""
    first_month, first_day = number(parts, "month"), number(parts, "day")
    last_month, last_day = number(parts, "month2", first_month), number(parts, "day2", first_day)

    def build(at: int) -> Days | None:
        opening = calendar.day(at, first_month, first_day)
        closing = calendar.day(at + (last_month < first_month), last_month, last_day)
        return (opening[0], closing[1]) if opening and closing and opening[0] <= closing[1] else None

    return in_year(parts, moment, build, "day" if "day2" not in parts else "span", soon=True)


def day_pair(parts: Parts, moment: Moment) -> Reading | None:
    """2025/3/10-2025/3/16."""
    opening = calendar.day(number(parts, "year"), number(parts, "month"), number(parts, "day"))
    closing = calendar.day(number(parts, "year2"), number(parts, "month2"), number(parts, "day2"))
    ordered = opening and closing and opening[0] <= closing[0]
    return Reading(opening[0], closing[0], "span", fixes_year=True) if opening and closing and ordered else None


def day_of_month(parts: Parts, moment: Moment) -> Reading | None:
    """28日: in the month that was spoken of, else the latest 28th that does not lie after the publish date."""
    first = number(parts, "day")
    last = number(parts, "day2", first)
    if not 1 <= first <= last <= 31:
        return None
    base = _base_month(first, moment)
    if base is None:
        return unresolved("day")
    for month in (base, calendar.add_months(base.replace(day=1), -1)):
        opening = month and calendar.day(month.year, month.month, first)
        closing = month and calendar.day(month.year, month.month, last)
        if opening and closing:
            return Reading(opening[0], closing[1], "day" if first == last else "span", partial=True)
    return None


def _base_month(at_day: int, moment: Moment) -> date | None:
    """A day of the month in which a day without its month lies."""
    at, said = moment.published, moment.latest
    base = (said.last or said.first) if said and said.precision in ("day", "month") else None
    if base is None or (at and base <= at and (base.year, base.month) == (at.year, at.month)):
        return at and calendar.add_months(at.replace(day=1), 0 if at_day <= at.day + _NEXT_DAYS or moment.ahead else -1)
    following = calendar.add_months(base.replace(day=1), 1)
    turned = said and said.precision == "day" and at_day < base.day
    return following if turned and at and following and (following.year, following.month, at_day) <= (at.year, at.month, at.day) else base


def plan(parts: Parts, moment: Moment) -> Reading | None:
    """A five-year plan, its first `count` years, or its years `from` … `to` (0 is the first)."""
    start = number(parts, "plan", number(parts, "early_plan"))
    first = start + number(parts, "from")
    last = start + number(parts, "to", 4)
    if count := number(parts, "count"):
        last = start + count - 1
    return whole(calendar.years(first, min(last, start + 4)), "year" if first == last else "span", fixes_year=True)


def plan_end(parts: Parts, moment: Moment) -> Reading | None:
    """“十四五”末."""
    return until_end(plan(parts, moment))


def decade(parts: Parts, moment: Moment) -> Reading | None:
    """上世纪90年代, 20世纪80年代."""
    first = number(parts, "century", 1900) + number(parts, "decade")
    return whole(calendar.years(first, first + 9), "span")


def event(parts: Parts, moment: Moment) -> Reading | None:
    """An event with its days; `since`: from its first day to the publish date."""
    first, _, last = word(parts, "event").partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if parts.get("since"):
        return Reading(start, moment.published, "span", role="since")
    return Reading(start, end, "day" if start == end else "span", fixes_year=True)


PRODUCTIONS: dict[str, Production] = {
    "day": day,
    "day_of_month": day_of_month,
    "day_pair": day_pair,
    "decade": decade,
    "event": event,
    "first_months": first_months,
    "first_quarters": first_quarters,
    "full_year": full_year,
    "half": half,
    "month": month,
    "month_end": month_end,
    "month_third": month_third,
    "month_thirds": month_thirds,
    "month_week": month_week,
    "months": months,
    "plan": plan,
    "plan_end": plan_end,
    "quarter": quarter,
    "quarter_end": quarter_end,
    "season_year": season_year,
    "winter": winter,
    "year": year,
    "year_end": year_end,
    "years": years,
}
