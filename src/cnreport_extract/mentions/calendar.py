"""Calendar arithmetic: whole days, months, quarters, halves and years as first and last day. No words.

A stretch of days is a pair (first, last), both included.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

Days = tuple[date, date]


def day(year: int, month: int, number: int) -> Days | None:
    """One day as a stretch; None where the calendar has no such day.

    Example:
        >>> day(2024, 2, 29), day(2023, 2, 29)
        ((datetime.date(2024, 2, 29), datetime.date(2024, 2, 29)), None)
    """
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return found, found


def months(year: int, first: int, last: int) -> Days | None:
    """The whole months `first` to `last` of a year.

    Example:
        >>> months(2024, 1, 2)[1]
        datetime.date(2024, 2, 29)
    """
    if not (MINYEAR <= year <= MAXYEAR and 1 <= first <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def years(first: int, last: int) -> Days | None:
    """The whole calendar years `first` to `last`."""
    if not MINYEAR <= first <= last <= MAXYEAR:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def third(year: int, month: int, number: int) -> Days | None:
    """The first, second or last ten days (旬) of a month."""
    whole = months(year, month, month)
    if whole is None:
        return None
    start = date(year, month, 10 * number - 9)
    return start, whole[1] if number == 3 else start + timedelta(days=9)


def week(at: date, offset: int) -> Days | None:
    """The week, Monday to Sunday, that lies `offset` weeks after the one that holds `at`."""
    monday = add_days(at, 7 * offset - at.weekday())
    sunday = monday and add_days(monday, 6)
    return (monday, sunday) if monday and sunday else None


def add_days(at: date, count: int) -> date | None:
    """The day `count` days later (earlier where negative); None outside the calendar."""
    try:
        return at + timedelta(days=count)
    except OverflowError:
        return None


def add_months(at: date, count: int) -> date | None:
    """The same day `count` months later, the last day of the month where it is shorter.

    Example:
        >>> add_months(date(2024, 3, 31), -1)
        datetime.date(2024, 2, 29)
    """
    year, month = divmod(at.year * 12 + at.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(at.day, monthrange(year, month + 1)[1]))


def month_end(at: date) -> date:
    """The last day of the month that holds `at`."""
    return at.replace(day=monthrange(at.year, at.month)[1])
