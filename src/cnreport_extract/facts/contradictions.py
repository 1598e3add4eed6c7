"""Facts of one text that cannot all be true: the same metric of the same entity and period with values that exclude each other.

To be sure that the same is meant, entity, metric, period, unit, aspect, direction, basis and frequency must be told and equal, in
different sentences; values that are rounded, or more or less than they say, exclude each other only beyond that (`bounds`). A metric
that the text tells many values of (one for each event, say) is no single number and contradicts nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from cnreport_extract.facts.bounds import bounds, meet
from cnreport_extract.models import Fact, Offsets

_MOST = 3  # values of one metric; more are a series
_SHORTEST = 5  # characters; a shorter phrase (完成投资, 培训) is told of several things in one text
_MANY = frozenset({"share", "rank"})  # 占营业收入的 of one product and of another: the phrase names the whole


def contradictions(facts: Sequence[Fact], apart: Iterable[Offsets] = ()) -> list[tuple[Fact, Fact]]:
    """The pairs that exclude each other, in text order.

    Args:
        facts: The facts of one text.
        apart: Spans of parts of totals: they say something about a part, not about the whole.
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    parts = set(apart)
    for fact in facts:
        told = fact.entity is not None and fact.date is not None and len(fact.metric or "") >= _SHORTEST and fact.aspect not in _MANY
        if told and fact.span not in parts:
            groups.setdefault(_subject(fact), []).append(fact)
    told_once = (group for group in groups.values() if len(group) <= _MOST)
    return [pair for group in told_once for pair in combinations(group, 2) if _exclude(*pair)]


def _subject(fact: Fact) -> tuple[object, ...]:
    """What two facts that could contradict each other have in common."""
    return (fact.entity, fact.metric_id or fact.metric, fact.date, fact.unit, fact.aspect, fact.direction, fact.basis, fact.frequency)


def _exclude(one: Fact, other: Fact) -> bool:
    return one.evidence.sentence != other.evidence.sentence and not meet(bounds(one), bounds(other))
