"""Find a unit at a position of a text, compose compound units, and convert exactly between units.

What enters: folded text (`chars.fold`) and the offset behind a number (and its 万, 亿, 余). What leaves: the
longest unit that starts there, simple (平方米), composed (元/月, 元每平方米, 毫克/100毫升) or with an alternative
in brackets (台(套)). Composed units are never listed: they are made from the listed ones.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from cnreport_extract.errors import UnitError
from cnreport_extract.lexicon.rows import Unit
from cnreport_extract.records import record

_SIGNIFICANT = 28
_SLASH = "/"
_DOT = "·"
_TIME = "time"
_CLAUSE_ENDS = re.compile(r"[,。;!?\n]")
_LOOK_BEHIND = 30
_LOOK_AHEAD = 16
_AMOUNT = re.compile(r"[1-9]\d{0,5}|")
_MOST_PARTS = 4
_LATIN = re.compile(r"[A-Za-z0-9]")


@record
class Measure:
    """What a unit measures and how large it is.

    Attributes:
        id: Canonical id; of a compound the ids of its parts joined by `/` (`元/月`).
        dimension: `mass`, or a quotient such as `money/area`.
        scale: How many base units one is, exactly; None where nothing converts.
        offset: Added after the scale (temperature scales).
        system: What it converts within: an ISO currency code, the calendar, or empty.
    """

    id: str
    dimension: str
    scale: Fraction | None = None
    offset: Fraction = Fraction(0)
    system: str = ""


@record
class UnitMatch:
    """A unit that was found in a text.

    Attributes:
        start, end: Half-open offsets.
        name: The unit as it is printed, without the 个 of 个小时, 个百分点 (个月 keeps it: 月 alone is a date).
        measure: What it measures.
        parts: The entries it is made of.
    """

    start: int
    end: int
    name: str
    measure: Measure
    parts: tuple[Unit, ...]

    @property
    def unit(self) -> Unit:
        """The entry of the unit itself; of a compound that of its first part."""
        return self.parts[0]

    @property
    def compound(self) -> bool:
        """Whether it is a quotient of several units."""
        return _SLASH in self.measure.dimension and len(self.parts) > 1


def measure_of(unit: Unit) -> Measure:
    """The measure of one entry."""
    scale = Fraction(unit.factor) if unit.factor else None
    return Measure(unit.id, unit.dimension, scale, Fraction(unit.offset or 0), unit.iso or unit.system or "")


def quotient(over: Measure, amount: str, under: Measure) -> Measure:
    """The measure of `over` for each `amount` of `under` (amount empty for one)."""
    scale = None
    if over.scale is not None and under.scale is not None:
        scale = over.scale / under.scale / (int(amount) if amount else 1)
    systems = f"{over.system}/{under.system}".strip("/")
    return Measure(f"{over.id}/{amount}{under.id}", f"{over.dimension}/{under.dimension}", scale, system=systems)


class UnitIndex:
    """All units by alias. Immutable after construction.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> index = Lexicon().unit_index
        >>> found = index.match("每月3500元/月", 6)
        >>> found.measure.id, found.measure.dimension, found.end
        ('元/月', 'money/time', 9)
        >>> index.convert(Decimal(3), "亩", "平方米")
        Decimal('2000')
    """

    def __init__(self, units: Iterable[Unit], per: Sequence[str] = ("/",), generic: Sequence[str] = ()) -> None:
        """Index the units.

        Args:
            units: The entries, in the order of their files.
            per: What joins the parts of a compound unit.
            generic: Classifiers that may stand before another unit and are then left out of its printed name.
        """
        self._per_words = re.compile("|".join(map(re.escape, sorted(per, key=len, reverse=True))))
        self._generic = tuple(generic)
        readings: dict[str, list[Unit]] = {}
        for unit in units:
            for alias in dict.fromkeys(unit.aliases):
                readings.setdefault(alias, []).append(unit)
        self._readings = {alias: tuple(found) for alias, found in readings.items()}
        lengths: dict[str, set[int]] = {}
        for alias in readings:
            lengths.setdefault(alias[0], set()).add(len(alias))
        self._by_id = {unit.id: measure_of(unit) for found in readings.values() for unit in found}
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @property
    def aliases(self) -> frozenset[str]:
        """Every spelling of every unit."""
        return frozenset(self._readings)

    def simple(self, text: str, start: int, *, behind_per: bool = False) -> UnitMatch | None:
        """The longest listed unit at `start` whose guards allow it, else None.

        Args:
            text: Folded text.
            start: Where the unit is to start.
            behind_per: Whether 每 or / stands before it, which allows 日, 月 and the like.
        """
        for length in self._lengths.get(text[start : start + 1], ()):
            alias, end = text[start : start + length], start + length
            if len(alias) < length or alias not in self._readings:
                continue
            units = [unit for unit in self._readings[alias] if behind_per or not unit.per_only]
            if units and (unit := _reading(text, start, end, units)):
                return UnitMatch(start, end, self._printed(alias, unit), self._by_id[unit.id], (unit,))
        return None

    def match(self, text: str, start: int) -> UnitMatch | None:
        """The longest unit at `start`, compound ones included, else None."""
        found = self.simple(text, start)
        if found is None:
            return None
        found = self._alternative(text, found)
        while len(found.parts) < _MOST_PARTS and (longer := self._per(text, found)) is not None:
            found = longer
        return found

    def measure(self, name: str) -> Measure:
        """The measure of a unit by its id, or else by its whole name.

        Raises:
            UnitError: No such unit.
        """
        if name in self._by_id:
            return self._by_id[name]
        found = self.match(name, 0)
        if found is None or found.end != len(name):
            raise UnitError(f"unknown unit {name!r}; expected an alias in patterns/units/ or several of them joined by /")
        return found.measure

    def convert(self, value: Decimal, source: str, target: str) -> Decimal:
        """Convert within a dimension.

        Exact where the result has a finite decimal expansion of at most 28 significant digits, else rounded
        half to even to 28 significant digits.

        Raises:
            UnitError: Unknown unit, different dimensions, or no fixed ratio (件 to 个, 美元 to 元, 月 to 天).

        Example:
            >>> from cnreport_extract.lexicon.lexicon import Lexicon
            >>> Lexicon().unit_index.convert(Decimal("1.5"), "万吨", "公斤")
            Traceback (most recent call last):
            cnreport_extract.errors.UnitError: unknown unit '万吨'; expected an alias in patterns/units/ or several of them joined by /
        """
        over, under = self.measure(source), self.measure(target)
        if over.id == under.id:
            return value
        if over.dimension != under.dimension:
            raise UnitError(f"cannot convert {source} ({over.dimension}) to {target} ({under.dimension}); expected one dimension")
        if over.scale is None or under.scale is None or over.system != under.system:
            raise UnitError(f"cannot convert {source} to {target}: there is no fixed ratio between them")
        return _decimal((Fraction(value) * over.scale + over.offset - under.offset) / under.scale)

    def _printed(self, alias: str, unit: Unit) -> str:
        for word in self._generic:
            if alias.startswith(word) and not unit.id.startswith(word):
                return alias[len(word) :]
        return alias

    def _alternative(self, text: str, found: UnitMatch) -> UnitMatch:
        if text[found.end : found.end + 1] != "(":
            return found
        other = self.simple(text, found.end + 1)
        if other is None or text[other.end : other.end + 1] != ")" or other.measure.dimension != found.measure.dimension:
            return found
        measure = Measure(f"{found.measure.id}({other.measure.id})", found.measure.dimension)
        name = f"{found.name}({other.name})"
        return UnitMatch(found.start, other.end + 1, name, measure, found.parts + other.parts)

    def _per(self, text: str, found: UnitMatch) -> UnitMatch | None:
        behind = self._behind_joint(text, found)
        amount = _AMOUNT.match(text, behind) if behind is not None else None
        under = self.simple(text, amount.end(), behind_per=True) if amount else None
        if amount is None or under is None:
            return None
        measure = quotient(found.measure, amount[0], under.measure)
        name = found.name + text[found.end : under.end]
        return UnitMatch(found.start, under.end, name, measure, found.parts + under.parts)

    def _behind_joint(self, text: str, found: UnitMatch) -> int | None:
        """The offset behind what joins a further part to the unit: `/`, a word for it, or the dot of 元/人·月."""
        if found.compound and text.startswith(_DOT, found.end):
            return found.end + len(_DOT)
        per = self._per_words.match(text, found.end)
        if per is None or not (_SLASH in per[0] or _may_stand_before_a_word(found.measure)):
            return None
        return per.end()


def _reading(text: str, start: int, end: int, units: Sequence[Unit]) -> Unit | None:
    if _LATIN.match(text[end - 1]) and _LATIN.match(text[end : end + 1]):
        return None
    allowed = [unit for unit in units if _allowed(text, start, end, unit)]
    if len(units) == 1 or not allowed:
        return allowed[0] if allowed else None
    clause = _clause(text, start, end)
    by_word = [(max((len(word) for word in unit.when if word in clause), default=0), unit) for unit in allowed]
    longest, unit = max(by_word, key=lambda found: found[0])
    return unit if longest else next((unit for unit in allowed if not unit.when), None)


def _may_stand_before_a_word(over: Measure) -> bool:
    """Whether a word for `per` can follow: 元每亩 and 米每秒, but not 前5年每亩补贴 or 300人每天到岗."""
    return over.scale is not None and over.dimension != _TIME


def _allowed(text: str, start: int, end: int, unit: Unit) -> bool:
    if unit.not_before and text.startswith(unit.not_before, end):
        return False
    return not (unit.not_after and text.endswith(unit.not_after, max(0, start - 8), start))


def _clause(text: str, start: int, end: int) -> str:
    before = _CLAUSE_ENDS.split(text[max(0, start - _LOOK_BEHIND) : start])[-1]
    return before + "\0" + _CLAUSE_ENDS.split(text[end : end + _LOOK_AHEAD])[0]


def _decimal(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _SIGNIFICANT
        return Decimal(value.numerator) / Decimal(value.denominator)
