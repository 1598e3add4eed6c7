"""Aspect, direction and basis of a number: a level, a change, a share or a rank, and against what.

What stands directly before the number decides (增长8.5%, 增至5万人, 占全市的30%, 列第3位); a number that only
continues a list (分别增长3.1%、4.2%) takes over the reading of the one before it. Whether a number is planned
is decided elsewhere (`targets`).
"""

import re
from dataclasses import replace
from typing import Literal

from cnreport_extract.facts.items import Item
from cnreport_extract.facts.windows import QUOTES, Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Quantity, Span, record

Direction = Literal["up", "down"] | None
Basis = Literal["yoy", "mom"] | None
_SKIPPED = ("copulas.reach", "copulas.adverb", "copulas.total", "connectives.more")
_COMPARED = ("changes.compared_up", "changes.compared_down")
_RATES = frozenset({"percent", "points", "multiple"})


@record
class Reading:
    """How a number is meant.

    Attributes:
        aspect: `level`, `change`, `share` or `rank`.
        direction, basis: Of a change.
        cue: Index in the sentence's items of the word that decided, None where none did.
        rule: Id of the rule that decided.
        arrival: The number is what a change arrived at (增至5万人).
    """

    aspect: str
    direction: Direction = None
    basis: Basis = None
    cue: int | None = None
    rule: str = "plain"
    arrival: bool = False


