"""What the facts of a text say about each other, as notes on them: sums and contradictions."""

from collections.abc import Iterable, Mapping, Sequence

from cnreport_extract.facts.contradictions import contradictions
from cnreport_extract.facts.sums import Sum
from cnreport_extract.models import Fact, Note, Offsets


def noted(facts: Sequence[Fact], sums: Sequence[Sum]) -> list[Fact]:
    """The facts with their notes.

    Args:
        facts: The facts of one text, copies merged.
        sums: Totals and parts, as they were before copies were merged.
    """
    place = _kept(facts)
    sums = [one for one in sums if all(fact.span in place for fact in (one.total, *one.parts))]
    notes: dict[Offsets, list[Note]] = {}
    for one in sums:
        for span, note in _of_sum(one, place):
            notes.setdefault(span, []).append(note)
    apart = (place[part.span] for one in sums for part in one.parts)
    for pair in contradictions(facts, apart):
        for fact, other in (pair, pair[::-1]):
            notes.setdefault(fact.span, []).append(Note(kind="contradiction", agrees=False, rule="contradiction", others=(other.span,)))
    return [fact.model_copy(update={"notes": tuple(notes[fact.span])}) if fact.span in notes else fact for fact in facts]


def _kept(facts: Iterable[Fact]) -> dict[Offsets, Offsets]:
    """The span of the fact that each number became part of."""
    place = {}
    for fact in facts:
        place.update(dict.fromkeys((fact.span, *fact.evidence.restated), fact.span))
    return place


def _of_sum(one: Sum, place: Mapping[Offsets, Offsets]) -> Iterable[tuple[Offsets, Note]]:
    """A note for the total, and one for each part."""
    total, parts = place[one.total.span], tuple(place[part.span] for part in one.parts)
    rule = f"sum/{one.rule}"
    yield total, Note(kind="total", agrees=one.fits, rule=rule, others=parts, sum=one.value)
    for part in parts:
        others = (total, *(other for other in parts if other != part))
        yield part, Note(kind="part", agrees=one.fits, rule=rule, others=others, sum=one.value)
