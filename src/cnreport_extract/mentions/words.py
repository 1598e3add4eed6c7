"""The words of a text as the segmenter cuts and tags them, addressed by offset."""

from bisect import bisect_right
from itertools import accumulate

from cnreport_extract.mentions.lookup import Beginnings, Heads
from cnreport_extract.text.segmenters import RjiebaSegmenter


class Words:
    """Words of a text with jieba's part-of-speech tags.

    Example:
        >>> words = Words("湖北在长江中游")
        >>> words.starts_at(2), words.tag_at(2), words.starts_at(1)
        (True, 'p', False)
    """

    __slots__ = ("_dating", "_segmenter", "heads", "starts", "tags", "text")

    def __init__(self, text: str, cut: RjiebaSegmenter | None = None, heads: Beginnings | None = None, dating: str = "") -> None:
        """Cut the text.

        Args:
            text: Folded text.
            cut: What cuts it; None: the default segmenter with the dictionary as it is shipped.
            heads: Beginnings of the words of all dictionaries that will read it, to find them in one pass.
            dating: Characters behind which, where a digit stands before them, a word starts however the text was cut (2022年景宁县).
        """
        self.text = text
        self._dating = dating
        self._segmenter = cut if cut is not None else RjiebaSegmenter()
        self.heads: Heads | None = heads.find(text) if heads is not None else None
        tagged = self._segmenter.tag(text) if text else []
        self.tags = [tag for _, tag in tagged]
        self.starts = list(accumulate([len(word) for word, _ in tagged], initial=0))

    def index(self, at: int) -> int:
        """Number of the word that covers the character at this offset."""
        return bisect_right(self.starts, at, 0, len(self.starts) - 1) - 1

    def starts_at(self, at: int) -> bool:
        """Whether a word starts at this offset (or the text ends there)."""
        where = bisect_right(self.starts, at)
        return (where > 0 and self.starts[where - 1] == at) or (
            at > 1 and self.text[at - 1] in self._dating and self.text[at - 2].isdigit()
        )

    def tag_at(self, at: int) -> str:
        """Tag of the word that covers the character at this offset."""
        return self.tags[self.index(at)]

    def known(self, number: int) -> bool:
        """Whether the dictionary of the segmenter holds the word with this number."""
        return self._segmenter.knows(self.word(number))

    def word(self, number: int) -> str:
        """The word with this number."""
        return self.text[self.starts[number] : self.starts[number + 1]]

    def cover(self, start: int, end: int) -> range:
        """Numbers of the words that share a character with start–end."""
        return range(self.index(start), self.index(end - 1) + 1)
