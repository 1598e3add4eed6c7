"""Parts of a row of words: its last verbs, the noun phrase it begins with, what is left without its names."""

from collections.abc import Sequence

from cnreport_extract.facts.items import Item
from cnreport_extract.facts.windows import LISTING, QUOTES, trim_before

CHANGE_TAIL = (
    "changes.increase",
    "changes.decrease",
    "changes.rate",
    "changes.yoy",
    "changes.mom",
    "changes.arrive",
    "changes.arrive_up",
    "changes.arrive_down",
)
Proposal = tuple[str, str, Sequence[Item], str]  # rule, phrase, its words, verb
_OPENING, _CLOSING = "“", "”"
_PAIRS = {_OPENING: _CLOSING, "《": "》", "‘": "’", "「": "」", "『": "』"}
_PAIRED = frozenset([*_PAIRS, *_PAIRS.values()])
_MODIFIERS = frozenset({"vn", "an", "a", "b", "l", "z", "j"})
_COUNTED = 5  # items behind a number among which the noun is that it counts
_HOLDERS = frozenset({"place", "organisation", "person"})


def verb_group(items: Sequence[Item]) -> tuple[int, int] | None:
    """Start and end of the last run of verbs."""
    stop = len(items)
    while stop and not items[stop - 1].is_verb:
        stop -= 1
    start = stop
    while start and (items[start - 1].is_verb or items[start - 1].tag == "d"):
        start -= 1
    return (start, stop) if stop else None


def only_names(items: Sequence[Item]) -> bool:
    """Whether nothing but names of holders and marks stands there."""
    words = [item for item in items if item.kind != "mark"]
    return bool(words) and all(item.kind == "name" and item.tag in _HOLDERS for item in words)


def without_name(core: Sequence[Item]) -> Sequence[Item]:
    """The words without the names and adverbs at their start; all of them where nothing else is left."""
    start = 0
    while start < len(core) and (core[start].kind == "name" or core[start].tag in {"uj", "d"}):
        start += 1
    return trim_before(core[start:]) or core


def noun_run(after: Sequence[Item]) -> int:
    """How many items behind the number belong to its noun phrase: up to a verb that no 的 follows."""
    for index, item in enumerate(after):
        if item.kind == "mark" and item.text not in QUOTES and item.text not in LISTING:
            return index
        if item.tag in {"p", "d", "ul"} or (item.is_verb and index and not relative(after, index)):
            return index
        if item.is_verb and not index and not relative(after, index) and item.tag == "v":
            return index
    return len(after)


def first_nouns(noun: Sequence[Item]) -> int:
    """How many items stand before the first verb, time or number of a noun phrase: 工人 of 工人正在进行桥墩的加固."""
    return next(
        (index for index, item in enumerate(noun) if item.is_verb or item.kind in {"period", "quantity"} or item.tag in {"t", "uj"}),
        len(noun),
    )


def counted(after: Sequence[Item]) -> tuple[int, int]:
    """Where the nouns behind the number that it counts begin and end: 脱贫县 of 脱贫县每个县都有工厂; nowhere where they go on with 的."""
    first = next((index for index, item in enumerate(after[:_COUNTED]) if _is_noun(item) or _ends_nouns(item)), len(after))
    stop = index = first
    while index < len(after) and (_is_noun(after[index]) or after[index].tag in _MODIFIERS):
        index += 1
        stop = index if _is_noun(after[index - 1]) else stop
    return (0, 0) if stop == first or (stop < len(after) and after[stop].tag == "uj") else (first, stop)


def _is_noun(item: Item) -> bool:
    return item.kind == "word" and item.tag[:1] == "n" and not item.is_verb


def _ends_nouns(item: Item) -> bool:
    return item.kind in {"period", "quantity"} or (item.kind == "mark" and item.text not in QUOTES) or item.tag == "p"


def relative(after: Sequence[Item], index: int) -> bool:
    """Whether 的 follows the verb at the index soon: 吸纳就业的企业."""
    return any(item.tag == "uj" for item in after[index + 1 : index + 8])


def said(items: Sequence[Item]) -> str:
    """The words as they stand, times and 了 left out."""
    return "".join(item.text for item in items if item.kind != "period" and item.tag not in {"ul", "uz"})


def unquoted(text: str) -> str:
    """The phrase without marks whose other half lies outside of it, and without a pair that encloses all of it.

    Example:
        >>> [unquoted(text) for text in ("“我家摆", "摘帽”行动", "“三减一增”", "“三减一增”补贴")]
        ['我家摆', '摘帽行动', '三减一增', '“三减一增”补贴']
    """
    if _PAIRED.isdisjoint(text):
        return text
    lone, opened = set(), []
    for place, character in enumerate(text):
        if character in _PAIRS:
            opened.append(place)
        elif character in _PAIRS.values():
            if opened and _PAIRS[text[opened[-1]]] == character:
                opened.pop()
            else:
                lone.add(place)
    lone.update(opened)
    whole = "".join([character for place, character in enumerate(text) if place not in lone])
    return whole[1:-1] if whole.startswith(_OPENING) and whole.find(_CLOSING) == len(whole) - 1 else whole
