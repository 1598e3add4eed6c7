"""Sentences → clauses: parts between , ; : and —— outside short quotations, brackets and titles.

No delimiters: the comma of a group (1,234), the colon of a time or ratio (8:30, 2.6:1), 、 and a dash between
digits. Folded text has ASCII commas only.
"""

import re
from collections.abc import Iterator

from cnreport_extract.records import Clause, Page

# Each branch begins with a literal, so that the search skips at the speed of a character set. Quotations and
# brackets that are longer than these limits are no names or terms: their commas divide clauses like any other.
_SCAN = re.compile(
    r"《[^《》]{1,80}》|“[^“”。!?]{1,16}”|\"[^\"。!?]{1,16}\"|\([^()]{1,40}\)"
    r"|,(?:(?<!\d,)|(?!\d{3}(?!\d)))|;|:(?:(?<!\d:)|(?!\d))|。|!|\?|--+(?:(?<!\d--)|(?!\d))"
)
_PHRASE = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_DELIMITERS = frozenset(",;:。!?-")


def clauses(page: Page) -> Iterator[Clause]:
    """The clauses of all sentences of a page, in order. No step of the extraction needs them, so they are found when asked for."""
    for number, sentence in enumerate(page.sentences):
        split = split_phrases if page.blocks[sentence.block].kind == "heading" else split_clauses
        for start, end in split(page.text, sentence.start, sentence.end):
            yield Clause(start, end, number)


def split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses between two offsets, delimiters and blanks around them excluded, in order.

    Example:
        >>> text = "其中:受理1,200件,“引进来,走出去”各8家。"
        >>> [text[a:b] for a, b in split_clauses(text, 0, len(text))]
        ['其中', '受理1,200件', '“引进来,走出去”各8家']
    """
    found: list[tuple[int, int]] = []
    begin = start
    for mark in _SCAN.finditer(text, start, end):
        stop = mark.start()
        if text[stop] in _DELIMITERS:
            if begin < stop:
                found.append((begin, stop))
            begin = mark.end()
    if begin < end:
        found.append((begin, end))
    if text.find(" ", start, end) < 0:
        return found
    return [inner for clause in found if (inner := _stripped(text, *clause))]


def split_phrases(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a heading, in which a blank between two Chinese characters divides as well.

    Example:
        >>> text = "春运收官 发送旅客410万人次"
        >>> [text[a:b] for a, b in split_phrases(text, 0, len(text))]
        ['春运收官', '发送旅客410万人次']
    """
    found: list[tuple[int, int]] = []
    for first, last in split_clauses(text, start, end):
        begin = first
        for gap in _PHRASE.finditer(text, first, last):
            found.append((begin, gap.start()))
            begin = gap.end()
        found.append((begin, last))
    return found


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    last = start + len(part.rstrip())
    return (first, last) if first < last else None
