"""What stands around a quantity: the words of its own before and behind it, and how they are cut.

A window ends at the marks that end a clause, and at the words that belong to a neighbouring quantity of the
same clause (省级劳模1人、市级劳模1人: each number has its own words). Marks inside brackets that are closed on the
way end nothing (精炼钴(包括钴粉、钴盐等,折金属量)产量12.8万吨).
"""

from collections.abc import Collection, Sequence

from cnreport_extract.facts.items import CLOSING, HARD_MARKS, LONGEST_BRACKET, OPENING, Item, Row
from cnreport_extract.records import Quantity, record

LISTING = frozenset("、")
QUOTES = frozenset('“”"《》‘’「」『』·-/&')
_TRIM_BEHIND = frozenset({"copulas.reach", "copulas.adverb", "copulas.total", "connectives.more", "changes.gap_up", "changes.gap_down"})
_TRIM_BEFORE = frozenset({"copulas.adverb", "copulas.total", "connectives.more", "connectives.part", "connectives.source"})
LONGEST_CLAUSE = 200  # items; a clause that is longer is a table without marks
_NOUNS = frozenset("nubjvtsa")  # first letters of the tags that a noun phrase may begin with
_LINKS = frozenset({"uj", "ul", "uz", "y", "c", "d", "ad"})  # 的, 了, 和, 则, 大幅


@record
class Window:
    """The neighbourhood of the quantity `items[at]` in its sentence.

    Attributes:
        items: The whole sentence.
        at: Index of the quantity.
        low: Index of the first item of `left`.
        left: Items of its own before it, in order, without bracketed ones.
        right: Items of its own behind it, in order, without bracketed ones.
        clause: Index of the first item of the clause.
        cues: Ids of the cues in `left`.
        listed: Whether an earlier quantity stands in the same clause.
        in_brackets: Whether the quantity stands in brackets and `left` was taken from before them.
    """

    items: Row
    at: int
    low: int
    left: tuple[Item, ...]
    right: tuple[Item, ...]
    cues: frozenset[str]
    clause: int
    listed: bool
    in_brackets: bool

    @property
    def item(self) -> Item:
        """The item of the quantity itself."""
        return self.items[self.at]


def window(items: Sequence[Item], at: int) -> Window:
    """Cut the window of the quantity at index `at`; of a `Row` what is asked of the whole sentence is found once."""
    row = items if isinstance(items, Row) else Row(items)
    start = at
    in_brackets = at > 0 and row[at - 1].text in OPENING
    if in_brackets:
        start = at - 1
    clause = clause_start(row, start)
    low = _left_bound(row, start, clause)
    left = unbracketed(row[low:start])
    right = unbracketed(row[at + 1 : _right_bound(row, at)])
    cues = frozenset([cue for item in left if item.cues for cue in item.cues])
    return Window(row, at, low, left, right, cues, clause, bool(row.numbers_between(clause, at)), in_brackets)


def is_hard(item: Item) -> bool:
    """Whether the item ends a clause."""
    return item.kind == "mark" and item.text in HARD_MARKS


def clause_start(row: Row, at: int) -> int:
    """Index of the first item of the clause that holds index `at` (or ends directly before it)."""
    end = row.clause_ends[at - 1] if at else -1
    stop = max(at - LONGEST_CLAUSE, 0)
    return end + 1 if end >= stop else stop


def _closing(items: Sequence[Item], opening: int) -> int | None:
    for index in range(opening + 1, min(opening + LONGEST_BRACKET, len(items))):
        if items[index].kind == "mark" and items[index].text in CLOSING:
            return index
    return None


def _left_bound(items: Row, at: int, clause: int) -> int:
    index = at - 1
    while index >= clause:
        item = items[index]
        if item.kind == "mark" and item.text in CLOSING:
            opening = items.opening(index)
            inside = items.numbers_between(opening, index)
            if opening == index or (inside and (opening <= clause or items[opening - 1].kind != "word")):
                return index + 1
            index = opening  # 劳模创新工作室(省级3个)共15个
        elif (
            (item.kind == "quantity" and not _delimits(items, index, at))
            or (item.kind == "mark" and item.text in OPENING)
            or (item.kind == "mark" and item.text in LISTING and items.numbers_between(clause, index))
        ):
            return index + 1
        index -= 1
    return clause


def _delimits(items: Row, index: int, at: int) -> bool:
    """10亿元以上项目5个: whether a number only says which class is counted, by a bound and the noun behind it."""
    number = items[index].mention
    bounded = isinstance(number, Quantity) and number.qualifier in {"≥", "≤"} and items[index].text[-1:] not in number.unit
    behind = items[index + 1 : at]
    return bounded and bool(behind) and behind[0].kind == "word" and not behind[0].is_verb and behind[0].tag[:1] in _NOUNS


def _right_bound(items: Sequence[Item], at: int) -> int:
    listing = None
    index = at + 1
    while index < len(items):
        item = items[index]
        if item.kind == "quantity":
            return index if listing is None else listing
        if item.kind == "mark":
            if item.text in OPENING:
                closing = _closing(items, index)
                if closing is None or any(inner.kind == "quantity" for inner in items[index:closing]):
                    return index
                index = closing
            elif item.text in HARD_MARKS or item.text in CLOSING:
                return index
            elif item.text in LISTING and listing is None:
                listing = index
        index += 1
    return len(items)


def unbracketed(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items without brackets and what stands in them."""
    kept: list[Item] = []
    depth = 0
    for item in items:
        if item.kind == "mark" and item.text in OPENING:
            depth += 1
        elif item.kind == "mark" and item.text in CLOSING:
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(item)
    return tuple(kept)


def trim_behind(items: Sequence[Item], extra: Collection[str] = ()) -> tuple[Item, ...]:
    """Drop the words between a metric and its number: 达, 为, 共, 累计, 约, times, marks."""
    stop, dropped = len(items), _TRIM_BEHIND.union(extra) if extra else _TRIM_BEHIND
    while stop and _droppable(items[stop - 1], dropped):
        stop -= 1
    return tuple(items[:stop])


def trim_before(items: Sequence[Item]) -> tuple[Item, ...]:
    """Drop what stands before a metric: connectives, adverbs, times, marks."""
    start = 0
    while start < len(items) and _droppable(items[start], _TRIM_BEFORE):
        start += 1
    return tuple(items[start:])


def _droppable(item: Item, cues: frozenset[str]) -> bool:
    if item.kind == "period":
        return True
    if item.kind == "mark":
        return item.text not in QUOTES
    return item.kind == "word" and (item.tag in _LINKS or not cues.isdisjoint(item.cues))


def phrase(items: Sequence[Item]) -> str:
    """The text of the items without times and particles of aspect; the only numbers among them delimit a class."""
    kept = [item.text for item in items if item.kind != "period" and item.tag not in {"ul", "uz"}]
    return "".join(kept).strip("、,;:()- ")
