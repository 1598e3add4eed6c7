"""A sentence as a row of items: words, quantities, periods, names and punctuation marks, in order.

The attribution steps look at a number's neighbours through this row: what stands before it, behind it, up to
which mark. Words carry the tags of jieba and the function (`cue`) that `patterns/` gives them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Name, Period, Quantity, Sentence
from cnreport_extract.text.press_words import functions, press_words
from cnreport_extract.text.segmenters import DEFAULT
from cnreport_extract.text.tokens import Tokeniser

ItemKind = Literal["word", "quantity", "period", "name", "mark"]

HARD_MARKS = frozenset(",;:!?。\n\r")
OPENING = frozenset("([（【")
CLOSING = frozenset(")]）】")
LONGEST_BRACKET = 40  # items; a bracket that closes later than that is a typing error
_GLUED = frozenset({"changes.increase", "changes.decrease", "changes.rate"})
_VERBS = frozenset({"v", "vd", "vi"})
_PARTICLES = frozenset({"uj", "ul"})
_TELLING = (
    "changes.arrive_up",
    "changes.increase",
    "changes.decrease",
    "copulas.reach",
    "copulas.light",
    "copulas.total",
    "shares.of",
)
_DONE = frozenset({"copulas.total", "copulas.done"})
_EACH_OWN = "copulas.each_own"
_NONE: frozenset[str] = frozenset()
_WORDS_KEPT = 1 << 16


@dataclass(slots=True, eq=False)
class Item:
    """One element of a sentence. Nobody changes it; not frozen, because that would double the cost of making it.

    Attributes:
        start, end: Where it stands.
        kind: What it is.
        text: Its characters.
        tag: jieba's part of speech for words, the role of a period, the kind of a name, else `""`.
        cues: Ids of the cues that the word is, as `topic.id`.
        is_verb: Whether it is a verb here: by the list of press verbs, else by its tag.
        shape: What a neighbour sees of it: a telling cue, `verb`, the first letter of its tag, its kind, or the mark.
        mention: The quantity, period or name behind it.
    """

    start: int
    end: int
    kind: ItemKind
    text: str
    tag: str
    cues: frozenset[str]
    is_verb: bool
    shape: str
    mention: Quantity | Period | Name | None = None

    def is_cue(self, *ids: str) -> bool:
        """Whether the word has one of the functions."""
        return bool(self.cues) and not self.cues.isdisjoint(ids)


class Row(tuple[Item, ...]):  # noqa: SLOT001  (what is found is kept)
    """The items of a sentence, in order, with what its numbers ask of all of them: found in one pass.

    Attributes:
        starts: Where each item starts.
        names, verbs: Whether each item is one.
        numbers: Indexes of the quantities.
        semicolons: Indexes of the semicolons.
        each_own: Indexes of the words that give each of several holders its own (分别).
        clause_ends: For each index that of the last mark up to it that ends a clause, brackets that are closed left out; -1 for none.
        ends: The same, in brackets or not.
        bracketed: Where the numbers in brackets start, with the index of the mark that closes the bracket.
        done: Indexes of the words that show that something happened (了, 完成, 共).
    """

    def __init__(self, items: Iterable[Item]) -> None:
        del items  # they are the tuple itself
        self.starts = [item.start for item in self]
        self.names = [item.kind == "name" for item in self]
        self.verbs = [item.is_verb for item in self]
        self.numbers = [index for index, item in enumerate(self) if item.kind == "quantity"]
        self.semicolons: list[int] = []
        self.each_own = [index for index, item in enumerate(self) if item.cues and _EACH_OWN in item.cues]
        self.done = [index for index, item in enumerate(self) if item.tag == "ul" or (item.cues and not _DONE.isdisjoint(item.cues))]
        self.clause_ends: list[int] = []
        self.ends: list[int] = []
        self.bracketed: dict[int, int] = {}
        self._find_ends()

    def _find_ends(self) -> None:
        last = outer = -1
        for index, item in enumerate(self):
            if item.kind == "mark":
                if item.text in HARD_MARKS:
                    last = outer = index
                    if item.text == ";":
                        self.semicolons.append(index)
                elif item.text in CLOSING:
                    opening = self.opening(index)
                    self.bracketed.update((self.starts[number], index) for number in self.numbers_between(opening, index))
                    before = opening - 1
                    outer = self.clause_ends[before] if before >= 0 else -1
            self.ends.append(last)
            self.clause_ends.append(outer)

    def numbers_between(self, low: int, high: int) -> list[int]:
        """Indexes of the quantities from index `low` to before `high`."""
        return self.numbers[bisect_left(self.numbers, low) : bisect_left(self.numbers, high)]

    def tells_done(self, low: int, high: int) -> bool:
        """Whether a word from index `low` to before `high` shows that something happened."""
        at = bisect_left(self.done, low)
        return at < len(self.done) and self.done[at] < high

    def opening(self, closing: int) -> int:
        """Index of the bracket that the one at `closing` closes; `closing` itself where there is none."""
        for index in range(closing - 1, max(closing - LONGEST_BRACKET, -1), -1):
            if self[index].kind == "mark" and self[index].text in OPENING:
                return index
        return closing


_Piece = tuple[int, int, ItemKind, str, str, frozenset[str], bool, str]  # an item, its offsets counted from its word


class ItemReader:
    """Turns sentences into items. Immutable after construction.

    Args:
        lexicon: Where the function words come from.
        segmenter: Name of what cuts the words (see `text.segmenters`).
    """

    def __init__(self, lexicon: Lexicon, segmenter: str = DEFAULT) -> None:
        self._cues = functions(lexicon)
        self._heads = frozenset(ending for cue in lexicon.cues("metric_heads").values() for ending in cue.words)
        self._tokeniser = Tokeniser(press_words(lexicon), segmenter)
        self._pieces = lru_cache(_WORDS_KEPT)(self._split)  # the words of the press are few

    def read(self, text: str, sentence: Sentence, mentions: Sequence[Quantity | Period | Name]) -> Row:
        """The items of one sentence.

        Args:
            text: The folded text.
            sentence: The sentence.
            mentions: The mentions of the text that lie inside it, in order, disjoint.

        Returns:
            Items that follow each other without overlap; blanks are left out.
        """
        items: list[Item] = []
        at = sentence.start
        for mention in mentions:
            self._add_words(items, text, at, mention.start)
            items.append(_mention_item(text, mention))
            at = mention.end
        self._add_words(items, text, at, sentence.end)
        return Row(items)

    def _add_words(self, items: list[Item], text: str, start: int, end: int) -> None:
        for at, word, tag in self._tokeniser.words(text, start, end) if start < end else ():
            for first, last, kind, part, its_tag, cues, is_verb, shape in self._pieces(word, tag):
                items.append(Item(at + first, at + last, kind, part, its_tag, cues, is_verb, shape))

    def _split(self, word: str, tag: str) -> tuple[_Piece, ...]:
        """One item a word; two where the segmenter glues a change word (价格上涨) or 达 (率达) to its subject; none for blanks."""
        if not word[0].isalnum():
            return () if word.isspace() else ((0, len(word), "mark", word, tag, _NONE, False, "mark" if word in ",;:" else word),)
        if word[:-1] in self._heads and word not in self._cues and "copulas.reach" in self._cues.get(word[-1:], ()):
            return self._word(0, word[:-1], "n", _NONE), self._word(len(word) - 1, word[-1:], "v", self._cues[word[-1:]])
        tail = self._cues.get(word[-2:], _NONE)
        if len(word) > 2 and word not in self._cues and not tail.isdisjoint(_GLUED):
            return self._word(0, word[:-2], "n", self._cues.get(word[:-2], _NONE)), self._word(len(word) - 2, word[-2:], "v", tail)
        return (self._word(0, word, tag, self._cues.get(word, _NONE)),)

    @staticmethod
    def _word(at: int, word: str, tag: str, cues: frozenset[str]) -> _Piece:
        is_verb = "verbs.action" in cues or (tag in _VERBS and "verbs.noun" not in cues)
        plain = "verb" if is_verb else tag if tag in _PARTICLES else tag[:1]
        telling = next((cue for cue in _TELLING if cue in cues), plain) if cues else plain
        return at, at + len(word), "word", word, tag, cues, is_verb, telling


def _mention_item(text: str, mention: Quantity | Period | Name) -> Item:
    kind: ItemKind
    tag: str
    if isinstance(mention, Quantity):
        kind, tag = "quantity", mention.form
    elif isinstance(mention, Period):
        kind, tag = "period", mention.role
    else:
        kind, tag = "name", mention.kind
    start, end = mention.start, mention.end
    return Item(start, end, kind, text[start:end], tag, _NONE, is_verb=False, shape=kind, mention=mention)
