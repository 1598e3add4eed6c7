"""Productions for expressions that are counted from the publish date or from what was said before, and for those without days."""

from datetime import date, timedelta
from typing import cast

from cnreport_extract.mentions import calendar
from cnreport_extract.mentions.calendar import Days
from cnreport_extract.mentions.date_productions import until_end, year_of, year_spoken_of
from cnreport_extract.mentions.moments import Moment, Parts, Production, Reading, number, unresolved, whole, word
from cnreport_extract.records import PeriodRole, Precision

_STEP = {"same": 0, "next": 1, "previous": -1}
_NOTE_REACH = timedelta(days=3)
_REPORT_MONTHS = 3  # reports on a year's work are given until March


def _base(parts: Parts, name: str, moment: Moment) -> tuple[date | None, int]:
    """The day from which an offset is counted, and the offset: from the publish date, or from what was said before."""
    told = parts[name]
    if isinstance(told, int):
        return moment.published, told
    said = moment.latest_day if name == "relative_day" else moment.latest
    return (said and (said.last or said.first)) or moment.published, _STEP[str(told)]


def relative_month(parts: Parts, moment: Moment) -> Reading | None:
    """上月, 本月, 当月; with 上旬 … 下旬, with 初 and 底."""
    base, offset = _base(parts, "relative_month", moment)
    at = base and calendar.add_months(base.replace(day=1), offset)
    if at is None:
        return unresolved("month")
    if "third" in parts:
        return whole(calendar.third(at.year, at.month, number(parts, "third")), "span")
    if "day" in parts:
        return whole(calendar.day(at.year, at.month, number(parts, "day")), "day")
    reading = whole(calendar.months(at.year, at.month, at.month), "month")
    return until_end(reading) if parts.get("end") else reading


def relative_quarter(parts: Parts, moment: Moment) -> Reading | None:
    """上季度, 本季度."""
    base, offset = _base(parts, "relative_quarter", moment)
    at = base and calendar.add_months(base.replace(day=1), 3 * offset)
    if at is None:
        return unresolved("quarter")
    first = (at.month - 1) // 3 * 3 + 1
    return whole(calendar.months(at.year, first, first + 2), "quarter")


def relative_week(parts: Parts, moment: Moment) -> Reading | None:
    """上周, 本周; with a weekday 上周五."""
    base, offset = _base(parts, "relative_week", moment)
    if base is None:
        return unresolved("week")
    days = calendar.week(base, offset)
    if days and "weekday" in parts:
        at = calendar.add_days(days[0], number(parts, "weekday") - 1)
        end = at and calendar.add_days(at, number(parts, "days", 1) - 1)
        return Reading(at, end, "day" if at == end else "span") if at and end else None
    return whole(days, "week")


def relative_day(parts: Parts, moment: Moment) -> Reading | None:
    """昨天, 今天, 当天, 次日; in 昨天(3月31日) the date in brackets counts, should the publish date be a day off."""
    base, offset = _base(parts, "relative_day", moment)
    at = base and calendar.add_days(base, offset)
    if at is None:
        return unresolved("day")
    noted = calendar.day(at.year, number(parts, "month"), number(parts, "day"))
    days = noted if noted and abs(noted[0] - at) <= _NOTE_REACH else (at, at)
    return Reading(*days, "day", aside=parts["relative_day"] == "previous")


def neighbours(parts: Parts, moment: Moment) -> Reading | None:
    """今明两天, 今明两年: the stretch between two days or years that are counted from the publish date."""
    unit, at = word(parts, "unit"), moment.published
    if at is None:
        return unresolved("span")
    first, last = map(int, word(parts, f"two_{unit}s").split("/"))
    if unit == "year":
        return whole(calendar.years(at.year + first, at.year + last), "span")
    opening, closing = calendar.add_days(at, first), calendar.add_days(at, last)
    return Reading(opening, closing, "span") if opening and closing else None


def _steps_from(base: date, unit: str, count: int) -> date | None:
    if unit == "year":
        return calendar.add_months(base, 12 * count)
    if unit == "month":
        return calendar.add_months(base, count)
    return calendar.add_days(base, count * (7 if unit == "week" else 1))


