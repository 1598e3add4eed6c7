"""Lists of numbers that go, one by one, with the numbers told before them.

实缴单位8237家,实缴职工47万人,缴存额89亿元,分别增长9.1%、4.3%、9.6%: the changes belong to the last three levels. What
is aligned within one clause (A、B、C分别增长x、y、z) is a candidate of `coordinated`; here nothing is left to choose. Nor is it in
a list of names that takes its metric from the number before.
"""

from collections.abc import Sequence
from itertools import groupby

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Item, Row
from cnreport_extract.facts.windows import LISTING, Window, phrase, trim_before, trim_behind
from cnreport_extract.records import Quantity, record

_LONGEST_LIST = 120  # items
_RECENT = 24  # numbers
_GROWN = ("changes.increase", "changes.decrease")
_ARRIVING = ("changes.arrive", "changes.arrive_up", "changes.arrive_down", *_GROWN)
_MEANS = (
    "copulas.each_own", "copulas.adverb", "copulas.reach", "connectives.more",
    "changes.yoy", "changes.mom", "changes.comparison", "changes.rate",
)  # fmt: skip


@record
class Earlier:
    """What later numbers of a sentence may share with an earlier one."""

    metric: str
    verb: str
    quantity: Quantity
    clause: int
    aspect: str


def aligned_candidate(window: Window, reading: Reading, earlier: Sequence[Earlier]) -> Candidate | None:
    """The metric of the number that this one is told of, None where it is no member of such a list.

    Args:
        window: The number's neighbourhood.
        reading: Its aspect, and the word that decided on it.
        earlier: The numbers of the sentence before it, in order.
    """
    if (started := _started(window, earlier)) is not None:
        return Candidate("aligned.levels", started.metric, None, (), verb=started.verb)
    before = [one for one in earlier[-_LONGEST_LIST:] if one.clause < window.clause]
    place = _place(window, before) if before else None
    if place is None:
        return None
    index, size, first = place
    if reading.aspect == "change":
        before = [one for one in before if one.aspect not in {"change", "share", "rank"}] or before  # else it tells how changes changed
    stop = window.clause - 1
    if not before or not window.items.numbers_between(window.items.ends[stop - 1] + 1 if stop else 0, max(stop, 0)):
        return None  # 青海、新疆增幅较大,分别增长49.3%、27.3%
    told = _listed(window.items, before, size) or _told(before, size)
    if told is None:
        return None
    verb = _verb(window, first) if reading.aspect == "level" else ""
    return Candidate("aligned.levels", verb + told[index].metric, None, (), verb=told[index].verb)


def _started(window: Window, earlier: Sequence[Earlier]) -> Earlier | None:
    """由31.9‰和15.7‰降到23.2‰和10.7‰: each number of the list at which a change arrives goes with that from which it started."""
    row, started = window.items, [one for one in earlier[-_LONGEST_LIST:] if one.clause == window.clause]
    if len(started) < 2:
        return None
    numbers = row.numbers_between(window.clause, window.clause + _LONGEST_LIST)
    first = joined_run(row, numbers)
    second = joined_run(row, numbers[len(first) :])
    if not 1 < len(first) == len(second) or window.at not in second:
        return None
    between = row[first[-1] + 1 : second[0]]
    arrives = bool(between) and all(item.is_cue(*_ARRIVING) or item.tag in {"d", "ul"} for item in between)
    return started[second.index(window.at)] if arrives and len(started) == len(first) + second.index(window.at) else None


def listed_candidate(window: Window, earlier: Sequence[Earlier]) -> Candidate | None:
    """长沙市6例、株洲市2例: the nearest number before that has the same unit gives a list of names its one metric."""
    quantity = window.item.mention
    recent = earlier[-_RECENT:]
    like = (one for one in reversed(recent) if isinstance(quantity, Quantity) and one.quantity.unit == quantity.unit)
    found = next(like, recent[-1] if recent and recent[-1].clause == window.clause else None)
    return Candidate("shared", found.metric, None, (), verb=found.verb) if found is not None else None


