"""Numerals: from characters to an exact value.

What enters: folded text. What leaves: numerals with their exact value, wherever they stand, whether or not they
measure anything. Arabic digits with comma groups and decimals, Chinese digits (everyday and financial), and any
mixture with scales are one grammar: 1,100万, 3万4千, 二十五万六千, 三万多亿, 1.1万亿, 十七八, 两三千, 数十, 三点五.
"""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from types import MappingProxyType

from cnreport_extract.chars import DIGITS, FORMAL, SCALES, TENS
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Span, record

_Rational = int | Fraction  # whole numbers stay such: fractions are ten times as dear
_LONGEST = 40
"""Characters of the longest numeral that is read; longer runs are no numbers of any press text."""

_HUGE = 8  # zeros of 亿
_MOST_ZEROS = 40
_LARGE = 4
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"

_SINGLE = MappingProxyType(
    {char: (Decimal(digit), 0) for char, digit in DIGITS.items() if digit and char not in FORMAL}
    | {char: (Decimal(10**power), power) for char, power in SCALES.items() if char not in FORMAL}
)
"""Value and power of the numerals of one character. Financial digits and zero are words when they stand alone (队伍, 零件)."""


@record
class Numeral(Span):
    """A numeral and its value.

    Attributes:
        value: Exact value; the lower one of an approximate pair (两三千).
        value_max: The upper value of an approximate pair, else None.
        qualifier: `>` where a word inside says that there is more (三万多亿, 数十), else `=`.
        plain: Whether it consists of scales only (百, 千万).
        power: Power of ten of the scales at its end (4 of 30万), which the other end of a range may share.
        arabic: Whether it starts with an Arabic digit.
    """

    value: Decimal
    value_max: Decimal | None
    qualifier: str
    plain: bool
    power: int
    arabic: bool


@record
class _Item:
    """One part of a numeral: a number (one value, or two for a pair), a scale, or a word for more."""

    end: int
    kind: str
    low: _Rational = 0
    high: _Rational = 0
    power: int = 0
    ellipsis: bool = False
    arabic: bool = False


def exact(value: _Rational) -> Decimal:
    """The decimal that equals a fraction with a finite decimal expansion.

    Example:
        >>> exact(Fraction(5, 4))
        Decimal('1.25')
    """
    if value.denominator == 1:
        return Decimal(value.numerator)
    return Context(prec=2 * _LONGEST + _MOST_ZEROS).divide(Decimal(value.numerator), Decimal(value.denominator))


