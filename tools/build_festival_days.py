"""Build `patterns/dates/calendar.toml`: lunar festivals from 1990 to 2050 and the official holidays decreed so far.

Usage::

    pip install borax==4.1.3 chinesecalendar==1.11.0
    python tools/build_festival_days.py patterns/dates/calendar.toml

borax (MIT) converts lunar dates and knows the solar terms; chinesecalendar (MIT) holds the State Council's notices
since 2004. Run it again with a newer chinesecalendar when the holidays of the next year are decreed (in November).
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import chinese_calendar
from borax.calendars.lunardate import LunarDate, TermUtils

FIRST, LAST = 1990, 2050
LUNAR = {"double_ninth": (9, 9), "dragon_boat": (5, 5), "lantern": (1, 15), "mid_autumn": (8, 15), "qixi": (7, 7), "spring": (1, 1)}
HOLIDAYS = {
    "Dragon Boat Festival": "dragon_boat",
    "Labour Day": "labour",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national",
    "New Year's Day": "new_year",
    "Spring Festival": "spring",
    "Tomb-sweeping Day": "qingming",
}
DAY = timedelta(days=1)
HEAD = """\
# Days of the festivals and official holidays by year. Written by tools/build_festival_days.py: do not edit.
#
# [days]      year → festival → its day. spring: the first day of the lunar year; qingming: the solar term.
# [holidays]  year → holiday → first and last day off, adjoining weekends included. Two that meet are one stretch.
"""


def festivals(year: int) -> dict[str, date]:
    """The movable festivals of a year."""
    found = {name: LunarDate(year, *at).to_solar_date() for name, at in LUNAR.items()}
    return {**found, "qingming": TermUtils.nth_term_day(year, term_name="清明")}


def holidays() -> Iterator[tuple[int, str, date, date]]:
    """Each stretch of decreed days: its year, id, first and last day off."""
    decreed = sorted(chinese_calendar.holidays.items())
    for (name, _), group in groupby(enumerate(decreed), key=lambda item: (item[1][1], item[1][0].toordinal() - item[0])):
        days = [day for _, (day, _) in group]
        if name in HOLIDAYS:
            first, last = days_off(days[0], days[-1])
            yield last.year if (last.month, last.day) != (12, 31) else last.year + 1, HOLIDAYS[name], first, last


def days_off(first: date, last: date) -> tuple[date, date]:
    """The days off around the decreed ones."""
    known = min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year
    while (first - DAY).year >= known[0] and chinese_calendar.is_holiday(first - DAY):
        first -= DAY
    while (last + DAY).year <= known[1] and chinese_calendar.is_holiday(last + DAY):
        last += DAY
    return first, last


def _fields(pairs: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in pairs)


def main(target: Path) -> None:
    """Write the file."""
    days = [f"{year} = {{ {_fields(sorted(festivals(year).items()))} }}" for year in range(FIRST, LAST + 1)]
    by_year = groupby(sorted(set(holidays())), key=lambda row: row[0])
    off = [f"{year} = {{ {_fields((name, f'[{first}, {last}]') for _, name, first, last in group)} }}" for year, group in by_year]
    lines = [HEAD, "[days]", *days, "", "[holidays]", *off]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