def outside_brackets(window: Window, earlier: Sequence[Earlier]) -> Sequence[Earlier]:
    """新增会员45人(其中女职工12人),增长3%: what a bracket told that is closed is over."""
    closed = window.items.bracketed
    if not closed:
        return earlier
    recent = (one for one in earlier[-_RECENT:] if closed.get(one.quantity.start, window.at) >= window.at)
    return [*earlier[: max(len(earlier) - _RECENT, 0)][:1], *recent]


def _listed(row: Row, before: Sequence[Earlier], size: int) -> Sequence[Earlier] | None:
    """城乡居民收入26980元、8845元,分别增长9%、10%: the list of as many numbers with which the clause before ends."""
    last = [one for one in before if one.clause == before[-1].clause]
    if len(last) < size:
        return None
    start = last[-size].quantity.start
    at = [index for index in row.numbers_between(last[-1].clause, len(row)) if row[index].start >= start][:size]
    return last[-size:] if len(joined_run(row, at)) == size else None


def _told(before: Sequence[Earlier], size: int) -> Sequence[Earlier] | None:
    """The last numbers before, one a metric: 收入突破百亿元,达103亿元 tells one."""
    distinct = [list(group)[-1] for _, group in groupby(before, key=lambda one: one.metric)]
    found = distinct if len(distinct) >= size else before
    return found[-size:] if len(found) >= size else None


def _place(window: Window, before: Sequence[Earlier]) -> tuple[int, int, int] | None:
    """The number's place in the list, its length, and the index of its first number.

    None where the clause names what the numbers are of, or where no such list stands: 分别 has to open it, or the list before
    has as many numbers (进口、出口分别为12亿元、30亿元,增长5%、7%).
    """
    row = window.items
    numbers = row.numbers_between(window.clause, window.clause + _LONGEST_LIST)
    if len(numbers) < 2 or window.at not in numbers:
        return None
    each_own = _bare(row[window.clause : numbers[0]])
    size = len(joined_run(row, numbers))
    index = numbers.index(window.at)
    fits = each_own or (each_own is not None and sum(one.clause == before[-1].clause for one in before) == size)
    return (index, size, numbers[0]) if size > 1 and index < size and fits else None


def _bare(words: Sequence[Item]) -> bool | None:
    """Whether 分别 stands among the words; None where something stands before it, or before the number, that the numbers could be of."""
    at = next((place for place, item in enumerate(words) if item.is_cue("copulas.each_own")), None)
    means = _MEANS if at is not None else (*_MEANS, *_GROWN)
    for item in words[:at]:
        if item.kind not in {"period", "mark"} and item.tag not in {"uj", "ul"} and not item.is_cue(*means):
            return None
    return at is not None


def joined_run(row: Row, numbers: Sequence[int]) -> Sequence[int]:
    """The first of the numbers and those behind it that 、 or 和 join to one list."""
    size = 1
    while size < len(numbers) and joined(row, numbers[size - 1], numbers[size]):
        size += 1
    return numbers[:size]


def joined(row: Row, left: int, right: int) -> bool:
    """Whether nothing but 、 or 和 stands between two numbers."""
    between = row[left + 1 : right]
    links = [item for item in between if not item.is_cue(*_GROWN)]  # 下降8%、6%和上升12%
    return bool(links) and all((item.kind == "mark" and item.text in LISTING) or item.tag == "c" for item in links)


def _verb(window: Window, first: int) -> str:
    """What was done to each (分别奖励3万元、2万元): the words between 分别 and the first number."""
    words = window.items[window.clause : first]
    at = next((place for place, item in enumerate(words) if item.is_cue("copulas.each_own")), len(words))
    return phrase(trim_before(trim_behind(words[at + 1 :])))
