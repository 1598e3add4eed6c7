"""Values and dates as a person writes them, for the terminal and for the page."""

from datetime import timedelta
from decimal import Decimal

from cnreport_extract.models import DateRange, Fact


def amount(fact: Fact) -> str:
    """The value as a person writes it: qualifier, grouped digits, unit.

    Example:
        >>> fact = Fact(
        ...     metric=None,
        ...     entity=None,
        ...     value=Decimal("1153900"),
        ...     unit="元",
        ...     dimension="money",
        ...     qualifier=">",
        ...     span=(0, 1),
        ...     text="",
        ...     rule="",
        ...     confidence=1,
        ... )
        >>> amount(fact)
        '> 1,153,900 元'
    """
    digits = grouped(fact.value)
    if fact.value_max is not None:
        digits += f" - {grouped(fact.value_max)}"
    sign = "" if fact.qualifier == "=" else f"{fact.qualifier} "
    return f"{sign}{digits}{'' if fact.unit in {'', '%'} else ' '}{fact.unit}"


def grouped(value: Decimal) -> str:
    """Digits in groups of three, without a trailing fraction of zeros.

    Example:
        >>> grouped(Decimal("1153900.50"))
        '1,153,900.5'
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def days(date: DateRange | None) -> str:
    """A date range, as short as it can be told: a year, a month, a day, or both ends.

    Example:
        >>> days(DateRange(start="2024-01-01", end="2024-12-31")), days(DateRange(start=None, end="2025-04-02"))
        ('2024', '… 2025-04-02')
    """
    if date is None:
        return ""
    first, last = date.start, date.end
    if first is None or last is None:
        return f"{first or ''} … {last or ''}".strip()
    after = last + timedelta(days=1) if last.year < 9999 else last
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return str(first.year) if after.year == first.year + 1 else f"{first.year} … {last.year}"
    if first.day == after.day == 1:
        months = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return months[0] if months[0] == months[1] else " … ".join(months)
    return first.isoformat() if first == last else f"{first} … {last}"
