"""Numbers in the rows of a plain-text table: their unit stands in the heading of the column, behind the label of the row, or in a cell.

A row is a line whose cells, parted by blanks or bars, are a name and at least two numbers (a serial number may come first;
a dash stands for no number), or a name, a unit and at least one number (救灾支出 亿元 73.2). The heading is the nearest line
above the rows with as many cells; 优良率(%) gives its unit, 增长% too, 排名 makes ranks. Heading and label are parts of the
number, for what it measures stands there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cnreport_extract.chars import SCALES
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.units import UnitMatch
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.measures import MeasureReader
from cnreport_extract.mentions.numerals import NumeralReader
from cnreport_extract.records import Part, Span

_ROW = re.compile(r"(?m)^[ |]*[^\s|][^\n]{0,200}[0-9%][ |]*$")
_ROW_END = re.compile(r"(?m)[0-9%][ |]*$")  # most texts have no line that ends so
_BLANKS, _BARS = re.compile(r"[^ ]+"), re.compile(r"[^ |](?:[^|\n]*[^ |\n])?")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_EMPTY = re.compile(r"-{1,3}|\.{2,6}")
_UNIT = re.compile(r"\((?P<unit>[^()]{1,12})\)$|(?P<percent>%)$")
_MOST_ROWS = 60
_LARGE = 4
_APART = 60  # characters of a line that may part the rows under one heading


@dataclass(frozen=True)
class _Row:
    """The cells of a line that is a row: its label, the unit where it has a cell of its own, and the numbers."""

    cells: list[Span]
    label: Span
    unit: Span | None
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
        for line in _ROW.finditer(text) if _ROW_END.search(text) else ():
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
                yield from self._draft(text, cell, heading[row.cells.index(cell)] if heading else None, row)

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
        label, unit = cells[first - 1], None
        if len(cells) > first + 1 and self._unit(_bracketed(text, cells[first])) is not None:
            unit, first = cells[first], first + 1
        values = list(zip(cells[first:], numeric[first:], strict=True))
        if not all(number or _EMPTY.fullmatch(text, cell.start, cell.end) for cell, number in values):
            return None
        numbers = [cell for cell, number in values if number]
        return _Row(cells, label, unit, numbers) if len(numbers) > (unit is None) else None

    def _heading(self, text: str, start: int, width: int) -> list[Span]:
        end = max(0, start - 1)
        begin = max(text.rfind("\n", 0, end) + 1, end - 400)
        cells = self._cells(text, begin, end)
        if any(_NUMBER.fullmatch(text, cell.start, cell.end) for cell in cells):
            return []
        corner = [Span(begin, begin)] if len(cells) == width - 1 and width > 2 else []  # no heading above the labels
        return [*corner, *cells] if len(corner) + len(cells) == width else []

    def _draft(self, text: str, cell: Span, heading: Span | None, row: _Row) -> Iterator[Draft]:
        numeral = self._numerals.match(text, cell.start + (text[cell.start] == "-"))
        if numeral is None or numeral.end != cell.end:
            return
        start, number = numeral.start, Span(numeral.start, cell.end)
        draft = Draft(start=start, end=cell.end, number=number, cue_start=start, low=numeral.value, form="bare")
        above = text[heading.start : heading.end] if heading is not None else ""
        if self._rank.search(above) and not _UNIT.search(above):
            draft = draft.but(unit_text=self._rank_unit, unit_id=self._rank_unit, form="rank")
        else:
            beside = _bracketed(text, row.unit) if row.unit is not None else text[row.label.start : row.label.end]
            draft = self._measured(draft, above) or self._measured(draft, beside) or draft
        parts = [Part(row.label.start, row.label.end, "label")]
        if row.unit is not None:
            parts.append(Part(row.unit.start, row.unit.end, "unit"))
        if heading is not None:
            parts.append(Part(heading.start, heading.end, "heading"))
        draft = self._measures.negative(draft, cell.start) if cell.start < numeral.start else draft
        yield draft.but(rule="table", cells=tuple(parts))

    def _measured(self, draft: Draft, words: str) -> Draft | None:
        """The number in the unit that stands behind a heading or label: 利润总额(亿元)."""
        found = self._unit(words)
        if found is None:
            return None
        scale, unit = found
        low = Decimal(format(draft.low.scaleb(scale), "f")) if scale else draft.low
        return self._measures.with_unit(draft.but(low=low), unit).but(unit=None, unit_span=None)

    def _unit(self, words: str) -> tuple[int, UnitMatch] | None:
        """The power of ten and the unit that stand in brackets at the end of a heading, a label or a cell."""
        printed = _UNIT.search(words)
        if printed is None:
            return None
        name = printed["unit"] or printed["percent"]
        scale = 0
        while name[:1] in SCALES and SCALES[name[0]] >= _LARGE:
            scale, name = scale + SCALES[name[0]], name[1:]
        unit = self._units.match(name, 0) if name else None
        return None if unit is None or unit.end != len(name) else (scale, unit)


def _bracketed(text: str, cell: Span) -> str:
    """A cell that may be a unit, in brackets whether or not it is printed so."""
    return f"({text[cell.start : cell.end].strip('()')})"