def back(parts: Parts, moment: Moment) -> Reading | None:
    """近三年: from the day three years before the publish date; 五年来 in a report at the start of a year: its five calendar years."""
    at = moment.published
    if at is None:
        return unresolved("span")
    unit, count = word(parts, "time_unit"), number(parts, "count", 1)
    if unit == "half":
        unit, count = "month", 6 * count
    if unit == "year" and parts.get("report") and at.month <= _REPORT_MONTHS:
        return whole(calendar.years(at.year - count, at.year - 1), "span")
    start = _steps_from(at, unit, -count)
    return Reading(start, at, "span") if start else None


def forward(parts: Parts, moment: Moment) -> Reading | None:
    """未来三年, 未来3到4天: from the publish date onwards."""
    at = moment.published
    if at is None:
        return Reading(None, None, "span", role="ahead")
    end = _steps_from(at, word(parts, "time_unit"), number(parts, "count2", number(parts, "count", 1)))
    return Reading(at, end, "span", role="ahead") if end else None


def ago(parts: Parts, moment: Moment) -> Reading | None:
    """三年前: that calendar year; 三个月前: that month; 三天前: that day."""
    unit = word(parts, "time_unit")
    at = moment.published and _steps_from(moment.published, unit, -number(parts, "count", 1))
    if at is None:
        return unresolved("span")
    days: Days | None = (at, at)
    if unit == "year":
        days = calendar.years(at.year, at.year)
    elif unit == "month":
        days = calendar.months(at.year, at.month, at.month)
    return whole(days, cast(Precision, unit))


def same_period(parts: Parts, moment: Moment) -> Reading | None:
    """同期: the period spoken of; 去年同期, 上年同期: the same one a year (`shift`) before."""
    said = moment.latest
    if said is None or not said.resolved:
        return unresolved("span")
    shift = 12 * number(parts, "shift")
    first = said.first and calendar.add_months(said.first, shift)
    last = said.last and calendar.add_months(said.last, shift)
    if last and said.last and said.last == calendar.month_end(said.last):
        last = calendar.month_end(last)
    return Reading(first, last, said.precision)


def same_year(parts: Parts, moment: Moment) -> Reading | None:
    """2019年同期: the period spoken of, moved to that year."""
    said, year = year_of(moment.latest), number(parts, "year")
    if said is None:
        return whole(calendar.years(year, year), "year", fixes_year=True)
    return same_period({"shift": year - said}, moment)


def until_now(parts: Parts, moment: Moment) -> Reading | None:
    """目前, 截至目前, 近年来: no beginning, up to the publish date."""
    role = cast(PeriodRole, word(parts, "role") or "current")
    return Reading(None, moment.published, "span", role=role)


def since_told(parts: Parts, moment: Moment) -> Reading | None:
    """投用以来: up to the publish date, from a day that the reader looks for before it."""
    return Reading(None, moment.published, "span", role="since")


def this_year_until(parts: Parts, moment: Moment) -> Reading | None:
    """年内 and the like: the year spoken of, else the year of the publish date."""
    at = year_spoken_of(moment)
    return whole(calendar.years(at, at), "year") if at else unresolved("year")


def frequency(parts: Parts, moment: Moment) -> Reading | None:
    """每年, 日均."""
    unit = word(parts, "frequency")
    return Reading(None, None, cast(Precision, unit), frequency=unit, role="frequency")


def clock(parts: Parts, moment: Moment) -> Reading | None:
    """上午9时30分: the day spoken of."""
    said = moment.latest_day
    return Reading(said.first, said.last, "day") if said else unresolved("day")


def timeless(parts: Parts, moment: Moment) -> Reading | None:
    """A time expression without days: 连续8年 (`role` duration), 农历 dates, an hour of an unknown day."""
    return Reading(None, None, "span", role=cast(PeriodRole, word(parts, "role") or "period"))


PRODUCTIONS: dict[str, Production] = {
    "ago": ago,
    "back": back,
    "clock": clock,
    "forward": forward,
    "frequency": frequency,
    "neighbours": neighbours,
    "relative_day": relative_day,
    "relative_month": relative_month,
    "relative_quarter": relative_quarter,
    "relative_week": relative_week,
    "same_period": same_period,
    "same_year": same_year,
    "since_told": since_told,
    "this_year_until": this_year_until,
    "timeless": timeless,
    "until_now": until_now,
}
