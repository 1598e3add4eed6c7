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
_NAMED_RATE = 3  # items between 的 and the rate that say of what it is
_LONGEST_OBJECT = 5  # items
_OBJECTS = frozenset("nabv")  # first letters of the tags of its words
_NO_OBJECT = ("copulas.reach", "copulas.adverb", "copulas.total", "changes.arrive")
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
        grown = (lexicon.words("changes", cue) for cue in ("increase", "decrease", "rate"))
        self._growth = re.compile(f"(?:{'|'.join(grown)})(?:\\(%\\)|%)?$")  # 增长%, and no 增加值(%)
        self._fallen = re.compile(lexicon.words("changes", "decrease"))
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
        if quantity.rule == "table":
            return self._of_column(quantity, text)
        reading = _left_reading(window, quantity) or _right_reading(window, quantity) or _inherited(window, before, quantity)
        reading = reading or _of_rate(window, quantity) or self._default(window, quantity)
        if reading.aspect != "change":
            return reading
        if quantity.value < 0:
            reading = replace(reading, direction="down")
        return replace(reading, basis=reading.basis or self.basis(window, text)[0])

    def _of_column(self, quantity: Quantity, text: str) -> Reading:
        """A rate under 增长% is a change."""
        for part in quantity.parts:
            if part.name == "heading" and quantity.form in _RATES and self._growth.search(text[part.start : part.end]):
                fallen = quantity.value < 0 or self._fallen.search(text, part.start, part.end)
                return Reading("change", "down" if fallen else "up", rule="column")
        return Reading("level", rule="column")

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
        start = window.items[_compared_from(window)].start
        before = max(start - 20, 0)
        stretch = text[before : window.item.start]
        month = self._mom.search(stretch, start - before)
        if month is not None:
            return "mom", Span(before + month.start(), before + month.end())
        year = self._yoy.search(text, start, window.item.start)
        return ("yoy", Span(year.start(), year.end())) if year is not None else (None, None)


def _compared_from(window: Window) -> int:
    """Where the clause begins, or the one before it where that only says what is compared with: 与上年相比,减少9起."""
    stop = window.clause - 1
    start = window.items.ends[stop - 1] + 1 if stop > 0 else 0
    words = window.items[start : max(stop, 0)]
    says = any(item.is_cue("changes.comparison", "changes.yoy", "changes.mom") or item.tag == "reference" for item in words)
    return start if says and not window.items.numbers_between(start, stop) else window.clause


def _left_reading(window: Window, quantity: Quantity) -> Reading | None:
    items, low = window.items, window.low
    for index in range(window.at - 1, low - 1, -1):
        item = items[index]
        found = _by_cue(window, item, index, quantity) if item.cues else None
        if found:
            return found
        if not _transparent(item) and not (item.is_verb and index > low and items[index - 1].is_cue(*_COMPARED)):
            break
    return _share(window) or _verb_before_object(window, quantity)


