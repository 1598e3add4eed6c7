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
        self._lower = re.compile(lexicon.words("changes", "gap_down"))

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
        reading = _left_reading(window, quantity) or _right_reading(window, quantity) or _inherited(window, before, quantity)
        reading = reading or _of_rate(window, quantity) or self._default(window, quantity)
        if reading.aspect != "change":
            return reading
        if quantity.value < 0:
            reading = replace(reading, direction="down")
        return replace(reading, basis=reading.basis or self.basis(window, text)[0])

    def _default(self, window: Window, quantity: Quantity) -> Reading:
        if quantity.rule == "doubling":
            return Reading("change", "up", rule="doubling")
        if quantity.form == "points":
            for index in range(window.at - 1, window.clause - 1, -1):
                item = window.items[index]
                lower = item.kind == "period" and item.tag == "reference" and self._lower.match(item.text)  # 低于上年0.6个百分点
                if lower or item.is_cue("changes.decrease", "changes.gap_down", "changes.drag"):
                    return Reading("change", "down", cue=index if not lower else None, rule="points")
                if item.is_cue("changes.increase"):
                    return Reading("change", "up", cue=index, rule="points")
            return Reading("change", "up", rule="points")
        return Reading("level")

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
        return _arrived(window, index, quantity)
    if item.is_cue("changes.gap_up", "changes.gap_down"):
        if _comparison(window, index) == "period":
            return Reading("change", "up" if item.is_cue("changes.gap_up") else "down", cue=index, rule="compared")
        return Reading("level", cue=index, rule="gap")
    if item.is_cue("changes.arrive") and index > window.clause and _grew(window, index):
        return Reading("level", cue=index, rule="arrival", arrival=True)  # 提升0.7个百分点至12%
    if item.is_cue("changes.yoy", "changes.mom") and quantity.form in _RATES and _signed(window, index, quantity):
        return Reading("change", "down" if quantity.value < 0 else "up", cue=index, rule="signed")
    if item.is_cue("changes.more_done", "changes.less_done"):
        if _comparison(window, index) == "period" or index == window.clause:
            return Reading("change", "up" if item.is_cue("changes.more_done") else "down", cue=index, rule="compared")
        return None
    if item.is_cue("changes.rate") or (item.is_cue("changes.saving") and quantity.form in _RATES):
        down = item.is_cue("changes.decrease", "changes.saving") or (quantity.form == "points" and _dragged(window, index))
        return Reading("change", "down" if down else "up", cue=index, rule="rate")
    compared = item.is_cue(*_COMPARED)
    if not compared and not item.is_cue("changes.increase", "changes.decrease"):
        return None
    direction: Direction = "up" if item.is_cue("changes.increase", "changes.compared_up") else "down"
    comparison = _comparison(window, index)
    if compared:
        if comparison == "other":
            return Reading("level", cue=index, rule="gap")
        done = window.items[index + 1].tag == "ul" and (quantity.form in _RATES or not window.right)  # 少了23%
        return Reading("change", direction, cue=index, rule="compared") if comparison == "period" or done else None
    if any(word.is_cue("changes.arrive") or word.tag in {"until", "ahead"} for word in window.items[index + 1 : window.at]):
        return Reading("level", cue=index, rule="arrival", arrival=True)
    if _governs_object(window, index, quantity):
        return None
    return Reading("change", direction, cue=index, rule="grown")


def _dragged(window: Window, index: int) -> bool:
    """拉低产值增速2.3个百分点."""
    return any(item.is_cue("changes.drag", "changes.decrease") for item in window.items[window.clause : index])


def _arrived(window: Window, index: int, quantity: Quantity) -> Reading:
    """增至5万人 is a level; a rate that arrives (涨幅收窄至6.9%) stays a change."""
    before = index - 1
    while before >= window.clause and _transparent(window.items[before]):
        before -= 1
    if quantity.form in _RATES and before >= window.clause and window.items[before].is_cue("changes.rate"):
        down = window.items[before].is_cue("changes.decrease")
        return Reading("change", "down" if down else "up", cue=index, rule="rate", arrival=True)
    return Reading("level", cue=index, rule="arrival", arrival=True)


