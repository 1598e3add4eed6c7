"""Longest match of many words in one pass, at a cost that does not depend on how many words there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from operator import add
from typing import Generic, TypeVar

T = TypeVar("T")


def two_by_two(text: str) -> list[str]:
    """The overlapping pairs of characters of a text.

    Example:
        >>> two_by_two("赤壁市")
        ['赤壁', '壁市']
    """
    return list(map(add, text, text[1:]))


class Lookup(Generic[T]):
    """A dictionary of words of at least two characters that finds itself in texts.

    Example:
        >>> list(Lookup({"赤壁": 1, "赤壁市": 2}).scan("在赤壁市"))
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

    def scan(self, text: str, pairs: Sequence[str] | None = None) -> Iterator[tuple[int, int]]:
        """Leftmost longest matches that do not overlap.

        Args:
            text: The text.
            pairs: `two_by_two(text)`, where several dictionaries read one text.
        """
        free = 0
        for start, end in self.every(text, pairs):
            if start >= free:
                free = end
                yield start, end

    def every(self, text: str, pairs: Sequence[str] | None = None) -> Iterator[tuple[int, int]]:
        """The longest match at each offset, overlapping ones too."""
        for start in compress(count(), map(self._lengths.__contains__, pairs or two_by_two(text))):
            if (end := self.match(text, start)) >= 0:
                yield start, end
