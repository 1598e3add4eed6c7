"""Periods that stand nowhere as such: parts of one that is told, and those that are only compared with."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cnreport_extract.facts.aligned import joined, joined_run
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Row
from cnreport_extract.facts.windows import Window
from cnreport_extract.records import Period

_REACH = 40  # items before the number
_TWO = 2  # 2023至2024年A、B分别增长x、y: so few numbers may as well be of two things
_LONGEST_LIST = 12  # periods that 分别 takes up
ALIGNED = "where.aligned"
_OPENING = frozenset("([")
_DECEMBER = 12
Told = tuple[Period, list[str]]


def told_periods(window: Window, reading: Reading, departure: int) -> Iterator[Told]:
    """The periods of this kind that the number could cover, each with where it comes from.

    Args:
        window: The number's neighbourhood.
        reading: Its aspect.
        departure: Where the word stands from which a change starts (`dates.departs`), 0 where none does.
    """
    row, before = window.items, range(window.at - 1, max(window.at - _REACH, 0) - 1, -1)
    periods = [(index, period) for index in before if isinstance(period := row[index].mention, Period)]
    if not periods:
        return
    if reading.aspect != "change":
        yield from _compared(row, window.at, periods[0])
    if departure:
        yield from _start(period for _, period in periods)
    yield from _share(window, periods)


def _compared(row: Row, at: int, nearest: tuple[int, Period]) -> Iterator[Told]:
    """比上年的559亿元增长9%, 比2002年(219件)增长: the number that is compared with is of the period before it."""
    index, period = nearest
    between = row[index + 1 : at]
    if period.role == "reference" and not any(
        item.kind == "quantity" or (item.kind == "mark" and item.text not in _OPENING) for item in between
    ):
        yield period, ["where.compared", *(["where.compared.adjacent"] if len(between) <= 1 else [])]


def _start(periods: Iterator[Period]) -> Iterator[Told]:
    """从2017年到2021年,比率由55%提高到72%: where the change starts, the stretch began."""
    stretch = next((period for period in periods if "range" in period.rule), None)
    ends = _ends(stretch) if stretch is not None else None
    if stretch is not None and ends:
        yield _cut(stretch, *ends[0]), ["where.start"]


def _share(window: Window, periods: Sequence[tuple[int, Period]]) -> Iterator[Told]:
    """2023年和2024年分别收缩0.3%和0.2%: each number has the period of its place in the list."""
    row = window.items
    each = next((index for index in range(window.at - 1, window.clause - 1, -1) if row[index].is_cue("copulas.each_own")), None)
    if each is None:
        return
    numbers = joined_run(row, row.numbers_between(each, window.at + _LONGEST_LIST))
    before = [(index, period) for index, period in periods if index < each]
    if not before or row.numbers_between(before[0][0], each):
        return  # 1至2月发放贷款51笔、1020万元,分别增长30%、25%: the list is of what was told before
    members = _members(row, before, len(numbers))
    if window.at in numbers and len(members) == len(numbers) > 1:
        yield members[numbers.index(window.at)], [ALIGNED]


def _members(row: Row, before: Sequence[tuple[int, Period]], size: int) -> Sequence[Period]:
    """The periods of the nearest list: one expression (2023年和2024年, 2022至2024年), or several joined by 、 or 和."""
    index, nearest = before[0]
    if nearest.rule.endswith((".range", ".periods")) and len(parts := _years(nearest)) == size > _TWO:
        return parts
    if nearest.rule.endswith(".list") and (ends := _ends(nearest)):
        return [_cut(nearest, *end) for end in ends]
    listed = [nearest]
    for place, period in before[1:_LONGEST_LIST]:
        if not joined(row, place, index):
            break
        ends = _ends(period) if period.rule.endswith(".list") else None
        listed = [*([_cut(period, *end) for end in ends] if ends else [period]), *listed]
        index = place
    return listed


def _years(period: Period) -> list[Period]:
    """The years that a stretch of whole ones is made of."""
    ends = _ends(period)
    if ends is None or ends[0][1].month != _DECEMBER or ends[0][0].month != 1:
        return []
    return [_cut(period, date(year, 1, 1), date(year, _DECEMBER, 31)) for year in range(ends[0][0].year, ends[1][1].year + 1)]


def counted_year(periods: Sequence[Period], period: Period) -> Period | None:
    """截至5月底,今年新增就业3万人: the year up to the day to which the sentence counts; None for other periods.

    Args:
        periods: The periods before the number, the nearest first.
        period: The one that might be such a year.
    """
    if period.role != "period" or period.precision != "year" or not period.first or not period.last:
        return None
    until = next((other.last for other in periods if other.role == "until" and other.last), None)
    return _cut(period, period.first, until) if until and period.first <= until < period.last else None


def _ends(period: Period) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """The first and the last year, or month, of a stretch of whole ones."""
    first, last = period.first, period.last
    if not first or not last or first.day != 1 or last.day != _days_in(last):
        return None
    if (first.month, last.month) == (1, _DECEMBER) and first.year < last.year:
        return (first, date(first.year, _DECEMBER, 31)), (date(last.year, 1, 1), last)
    if (first.year, first.month) < (last.year, last.month):
        return (first, first.replace(day=_days_in(first))), (last.replace(day=1), last)
    return None


def _days_in(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _cut(period: Period, first: date, last: date) -> Period:
    return replace(period, first=first, last=last)
