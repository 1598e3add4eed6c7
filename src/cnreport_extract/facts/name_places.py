"""Where a name stands in the sentence of a number: features for the choice of the entity."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from cnreport_extract.facts.candidates import Marks
from cnreport_extract.facts.items import HARD_MARKS, Item, Row
from cnreport_extract.facts.name_scene import NameScene
from cnreport_extract.facts.windows import LISTING, Window
from cnreport_extract.records import Name, Span

REACH = 60  # items on either side of a number; what stands farther away in one sentence has nothing to do with it
_NEAR = 4  # items between a name and the metric's words that are looked at
_ROW = 6  # items before a row of names among which a preposition governs it
PLACES = ("own", "clause", "sentence", "own.behind", "behind")


def in_sentence(names: NameScene, window: Window) -> Iterator[tuple[int, Name]]:
    """The names of the number's sentence with the index of their item: those before it first, the nearest first."""
    items = window.items
    near = range(max(window.at - REACH, 0), min(window.at + REACH, len(items)))
    for index in (*range(window.at - 1, near.start - 1, -1), *range(window.at + 1, near.stop)):
        if items[index].kind == "name":
            name = items[index].mention
            if isinstance(name, Name) and not names.is_reference(name):
                yield index, name


def features_at(names: NameScene, window: Window, index: int, name: Name) -> tuple[str, Marks]:
    """The place of a name of the number's sentence, and the features of that place."""
    items, where = window.items, place_in(index, window)
    fresh = _freshness(items, index, window.at)
    if where == "own" and _itemised(items, index, window):
        return where, (where, "own.itemised", *fresh)
    before, behind = _before(items[index - 1] if index else None), _behind(items[index + 1] if index + 1 < len(items) else None)
    standing = _standing(names.named(name, where), f"{where}.{before}", f"{where}.{behind}")
    return where, (*standing, *fresh, *_alignment(names, items, index, window), *_across(items, index, window))


@lru_cache(1 << 12)
def _standing(named: Marks, before: str, behind: str) -> Marks:
    """The features of a name and of its neighbours, each once."""
    return tuple(dict.fromkeys((*named, before, behind)))


def place_in(index: int, window: Window) -> str:
    """Where an item of the number's sentence stands: in its own words, its clause, before or behind them."""
    if window.low <= index < window.at:
        return "own"
    if window.clause <= index < window.at:
        return "clause"
    if index < window.clause:
        return "sentence"
    return "own.behind" if index <= window.at + len(window.right) else "behind"


def beside_metric(window: Window, name: Name, where: str, metric: Span | None) -> str:
    """How a name of the number's sentence stands to the words of the metric: before, inside or behind them, and what lies between.

    Args:
        window: The number's neighbourhood.
        name: The name.
        where: Its place (`place_in`).
        metric: Where the words of the metric are; None where they are taken over.
    """
    if metric is None:
        return f"elsewhere.{where}"
    if name.start >= metric.end:
        return f"behind.{where}"
    if name.end > metric.start:
        return "opens" if name.start <= metric.start else "closes" if name.end >= metric.end else "inside"
    items = window.items
    between = items[bisect_left(items.starts, name.end) : bisect_left(items.starts, metric.start)]
    if len(between) > _NEAR:
        return f"before.{where}"
    if len(between) < 2:
        return f"one.{between[0].shape}" if between else "adjacent"
    return "near." + (
        "mark" if any(item.kind == "mark" for item in between) else "verb" if any(item.is_verb for item in between) else "word"
    )


def _across(items: Row, index: int, window: Window) -> list[str]:
    """Whether a semicolon stands between a name and the number, and whether the name was a part of a whole before it."""
    stops = bisect_left(items.semicolons, window.at) - bisect_left(items.semicolons, index)
    if stops <= 0:
        return []
    start = index
    while start > max(index - REACH, 0) and items[start - 1].text != ";":
        start -= 1
    part = any(item.is_cue("connectives.part") for item in items[start:index])
    return [f"across.{min(stops, 3)}", *(["across.part"] if part else [])]