class ChangeReader:
    """Reads aspect, direction and basis. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._yoy = re.compile(lexicon.words("changes", "yoy"))
        self._mom = re.compile(lexicon.words("changes", "mom"))

    def read(self, window: Window, before: Reading | None, text: str) -> Reading:
        """The reading of one number.

        Args:
            window: Its neighbourhood.
            before: The reading of the number before it in the same clause, None where there is none.
            text: The folded text.
        """
        quantity = window.item.mention
        assert isinstance(quantity, Quantity)
        if quantity.form == "rank":
            return Reading("rank", rule="rank")
        reading = _left_reading(window, quantity) or _right_reading(window) or _inherited(window, before, quantity)
        reading = reading or _default(window, quantity)
        if reading.aspect != "change":
            return reading
        if quantity.value < 0:
            reading = replace(reading, direction="down")
        return replace(reading, basis=reading.basis or self.basis(window, text)[0])

    def basis(self, window: Window, text: str) -> tuple[Basis, Span | None]:
        """What the clause compares with, the year or the month before, and the words that say so."""
        start = window.items[window.clause].start
        before = max(start - 20, 0)
        stretch = text[before : window.item.start]
        month = self._mom.search(stretch, start - before)
        if month is not None:
            return "mom", Span(before + month.start(), before + month.end())
        year = self._yoy.search(text, start, window.item.start)
        return ("yoy", Span(year.start(), year.end())) if year is not None else (None, None)


def _left_reading(window: Window, quantity: Quantity) -> Reading | None:
    items, low = window.items, window.low
    for index in range(window.at - 1, low - 1, -1):
        item = items[index]
        found = _by_cue(window, item, index, quantity) if item.cues else None
        if found:
            return found
        if not _transparent(item) and not (item.is_verb and index > low and items[index - 1].is_cue(*_COMPARED)):
            break
    return _share(window)


def _by_cue(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    if item.is_cue("changes.arrive_up", "changes.arrive_down") and not item.is_cue("copulas.reach"):
        return Reading("level", cue=index, rule="arrival", arrival=True)
    if item.is_cue("changes.gap_up", "changes.gap_down"):
        return Reading("level", cue=index, rule="gap")
    if item.is_cue("changes.rate") or (item.is_cue("changes.saving") and quantity.form in _RATES):
        return Reading("change", "down" if item.is_cue("changes.decrease", "changes.saving") else "up", cue=index, rule="rate")
    compared = item.is_cue(*_COMPARED)
    if not compared and not item.is_cue("changes.increase", "changes.decrease"):
        return None
    direction: Direction = "up" if item.is_cue("changes.increase", "changes.compared_up") else "down"
    comparison = _comparison(window, index)
    if compared:
        if comparison == "other":
            return Reading("level", cue=index, rule="gap")
        return Reading("change", direction, cue=index, rule="compared") if comparison == "period" else None
    if any(word.is_cue("changes.arrive") or word.tag in {"until", "ahead"} for word in window.items[index + 1 : window.at]):
        return Reading("level", cue=index, rule="arrival", arrival=True)
    if _governs_object(window, index, quantity):
        return None
    return Reading("change", direction, cue=index, rule="grown")


def _comparison(window: Window, index: int) -> str | None:
    """What the words before the change compare with: an earlier `period`, something `other`, or nothing (None)."""
    for at in range(index - 1, window.clause - 1, -1):
        item = window.items[at]
        if item.kind == "period" and item.tag == "reference":
            return "period"
        if item.is_cue("changes.comparison"):
            return "period" if item.is_cue("changes.yoy", "changes.mom") or _timed(window, at + 1, index) else "other"
    return None


def _timed(window: Window, start: int, stop: int) -> bool:
    """Whether the words between a comparison and its change are a time, or nothing but adverbs."""
    words = [item for item in window.items[start:stop] if not _transparent(item)]
    return not words or words[0].tag in {"reference", "t"} or any(item.kind == "period" for item in window.items[start : start + 2])


def _governs_object(window: Window, index: int, quantity: Quantity) -> bool:
    """新建提升310公里农村公路: the verb stands directly before the number and takes its noun as object."""
    if quantity.form in _RATES or not window.right or index != window.at - 1 or not window.items[index].is_verb:
        return False
    first = window.right[0]
    return first.kind in {"word", "name"} and first.tag not in {"p", "d", "c", "v", "ul"} and window.items[index].is_cue("verbs.action")


def _transparent(item: Item) -> bool:
    if item.kind == "period":
        return True
    if item.kind == "mark":
        return item.text in QUOTES
    return item.kind == "word" and (item.is_cue(*_SKIPPED) or item.tag in {"ul", "uz", "d", "uj"})


def _share(window: Window) -> Reading | None:
    for index in range(window.at - 1, window.low - 1, -1):
        item = window.items[index]
        if not item.cues:
            continue
        if item.is_cue("shares.of"):
            quantity = window.item.mention
            rate = isinstance(quantity, Quantity) and quantity.form in _RATES
            return Reading("share", cue=index, rule="share.of") if rate else None
        if item.is_cue("shares.noun"):
            return Reading("share", cue=index, rule="share.noun")
    return None


def _right_reading(window: Window) -> Reading | None:
    """以每年40%的速度增长, 10倍以上的提升."""
    right = window.right
    if not right or right[0].tag != "uj":
        return None
    for offset, item in enumerate(right[1:4], start=1):
        for cue, direction in (("changes.decrease", "down"), ("changes.increase", "up"), ("changes.rate", "up")):
            if item.is_cue(cue):
                return Reading("change", "up" if direction == "up" else "down", cue=window.at + 1 + offset, rule="behind")
    return None


def _inherited(window: Window, before: Reading | None, quantity: Quantity) -> Reading | None:
    bare = all(_transparent(item) or item.kind == "mark" or item.tag == "c" for item in window.left)
    if before is not None and window.listed and bare and quantity.form in _RATES | {"count", "measure", "bare"}:
        return replace(before, rule="listed")
    return None


def _default(window: Window, quantity: Quantity) -> Reading:
    if quantity.rule == "doubling":
        return Reading("change", "up", rule="doubling")
    if quantity.form == "points":
        for index in range(window.at - 1, window.clause - 1, -1):
            item = window.items[index]
            if item.is_cue("changes.decrease"):
                return Reading("change", "down", cue=index, rule="points")
            if item.is_cue("changes.increase"):
                return Reading("change", "up", cue=index, rule="points")
        return Reading("change", "up", rule="points")
    return Reading("level")
