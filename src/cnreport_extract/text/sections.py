"""Headings → the section tree of a page.

A stack of open headings decides the level: a heading closes all open ones of its own style and all of a lower
rank, and stands under what is left. So 一、 > (一) > 1. nest whatever the page begins with, and plain headings
are siblings.
"""

from collections.abc import Sequence

from cnreport_extract.records import Section, Span
from cnreport_extract.text.headings import RUN_IN, Heading

_RANKS = {"chapter": 0, "main": 1, "sub": 2, "item": 3, "subitem": 4, RUN_IN: 6, "point": 7}


def sections(title: Span | None, page: Span, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The sections of a page in order; the first one is the page itself (level 0, its heading the title).

    Args:
        title: The title of the page.
        page: From the first to the last character of the page.
        headings: The heading blocks in order.

    Example:
        >>> tree = sections(None, Span(0, 90), [Heading(5, 9, "main"), Heading(20, 25, "sub"), Heading(50, 55, "main")])
        >>> [(part.start, part.end, part.level, part.parent) for part in tree]
        [(0, 90, 0, None), (5, 50, 1, 0), (20, 50, 2, 1), (50, 90, 1, 0)]
    """
    heads: list[Heading | None] = [None]
    levels, parents, ends = [0], [-1], [page.end]
    open_: list[int] = [0]
    for heading in headings:
        for index in _closed(open_, heads, heading.style):
            ends[index] = heading.start
        parents.append(open_[-1])
        levels.append(levels[open_[-1]] + 1)
        ends.append(page.end)
        heads.append(heading)
        open_.append(len(heads) - 1)
    found = [Section(page.start, page.end, title, 0, None)]
    for index in range(1, len(heads)):
        head = heads[index]
        if head is not None:
            found.append(Section(head.start, ends[index], Span(head.start, head.end), levels[index], parents[index]))
    return tuple(found)


def _closed(open_: list[int], heads: Sequence[Heading | None], style: str) -> list[int]:
    """Take the sections off the stack that a heading of this style closes."""
    closed: list[int] = []
    keep = next((place for place, index in enumerate(open_) if _yields(heads[index], style)), len(open_))
    while len(open_) > keep:
        closed.append(open_.pop())
    return closed


def _yields(head: Heading | None, style: str) -> bool:
    if head is None:
        return False
    if head.style == style:
        return True
    rank, other = _RANKS.get(style), _RANKS.get(head.style)
    if style == "plain":
        return other is not None and other >= _RANKS[RUN_IN]
    return rank is not None and other is not None and other > rank
