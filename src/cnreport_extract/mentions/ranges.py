"""Neighbouring drafts that belong together: ranges, lists that share a unit, compound amounts.

- range: 3至5个, 50万至80万元, 30%-40%, 四、五十天 → one draft with a lower and an upper value. 从3个到5个 is a change:
  two drafts.
- list: 3.8和3.6个百分点, 2、3、5家 → the numbers without a unit take the unit of the number that ends the list.
- compound: 1小时14分 → 74分, 5元8角 → 5.8元, 3块5 → 3.5块.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.units import UnitIndex
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.measures import MeasureReader

_LOOK_BEHIND = 16
_STOP = re.compile(r" *(?:$|[^\w ])")
_JOINED = re.compile(r"[0-9A-Za-z)%-]")
_SIGNED = frozenset({"temperature", "money"})
_LOWER, _UPPER = (">", "≥"), ("<", "≤")
_ONE_TENTH = Decimal("0.1")
_EACH = 8  # characters between 分别 and the first bound of a list


class Joiner:
    """Joins drafts. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, measures: MeasureReader) -> None:
        self._measures = measures
        self._units: UnitIndex = lexicon.unit_index
        word = lexicon.words
        self._range = re.compile(rf" ?(?:[-~]|{word('joints', 'to')}) ?")
        self._change = re.compile(rf"{word('joints', 'from')}[^,。;:!?\n]{{0,8}}$")
        self._spread = re.compile(word("joints", "spread"))
        self._between = re.compile(word("joints", "between"))
        self._minute = re.compile(word("joints", "minute"))
        self._minutes = lexicon.cues("joints")["minutes"].words[0]
        self._to = re.compile(rf" ?{word('joints', 'to')} ?")
        self._list = re.compile(rf" ?(?:、|{word('joints', 'and')}) ?")
        self._each = re.compile(word("joints", "each") + r"[^,。;:!?、\n0-9]{0,4}$")
        self._pause = re.compile("、")
        self._bounds = re.compile(rf" ?[,、]? ?{word('joints', 'bounds')}{{0,2}} ?")
        self._beside = re.compile(rf"[^,。;:!?、\n0-9]{{1,8}}(?:{word('joints', 'and')}|、)")
        self._general_unit = lexicon.cues("numerals")["general"].words[0]
        self._persons = frozenset(lexicon.cues("joints")["person"].words)
        self._money, self._hundredths = (frozenset(lexicon.cues("joints")[cue].words) for cue in ("elliptic", "hundredths"))

    def join(self, text: str, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts with ranges, lists and compounds joined."""
        joined: list[Draft] = []
        for draft in self._signed(text, drafts):
            pair = self._pair(text, joined[-1], draft) if joined else None
            if pair is None:
                joined.append(draft)
            else:
                joined[-1] = pair
        return self._counted(text, self._severally(text, self._shared(text, joined)))

    def _signed(self, text: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """A hyphen before a number is its sign where no number and no word stands before it (-5℃, 为-0.3%)."""
        behind = -1
        for draft in drafts:
            sign = draft.number.start - 1
            signed = sign >= 0 and text[sign] == "-" and sign != behind and not _JOINED.match(text[sign - 1 : sign])
            behind = draft.end
            lower = draft.form == "bare" and (
                draft.low != draft.low.to_integral_value()
                or self._range.match(text, draft.end)
                or (_STOP.match(text, draft.end) and not text[sign - 1 : sign].isalnum())
            )
            if signed and (lower or draft.form in ("percent", "points") or draft.dimension in _SIGNED):
                yield self._measures.negative(draft, sign)
            else:
                yield draft

    def listed(self, text: str, left: Draft, right: Draft) -> bool:
        """Whether only a list connective stands between two drafts."""
        return bool(self._list.fullmatch(text, left.end, right.number.start))

    def _pair(self, text: str, left: Draft, right: Draft) -> Draft | None:
        if right.cue_start - left.end > 4 or right.number.start < left.end:
            return None
        if self._bounds.fullmatch(text, left.end, right.cue_start) and (bounded := self._bounded(left, right)):
            return bounded
        if right.number.start == left.end:
            return self._compound(left, right)
        if self.listed(text, left, right) and self._between.match(text, right.end):
            between = self._interval(left, right)
            return between and between.but(rule="between")
        if self._pause.fullmatch(text, left.end, right.number.start):
            return self._approximate(left, right)
        if not self._range.fullmatch(text, left.end, right.number.start):
            return None
        to = self._to.fullmatch(text, left.end, right.number.start)
        change = to and left.unit_text and self._change.search(text, max(0, left.cue_start - _LOOK_BEHIND), left.cue_start)
        if change and not self._spread.match(text, right.end):
            return None
        return self._interval(left, right)

    def _interval(self, left: Draft, right: Draft) -> Draft | None:
        if left.high is not None or right.high is not None or left.form == "rank" or (left.unit_text and left.unit_id != right.unit_id):
            return None
        low = left.low if left.unit_text else self._scaled(left, right)
        if low >= right.low:
            return None
        return right.but(start=left.start, number=left.span.__class__(left.number.start, right.number.end), cue_start=left.cue_start,
                       low=low, high=right.low, before=left.before, inner=right.inner, rule="range")  # fmt: skip

    @staticmethod
    def _bounded(left: Draft, right: Draft) -> Draft | None:
        """大于10小于20, 1万元以上3万元以下: two bounds of one range, in either order."""
        marks = (left.before, right.before) if left.before or right.before else (left.behind, right.behind)
        upward = marks[0] in _LOWER and marks[1] in _UPPER
        low, high = (left, right) if upward else (right, left)
        bounds = upward or (marks[0] in _UPPER and marks[1] in _LOWER and not left.unit_text)
        same = left.unit_id == right.unit_id or not left.unit_text
        if not bounds or not same or low.low >= high.low or left.high is not None or right.high is not None:
            return None
        return right.but(start=left.start, number=left.span.__class__(left.number.start, right.number.end), cue_start=left.cue_start,
                       low=low.low, high=high.low, before="", inner="", behind="", rule="bounds")  # fmt: skip

    @staticmethod
    def _scaled(left: Draft, right: Draft) -> Decimal:
        """The lower end, with the scale of the upper one where it has none: 3至5万 is 30000 to 50000."""
        if (
            left.numeral is None
            or right.numeral is None
            or left.numeral.power
            or not right.numeral.power
            or left.numeral.arabic != right.numeral.arabic
        ):
            return left.low
        scaled = Decimal(format(left.low.scaleb(right.numeral.power), "f"))
        return scaled if scaled < right.low else left.low

    def _approximate(self, left: Draft, right: Draft) -> Draft | None:
        """四、五十天: neighbouring Chinese digits."""
        if left.unit is not None or left.numeral is None or right.numeral is None or left.numeral.arabic or right.numeral.arabic:
            return None
        low = self._scaled(left, right)
        unit = right.low - low
        if (
            right.high is not None
            or not 0 < left.low < 9
            or unit * (left.low + 1) != right.low
            or unit * left.low != low
            or not (right.unit_text or right.numeral.power)
        ):
            return None
        return right.but(start=left.start, number=left.span.__class__(left.number.start, right.number.end), cue_start=left.cue_start,
                       low=low, high=right.low, before=left.before, rule="range")  # fmt: skip

    def _compound(self, left: Draft, right: Draft) -> Draft | None:
        if left.unit is None or left.high is not None or right.high is not None or left.behind or left.inner.strip("="):
            return None
        whole = left.but(
            end=right.end,
            number=left.span.__class__(left.number.start, right.number.end),
            inner=right.inner,
            behind=right.behind,
            rule="compound",
        )
        if right.unit is None:
            tail = self._tail(left, right)
            return whole.but(low=left.low + tail) if tail is not None else None
        over, under = left.unit.measure, right.unit.measure
        if under.dimension == "time" and self._minute.fullmatch(left.unit_text):
            over = self._units.measure(self._minutes)
        elif over.dimension == "time" and self._minute.fullmatch(right.unit_text):
            under = self._units.measure(self._minutes)
            right = right.but(unit_text=self._minutes, unit_id=under.id)
        if (
            over.dimension != under.dimension
            or over.scale is None
            or under.scale is None
            or over.system != under.system
            or over.scale <= under.scale
        ):
            return None
        if over.dimension != "time":
            return whole.but(low=left.low + self._units.convert(right.low, under.id, over.id))
        low = right.low + self._units.convert(left.low, over.id, under.id)
        return whole.but(low=low, unit=right.unit, unit_span=right.unit_span, unit_text=right.unit_text, unit_id=right.unit_id)

    def _tail(self, left: Draft, right: Draft) -> Decimal | None:
        """What the digits behind a unit add to it: 3块5 → 0.5, 47秒53 → 0.53."""
        if right.numeral is None or right.low != int(right.low):
            return None
        if left.unit_text in self._money:
            return right.low * _ONE_TENTH if 0 < right.low < 10 else None
        two_digits = right.numeral.arabic and right.number.end - right.number.start == 2
        return right.low * _ONE_TENTH * _ONE_TENTH if left.unit_text in self._hundredths and two_digits else None

    def _shared(self, text: str, drafts: list[Draft]) -> list[Draft]:
        for index in range(len(drafts) - 2, -1, -1):
            left, right = drafts[index], drafts[index + 1]
            if (
                not self.listed(text, left, right)
                or right.unit_text == ""
                or "rank" in (left.form, right.form)
                or left.numeral is None
                or text[max(0, left.number.start - 1) : left.number.start] == "-"
            ):
                continue
            if left.unit_text == "" or self._general(text, left, right):
                shared = left.but(
                    unit=right.unit,
                    unit_span=right.unit_span,
                    unit_text=right.unit_text,
                    unit_id=right.unit_id,
                    dimension=right.dimension,
                    form=right.form,
                    rule="list",
                )
                drafts[index] = shared.but(low=self._scaled(left, right)) if not left.unit_text else shared
        return drafts

    def _severally(self, text: str, drafts: list[Draft]) -> list[Draft]:
        """分别突破1.5万亿元、1.4万亿元: what stands before the first number holds for all of the list."""
        for index in range(1, len(drafts)):
            left, right = drafts[index - 1], drafts[index]
            if left.before and not right.before and self.listed(text, left, right):
                spread = left.rule == "spread" or self._each.search(text, max(0, left.cue_start - _EACH), left.cue_start)
                drafts[index] = right.but(before=left.before, rule="spread") if spread else right
        return drafts

    def _counted(self, text: str, drafts: list[Draft]) -> list[Draft]:
        """一名院士和两名专家: numbers with a noun each that count persons, or the same, in one list."""
        for index in range(1, len(drafts)):
            left, right = drafts[index - 1], drafts[index]
            persons = self._persons.issuperset((left.unit_text, right.unit_text))
            same = left.unit_text and left.unit_text == right.unit_text and left.low != right.low
            if (persons or same) and self._beside.fullmatch(text, left.end, right.cue_start):
                drafts[index - 1], drafts[index] = left.but(beside=True), right.but(beside=True)
        return drafts

    def _general(self, text: str, left: Draft, right: Draft) -> bool:
        """12.7个、12个百分点: a classifier that is only the beginning of the shared unit."""
        if left.unit is None or right.unit is None or left.unit.compound:
            return False
        short, long = text[left.unit.start : left.unit.end], text[right.unit.start : right.unit.end]
        return (
            self._general_unit == short
            and len(long) > 1
            and long.startswith(short)
            and left.unit.measure.dimension != right.unit.measure.dimension
        )
