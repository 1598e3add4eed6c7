"""A text cut into pieces, each with the marks that cover it; joined, the pieces are the text again.

Marks may nest, overlap and repeat. A piece is coloured by the narrowest mark that has a kind, and knows the roles of all:
`n3` is the number of fact 3, `e3` its entity, `m3` its metric, `d3` its date, `r3` a restated number, `s2` sentence 2.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["number", "period", "entity", "metric", "other", ""]
_RANK = {"number": 0, "period": 1, "entity": 2, "metric": 3, "other": 4}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, how it is coloured (`""`: not at all), and what it is to a fact."""

    start: int
    end: int
    kind: Kind
    role: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two neighbouring edges of marks; `opens` is the fact whose number begins with it."""

    start: int
    text: str
    kind: Kind
    roles: tuple[str, ...]
    opens: str | None = None


def pieces(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """Cut `text[start:end]` at the edges of the marks.

    Args:
        text: The raw text.
        marks: Marks in any order; what lies outside of the stretch is passed over.
        start: Where to begin.
        end: Where to end; None: the end of the text.

    Example:
        >>> marks = [Mark(0, 2, "entity", "e1"), Mark(4, 6, "number", "n1")]
        >>> [(piece.text, piece.kind) for piece in pieces("甲市新增90家。", marks)]
        [('甲市', 'entity'), ('新增', ''), ('90', 'number'), ('家。', '')]
    """
    end = len(text) if end is None else min(end, len(text))
    inside = sorted((mark for mark in marks if mark.start < end and start < mark.end and mark.start < mark.end), key=_order)
    cuts = sorted({start, end, *(edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end)})
    active: list[Mark] = []
    following = 0
    for left, right in pairwise(cuts):
        active = [mark for mark in active if mark.end > left]
        while following < len(inside) and inside[following].start <= left:
            active.append(inside[following])
            following += 1
        yield Piece(left, text[left:right], _kind(active), _roles(active), _opened(active, left))


def _order(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _kind(active: Sequence[Mark]) -> Kind:
    coloured = [mark for mark in active if mark.kind]
    return min(coloured, key=lambda mark: (mark.end - mark.start, _RANK[mark.kind])).kind if coloured else ""


def _roles(active: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.role for mark in active if mark.role))


def _opened(active: Sequence[Mark], left: int) -> str | None:
    return next((mark.role[1:] for mark in active if mark.start == left and mark.role.startswith("n")), None)


_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_VISIBLE = {
    **{code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}},
    **dict.fromkeys((0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF, *_BIDI), 0xFFFD),
}


def visible(text: str) -> str:
    r"""Show what cannot be shown: control characters, lone surrogates and marks that turn the direction of writing.

    Example:
        >>> visible("a\x00b\u202ec")
        'a␀b�c'
    """
    return text.translate(_VISIBLE)


_UNBROKEN = re.compile(r"[^\s\u2e80-\U0010ffff]{80,}")
_BREAK = 40


def stretches(text: str) -> list[str]:
    """Cut words that no line can hold; a browser may begin a new line between the stretches, and needs to be told where.

    Example:
        >>> stretches("职工" + "x" * 100)
        ['职工xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'xxxxxxxxxxxxxxxxxxxx']
    """
    cuts = [cut for word in _UNBROKEN.finditer(text) for cut in range(word.start() + _BREAK, word.end(), _BREAK)]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


def shortened(text: str, room: int) -> str:
    """At most `room` characters, the last of them an ellipsis where something was left out.

    Example:
        >>> shortened("劳动争议案件", 4), shortened("案件", 4)
        ('劳动争…', '案件')
    """
    return text if len(text) <= room else f"{text[: room - 1]}…"
