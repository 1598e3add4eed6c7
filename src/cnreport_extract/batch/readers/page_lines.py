"""A tree of elements → lines of text, as a browser would break them; a row of a table is one line with bars between cells."""

import re
from collections.abc import Iterator

from lxml import etree

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "legend", "li", "main", "nav", "ol", "p",
     "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul")
)  # fmt: skip
_CELLS = ("td", "th")
_LONGEST_CELL = 60
BAR = " | "
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n|\n(?=[\u2e80-\u9fff\uff00-\uffef])")


def lines(root: etree._Element) -> list[str]:
    """The lines of an element that are not blank, without the blanks around them.

    Example:
        >>> from lxml.html import fromstring
        >>> lines(fromstring("<div>去年,<b>全市</b>受理<p>案件90件。<br>又<table><tr><td>甲<td>9</table></div>"))
        ['去年,全市受理', '案件90件。', '又', '甲 | 9']
    """
    found: list[str] = []
    piece: list[str] = []
    for text in _pieces(root):
        if text is None:
            _flush(piece, found)
        else:
            piece.append(text)
    _flush(piece, found)
    return found


def _flush(piece: list[str], found: list[str]) -> None:
    line = tidied("".join(piece))
    piece.clear()
    if line:
        found.append(line)


def tidied(text: str) -> str:
    r"""Text as a browser shows it on one line; a line end beside a wide character is no blank.

    Example:
        >>> tidied("  去年,\n 全市  GDP\n增长")
        '去年,全市 GDP增长'
    """
    spaced = _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", _UNSEEN.sub("", text))
    return _WIDE.sub("", spaced).replace("\n", " ").strip()


def _pieces(root: etree._Element) -> Iterator[str | None]:
    """The texts of a tree in order; None where a line ends. Walks without recursion, whatever the depth."""
    rows: set[etree._Element] = set()
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None and (element is not skipped or event == "start"):
            continue
        if event == "start":
            if element.tag == "table" and _is_data(element):
                rows.update(element.iter("tr"))
            yield None if element.tag in _BLOCKS else ""
            if element in rows:
                skipped = element
                yield _row(element)
            else:
                yield element.text or ""
            continue
        skipped = None
        yield None if element.tag in _BLOCKS or element.tag == "br" else ""
        if element is not root:
            yield element.tail or ""


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data; old pages put their whole layout into one."""
    if any(inner is not table for inner in table.iter("table")):
        return False
    widths = [len(row) for row in table.iter("tr")]
    return max(widths, default=0) > 1 and all(len(_cell(cell)) <= _LONGEST_CELL for cell in table.iter(*_CELLS))


def _row(row: etree._Element) -> str:
    return BAR.join(text for cell in row.iter(*_CELLS) if (text := _cell(cell)))


def _cell(cell: etree._Element) -> str:
    return tidied("".join(str(text) for text in cell.itertext()))
