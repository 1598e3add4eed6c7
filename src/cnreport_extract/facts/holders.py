"""Common nouns that hold a metric where no name does: 中央企业资产总额, 餐饮业收入, 运载火箭高度.

They are read from the words that open a clause or follow a number; `patterns/holders.toml` says how such nouns end.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from cnreport_extract.facts.items import Item
from cnreport_extract.facts.phrases import unquoted
from cnreport_extract.facts.windows import QUOTES, is_hard
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.records import Name, record

RULE = "holder"
_LONGEST = 24  # characters
_HEAD_OF_PAGE = 20_000  # characters
_KEPT = 6  # holders of earlier sentences that a number may lean on
_INNER = frozenset({"a", "b", "f", "j", "l", "m", "q", "s", "z", "vn", "an", "uj", "eng", "x", "i", "r", "vi"})
_VAGUE = frozenset({"area", "people"})  # 居民, 城镇: without a word more they hold nothing
_COUNTED = 2  # characters of 两省, 三区
_OPENING = frozenset({"c", "d", "p", "uj", "r", "f"})
_STOPS = frozenset(";。!?")
_PASSING = frozenset({"area", "people", "trade"})  # parts of a whole, which the next sentence has left behind
_NEVER_FIRST = frozenset({"uj", "vn", "i", "l", "vi", "m", "q"})


@record
class Held:
    """A holder noun where it stands.

    Attributes:
        name: The noun.
        sentence: Index of its sentence.
        first: Index of its first item.
        end: Index of its last item.
        holds: Index of the item up to which it can hold a number: a part of a whole (其中,民营企业…) ends with its clauses.
        said: How often the head of the page says it, four times at most.
    """

    name: Name
    sentence: int
    first: int
    end: int
    holds: int
    said: int


class HolderReader:
    """Finds holder nouns in the items of a sentence. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._kinds = {word: cue.id for cue in lexicon.cues("holders").values() for word in cue.words}
        self._longest = max(map(len, self._kinds))
        self._metrics = Lookup(dict.fromkeys((alias for metric in lexicon.metrics for alias in metric.aliases if len(alias) > 1), True))

    def read(self, text: str, sentence: int, items: Sequence[Item]) -> list[Held]:
        """The holder nouns of a sentence.

        Args:
            text: The folded text.
            sentence: Index of the sentence.
            items: Its items.
        """
        found: list[Held] = []
        stops = [index for index, item in enumerate(items) if item.text in _STOPS]
        holds, free = len(items), 0
        for index, item in enumerate(items):
            if item.kind == "mark" and item.text in _STOPS:
                holds = len(items)
            elif "connectives.part" in item.cues:
                at = bisect_left(stops, index)
                holds = stops[at] if at < len(stops) else len(items)
            if index >= free and _nominal(item) and self._begins(items, index):
                found += self._in_run(text, sentence, items, index, holds)
                free = found[-1].end + 1 if found else 0
        return found

    @staticmethod
    def _begins(items: Sequence[Item], index: int) -> bool:
        """Whether a subject may begin with this noun: at the start of a clause, behind a time, a connective or a number."""
        if items[index].tag in _NEVER_FIRST:
            return False
        before = items[index - 1] if index else None
        if before is not None and before.kind == "quantity":
            acting = items[index - 2] if index > 1 else None
            return acting is None or not acting.is_verb or acting.tag == "d" or any(cue.startswith("copulas.") for cue in acting.cues)
        return before is None or is_hard(before) or before.kind == "period" or before.text == "、" or before.tag in _OPENING

    def _in_run(self, page: str, sentence: int, items: Sequence[Item], start: int, holds: int) -> Iterator[Held]:
        for end in range(start, len(items)):
            item = items[end]
            if not _nominal(item) or item.end - items[start].start > _LONGEST:
                return
            kind = self._kind(item) if item.kind == "word" else None
            if kind is None or (kind in _VAGUE and end > start and items[end - 1].kind == "name" and self._counts(item.text)):
                continue  # 青海、甘肃两省 counts places
            text = unquoted("".join(other.text for other in items[start : end + 1]).strip("\"'·-/& "))
            if len(text) > 1:
                name = Name(items[start].start, item.end, "group", text, None, (), f"{RULE}.{kind}")
                bare = start == end and kind in _VAGUE
                if not bare and not any(self._metrics.match(page, items[at].start) > item.end for at in range(start, end + 1)):
                    yield Held(name, sentence, start, end, holds, min(page.count(text, 0, _HEAD_OF_PAGE), 4))

    def _counts(self, word: str) -> bool:
        """Whether a word behind a name is a number with a kind of place (两省), not a kind (农村)."""
        return len(word) == _COUNTED and word not in self._kinds

    def _kind(self, item: Item) -> str | None:
        for length in range(min(self._longest, len(item.text)), 0, -1):
            kind = self._kinds.get(item.text[-length:])
            if kind is not None:
                return kind
        return None


def _nominal(item: Item) -> bool:
    if "connectives.part" in item.cues:
        return False
    if item.kind == "name":
        return True
    if item.kind == "mark":
        return item.text in QUOTES
    return item.kind == "word" and not item.is_verb and (item.tag[:1] == "n" or item.tag in _INNER)


def remembered(before: Sequence[Held], here: Iterable[Held]) -> tuple[Held, ...]:
    """The holders that later sentences may lean on: the longest at each place of this one, and the last ones before."""
    longest = {held.first: held for held in here if held.name.rule.rpartition(".")[2] not in _PASSING}
    return (*before, *longest.values())[-_KEPT:]
