"""The table that a person reads: fits the terminal, aligns Chinese, coloured only on a terminal."""

import os
from collections.abc import Sequence
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cnreport_extract.cli.messages import clean
from cnreport_extract.models import Document, Fact
from cnreport_extract.view.amounts import amount, days

_WIDTH_OF_FILES = 120
_ARROWS = {"up": "↑", "down": "↓"}
_ASPECTS = {"change": "yellow", "target": "magenta", "rank": "cyan", "share": "cyan"}
_GAP = 2
_ELASTIC = 2  # the first columns, entity and metric, may be folded
_LEAST = 8  # columns that are too narrow for four characters help nobody
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "left", "right", "left", "left")
Row = tuple[Text, Text, Text, Text, Text]
_HEADER: Row = (Text("entity"), Text("metric"), Text("value"), Text("what"), Text("date"))


def _what(fact: Fact) -> Text:
    aspect = "" if fact.aspect == "level" else fact.aspect
    words = (aspect, _ARROWS.get(fact.direction or "", ""), fact.basis or "")
    doubts = {"≠ elsewhere" if note.kind == "contradiction" else "≠ sum" for note in fact.notes if not note.agrees}
    style = "bold red" if doubts else _ASPECTS.get(fact.aspect, "")
    return Text(" ".join(filter(None, (*words, *sorted(doubts)))), style=style)


def _when(fact: Fact) -> str:
    return ", ".join(part for part in (days(fact.date), f"each {fact.frequency}" if fact.frequency else "") if part)


def evidence(document: Document, fact: Fact) -> Text:
    """The sentence of a fact with its number marked: in colour on a terminal, by 【 】 everywhere."""
    start, end = fact.evidence.sentence or (max(0, fact.span[0] - 40), fact.span[1] + 40)
    head, tail = (clean(document.text[a:b]) for a, b in ((start, fact.span[0]), (fact.span[1], end)))
    return Text.assemble((head.lstrip(), "dim"), "【", (clean(fact.text), "bold green"), "】", (tail.rstrip(), "dim"))


class TableSink:
    """Prints one table a document."""

    def __init__(self, stream: TextIO, *, evidence: bool = False) -> None:
        """Write to an open text stream; its terminal, if it is one, gives width and colours."""
        width = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else _WIDTH_OF_FILES
        self._console = Console(file=stream, width=width, highlight=False, emoji=False, markup=False)
        self._evidence = evidence

    def write(self, identifier: str, document: Document) -> None:
        """Print a document: a line about it, then its facts."""
        published = document.published.isoformat() if document.published else "no publish date"
        count = len(document.facts)
        facts = "1 fact" if count == 1 else f"{count} facts"
        self._console.print(Text(clean(document.title or identifier), style="bold"))
        self._console.print(Text(f"{clean(identifier)} · {published} · {facts}", style="dim"))
        if count:
            self._console.print(*self._tables(document), sep="")
        self._console.print()

    def close(self) -> None:
        """Nothing is held back."""

    def _tables(self, document: Document) -> list[Table | Padding]:
        """One table of all facts; with evidence one of each fact, its sentence under it, all of the same widths."""
        rows = [_row(fact) for fact in document.facts]
        widths = fitted(
            [max(cell_len(row[column].plain) for row in (_HEADER, *rows)) for column in range(len(_HEADER))], self._console.width
        )
        if not self._evidence:
            return [_table(rows, widths, header=True)]
        parts: list[Table | Padding] = []
        for number, (row, fact) in enumerate(zip(rows, document.facts, strict=True)):
            parts += [_table([row], widths, header=number == 0), Padding(evidence(document, fact), (0, 0, 1, 2))]
        return parts


def fitted(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit a line: names and phrases give way first, numbers only where that is not enough.

    Example:
        >>> fitted([30, 50, 10, 4, 6], room=60)
        [16, 16, 10, 4, 6]
    """
    room -= _GAP * (len(wanted) - 1)
    rigid = wanted[_ELASTIC:]
    if room - sum(rigid) >= _ELASTIC * _LEAST:
        return [*_capped(wanted[:_ELASTIC], room - sum(rigid)), *rigid]
    return _capped(wanted, room)


def _capped(wanted: Sequence[int], room: int) -> list[int]:
    cap = max(wanted)
    while cap > 1 and sum(min(width, cap) for width in wanted) > room:
        cap -= 1
    return [min(width, cap) for width in wanted]


def _row(fact: Fact) -> Row:
    value = Text(amount(fact), style="bold")
    return Text(clean(fact.entity or "")), Text(clean(fact.metric or "")), value, _what(fact), Text(_when(fact))


def _table(rows: Sequence[Row], widths: Sequence[int], *, header: bool) -> Table:
    table = Table(box=None, show_header=header, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold underline")
    for title, width, side in zip(_HEADER, widths, _SIDES, strict=True):
        table.add_column(title, width=width, justify=side, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