class NumeralReader:
    """Finds and reads numerals. Immutable after construction.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> reader = NumeralReader(Lexicon())
        >>> [(found.value, found.value_max) for found in reader.find("投入1.1万亿元,新建两三千家,培训3万4千人")]
        [(Decimal('1100000000000'), None), (Decimal('2000'), Decimal('3000')), (Decimal('34000'), None)]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        digits, scales = "".join(DIGITS), "".join(SCALES)
        chinese = digits + scales + "".join(TENS)
        large = "".join(scale for scale, power in SCALES.items() if power >= _LARGE)
        lead = lexicon.words("numerals", "some")
        more = lexicon.words("numerals", "more", "some")
        self.characters = "0-9" + chinese
        point = lexicon.words("numerals", "point")
        decimals = rf"{point}[{digits}]+"
        self.pattern = (
            rf"(?:{_ARABIC}|{lead}(?=[{scales}])|[{chinese}])"
            rf"(?:{more}(?=[{scales}])|(?<=[{_zeros()}]){lead}(?=[{scales}])|(?<=[{scales}{_zeros()}]){_ARABIC}|(?<=[{chinese}]){decimals}"
            rf"|(?<![0-9])[{chinese}]|[{scales}]|(?<=[0-9]) (?=[{large}]))*"
        )
        self._run = re.compile(self.pattern)
        heads = {word[0] for word in lexicon.cues("numerals")["some"].words}
        self._head = re.compile(f"[0-9{chinese}{''.join(sorted(heads))}]")  # what a numeral begins with: found faster than numerals
        self._simple = re.compile(rf"({_ARABIC}) ?([{scales}]*)")
        self._item = re.compile(
            rf"(?P<arabic>{_ARABIC})|(?P<scale>[{scales}])|(?P<tens>[{''.join(TENS)}])"
            rf"|(?P<digits>[{digits}]+)(?P<decimals>{decimals})?|(?P<decimal>{decimals})|(?P<lead>{lead})|(?P<more>{more})"
        )
        self._point = re.compile(point)

    def find(self, text: str) -> Iterator[Numeral]:
        """All numerals of a text from left to right; they do not overlap."""
        at = 0
        while (head := self._head.search(text, at)) is not None:
            run = self._run.match(text, head.start())
            if run is None:
                at = head.end()
                continue
            numeral = self.read(text, run.start(), run.end())
            if numeral is not None:
                yield numeral
            at = numeral.end if numeral is not None else run.end()

    def match(self, text: str, start: int) -> Numeral | None:
        """The numeral that starts at `start`, if there is one."""
        run = self._run.match(text, start)
        return self.read(text, start, run.end()) if run else None

    def read(self, text: str, start: int, end: int) -> Numeral | None:
        """The longest numeral that starts at `start` and ends at `end` or before it."""
        if end - start > _LONGEST:
            return None
        if end - start == 1 and (single := _SINGLE.get(text[start])):
            return Numeral(start, end, single[0], None, "=", single[1] > 0, single[1], False)
        simple = self._simple.fullmatch(text, start, end)
        if simple is not None:
            return _simple(start, end, *simple.groups())
        if end - start == 1 and text[start] in DIGITS:
            return None
        items = list(self._items(text, start, end))
        while items:
            if (numeral := _evaluate(start, items)) is not None:
                return numeral
            items.pop()
        return None

    def _items(self, text: str, start: int, end: int) -> Iterator[_Item]:
        scaled = False
        for part in self._item.finditer(text, start, end):
            kind = part.lastgroup
            if kind in ("lead", "more"):
                yield _Item(part.end(), kind)
            elif kind == "scale":
                yield _Item(part.end(), "scale", power=SCALES[part[0]])
            elif kind == "tens":
                tens = TENS[part[0]] // 10
                yield _Item(part.start(), "number", tens, tens)
                yield _Item(part.end(), "scale", power=1)
            elif part["arabic"]:
                digits = part[0].replace(",", "")
                value = Fraction(digits) if "." in digits else int(digits)
                yield _Item(part.end(), "number", value, value, ellipsis=len(part[0]) == 1, arabic=True)
            else:
                yield self._digits(part, scaled)
            scaled = kind == "scale"

    def _digits(self, part: re.Match[str], scaled: bool) -> _Item:
        digits = [DIGITS[char] for char in part["digits"] or ""]
        fraction = part["decimals"] or part["decimal"]
        if fraction:
            places = [DIGITS[char] for char in self._point.sub("", fraction, count=1)]
            tail = Fraction(_positional(places), 10 ** len(places))
            kind, value = "number" if len(digits) == 1 else "decimal" if not digits else "broken", tail + sum(digits)
            return _Item(part.end(), kind, value, value)
        if scaled and digits == [0]:
            return _Item(part.end(), "zero")
        if scaled and len(digits) > 1 and digits[0] == 0:
            digits = digits[1:]
            return _Item(part.end(), "number" if len(digits) == 1 else "broken", digits[0], digits[0])
        if len(digits) == 1:
            return _Item(part.end(), "number", digits[0], digits[0], ellipsis=True)
        if (len(digits) == 2 and digits[0] > 0 and digits[1] - digits[0] == 1) or digits == [3, 5]:
            return _Item(part.end(), "number", digits[0], digits[1], ellipsis=True)
        if len(digits) > 2 and 0 in digits and not scaled:
            whole = _positional(digits)
            return _Item(part.end(), "number", whole, whole)
        return _Item(part.end(), "broken")


def _zeros() -> str:
    return "".join(char for char, value in DIGITS.items() if value == 0)


def _positional(digits: list[int]) -> int:
    return int("".join(map(str, digits)))


def _simple(start: int, end: int, digits: str, scales: str) -> Numeral | None:
    """An Arabic number with scales behind it: 1,100万, 1.1万亿."""
    power = sum(map(SCALES.__getitem__, scales))
    if power > _MOST_ZEROS:
        return None
    value = Decimal(digits.replace(",", ""))
    if power:
        value = Decimal(format(Decimal(f"{value}E{power}"), "f"))
    return Numeral(start, end, value, None, "=", False, power, True)


def _evaluate(start: int, items: list[_Item]) -> Numeral | None:
    if items[-1].kind in ("lead", "zero", "broken") or (items[-1].ellipsis and len(items) > 1 and items[0].arabic > items[-1].arabic):
        return None
    if len(items) > 1 and items[-1].kind == "number" and items[-1].arabic and items[-1].low.denominator > 1:
        return None
    low = _total(items, upper=False)
    high = low if all(item.low == item.high for item in items) else _total(items, upper=True)
    if low is None or high is None:
        return None
    qualifier = ">" if any(item.kind in ("lead", "more") for item in items) else "="
    plain = all(item.kind == "scale" for item in items)
    power = 0
    for item in reversed(items):
        if item.kind == "number":
            break
        power += item.power
    value_max = exact(high) if high > low else None
    return Numeral(start, items[-1].end, exact(low), value_max, qualifier, plain, power, items[0].arabic)


def _total(items: list[_Item], upper: bool) -> _Rational | None:
    """The value of a sequence of numbers and scales, None where the sequence is no numeral."""
    sum_ = _Sum()
    for index, item in enumerate(items):
        if item.kind == "scale":
            valid = sum_.scale(item.power)
        elif item.kind == "number":
            valid = sum_.number(item.high if upper else item.low, item)
        elif item.kind == "zero":
            valid = sum_.zero()
        elif item.kind == "decimal":
            valid = sum_.decimal(item.low)
        else:
            valid = item.kind == "more" or (item.kind == "lead" and (index == 0 or items[index - 1].kind in ("scale", "zero")))
        if not valid:
            return None
    return sum_.result()


class _Sum:
    """Adds numbers and scales up as they are read, section by section (… 亿 … 万 …)."""

    def __init__(self) -> None:
        self._total: _Rational = 0
        self._section: _Rational = 0
        self._pending: _Rational | None = None
        self._ellipsis = self._dense = False
        self._small = self._big = self._last = _MOST_ZEROS
        self._zeros = 0

    def number(self, value: _Rational, item: _Item) -> bool:
        if self._pending is not None:
            return False
        broken = item.arabic and value.denominator > 1 and self._last < _HUGE  # 33亿8923.1万, and no 3万2.5
        if self._last < _MOST_ZEROS and (value >= 10**self._last or broken):
            return False
        self._pending, self._ellipsis = value, item.ellipsis and not self._dense
        return True

    def zero(self) -> bool:
        """A zero behind a scale: the digit that follows counts ones (1千零1)."""
        self._dense = True
        return True

    def decimal(self, value: _Rational) -> bool:
        """A decimal fraction behind a number that ends in a scale: 十二点五 is read as 十二 and 点五."""
        self._section += (self._pending or 0) + value
        self._pending = None
        return True

    def scale(self, power: int) -> bool:
        self._zeros += power
        if self._zeros > 4 * _MOST_ZEROS:
            return False
        valid = self._scale_small(power) if power < _LARGE else self._scale_big(power)
        self._last = power
        return valid

    def _scale_small(self, power: int) -> bool:
        if power >= self._small or (self._pending is None and self._section and power > 1):
            return False
        self._section += (1 if self._pending is None else self._pending) * 10**power
        self._pending, self._small = None, power
        return True

    def _scale_big(self, power: int) -> bool:
        part = self._section + (self._pending or 0)
        if self._pending is None and not part and not self._total:
            part = 1
        if self._pending is None and not part:
            self._total *= 10**power
        elif power < self._big:
            self._total += part * 10**power
        elif power > self._big:
            self._total = (self._total + part) * 10**power
        else:
            return False
        self._section, self._pending, self._small, self._big = 0, None, _MOST_ZEROS, power
        return True

    def result(self) -> _Rational:
        pending = self._pending or 0
        if self._ellipsis and 2 <= self._last < _MOST_ZEROS:
            pending *= 10 ** (self._last - 1)
        return self._total + self._section + pending
