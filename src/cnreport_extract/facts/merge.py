"""Restated facts become one: a headline, a lead or a caption says what the body says again, a lead rounds what the body tells exactly.

The fuller copy stays (the one in the body, the exact one) and keeps the offsets of the others in its evidence.
"""

from collections.abc import Sequence
from decimal import Decimal

from cnreport_extract.models import Fact, Offsets

_OVER, _UNDER, _ABOUT, _ROUNDED = Decimal("1.2"), Decimal("0.8"), Decimal("0.05"), Decimal("0.01")
_SIMILAR = 0.5
_COUNTED = frozenset({"count", "grade"})
_FEW = 10  # counts and grades below it come up again by chance
_REACH = 300  # facts behind a headline among which its body is looked for


def merge_restated(facts: Sequence[Fact], framed: Sequence[bool]) -> list[Fact]:
    """Drop the copies.

    Args:
        facts: The facts of one text in order.
        framed: For each, whether it stands in a title or heading.

    Returns:
        The facts that remain, in order; `evidence.restated` holds the spans of their copies.
    """
    copies: dict[int, int] = {}
    stated: dict[tuple[object, ...], int] = {}
    exact = _exact_ones(facts, framed)
    for index, fact in enumerate(facts):
        if framed[index]:
            behind = range(index + 1, min(index + _REACH, len(facts)))
            original = next((other for other in behind if not framed[other] and _restates(fact, facts[other])), None)
        else:
            original = stated.setdefault(_statement(fact), index) if _tells(fact) else None
            if original in {None, index}:
                original = _exact(index, facts, exact)
        if original is not None and facts[original].evidence.sentence != fact.evidence.sentence:
            copies[index] = original
    spans: dict[int, list[Offsets]] = {}
    for copy, original in copies.items():
        spans.setdefault(original, []).append(facts[copy].span)
    return [_with_copies(fact, spans.get(index, ())) for index, fact in enumerate(facts) if index not in copies]


def _tells(fact: Fact) -> bool:
    """Whether the same number again is hardly chance: 8所医院 of two places, whose names were missed, are two facts."""
    return fact.dimension not in _COUNTED or fact.value >= _FEW


def _statement(fact: Fact) -> tuple[object, ...]:
    """What two sentences that state the very same have in common."""
    return (fact.value, fact.value_max, fact.unit, fact.metric, fact.entity, fact.aspect, fact.direction, fact.date)


def _exact_ones(facts: Sequence[Fact], framed: Sequence[bool]) -> dict[tuple[object, ...], list[int]]:
    """The facts of the body with an exact number, by what they are about."""
    found: dict[tuple[object, ...], list[int]] = {}
    for index, fact in enumerate(facts):
        if not framed[index] and fact.qualifier == "=" and (about := _about(fact)):
            found.setdefault(about, []).append(index)
    return found


def _exact(index: int, facts: Sequence[Fact], exact: dict[tuple[object, ...], list[int]]) -> int | None:
    """The one exact number that a rounded one of the same entity, metric and period says less exactly (超60亿元, 60.3亿元)."""
    fact = facts[index]
    about = _about(fact) if fact.qualifier != "=" and fact.value_max is None else None
    others = exact.get(about, []) if about else []
    return others[0] if len(others) == 1 and _fits(fact, facts[others[0]]) else None


def _about(fact: Fact) -> tuple[object, ...] | None:
    """What a number is about, where all of it is told."""
    if fact.entity is None or fact.metric is None or fact.date is None or fact.aspect == "target":
        return None
    return fact.entity, fact.metric_id or fact.metric, fact.date, fact.unit, fact.aspect, fact.direction, fact.basis, fact.frequency


def _restates(headline: Fact, body: Fact) -> bool:
    """Whether a headline says what the body says, as it is or rounded."""
    if headline.direction != body.direction or (headline.unit and (headline.dimension, headline.unit) != (body.dimension, body.unit)):
        return False  # a headline may leave the unit out: 总销售额超1.4亿
    return _fits(headline, body) and (headline.value == body.value or _alike(headline.metric or "", body.metric or ""))


def _fits(rounded: Fact, exact: Fact) -> bool:
    low, high = rounded.value, exact.value
    if low == high:
        return True
    if rounded.qualifier in {">", "≥"}:
        return low <= high <= low * _OVER
    if rounded.qualifier in {"<", "≤"}:
        return low * _UNDER <= high <= low
    return abs(high - low) <= abs(low) * (_ABOUT if rounded.qualifier == "≈" else _ROUNDED)


def _alike(a: str, b: str) -> bool:
    """Whether two phrases share at least half of their characters."""
    return bool(a and b) and 2 * len(set(a) & set(b)) >= _SIMILAR * (len(set(a)) + len(set(b)))


def _with_copies(fact: Fact, spans: Sequence[Offsets]) -> Fact:
    if not spans:
        return fact
    return fact.model_copy(update={"evidence": fact.evidence.model_copy(update={"restated": tuple(spans)})})
