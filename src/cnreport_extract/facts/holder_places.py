"""Where a holder noun stands in relation to a number: features for the choice of the entity."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cnreport_extract.facts.candidates import Candidate, Marks
from cnreport_extract.facts.holders import Held
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.name_places import REACH, place_in
from cnreport_extract.facts.windows import Window, is_hard
from cnreport_extract.records import Name, Page

_KEPT = 1 << 12  # few combinations exist, and they come again
_NEAREST = 12  # nouns on either side of a number that are looked at


def placed(
    page: Page, here: Sequence[Held], before: Sequence[Held], sentence: int, window: Window, metric: Candidate | None
) -> Iterator[tuple[Name, Marks]]:
    """The holders that a number could be about, nearest first, with the features of their place.

    Args:
        page: The page.
        here: The holders of the number's sentence.
        before: Those of earlier sentences that opened a clause, in order.
        sentence: Index of the number's sentence.
        window: The number's neighbourhood.
        metric: The metric that was chosen, which may begin with the holder.
    """
    at = bisect_left(here, window.at, key=lambda held: held.end)
    for held in here[max(at - _NEAREST, 0) : at][::-1]:
        if held.end >= window.at - REACH and window.at < held.holds and not _measured(held.name, metric):
            yield held.name, (*_described(held, place_in(held.end, window)), *_beside(window.items, held), _of_metric(held.name, metric))
    for held in here[at : at + _NEAREST]:
        if held.end <= window.at + len(window.right):
            yield held.name, (*_described(held, "own.behind"), _of_metric(held.name, metric))
    sentences = page.sentences
    for held in reversed(before):
        other, own = sentences[held.sentence], sentences[sentence]
        same = "block" if other.block == own.block else "section" if other.section == own.section else "page"
        yield held.name, (*_described(held, f"earlier.{same}"), f"holder.distance.{same}.{min(sentence - held.sentence, 4)}")


def _measured(name: Name, metric: Candidate | None) -> bool:
    """Whether the noun is what the number counts: it ends where the metric does, or lies inside of it."""
    span = metric.span if metric is not None else None
    return span is not None and span.start < name.end and name.start < span.end and not (name.start <= span.start and name.end < span.end)


def _described(held: Held, where: str) -> Marks:
    """The features of the noun itself; the first is its place."""
    return _standing(where, held.name.rule, held.said, min(len(held.name.name), 8) // 2, bare=held.first == held.end)


@lru_cache(_KEPT)
def _standing(where: str, kind: str, said: int, long: int, *, bare: bool) -> Marks:
    alone = ("holder.bare", f"{kind}.bare", f"holder.bare.{where}") if bare else ()
    return where, "holder", kind, f"holder.{where}", f"{kind}.{where}", f"holder.said.{said}", f"holder.long.{long}", *alone


def _beside(items: Sequence[Item], held: Held) -> Marks:
    first, behind = held.first, items[held.end + 1]
    after = "verb" if behind.is_verb else behind.tag[:1] if behind.kind == "word" else behind.kind
    opener = items[first - 1] if first else None
    opens = "sentence" if opener is None else "clause" if is_hard(opener) else opener.kind if opener.kind != "word" else opener.tag[:1]
    return _neighbours(held.name.rule, opens, after, items[first].tag if items[first].kind == "name" else "")


@lru_cache(_KEPT)
def _neighbours(kind: str, opens: str, after: str, named: str) -> Marks:
    name = ("holder.named", f"holder.named.{named}") if named else ()
    return f"holder.before.{after}", f"{kind}.before.{after}", f"holder.opens.{opens}", f"holder.opens.{opens}.before.{after}", *name


def _of_metric(name: Name, metric: Candidate | None) -> str:
    if metric is None or metric.span is None:
        return "holder.metric.elsewhere"
    span = metric.span
    if name.end <= span.start:
        return "holder.metric.behind"
    if name.start >= span.end:
        return "holder.metric.before"
    if name.start <= span.start:
        return "holder.metric.equal" if name.end >= span.end else "holder.metric.opens"
    return "holder.metric.closes" if name.end >= span.end else "holder.metric.inside"
