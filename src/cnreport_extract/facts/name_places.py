"""Where a name stands in the sentence of a number: features for the choice of the entity."""

from collections.abc import Iterator, Sequence

from cnreport_extract.facts.items import Item
from cnreport_extract.facts.name_scene import NameScene
from cnreport_extract.facts.windows import LISTING, Window
from cnreport_extract.records import Name

REACH = 60  # items on either side of a number; what stands farther away in one sentence has nothing to do with it
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


def features_at(names: NameScene, window: Window, index: int, name: Name) -> tuple[str, set[str]]:
    """The place of a name of the number's sentence, and the features of that place."""
    items, where = window.items, _where(index, window)
    fresh = _freshness(items, index, window.at)
    if where == "own" and _itemised(items, index, window):
        return where, {where, "own.itemised", *fresh}
    return where, {*names.named(name, where), *_neighbours(items, index, where), *fresh, *_alignment(items, index, window)}


def _where(index: int, window: Window) -> str:
    if window.low <= index < window.at:
        return "own"
    if window.clause <= index < window.at:
        return "clause"
    if index < window.clause:
        return "sentence"
    return "own.behind" if index <= window.at + len(window.right) else "behind"


def _itemised(items: Sequence[Item], index: int, window: Window) -> bool:
    """长沙市6例、株洲市2例: the name and its number are one item of a list of such pairs."""
    before = items[max(index - 3, 0) : max(index - 1, 0)]
    follows = index > 1 and items[index - 1].text in LISTING and any(item.kind == "quantity" for item in before)
    behind = items[window.at + 1 : window.at + 4]
    leads = bool(behind) and behind[0].text in LISTING and any(item.kind == "name" for item in behind[1:])
    return index + 1 == window.at and (follows or leads)


def _freshness(items: Sequence[Item], index: int, at: int) -> list[str]:
    """Whether the name came up since the number before: a new subject takes over (北京次之,上涨了7.7%)."""
    if index > at:
        return []
    since = [item.kind for item in items[index + 1 : at]]
    numbers = min(since.count("quantity"), 3)
    return [f"numbers.since.{numbers}", f"names.since.{min(since.count('name'), 3)}", *(["fresh"] if not numbers else [])]


def _alignment(items: Sequence[Item], index: int, window: Window) -> list[str]:
    """A、B、C分别增长x、y、z: whether the name has the place in its list that the number has in its own."""
    clause = range(window.clause, min(window.clause + REACH, len(items)))
    numbers = [at for at in clause if items[at].kind == "quantity"]
    listed = [at for at in clause if items[at].kind == "name" and numbers and at < numbers[0]]
    if len(listed) < 2 or len(numbers) < 2 or index not in listed or window.at not in numbers:
        return []
    if not any(item.is_cue("copulas.each_own") for item in items[listed[-1] : numbers[0]]):
        return []
    return ["aligned.same" if listed.index(index) == numbers.index(window.at) else "aligned.other"]


def _neighbours(items: Sequence[Item], index: int, where: str) -> Iterator[str]:
    yield f"{where}.{_before(items[index - 1] if index else None)}"
    yield f"{where}.{_behind(items[index + 1] if index + 1 < len(items) else None)}"


def _before(item: Item | None) -> str:
    if item is None:
        return "opens.sentence"
    if item.kind in {"mark", "period", "name"}:
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
    return f"before.{item.kind}"
