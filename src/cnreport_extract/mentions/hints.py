"""Patterns that are looked for only where a text holds what each of their matches holds: most texts hold little of it."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

_TELLING = 4  # characters of a hint that are looked for: many hints begin alike


class Hinted:
    """A pattern with words, of which each of its matches holds at least one.

    Example:
        >>> half = Hinted("一半|过半", ["半"])
        >>> [found[0] for found in half.finditer("产量过半")], list(half.finditer("产量增加"))
        (['过半'], [])
    """

    def __init__(self, pattern: str, hints: Iterable[str]) -> None:
        self._source = pattern
        self._hints = tuple(sorted({hint[:_TELLING] for hint in hints}))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; most runs of the program never need it."""
        return re.compile(self._source)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        return self.pattern.finditer(text) if any(map(text.__contains__, self._hints)) else iter(())
