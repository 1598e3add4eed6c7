"""A quantity while it is being read: the parts that ranges, lists and qualifiers still change."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cnreport_extract.lexicon.units import UnitMatch
from cnreport_extract.mentions.numerals import Numeral
from cnreport_extract.mentions.qualifiers import combine
from cnreport_extract.records import Part, Quantity, QuantityForm, Span


@dataclass(slots=True, kw_only=True)
class Draft:
    """A number with what was read around it; offsets as in `Quantity`.

    Attributes:
        start, end: The number with its unit and the qualifier words behind it.
        number: The numeral alone.
        cue_start: Where the qualifier words before the number begin.
        low, high: Value and, for ranges, upper value.
        before, inner, behind: Marks of the qualifier words (`""` where there is none).
        unit: The unit that was found, None for none.
        unit_text: The unit as it is written in the result.
        numeral: The numeral that was read; None where the value comes from a whole phrase (三分之一, 第三位).
        unit_span: Where the unit stands, None where it does not stand in the text by itself.
        cells: Of a number in a table the label of its row and the heading of its column.
        beside: Whether a number that counts the same stands beside it (一名院士和两名专家).
    """

    start: int
    end: int
    number: Span
    cue_start: int
    low: Decimal
    high: Decimal | None = None
    before: str = ""
    inner: str = ""
    behind: str = ""
    unit: UnitMatch | None = None
    unit_text: str = ""
    unit_id: str | None = None
    dimension: str = "count"
    form: QuantityForm = "count"
    rule: str = "count"
    numeral: Numeral | None = None
    beside: bool = False
    unit_span: Span | None = None
    cells: tuple[Part, ...] = ()

    def but(self, **changes: Any) -> "Draft":
        """A copy with some fields changed; several times as fast as `dataclasses.replace`."""
        other = object.__new__(Draft)
        other.start, other.end, other.number, other.cue_start = self.start, self.end, self.number, self.cue_start
        other.low, other.high, other.before, other.inner, other.behind = self.low, self.high, self.before, self.inner, self.behind
        other.unit, other.unit_text, other.unit_id, other.unit_span = self.unit, self.unit_text, self.unit_id, self.unit_span
        other.dimension, other.form, other.rule, other.numeral, other.beside = (
            self.dimension,
            self.form,
            self.rule,
            self.numeral,
            self.beside,
        )
        other.cells = self.cells
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    @property
    def span(self) -> Span:
        """The number with its unit."""
        return Span(self.start, self.end)

    def finish(self) -> Quantity:
        """The quantity that this draft has become."""
        cue = Span(self.cue_start, self.end)
        qualifier = combine(self.before, self.inner, self.behind)
        return Quantity(
            self.start, self.end, self.number, cue, self.low, self.high, qualifier,
            self.unit_text, self.unit_id, self.dimension, self.form, self.rule, tuple(self._parts()),
        )  # fmt: skip

    def _parts(self) -> Iterator[Part]:
        """The words that the quantity was read from."""
        if self.cue_start < self.number.start:
            yield Part(self.cue_start, self.number.start, "before")
        yield Part(self.number.start, self.number.end, "number")
        at, unit = self.number.end, self.unit_span
        if unit is not None and at <= unit.start < self.end:
            yield from [Part(at, unit.start, "inner")] if at < unit.start else []
            yield Part(unit.start, unit.end, "unit")
            at = unit.end
        if at < self.end:
            yield Part(at, self.end, "behind")
        if unit is not None and unit.start >= self.end:
            yield Part(unit.start, unit.end, "unit")
        yield from self.cells
