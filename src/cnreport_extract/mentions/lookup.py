"""Longest match of many words in one pass, at a cost that does not depend on how many words there are."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, count
from typing import Generic, TypeVar

T = TypeVar("T")
Heads = Sequence[tuple[int, str]]  # offsets with the two characters that stand there

_FEW = 24  # so many beginnings are looked for one by one


class Beginnings:
    """The first two characters of words, all looked for in one pass: as numbers, which cost half of what strings cost.

    Example:
        >>> Beginnings(["赤壁"]).find("在赤壁市")
        [(1, '赤壁')]
    """

    def __init__(self, heads: Iterable[str]) -> None:
        self._pairs = frozenset(_pairs("".join(head for head in heads if len(head) == 2)))

    def find(self, text: str) -> Heads:
        """Where a text holds one of them."""
        known = self._pairs.__contains__
        even, odd = compress(count(0, 2), map(known, _pairs(text))), compress(count(1, 2), map(known, _pairs(text[1:])))
        return [(at, text[at : at + 2]) for at in sorted([*even, *odd])]


def _pairs(text: str) -> Iterable[int]:
    """Each two characters of a text as one number."""
    return array("Q", text[: len(text) & ~1].encode("utf-32-le", "surrogatepass"))


class Lookup(Generic[T]):
    """A dictionary of words of at least two characters that finds itself in texts.

    Example:
        >>> Lookup({"赤壁": 1, "赤壁市": 2}).scan("在赤壁市")
        [(1, 4)]
    """

    def __init__(self, words: Mapping[str, T]) -> None:
        self.words = dict(words)
        self._lengths = self._heads(self.words)

    @staticmethod
    def _heads(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
        found: dict[str, set[int]] = {}
        for word in words:
            found.setdefault(word[:2], set()).add(len(word))
        return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}

    def __getitem__(self, word: str) -> T:
        return self.words[word]

    def match(self, text: str, start: int) -> int:
        """End of the longest word that starts here, or -1."""
        for length in self._lengths.get(text[start : start + 2], ()):
            word = text[start : start + length]
            if word in self.words and len(word) == length:
                return start + length
        return -1

    @property
    def heads(self) -> Iterable[str]:
        """The first two characters of each word."""
        return self._lengths.keys()

    def scan(self, text: str, heads: Heads | None = None) -> list[tuple[int, int]]:
        """Leftmost longest matches that do not overlap.

        Args:
            text: The text.
            heads: What the `Beginnings` of the words of all dictionaries find, where several read one text.
        """
        found, free = [], 0
        for hit in self.every(text, heads):
            if hit[0] >= free:
                free = hit[1]
                found.append(hit)
        return found

    def every(self, text: str, heads: Heads | None = None) -> list[tuple[int, int]]:
        """The longest match at each offset, overlapping ones too."""
        words, lengths = self.words, self._lengths
        found = []
        for start, head in heads if heads is not None else self._heads_in(text):
            if head in lengths:
                for length in lengths[head]:
                    word = text[start : start + length]
                    if word in words and len(word) == length:
                        found.append((start, start + length))
                        break
        return found

    def _heads_in(self, text: str) -> Heads:
        """Where a word may begin."""
        if len(self._lengths) > _FEW:
            return Beginnings(self._lengths).find(text)
        found = []
        for head in self._lengths:
            at = text.find(head)
            while at >= 0:
                found.append((at, head))
                at = text.find(head, at + 1)
        return sorted(found)
