"""Numbers in the rows of a plain-text table: their unit stands in the heading of the column.

A row is a line whose cells, parted by blanks or bars, are a name and at least two numbers (a serial number may come
first). The heading is the nearest line above the rows with as many cells; 优良率(%) gives its unit, 排名 makes ranks.
"""

import re
from collections.abc import Iterator

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.measures import MeasureReader
from cnreport_extract.mentions.numerals import NumeralReader
from cnreport_extract.records import Span

_ROW = re.compile(r"(?m)^ *[^\s|][^\n]{0,200}[0-9%] *$")
_CELL = re.compile(r"[^ |]+")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_UNIT = re.compile(r"\((?P<unit>[^()]{1,12})\)$")
_MOST_ROWS = 60


class TableReader:
    """Reads such rows. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader, measures: MeasureReader) -> None:
        self._numerals, self._measures = numerals, measures
        self._units = lexicon.unit_index
        self._rank = re.compile(lexicon.words("ranks", "column"))
        self._rank_unit = lexicon.cues("ranks")["unit"].words[0]

    def find(self, text: str) -> Iterator[Draft]:
        """The numbers of all rows."""
        heading: list[str] = []
        behind = rows = -1
        for line in _ROW.finditer(text):
            cells = [Span(*cell.span()) for cell in _CELL.finditer(text, *line.span())]
            numbers = self._numbers(text, cells)
            if len(numbers) < 2:
                continue
            rows = rows + 1 if behind == line.start() - 1 else 0
            if rows == 0 or rows > _MOST_ROWS or len(heading) != len(cells):
                heading = self._heading(text, line.start(), len(cells))
            behind = line.end()
            for cell in numbers:
                yield from self._draft(text, cell, heading[cells.index(cell)] if heading else "")

    @staticmethod
    def _numbers(text: str, cells: list[Span]) -> list[Span]:
        """The number cells of a row, empty where the line is no row."""
        numeric = [_NUMBER.fullmatch(text, cell.start, cell.end) is not None for cell in cells]
        first = 2 if len(cells) > 2 and numeric[0] and not numeric[1] else 1
        return cells[first:] if not numeric[first - 1] and all(numeric[first:]) else []

    @staticmethod
    def _heading(text: str, start: int, width: int) -> list[str]:
        line = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)][:400]
        cells = _CELL.findall(line)
        return cells if len(cells) == width and not any(map(_NUMBER.fullmatch, cells)) else []

    def _draft(self, text: str, cell: Span, heading: str) -> Iterator[Draft]:
        numeral = self._numerals.match(text, cell.start + (text[cell.start] == "-"))
        if numeral is None or numeral.end != cell.end:
            return
        start, number = numeral.start, Span(numeral.start, cell.end)
        draft = Draft(start=start, end=cell.end, number=number, cue_start=start, low=numeral.value, form="bare")
        printed = _UNIT.search(heading)
        unit = self._units.match(printed["unit"], 0) if printed else None
        if unit is not None and printed is not None and unit.end == len(printed["unit"]):
            draft = self._measures.with_unit(draft, unit).but(unit=None, unit_span=None)
        elif self._rank.search(heading):
            draft = draft.but(unit_text=self._rank_unit, unit_id=self._rank_unit, form="rank")
        yield (self._measures.negative(draft, cell.start) if cell.start < numeral.start else draft).but(rule="table")
