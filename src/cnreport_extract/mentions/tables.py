"""Numbers in the rows of a plain-text table: their unit stands in the heading of the column, or behind the label of the row.

A row is a line whose cells, parted by blanks or bars, are a name and at least two numbers (a serial number may come first;
a dash stands for no number). The heading is the nearest line above the rows with as many cells; 优良率(%) gives its unit,
增长% too, 排名 makes ranks. Heading and label are parts of the number, for what it measures stands there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cnreport_extract.chars import SCALES
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.measures import MeasureReader
from cnreport_extract.mentions.numerals import NumeralReader
from cnreport_extract.records import Part, Span

_ROW = re.compile(r"(?m)^[ |]*[^\s|][^\n]{0,200}[0-9%][ |]*$")
_BLANKS, _BARS = re.compile(r"[^ ]+"), re.compile(r"[^ |](?:[^|\n]*[^ |\n])?")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_EMPTY = re.compile(r"-{1,3}|\.{2,6}")
_UNIT = re.compile(r"\((?P<unit>[^()]{1,12})\)$|(?P<percent>%)$")
_MOST_ROWS = 60
_LARGE = 4
_APART = 60  # characters of a line that may part the rows under one heading


@dataclass(frozen=True)
class _Row:
    """The cells of a line that is a row: its label, and the numbers."""

    cells: list[Span]
    label: Span
    numbers: list[Span]


class TableReader:
    """Reads such rows. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader, measures: MeasureReader) -> None:
        self._numerals, self._measures = numerals, measures
        self._units = lexicon.unit_index
        self._rank = re.compile(lexicon.words("ranks", "column"))
        self._rank_unit = lexicon.cues("ranks")["unit"].words[0]

    def find(self, text: str) -> Iterator[Draft]:
        """The numbers of all rows."""
        heading: list[Span] = []
        behind = rows = -1
        for line in _ROW.finditer(text):
            row = self._row(text, *line.span())
            if row is None:
                continue
            rows = rows + 1 if behind == line.start() - 1 else 0
            if rows == 0 or rows > _MOST_ROWS or len(heading) != len(row.cells):
                above = self._heading(text, line.start(), len(row.cells))
                kept = heading if len(heading) == len(row.cells) and 0 <= line.start() - behind <= _APART else []
                heading = above or kept
            behind = line.end()
            for cell in row.numbers:
                yield from self._draft(text, cell, heading[row.cells.index(cell)] if heading else None, row.label)

    @staticmethod
    def _cells(text: str, start: int, end: int) -> list[Span]:
        pattern = _BARS if text.find("|", start, end) >= 0 else _BLANKS
        return [Span(*cell.span()) for cell in pattern.finditer(text, start, end)]

    def _row(self, text: str, start: int, end: int) -> _Row | None:
        """The cells of a line, None where it is no row."""
        cells = self._cells(text, start, end)
        numeric = [_NUMBER.fullmatch(text, cell.start, cell.end) is not None for cell in cells]
        first = 2 if len(cells) > 2 and numeric[0] and not numeric[1] else 1
        if len(cells) <= first or numeric[first - 1]:
            return None
        values = zip(cells[first:], numeric[first:], strict=True)
        if not all(number or _EMPTY.fullmatch(text, cell.start, cell.end) for cell, number in values):
            return None
        numbers = [cell for cell, number in zip(cells[first:], numeric[first:], strict=True) if number]
        return _Row(cells, cells[first - 1], numbers) if len(numbers) > 1 else None

    def _heading(self, text: str, start: int, width: int) -> list[Span]:
        end = max(0, start - 1)
        begin = max(text.rfind("\n", 0, end) + 1, end - 400)
        cells = self._cells(text, begin, end)
        if any(_NUMBER.fullmatch(text, cell.start, cell.end) for cell in cells):
            return []
        corner = [Span(begin, begin)] if len(cells) == width - 1 and width > 2 else []  # no heading above the labels
        return [*corner, *cells] if len(corner) + len(cells) == width else []

    def _draft(self, text: str, cell: Span, heading: Span | None, label: Span) -> Iterator[Draft]:
        numeral = self._numerals.match(text, cell.start + (text[cell.start] == "-"))
        if numeral is None or numeral.end != cell.end:
            return
        start, number = numeral.start, Span(numeral.start, cell.end)
        draft = Draft(start=start, end=cell.end, number=number, cue_start=start, low=numeral.value, form="bare")
        above = text[heading.start : heading.end] if heading is not None else ""
        if self._rank.search(above) and not _UNIT.search(above):
            draft = draft.but(unit_text=self._rank_unit, unit_id=self._rank_unit, form="rank")
        else:
            draft = self._measured(draft, above) or self._measured(draft, text[label.start : label.end]) or draft
        parts = [Part(label.start, label.end, "label")]
        if heading is not None:
            parts.append(Part(heading.start, heading.end, "heading"))
        draft = self._measures.negative(draft, cell.start) if cell.start < numeral.start else draft
        yield draft.but(rule="table", cells=tuple(parts))

    def _measured(self, draft: Draft, words: str) -> Draft | None:
        """The number in the unit that stands behind a heading or label: 利润总额(亿元)."""
        printed = _UNIT.search(words)
        if printed is None:
            return None
        name = printed["unit"] or printed["percent"]
        scale = 0
        while name[:1] in SCALES and SCALES[name[0]] >= _LARGE:
            scale, name = scale + SCALES[name[0]], name[1:]
        unit = self._units.match(name, 0) if name else None
        if unit is None or unit.end != len(name):
            return None
        low = Decimal(format(draft.low.scaleb(scale), "f")) if scale else draft.low
        return self._measures.with_unit(draft.but(low=low), unit).but(unit=None, unit_span=None)
