"""Offsets in UTF-16 code units, which JavaScript counts, and in characters, which Python counts.

A character outside of the basic plane (𬭎, an emoji) is one character and two units.
"""

from bisect import bisect_left, bisect_right


class Utf16:
    """Both counts of one text.

    Example:
        >>> units = Utf16("龙😀90件")
        >>> units.of(2), units.back(3)
        (3, 2)
    """

    def __init__(self, text: str) -> None:
        self._at = [place for place, sign in enumerate(text) if ord(sign) > 0xFFFF]
        self._units = [place + number for number, place in enumerate(self._at)]

    def of(self, offset: int) -> int:
        """Units before the character at `offset`."""
        return offset + bisect_left(self._at, offset)

    def back(self, units: int) -> int:
        """Characters before the unit at `units`; inside of a pair, those before the pair."""
        return units - bisect_right(self._units, units - 1)
