"""Between which values a printed number lies: 83.4亿元 is rounded, 1000余场 is more than it says, 80人 is exact."""

import re
from decimal import Decimal

from cnreport_extract.models import Fact

Bounds = tuple[Decimal, Decimal]

_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_ABOUT = Decimal("0.05")
_ENDLESS = Decimal("Infinity")


def bounds(fact: Fact) -> Bounds:
    """The lowest and the highest value that the number allows.

    A number with decimals or with a multiplier (万, 亿) is rounded to its last digit; one without is exact. A qualifier moves the
    ends: 余, 多, 超 reach to the next round number, 近 comes from the one before, 约 allows a twentieth.
    """
    half = _last_digit(fact) / 2
    low, high = fact.value, fact.value_max if fact.value_max is not None else fact.value
    if fact.qualifier == ">":
        return low, high + max(_round(high), half)
    if fact.qualifier == "≥":
        return low, _ENDLESS
    if fact.qualifier == "<":
        return low - max(_round(low), half), high
    if fact.qualifier == "≤":
        return min(low, Decimal(0)), high
    if fact.qualifier == "≈":
        half = max(half, abs(high) * _ABOUT)
    return low - half, high + half


def meet(a: Bounds, b: Bounds) -> bool:
    """Whether two numbers can be the same.

    Example:
        >>> meet((Decimal("79.5"), Decimal("80.5")), (Decimal(80), Decimal(90)))
        True
    """
    return a[0] <= b[1] and b[0] <= a[1]


def added(parts: list[Bounds]) -> Bounds:
    """The bounds of a sum."""
    return sum((low for low, _ in parts), Decimal(0)), sum((high for _, high in parts), Decimal(0))


def _last_digit(fact: Fact) -> Decimal:
    """What one more in the last printed digit would add; 0 where the number is exact."""
    printed = _DIGITS.search(fact.text)
    number = Decimal(printed[0].replace(",", "")) if printed is not None else Decimal(0)
    if printed is None or not number:
        return Decimal(0)
    scale, decimals = abs(fact.value) / number, len(printed[1] or "")
    return scale.scaleb(-decimals) if decimals or scale > 1 else Decimal(0)


def _round(value: Decimal) -> Decimal:
    """The size of the last digit that is not 0: 1000 for 1000, 100 for 2300."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and value else Decimal(0)
