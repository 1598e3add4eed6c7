"""Phrases that are numbers as a whole: 三分之一, 百分之七点二, 1/4, 一半, 翻两番, 2.6:1, 成百上千.

What leaves: drafts in percent (百分之七点二 → 7.2 %, 三分之一 → 33.33 %, 翻一番 → 100 %), per mille for 千分之五,
a bare number for a ratio (2.6:1 → 2.6), and numerals for the phrases that stand for an unknown large number.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from cnreport_extract.chars import DIGITS
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.hints import Hinted
from cnreport_extract.mentions.measures import MeasureReader
from cnreport_extract.mentions.numerals import Numeral, NumeralReader, exact
from cnreport_extract.mentions.qualifiers import QualifierReader
from cnreport_extract.records import Span

_SLASH = r"(?<![0-9./A-Za-z])([1-9][0-9]{0,2})/([1-9][0-9]{0,2})(?![0-9./])"
_RATIO = r"(?<![0-9.:])([0-9]{1,6}(?:\.[0-9]{1,6})?) ?: ?([0-9]{1,6}(?:\.[0-9]{1,6})?)(?![0-9.:])"
_PERCENT, _PER_MILLE = "%", "‰"
_CENT, _RATIO_PLACES = Decimal("0.01"), Decimal("0.0001")
_LOOK_BEHIND = 12
_LONGEST = 12
_MOST_DOUBLINGS = 20


def percent(over: Decimal, under: Decimal) -> Decimal:
    """A share as a percentage: exact for tenths, hundredths and so on, else rounded half up to two decimals.

    Example:
        >>> percent(Decimal(1), Decimal(3)), percent(Decimal(1), Decimal(4)), percent(Decimal(5), Decimal(10**6))
        (Decimal('33.33'), Decimal('25'), Decimal('0.0005'))
    """
    share = Fraction(over) / Fraction(under) * 100
    if (share * 100).denominator == 1 or str(under).strip("0") == "1":
        return exact(share)
    quotient = Context(prec=60).divide(Decimal(share.numerator), Decimal(share.denominator))
    return quotient.quantize(_CENT, rounding=ROUND_HALF_UP, context=Context(prec=60))


def quotient(over: Fraction, under: Fraction) -> Decimal:
    """The value of a ratio: exact where the second number is one, else rounded half up to four decimals.

    Example:
        >>> quotient(Fraction("2.6"), Fraction(1)), quotient(Fraction(1), Fraction(15))
        (Decimal('2.6'), Decimal('0.0667'))
    """
    if under == 1:
        return exact(over)
    value = over / under
    return Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator)).quantize(_RATIO_PLACES, rounding=ROUND_HALF_UP)


class FractionReader:
    """Finds such phrases. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader, measures: MeasureReader) -> None:
        self._numerals, self._measures = numerals, measures
        self._qualifiers = QualifierReader(lexicon)
        number = numerals.pattern
        word, cues = lexicon.words, lexicon.cues("fractions")
        self._parts = Hinted(
            rf"(?:(?P<whole>[{numerals.characters}.]{{1,{_LONGEST}}}){word('fractions', 'and')})?"
            rf"(?P<under>[{numerals.characters}]{{1,{_LONGEST}}}) ?{word('fractions', 'parts-of')}"
            rf" ?(?P<over>{number})(?:{word('fractions', 'to')}(?P<to>{number}))?",
            cues["parts-of"].words,
        )
        self._slash = Hinted(_SLASH, "/")
        self._not_behind = re.compile(word("fractions", "match"))
        self._ratio = Hinted(_RATIO, (digit + colon for digit in "0123456789" for colon in (":", " :")))
        self._units = lexicon.unit_index
        digit = "([" + "".join(DIGITS) + "])"
        self._discount = Hinted(rf"{digit}{digit}(?={word('fractions', 'discount')})", cues["discount"].words)
        self._majority = Hinted(rf"{word('fractions', 'share')}(?P<half>{word('fractions', 'majority')})", cues["majority"].words)
        self._compared = re.compile(word("fractions", "compared") + "[^,。;:!?\n]{0,6}$")
        self._score = re.compile(word("fractions", "score"))
        self._half = Hinted(word("fractions", "half"), cues["half"].words)
        self._whole = re.compile(word("fractions", "whole"))
        between = rf"(?:{word('fractions', 'done')})?(?P<before>{word('fractions', 'nearly')})?"
        doubling = rf"{word('fractions', 'double')}{between}(?P<times>{number})?{word('fractions', 'times')}"
        self._doubling = Hinted(doubling, cues["double"].words)
        self._vague = {
            words: Decimal(10) ** int(cue.rpartition("-")[2])
            for cue, entry in lexicon.cues("fractions").items()
            if cue.startswith("power-")
            for words in entry.words
        }
        self._phrase = re.compile("|".join(sorted(self._vague, key=lambda phrase: (-len(phrase), phrase))))

    def find(self, text: str) -> list[Draft]:
        """All such phrases, in no particular order."""
        readers = (self._fractions, self._slashes, self._fixed, self._doublings, self._ratios, self._phrases, self._discounts)
        return [draft for reader in readers for draft in reader(text)]

    def _fractions(self, text: str) -> Iterator[Draft]:
        for found in self._parts.finditer(text):
            under = self._numerals.read(text, *found.span("under"))
            over = self._numerals.read(text, *found.span("over"))
            if under is None or over is None or under.end != found.end("under") or not under.value:
                continue
            if found["whole"]:
                yield from self._mixed(text, found, over.value / under.value, over.end)
                continue
            draft = self._draft(text, Span(found.start(), over.end), self._share(over.value, under.value), "fraction")
            if over.value_max is not None:
                draft = draft.but(high=self._share(over.value_max, under.value))
            draft = draft.but(unit_text=_PER_MILLE, unit_id=_PER_MILLE) if under.value == 1000 else draft
            upper = self._numerals.read(text, *found.span("to")) if found["to"] and over.end == found.end("over") else None
            if upper is not None and upper.value > over.value:
                end = self._qualifiers.behind(text, upper.end)
                draft = draft.but(high=self._share(upper.value, under.value), behind=end[0], end=end[1])
            yield draft

    def _mixed(self, text: str, found: re.Match[str], part: Decimal, end: int) -> Iterator[Draft]:
        """三又四分之一倍: a whole and a part of it, counted in the unit behind it."""
        whole = self._numerals.read(text, *found.span("whole"))
        if whole is None or whole.end != found.end("whole") or part >= 1:
            return
        numeral = Numeral(found.start(), end, whole.value + part, None, "=", False, 0, whole.arabic)
        yield self._measures.read(text, numeral).but(rule="fraction")

    @staticmethod
    def _share(over: Decimal, under: Decimal) -> Decimal:
        return over if under == 1000 else percent(over, under)

    def _slashes(self, text: str) -> Iterator[Draft]:
        for found in self._slash.finditer(text):
            over, under = int(found[1]), int(found[2])
            if over < under and not self._not_behind.match(text, found.end()):
                yield self._draft(text, Span(*found.span()), percent(Decimal(over), Decimal(under)), "fraction")

    def _fixed(self, text: str) -> Iterator[Draft]:
        for pattern, value in ((self._half, Decimal(50)), (self._whole, Decimal(100))):
            for found in pattern.finditer(text):
                yield self._draft(text, Span(*found.span()), value, "fraction")

        for found in self._majority.finditer(text):
            yield self._draft(text, Span(*found.span("half")), Decimal(50), "fraction").but(before=">")

    def _discounts(self, text: str) -> Iterator[Draft]:
        """八五折: two digits without a scale are a whole and a tenth."""
        for found in self._discount.finditer(text):
            value = Decimal(DIGITS[found[1]]) + Decimal(DIGITS[found[2]]) / 10
            unit = self._units.match(text, found.end(2))
            if unit is not None:
                draft = self._draft(text, Span(found.start(), found.end(2)), value, "discount")
                yield self._measures.with_unit(draft, unit).but(end=unit.end, rule="discount")

    def _doublings(self, text: str) -> Iterator[Draft]:
        for found in self._doubling.finditer(text):
            numeral = self._numerals.read(text, *found.span("times")) if found["times"] else None
            times = int(numeral.value) if numeral and numeral.value == int(numeral.value) else 1
            if times > _MOST_DOUBLINGS:
                continue
            draft = self._draft(text, Span(*found.span()), Decimal((2**times - 1) * 100), "doubling")
            yield draft.but(before="<" if found["before"] else draft.before)

    def _ratios(self, text: str) -> Iterator[Draft]:
        for found in self._ratio.finditer(text):
            if self._score.search(text, max(0, found.start() - _LOOK_BEHIND), min(len(text), found.end() + 4)):
                continue
            over, under = Fraction(found[1]), Fraction(found[2])
            compared = bool(self._compared.search(text, max(0, found.start() - _LOOK_BEHIND), found.start()))
            if under and over and (compared or (over != under and (1 in (over, under) or (over * under).denominator > 1))):
                draft = self._draft(text, Span(*found.span()), quotient(over, under), "proportion" if compared else "ratio")
                yield draft.but(unit_text="", unit_id=None, form="ratio")

    def _phrases(self, text: str) -> Iterator[Draft]:
        for found in self._phrase.finditer(text) if self._vague else ():
            value = self._vague[found[0]]
            numeral = Numeral(*found.span(), value, None, ">", True, value.adjusted(), False)
            yield self._measures.read(text, numeral).but(rule="phrase")

    def _draft(self, text: str, span: Span, value: Decimal, rule: str) -> Draft:
        before, cue_start = self._qualifiers.before(text, span.start)
        if not before:
            before, cue_start = self._qualifiers.before_share(text, span.start)
        inner, end = self._qualifiers.inner(text, span.end)
        behind, end = self._qualifiers.behind(text, end if inner == ">" else span.end)
        if not behind:
            behind, end = self._qualifiers.stronger(text, end)
        if not before and not behind:
            before, cue_start = self._qualifiers.compared(text, span.start, end)
        return Draft(
            start=span.start, end=end, number=span, cue_start=cue_start, low=value,
            before=before, behind=behind, inner=inner if inner == ">" else "",
            unit_text=_PERCENT, unit_id=_PERCENT, dimension="ratio", form="percent", rule=rule,
        )  # fmt: skip
