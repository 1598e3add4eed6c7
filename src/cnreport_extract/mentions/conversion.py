"""Convert what was measured into another unit of its dimension.

Exact where the result has a finite decimal expansion of at most 28 significant digits, else rounded half to even to
28 significant digits. What has no fixed ratio does not convert: 件 to 个, 美元 to 元, 月 to 天.
"""

from dataclasses import replace
from functools import cache
from typing import TypeVar

from cnreport_extract.errors import UnitError
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.units import UnitIndex
from cnreport_extract.models import Fact
from cnreport_extract.records import Quantity

Measured = TypeVar("Measured", Fact, Quantity)


def convert(measured: Measured, unit: str, lexicon: Lexicon | None = None) -> Measured:
    """The same fact or quantity in another unit; where it stands in the text does not change.

    Args:
        measured: A fact, or a quantity.
        unit: Id or alias of a unit in `patterns/units/`, or several joined by `/`.
        lexicon: The units; None for the built-in ones.

    Raises:
        UnitError: An unknown unit, one of another dimension, or no fixed ratio between the two.

    Example:
        >>> from cnreport_extract import extract
        >>> (fact,) = extract("全县新建高标准农田4500亩。")
        >>> convert(fact, "公顷").value
        Decimal('300')
        >>> convert(fact, "吨")
        Traceback (most recent call last):
        cnreport_extract.errors.UnitError: cannot convert 亩 (area) to 吨 (mass); expected one dimension
    """
    index = (lexicon or _built_in()).unit_index
    source, target = _source(measured, index), index.measure(unit)
    low, dimension = index.convert(measured.value, source, unit), target.dimension
    upper = index.convert(measured.value_max, source, unit) if measured.value_max is not None else None
    if isinstance(measured, Fact):
        return measured.model_copy(update={"value": low, "value_max": upper, "unit": unit, "dimension": dimension})
    return replace(measured, value=low, value_max=upper, unit=unit, unit_id=target.id, dimension=dimension)


def _source(measured: Fact | Quantity, index: UnitIndex) -> str:
    """The unit that it is measured in now."""
    if not measured.unit:
        raise UnitError("a number without a unit does not convert; expected a fact or quantity whose unit is not empty")
    if isinstance(measured, Quantity) and measured.unit_id is not None:
        return measured.unit_id
    return index.measure(measured.unit).id


@cache
def _built_in() -> Lexicon:
    return Lexicon()