def _by_cue(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    if not item.cues:
        return None
    for read in (_arrived, _gap, _signed, _more_done, _rate, _compared, _grown):
        reading = read(window, item, index, quantity)
        if reading is not None:
            return reading
    return None


def _arrived(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    """增至5万人 is a level, as is what 提升0.7个百分点至12% arrived at; a rate that arrives (涨幅收窄至6.9%) stays a change."""
    if item.is_cue("changes.arrive") and index > window.clause and _grew(window, index):
        return Reading("level", cue=index, rule="arrival", arrival=True)
    if not item.is_cue("changes.arrive_up", "changes.arrive_down") or item.is_cue("copulas.reach"):
        return None
    before = index - 1
    while before >= window.clause and _transparent(window.items[before]):
        before -= 1
    if quantity.form in _RATES and before >= window.clause and window.items[before].is_cue("changes.rate"):
        down = window.items[before].is_cue("changes.decrease")
        return Reading("change", "down" if down else "up", cue=index, rule="rate", arrival=True)
    return Reading("level", cue=index, rule="arrival", arrival=True)


def _gap(window: Window, item: Item, index: int, _: Quantity) -> Reading | None:
    """高于全国平均2.1个百分点 is a distance; 比上年同期高出2% has grown."""
    if not item.is_cue("changes.gap_up", "changes.gap_down"):
        return None
    if _comparison(window, index) == "period":
        return Reading("change", "up" if item.is_cue("changes.gap_up") else "down", cue=index, rule="compared")
    return Reading("level", cue=index, rule="gap")


def _signed(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    """同比+62.3%, 同比-8.9%: only a sign stands between."""
    if not item.is_cue("changes.yoy", "changes.mom") or quantity.form not in _RATES:
        return None
    between = window.items[index + 1 : window.at]
    if (between or quantity.value >= 0) and [mark.text for mark in between] != ["+"]:
        return None
    return Reading("change", "down" if quantity.value < 0 else "up", cue=index, rule="signed")


def _more_done(window: Window, item: Item, index: int, _: Quantity) -> Reading | None:
    """同比多办18件; 少产0.8万辆 at the head of a clause."""
    done = item.is_cue("changes.more_done", "changes.less_done")
    if not done or (_comparison(window, index) != "period" and index != window.clause):
        return None
    return Reading("change", "up" if item.is_cue("changes.more_done") else "down", cue=index, rule="compared")


def _rate(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    """增速5.5%; 节省25%, 增收20%; 拉低增速2.3个百分点."""
    if not item.is_cue("changes.rate") and not (item.is_cue("changes.saving", "changes.gaining") and quantity.form in _RATES):
        return None
    dragged = quantity.form == "points" and any(
        word.is_cue("changes.drag", "changes.decrease") for word in window.items[window.clause : index]
    )
    down = dragged or item.is_cue("changes.decrease", "changes.saving")
    return Reading("change", "down" if down else "up", cue=index, rule="rate")


def _compared(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    """比上年多500人 has grown, 比全国多500人 is a distance; 少了23%."""
    if not item.is_cue(*_COMPARED):
        return None
    comparison = _comparison(window, index)
    if comparison == "other":
        return Reading("level", cue=index, rule="gap")
    done = window.items[index + 1].tag == "ul" and (quantity.form in _RATES or not window.right)
    if comparison != "period" and not done:
        return None
    return Reading("change", "up" if item.is_cue("changes.compared_up") else "down", cue=index, rule="compared")


def _grown(window: Window, item: Item, index: int, quantity: Quantity) -> Reading | None:
    """增长8.5%; 增长到 and what stands as a verb before its object is no change."""
    if item.is_cue(*_COMPARED) or not item.is_cue("changes.increase", "changes.decrease"):
        return None
    if any(word.is_cue("changes.arrive") or word.tag in {"until", "ahead"} for word in window.items[index + 1 : window.at]):
        return Reading("level", cue=index, rule="arrival", arrival=True)
    if _governs_object(window, index, quantity) or window.items[window.at - 1].tag == "uj":  # 占进口增量的15%
        return None
    return Reading("change", "up" if item.is_cue("changes.increase") else "down", cue=index, rule="grown")


def _verb_before_object(window: Window, quantity: Quantity) -> Reading | None:
    """降低生产成本20%, 下调贷款利率0.5个百分点: a rate behind the object of a verb of change; no 提升覆盖率95%."""
    items = window.items
    if (
        quantity.form not in {"percent", "points"}
        or window.right
        or (items[window.at - 1].kind == "word" and items[window.at - 1].is_cue(*_NO_OBJECT))
    ):
        return None
    for index in range(window.at - 1, max(window.low, window.at - _LONGEST_OBJECT) - 1, -1):
        item = items[index]
        if index < window.at - 1 and item.is_verb and item.is_cue("changes.increase", "changes.decrease"):
            up = item.is_cue("changes.increase")
            return Reading("change", "up" if up else "down", cue=None, rule="grown")
        if item.kind != "word" or item.tag[:1] not in _OBJECTS or item.is_cue("copulas.reach", "shares.noun", "changes.rate"):
            return None
    return None


def _grew(window: Window, index: int) -> bool:
    """Whether the size of a change stands directly before."""
    number = window.items[index - 1]
    words = window.items[window.clause : index - 1]
    return number.kind == "quantity" and any(word.is_cue("changes.increase", "changes.decrease") for word in words)


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
    if not words or words[0].tag in {"reference", "t"} or words[0].is_cue("changes.earlier"):
        return True
    return any(item.kind == "period" for item in window.items[start : start + 2])


def _governs_object(window: Window, index: int, quantity: Quantity) -> bool:
    """新建提升310公里农村公路: the verb stands directly before the number and takes its noun as object."""
    if quantity.form in _RATES or not window.right or index != window.at - 1 or not window.items[index].is_verb:
        return False
    first = window.right[0]
    return (
        first.kind in {"word", "name"}
        and first.tag not in {"p", "d", "c", "v", "ul"}
        and any(item.is_cue("verbs.action") for item in window.items[max(index - 1, window.low) : index + 1])
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
        named = of and offset < _NAMED_RATE and item.kind in {"word", "name"} and item.tag[:1] in {"n", "e", "p"}  # 9.8%的经济增速
        if not named and not item.is_cue("changes.pace") and item.kind != "period" and item.tag not in {"d", "ad"}:
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
