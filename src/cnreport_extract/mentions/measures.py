"""A numeral with what stands around it: sign, qualifiers, unit, half units."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from cnreport_extract.chars import DIGITS, SCALES
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.units import UnitIndex, UnitMatch
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.numerals import Numeral, NumeralReader
from cnreport_extract.mentions.qualifiers import QualifierReader
from cnreport_extract.records import QuantityForm, Span

_HALF = Decimal("0.5")
_COUNTED = "count"
_PERCENT = "%"
_OF_WHOLES = frozenset({"percent", "multiple"})
_MOST_TENTHS = 10
_LONGEST_UNIT = 8
_LARGEST_SPOKEN = 8
_MEGA = 12
_SIGNED, _SIGNED_FORMS = ("temperature", "ratio", "length"), ("percent", "points", "bare")
_LONGEST_SIGN = 4


class MeasureReader:
    """Reads the unit and the qualifiers of a numeral. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader) -> None:
        self._numerals = numerals
        self._units: UnitIndex = lexicon.unit_index
        self._qualifiers = QualifierReader(lexicon)
        self._half = re.compile(lexicon.words("numerals", "half"))
        self._tenth = re.compile(" ?" + lexicon.words("numerals", "tenths"))
        self._tenth_end = re.compile(r"[^\w]|$|" + lexicon.words("numerals", "after-tenths"))
        self._minus = re.compile(rf"{lexicon.words('numerals', 'minus')}$")
        self._class = re.compile(lexicon.words("numerals", "class"))
        self._general = re.compile(lexicon.words("numerals", "general"))
        self._scaled = re.compile(lexicon.words("numerals", "rounded") + "$")
        forms = {cue: kind for cue, kind in _FORMS.items() if cue in lexicon.cues("forms")}
        self._forms: dict[str, QuantityForm] = {unit: kind for cue, kind in forms.items() for unit in lexicon.cues("forms")[cue].words}

    def read(self, text: str, numeral: Numeral) -> Draft:
        """The numeral with its unit and qualifiers, whether or not it measures anything."""
        mark, at = self._inner(text, numeral)
        draft = Draft(
            start=numeral.start, end=at, number=Span(numeral.start, numeral.end), cue_start=numeral.start,
            low=numeral.value, high=numeral.value_max, inner=mark or numeral.qualifier, numeral=numeral, form="bare", rule="bare",
        )  # fmt: skip
        draft = self._unit(text, draft, at)
        before, cue_start = self._qualifiers.before(text, numeral.start, numeral.plain)
        if not before and draft.form in _OF_WHOLES:
            before, cue_start = self._qualifiers.before_share(text, numeral.start)
        if not before and draft.rule == "tenths":
            before, cue_start = self._qualifiers.passed(text, numeral.start)
        behind, end = self._qualifiers.behind(text, draft.end)
        if not before and not behind:
            before, cue_start = self._qualifiers.compared(text, numeral.start, draft.end)
        draft.before, draft.cue_start, draft.behind, draft.end = before, cue_start, behind, end
        return self._signed(text, draft)

    def _signed(self, text: str, draft: Draft) -> Draft:
        """零下, 负 before the number (负0.5%). A hyphen needs to know its neighbours and is read in `ranges`."""
        if draft.form not in _SIGNED_FORMS and draft.dimension not in _SIGNED:
            return draft
        minus = self._minus.search(text, max(0, draft.number.start - _LONGEST_SIGN), draft.number.start)
        return draft if minus is None else self.negative(draft, minus.start())

    @staticmethod
    def negative(draft: Draft, start: int) -> Draft:
        """The draft below zero, from its sign on."""
        return draft.but(start=start, number=Span(start, draft.number.end), cue_start=min(start, draft.cue_start),
                       low=-draft.low, high=-draft.high if draft.high is not None else None)  # fmt: skip

    def halves(self, text: str) -> list[Draft]:
        """All halves of a unit (半小时, 半个月)."""
        found = []
        for half in self._half.finditer(text):
            numeral = Numeral(half.start(), half.end(), _HALF, None, "=", False, 0, False)
            draft = self.read(text, numeral)
            if draft.unit_text and draft.dimension != _COUNTED:
                found.append(draft.but(rule="half"))
        return found

    def with_unit(self, draft: Draft, unit: UnitMatch, **changes: Any) -> Draft:
        """The draft with a unit (of its own, or shared by a list or a range), and with other changes."""
        other, measure = draft.but(), unit.measure
        other.unit, other.unit_text, other.unit_span = unit, self._printed(unit), Span(unit.start, unit.end)
        other.unit_id, other.dimension = measure.id, measure.dimension
        other.form = other.rule = self._form(measure.id, measure.dimension)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    def _inner(self, text: str, numeral: Numeral) -> tuple[str, int]:
        mark, end = self._qualifiers.inner(text, numeral.end)
        if mark == "≈" and not self._scaled.search(text[numeral.start : numeral.end]):
            return "", numeral.end
        return mark, end

    def _unit(self, text: str, draft: Draft, at: int) -> Draft:
        if draft.end == draft.number.end and (trimmed := self._trimmed(text, draft)) is not None:
            return trimmed
        unit = self._match(text, at)
        if unit is None:
            return self._tenths(text, draft)
        if whole := self._hundred_millions(text, draft, unit):
            return whole
        draft = self.with_unit(draft, unit, end=unit.end)
        if self._general.fullmatch(text, unit.start, unit.end):
            draft = self._split(text, draft)
        return self._remainder(text, draft)

    def _hundred_millions(self, text: str, draft: Draft, unit: UnitMatch) -> Draft | None:
        """两个亿 as a number; 8个亿吨级油田 and 3个亿元村 are 8 and 3 of a class."""
        if not self._general.fullmatch(text, unit.start, unit.end):
            return None
        mark, at = self._qualifiers.inner(text, unit.end)
        end = at + 1
        if SCALES.get(text[at:end]) != _LARGEST_SPOKEN:
            return None
        if self._units.match(text, end) is not None or self._class.match(text, end) or text[end : end + 1] in SCALES:
            return None
        power = Decimal(10**_LARGEST_SPOKEN)
        numeral = draft.numeral and replace(draft.numeral, power=_LARGEST_SPOKEN)
        high = draft.high and draft.high * power
        return draft.but(low=draft.low * power, high=high, end=end, numeral=numeral, inner=mark or draft.inner)

    def _match(self, text: str, at: int) -> UnitMatch | None:
        if text[at : at + 1] == " ":
            at += 1
        return self._units.match(text, at) if at < len(text) else None

    def _trimmed(self, text: str, draft: Draft) -> Draft | None:
        """A unit that begins with the last scale of the number: 46亿千瓦时, 300兆瓦, 3千克."""
        numeral, at = draft.numeral, draft.number.end - 1
        if numeral is None or at <= numeral.start or text[at] not in SCALES or not (text[at - 1] in SCALES or text[at - 1].isdecimal()):
            return None
        unit = self._units.simple(text, at)
        if unit is not None and unit.end == at + 1 and SCALES[text[at]] == _MEGA and self._match(text, at + 1) is None:
            return self._mega(text, draft, unit)
        shorter = self._numerals.read(text, numeral.start, at) if unit and unit.end > at + 1 else None
        whole = self._units.match(text, at)
        if shorter is None or shorter.end != at or whole is None:
            return None
        draft = draft.but(number=Span(shorter.start, at), low=shorter.value, high=shorter.value_max, numeral=shorter, end=whole.end)
        return self._remainder(text, self.with_unit(draft, whole))

    def _mega(self, text: str, draft: Draft, unit: UnitMatch) -> Draft | None:
        """1000兆 without a unit behind it: a rate, no 10^15."""
        numeral = self._numerals.read(text, draft.number.start, unit.start)
        if numeral is None or numeral.end != unit.start or not numeral.arabic:
            return None
        draft = draft.but(number=Span(numeral.start, numeral.end), low=numeral.value, high=numeral.value_max, numeral=numeral, end=unit.end)
        return self.with_unit(draft, unit)

    def _tenths(self, text: str, draft: Draft) -> Draft:
        """成: three 成 are 30 %. The value is still in 成; `settle` turns it into percent when ranges have been joined."""
        tenths = self._tenth.match(text, draft.end)
        if tenths is None or draft.low > _MOST_TENTHS:
            return draft
        low, end = draft.low, tenths.end()
        if half := self._half.match(text, end):
            low, end = low + _HALF, half.end()
        elif (digit := text[end : end + 1]) in DIGITS and self._tenth_end.match(text, end + 1):
            low, end = low + Decimal(DIGITS[digit]) / 10, end + 1
        draft = draft.but(low=low, end=end, unit_text=tenths[0].strip(), unit_id=_PERCENT, dimension="ratio", form="percent", rule="tenths",
                          unit_span=Span(tenths.end() - len(tenths[0].strip()), tenths.end()))  # fmt: skip
        return self._more(text, draft)

    def _split(self, text: str, draft: Draft) -> Draft:
        """个 with 半 or 多 before the unit proper: 3个半小时, 两个多月."""
        at = draft.end
        half = self._half.match(text, at)
        mark, end = ("", half.end()) if half else self._qualifiers.inner(text, at)
        name = draft.unit_text + text[end : end + _LONGEST_UNIT]
        whole = self._units.match(name, 0) if end > at else None
        if whole is None or whole.end <= len(draft.unit_text) or whole.measure.dimension == _COUNTED:
            return draft
        shifted = end + whole.end - len(draft.unit_text)
        draft = self.with_unit(draft, whole, end=shifted, inner=mark or draft.inner, unit_span=Span(end, shifted))
        return draft.but(low=draft.low + _HALF) if half else draft

    def _remainder(self, text: str, draft: Draft) -> Draft:
        """半 or 多 behind the unit: 两年半, 一倍多."""
        if draft.dimension != _COUNTED and (half := self._half.match(text, draft.end)):
            return draft.but(low=draft.low + _HALF, end=half.end())
        return draft if draft.dimension == _COUNTED else self._more(text, draft)

    def _more(self, text: str, draft: Draft) -> Draft:
        mark, end = self._qualifiers.inner(text, draft.end)
        if mark == ">" and not draft.inner.strip("="):
            return draft.but(inner=mark, end=end)
        return draft

    def settle(self, draft: Draft) -> Draft:
        """The draft in its final unit: 成 become percent."""
        if draft.unit_id != _PERCENT or draft.unit_text == _PERCENT or not self._tenth.fullmatch(draft.unit_text):
            return draft
        return draft.but(low=draft.low * 10, high=draft.high * 10 if draft.high is not None else None, unit_text=_PERCENT)

    @staticmethod
    def _printed(unit: UnitMatch) -> str:
        return unit.name.partition("(")[0]

    def _form(self, unit: str, dimension: str) -> QuantityForm:
        return self._forms.get(unit, "count" if dimension == _COUNTED else "measure")


_FORMS: dict[str, QuantityForm] = {"percent": "percent", "points": "points", "multiple": "multiple"}
