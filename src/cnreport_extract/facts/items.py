"""A sentence as a row of items: words, quantities, periods, names and punctuation marks, in order.

The attribution steps look at a number's neighbours through this row: what stands before it, behind it, up to
which mark. Words carry the tags of jieba and the function (`cue`) that `patterns/` gives them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Name, Period, Quantity, Sentence, Span
from cnreport_extract.text.segmenters import DEFAULT
from cnreport_extract.text.tokens import Tokeniser

ItemKind = Literal["word", "quantity", "period", "name", "mark"]

HARD_MARKS = frozenset(",;:!?。\n\r")
_GLUED = frozenset({"changes.increase", "changes.decrease", "changes.rate"})
_TOPICS = ("changes", "copulas", "connectives", "shares", "verbs")


@dataclass(frozen=True, slots=True)
class Item(Span):
    """One element of a sentence.

    Attributes:
        kind: What it is.
        text: Its characters.
        tag: jieba's part of speech for words, the role of a period, the kind of a name, else `""`.
        cues: Ids of the cues that the word is, as `topic.id`.
        mention: The quantity, period or name behind it.
    """

    kind: ItemKind
    text: str
    tag: str
    cues: frozenset[str] = frozenset()
    mention: Quantity | Period | Name | None = None

    def is_cue(self, *ids: str) -> bool:
        """Whether the word has one of the functions."""
        return not self.cues.isdisjoint(ids)

    @property
    def is_verb(self) -> bool:
        """Whether the word is a verb here: by the list of press verbs, else by its tag."""
        return self.kind == "word" and ("verbs.action" in self.cues or (self.tag in {"v", "vd", "vi"} and "verbs.noun" not in self.cues))


class ItemReader:
    """Turns sentences into items. Immutable after construction.

    Args:
        lexicon: Where the function words come from.
        segmenter: Name of what cuts the words (see `text.segmenters`).
    """

    def __init__(self, lexicon: Lexicon, segmenter: str = DEFAULT) -> None:
        cues: dict[str, set[str]] = {}
        for topic in _TOPICS:
            for cue in lexicon.cues(topic).values():
                for word in cue.words:
                    cues.setdefault(word, set()).add(f"{topic}.{cue.id}")
        self._cues = {word: frozenset(ids) for word, ids in cues.items()}
        self._heads = frozenset(ending for cue in lexicon.cues("metric_heads").values() for ending in cue.words)
        words = ((word, _tag(ids)) for word, ids in sorted(self._cues.items()) if len(word) > 1)
        self._tokeniser = Tokeniser(words, segmenter)

    def read(self, text: str, sentence: Sentence, mentions: Sequence[Quantity | Period | Name]) -> list[Item]:
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
            items += self._words(text, at, mention.start)
            items.append(_mention_item(text, mention))
            at = mention.end
        items += self._words(text, at, sentence.end)
        return items

    def _words(self, text: str, start: int, end: int) -> list[Item]:
        items: list[Item] = []
        for token in self._tokeniser.tokens(text, start, end) if start < end else ():
            if not token.word.isspace():
                items += self._split(token.start, token.word, token.tag)
        return items

    def _split(self, at: int, word: str, tag: str) -> list[Item]:
        """One item a word; two where the segmenter glues a change word (价格上涨) or 达 (率达) to its subject."""
        if not word[0].isalnum():
            return [Item(at, at + len(word), "mark", word, tag)]
        if word[:-1] in self._heads and word not in self._cues and "copulas.reach" in self._cues.get(word[-1:], ()):
            cut = at + len(word) - 1
            return [Item(at, cut, "word", word[:-1], "n"), Item(cut, cut + 1, "word", word[-1:], "v", self._cues[word[-1:]])]
        tail = self._cues.get(word[-2:], frozenset())
        if len(word) > 2 and word not in self._cues and not tail.isdisjoint(_GLUED):
            cut = at + len(word) - 2
            return [Item(at, cut, "word", word[:-2], "n"), Item(cut, cut + 2, "word", word[-2:], "v", tail)]
        return [Item(at, at + len(word), "word", word, tag, self._cues.get(word, frozenset()))]


def _tag(cues: frozenset[str]) -> str:
    """The part of speech under which a cue word enters the segmenter's dictionary."""
    topics = {cue.partition(".")[0] for cue in cues}
    return "v" if topics & {"changes", "verbs"} else "d" if "copulas.adverb" in cues else "v"


def _mention_item(text: str, mention: Quantity | Period | Name) -> Item:
    if isinstance(mention, Quantity):
        return Item(mention.start, mention.end, "quantity", text[mention.start : mention.end], mention.form, mention=mention)
    kind: ItemKind = "period" if isinstance(mention, Period) else "name"
    tag = mention.role if isinstance(mention, Period) else mention.kind
    return Item(mention.start, mention.end, kind, text[mention.start : mention.end], tag, mention=mention)