def _itemised(items: Sequence[Item], index: int, window: Window) -> bool:
    """长沙市6例、株洲市2例: the name and its number are one item of a list of such pairs."""
    before = items[max(index - 3, 0) : max(index - 1, 0)]
    follows = index > 1 and items[index - 1].text in LISTING and any(item.kind == "quantity" for item in before)
    behind = items[window.at + 1 : window.at + 4]
    opener = index - 1 if index and items[index - 1].kind == "word" else index - 2
    part = opener >= 0 and items[opener].is_cue("connectives.part")
    if follows and index == window.low and index + 1 < window.at and items[index + 1].is_verb:
        return True  # 长沙市投入经费320万元、株洲市投入经费185万元
    leads = part or (bool(behind) and behind[0].text in LISTING and any(item.kind == "name" for item in behind[1:]))
    return index + 1 == window.at and (follows or leads)


def _freshness(items: Row, index: int, at: int) -> Marks:
    """Whether the name came up since the number before: a new subject takes over (北京次之,上涨了7.7%)."""
    if index > at:
        return ()
    return _since(min(len(items.numbers_between(index + 1, at)), 3), min(items.names[index + 1 : at].count(True), 3))


@cache
def _since(numbers: int, names: int) -> Marks:
    return f"numbers.since.{numbers}", f"names.since.{names}", *(["fresh"] if not numbers else [])


def _alignment(scene: NameScene, items: Row, index: int, window: Window) -> list[str]:
    """A、B、C分别增长x、y、z: whether the name has the place in its list that the number has in its own."""
    last = bisect_left(items.each_own, window.at) - 1
    cue = items.each_own[last] if last >= 0 else -1
    if cue <= window.at - REACH or index >= cue:
        return []
    numbers = _listed(items, cue + 1, "quantity")
    names = _listed_before(items, cue)
    if len(names) < 2 or len(names) != len(numbers) or index not in names or window.at not in numbers or _acted_on(scene, items, names[0]):
        return []
    return ["aligned.same" if names.index(index) == numbers.index(window.at) else "aligned.other"]


def _acted_on(scene: NameScene, items: Sequence[Item], first: int) -> bool:
    """对东盟、欧盟分别出口x、y: a preposition before the row of names tells that they are partners, not subjects; 在 does not."""
    if scene.roles[items[first].start][0] == "after.place":
        return False
    for index in range(first - 1, max(first - _ROW, 0) - 1, -1):
        item = items[index]
        if item.tag == "p":
            return True
        if item.kind == "mark" or item.is_verb:
            return False
    return False


def _listed(items: Sequence[Item], start: int, kind: str) -> list[int]:
    """The items of a kind from `start` on that 、 or 和 join, with the words before the first."""
    found: list[int] = []
    for at in range(start, min(start + REACH, len(items))):
        item = items[at]
        if item.kind == kind:
            found.append(at)
        elif (found and not _joins(item)) or (item.kind == "mark" and item.text in HARD_MARKS):
            break
    return found


def _listed_before(items: Sequence[Item], stop: int) -> list[int]:
    """The last row of names before `stop` that 、 or 和 join, in order."""
    at = stop - 1
    while at >= max(stop - REACH, 0) and not (items[at].kind == "name" and at and _joins(items[at - 1])):
        at -= 1
    found: list[int] = []
    while at >= max(stop - REACH, 0) and (items[at].kind == "name" or (found and _joins(items[at]))):
        if items[at].kind == "name":
            found.append(at)
        at -= 1
    return found[::-1]


def _joins(item: Item) -> bool:
    return item.text in LISTING or item.tag == "c"


def _before(item: Item | None) -> str:
    if item is None:
        return "opens.sentence"
    if item.kind in {"mark", "period", "name", "quantity"}:
        return "opens.clause" if item.kind == "mark" else f"after.{item.kind}"
    if item.is_cue("connectives.source"):
        return "after.source"
    if item.tag == "p":
        return f"after.preposition.{item.text}" if len(item.text) == 1 else "after.preposition"
    return "after.verb" if item.is_verb else "after.word"


def _behind(item: Item | None) -> str:
    if item is None:
        return "closes"
    if item.is_cue("connectives.source"):
        return "before.source"
    if item.tag == "uj":
        return "before.de"
    if item.is_verb or item.tag in {"d", "p"}:
        return "before.verb"
    return f"before.{item.tag[:1]}" if item.kind == "word" else f"before.{item.kind}"
