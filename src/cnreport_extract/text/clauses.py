"""Sentences → clauses: parts between , ; : and —— outside short quotations, brackets and titles.

No delimiters: the comma of a group (1,234), the colon of a time or ratio (8:30, 2.6:1), 、 and a dash between
digits. Folded text has ASCII commas only.
"""

import re
from collections.abc import Iterator

# Each branch begins with a literal, so that the search skips at the speed of a character set. Quotations and
# brackets that are longer than these limits are no names or terms: their commas divide clauses like any other.
_SCAN = re.compile(
    r"《[^《》]{1,80}》|“[^“”。!?]{1,16}”|\"[^\"。!?]{1,16}\"|\([^()]{1,40}\)"
    r"|,(?:(?<!\d,)|(?!\d{3}(?!\d)))|;|:(?:(?<!\d:)|(?!\d))|。|!|\?|--+(?:(?<!\d--)|(?!\d))"
)
_PHRASE = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_DELIMITERS = frozenset(",;:。!?-")


def split_clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses between two offsets, delimiters and blanks around them excluded, in order.

    Example:
        >>> text = "其中:受理1,200件,“引进来,走出去”各8家。"
        >>> [text[a:b] for a, b in split_clauses(text, 0, len(text))]
        ['其中', '受理1,200件', '“引进来,走出去”各8家']
    """
    begin = start
    for found in _SCAN.finditer(text, start, end):
        stop = found.start()
        if text[stop] in _DELIMITERS:
            if begin < stop:
                yield from _stripped(text, begin, stop)
            begin = found.end()
    if begin < end:
        yield from _stripped(text, begin, end)


def split_phrases(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a heading, in which a blank between two Chinese characters divides as well.

    Example:
        >>> text = "春运收官 发送旅客410万人次"
        >>> [text[a:b] for a, b in split_phrases(text, 0, len(text))]
        ['春运收官', '发送旅客410万人次']
    """
    for first, last in split_clauses(text, start, end):
        begin = first
        for gap in _PHRASE.finditer(text, first, last):
            yield begin, gap.start()
            begin = gap.end()
        yield begin, last


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
