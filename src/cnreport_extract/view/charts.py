"""Small charts: one metric over time, or across entities, wherever at least three values can be compared.

Values are comparable when metric, unit, aspect and basis are the same and their periods are equally long. A metric is its
canonical id where it has one, else its phrase. Where a text gives several values for one point, the surest is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cnreport_extract.models import DateRange, Fact
from cnreport_extract.view.amounts import amount, days
from cnreport_extract.view.marks import shortened, visible

LEAST = 3
_CHARTS = 24
_POINTS = 20
_LABEL = 24
_LENGTHS = ((1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (184, "half"), (366, "year"))


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a chart: `label` on its axis, `amount` as a person writes it without unit, `fact` the number of its row."""

    label: str
    value: float
    amount: str
    fact: int
    moment: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is `time` (a line, oldest first) or `entities` (bars, largest first)."""

    kind: str
    metric: str
    about: str
    unit: str
    points: tuple[Point, ...]

    def record(self) -> dict[str, Any]:
        """The chart as JSON."""
        return asdict(self)


Key = tuple[object, ...]
Groups = Mapping[Key, Mapping[str, list[tuple[int, Fact]]]]


def charts(facts: Iterable[tuple[int, Fact]]) -> list[Chart]:
    """The charts that some facts give, those with most points first.

    Args:
        facts: Facts with the numbers of their rows.

    Example:
        >>> from cnreport_extract import extract
        >>> text = "去年受理案件：长沙市60件、株洲市20件、湘潭市30件。"
        >>> [(chart.kind, len(chart.points)) for chart in charts(enumerate(extract(text, "2025-04-02")))]
        [('entities', 3)]
    """
    over_time: dict[Key, dict[str, list[tuple[int, Fact]]]] = defaultdict(lambda: defaultdict(list))
    across: dict[Key, dict[str, list[tuple[int, Fact]]]] = defaultdict(lambda: defaultdict(list))
    for number, fact in facts:
        if not fact.metric or fact.value_max is not None or fact.aspect == "rank":
            continue
        what = (fact.metric_id or fact.metric, fact.unit, fact.aspect, fact.basis, fact.frequency)
        if fact.date is not None and (end := fact.date.end or fact.date.start) is not None:
            over_time[*what, fact.entity_id or fact.entity, _length(fact.date)][end.isoformat()].append((number, fact))
        if fact.entity:
            across[*what, days(fact.date)][fact.entity_id or fact.entity].append((number, fact))
    found = [*_drawn("time", over_time), *_drawn("entities", across)]
    return sorted(found, key=lambda chart: -len(chart.points))[:_CHARTS]


def _length(date: DateRange) -> str:
    if date.start is None or date.end is None:
        return "open"
    length = (date.end - date.start).days + 1
    return next((name for limit, name in _LENGTHS if length <= limit), str(length // 366))


def _drawn(kind: str, groups: Groups) -> Iterator[Chart]:
    for places in groups.values():
        if len(places) < LEAST:
            continue
        best = {place: max(found, key=lambda item: item[1].confidence) for place, found in places.items()}
        fact = next(iter(best.values()))[1]
        about = fact.entity or "" if kind == "time" else days(fact.date)
        points = _over_time(best) if kind == "time" else _across(best)
        yield Chart(kind, _short(fact.metric or ""), _short(about), fact.unit, tuple(points))


def _over_time(best: Mapping[str, tuple[int, Fact]]) -> list[Point]:
    latest = sorted(best.items())[-_POINTS:]
    return [_point(days(fact.date).strip("… "), number, fact, moment) for moment, (number, fact) in latest]


def _across(best: Mapping[str, tuple[int, Fact]]) -> list[Point]:
    largest = sorted(best.values(), key=lambda item: -item[1].value)[:_POINTS]
    return [_point(fact.entity or "", number, fact) for number, fact in largest]


def _point(label: str, number: int, fact: Fact, moment: str = "") -> Point:
    written = amount(fact) if fact.unit == "%" else amount(fact).removesuffix(fact.unit).strip()
    return Point(_short(label), float(fact.value), written, number, moment)


def _short(text: str) -> str:
    return visible(shortened(text, _LABEL))