def _grew(window: Window, index: int) -> bool:
    """Whether the size of a change stands directly before."""
    number = window.items[index - 1]
    words = window.items[window.clause : index - 1]
    return number.kind == "quantity" and any(word.is_cue("changes.increase", "changes.decrease") for word in words)


def _signed(window: Window, index: int, quantity: Quantity) -> bool:
    """同比+62.3%, 同比-8.9%: only a sign stands between."""
    between = window.items[index + 1 : window.at]
    return (not between and quantity.value < 0) or (len(between) == 1 and between[0].text == "+")


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
    return not words or words[0].tag in {"reference", "t"} or words[0].is_cue("changes.earlier") or any(item.kind == "period" for item in window.items[start : start + 2])


def _governs_object(window: Window, index: int, quantity: Quantity) -> bool:
    """新建提升310公里农村公路: the verb stands directly before the number and takes its noun as object."""
    if quantity.form in _RATES or not window.right or index != window.at - 1 or not window.items[index].is_verb:
        return False
    first = window.right[0]
    return first.kind in {"word", "name"} and first.tag not in {"p", "d", "c", "v", "ul"} and any(
        item.is_cue("verbs.action") for item in window.items[max(index - 1, window.low) : index + 1]
    )


def _transparent(item: Item) -> bool:
    if item.kind == "period":
        return True
    if item.kind == "mark":
        return item.text in QUOTES or item.text == "+"
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


def _right_reading(window: Window, quantity: Quantity) -> Reading | None:
    """以每年40%的速度增长, 10倍以上的提升, 实现20.1%和37.7%的增长, 保持20%左右增长."""
    start = _list_end(window)
    behind = window.items[start : start + 5]
    of = bool(behind) and behind[0].tag == "uj"
    if not of and quantity.form not in _RATES:
        return None
    for offset, item in enumerate(behind[of:]):
        for cue, direction in (("changes.decrease", "down"), ("changes.increase", "up"), ("changes.rate", "up")):
            if item.is_cue(cue):
                ends = of or start + offset + 1 >= len(window.items) or window.items[start + offset + 1].kind == "mark"
                return Reading("change", "up" if direction == "up" else "down", cue=start + of + offset, rule="behind") if ends else None
        if not item.is_cue("changes.pace") and item.kind != "period" and item.tag not in {"d", "ad"}:
            return None
    return None


def _list_end(window: Window) -> int:
    """Index behind the number, and behind the others of its kind that are listed with it."""
    items, form = window.items, window.item.tag
    index = window.at + 1
    while index + 1 < len(items) and (items[index].text == "、" or items[index].tag == "c"):
        if items[index + 1].kind != "quantity" or items[index + 1].tag != form:
            break
        index += 2
    return index


def _inherited(window: Window, before: Reading | None, quantity: Quantity) -> Reading | None:
    bare = all(_transparent(item) or item.kind in {"mark", "name"} or item.tag == "c" for item in window.left)
    if before is not None and window.listed and bare and quantity.form in _RATES | {"count", "measure", "bare"}:
        return replace(before, rule="listed")
    return None


def _of_rate(window: Window, quantity: Quantity) -> Reading | None:
    """包头市增速最快,为13.9%: the rate is named in the clause before."""
    stop = window.clause - 1
    if quantity.form not in _RATES or window.listed or stop < 1 or window.items[stop].text != ",":
        return None
    if not all(_transparent(item) for item in window.items[window.clause : window.at]):
        return None
    start = window.items.ends[stop - 1] + 1
    if window.items.numbers_between(start, stop):
        return None
    for index in range(stop - 1, start - 1, -1):
        item = window.items[index]
        if item.is_cue("changes.rate"):
            return Reading("change", "down" if item.is_cue("changes.decrease") else "up", rule="rate")
        if not _transparent(item) and item.tag not in {"a", "d", "v"}:
            return None
    return None
