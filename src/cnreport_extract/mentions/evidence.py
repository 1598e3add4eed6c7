"""Whether a number measures something, judged from what stands around it.

Each test looks at one kind of evidence: what stands directly before and behind, the word that the numeral is part
of, whether it stands in a short quotation, and what its neighbours are. A number that no test rejects and that has
a unit is a quantity; one without a unit has to show that it is one.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from cnreport_extract.chars import SCALES
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.numerals import NumeralReader
from cnreport_extract.mentions.wordbreaks import WordBreaks
from cnreport_extract.records import Span

_SCALES = frozenset(SCALES)
_LATIN_BEFORE = re.compile(r"[A-Za-z]-?$")
_LATIN_BEHIND = re.compile(r"[A-Za-z]")
_CLAUSE_END = re.compile(r" *(?:$|[,。;:!?、\n()）”\"])")
_HOME = "CNY"  # 一元, 一块 and 一分 are idle as often as not, 一美元 is a price
_BOUNDED = ("between", "bounds")
_PAUSE = re.compile(r" *(?:$|[,。;:!?\n])")
_FIXED_TAGS = ("d", "v", "a", "r", "c", "s")
_NUMBER_TAGS = ("m", "mq", "q")
_QUOTES = ("”", "》", '"')


class Evidence:
    """Selects the drafts that are quantities. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, numerals: NumeralReader) -> None:
        def before(cue: str) -> re.Pattern[str]:
            return re.compile(rf"{lexicon.words('evidence', cue)} ?$")

        def units(cue: str) -> frozenset[str]:
            return frozenset(lexicon.cues("evidence")[cue].words)

        self._ordinal, self._counted, self._reaching, self._each = before("ordinal"), before("counted"), before("reaching"), before("each")
        self._idle, self._split = units("idle"), units("split")
        self._grade, self._session, self._phase = units("grade"), units("session"), units("phase")
        self._version = units("version")
        self._open_units = units("idle-before-noun")
        self._idle_units = units("idle-unit")
        self._graded = re.compile(rf" ?{lexicon.words('evidence', 'graded')}")
        self._label = re.compile(rf" ?{lexicon.words('evidence', 'label')}")
        self._named = re.compile(rf" ?{lexicon.words('evidence', 'named')}")
        self._since = re.compile(lexicon.words("evidence", "since"))
        self._plain_units = units("plain-unit")
        self._session_number = re.compile(numerals.pattern)
        self._meeting = re.compile(lexicon.words("evidence", "meeting"))
        self._this = before("this")
        self._appositive = units("appositive")
        self._divided = re.compile(rf"{lexicon.words('evidence', 'divided')}[^,。;:!?\n]{{0,8}}$")
        self._convened = re.compile(rf"{lexicon.words('evidence', 'divided')}.?$")
        self._long, self._lasting = units("long-unit"), re.compile(rf"{lexicon.words('evidence', 'lasting')}[^,。;:!?\n]{{0,6}}$")
        self._second = units("second")
        self._causing, self._persons = before("causing"), frozenset(lexicon.cues("joints")["person"].words)
        self._changing = re.compile(" ?" + lexicon.words("evidence", "changing"))
        casualty = lexicon.words("evidence", "casualty") + r"(?:$|[^\w ])"
        self._casualty, self._victim = re.compile(casualty), re.compile(r"\w{1,6}" + casualty)
        self._changed = re.compile(rf"{lexicon.words('evidence', 'changing')}[^,。;:!?\n]{{1,8}}{lexicon.words('qualifiers', 'of')}$")
        self._floor, self._storey = before("building"), units("storey")
        self._event, self._contest = before("event"), re.compile(lexicon.words("evidence", "contest"))
        self._adverb, self._around, self._century = units("adverb"), units("around"), units("century")
        self._scaled = re.compile(rf"{lexicon.words('evidence', 'scaled')}[^,。;:!?\n]{{0,6}}$")
        self._outcome = re.compile(lexicon.words("evidence", "outcome") + r"(?:$|[^\w]|(?=[0-9]|" + numerals.pattern + "))")
        self._held = re.compile(rf"{lexicon.words('evidence', 'held')}[^,。;:!?\n]{{0,8}}$")

    def select(self, text: str, drafts: Sequence[Draft], words: WordBreaks, quoted: Callable[[Span], bool]) -> list[Draft]:
        """The drafts that are quantities, in order."""
        kept: list[Draft] = []
        ordinal = -1
        for draft in drafts:
            if self._is_ordinal(text, draft, ordinal):
                ordinal = draft.end
            elif draft.dimension == "length" and self._contest.match(text, draft.end):
                self._drop_listed(text, kept, draft)
            elif self._measures(text, draft, words, quoted):
                kept.append(draft)
        return kept

    @staticmethod
    def _drop_listed(text: str, kept: list[Draft], named: Draft) -> None:
        """Of 400米、800米自由泳 both are names."""
        start = named.cue_start
        while kept and text[kept[-1].end : start] == "、" and kept[-1].unit_id == named.unit_id:
            start = kept.pop().cue_start

    def _is_ordinal(self, text: str, draft: Draft, previous: int) -> bool:
        if draft.form == "rank":
            return False
        start = draft.number.start
        between = text[previous:start].strip() if previous >= 0 else None
        listed = between in ("、", "-", "~") or (between == "" and self._is_numbered(text, draft))
        return listed or bool(self._ordinal.search(text, max(0, start - 3), start))

    def _is_numbered(self, text: str, draft: Draft) -> bool:
        """Whether what the number counts is mostly numbered: sessions and meetings."""
        return not draft.unit_text or draft.unit_text in self._session or bool(self._meeting.match(text, draft.end))

    def _measures(self, text: str, draft: Draft, words: WordBreaks, quoted: Callable[[Span], bool]) -> bool:
        if draft.numeral is None:
            return not quoted(draft.number) or draft.form == "percent"
        if (quoted(draft.span) and not (draft.before and draft.unit_text)) or self._latin(text, draft):
            return False
        if draft.unit_text == "":
            return not self._label.match(text, draft.end) and self._bare(text, draft, words)
        if self._named.match(text, draft.end) or (draft.dimension == "time" and self._since.match(text, draft.end)):
            return False
        if draft.dimension == "length" and self._event.search(text, max(0, draft.cue_start - 4), draft.cue_start):
            return False
        if self._is_label(text, draft) or self._is_period(text, draft):
            return False
        if self._crosses(draft, words):
            return self._bare(text, draft, words)
        return draft.numeral.arabic or self._chinese(text, draft, words)

    def _latin(self, text: str, draft: Draft) -> bool:
        """Whether letters make the number a part of a name (C919, 85A); a large one is none (GDP1126.4亿元), nor a share (CPI2.1%)."""
        if draft.unit_text and (draft.form in ("percent", "points") or not _SCALES.isdisjoint(draft.number.of(text))):
            return False
        before = _LATIN_BEFORE.search(text, max(0, draft.number.start - 2), draft.number.start)
        behind = draft.unit_text == "" and _LATIN_BEHIND.match(text, draft.end)
        return bool(before or behind)

    def _is_label(self, text: str, draft: Draft) -> bool:
        """Grades, sessions and phases: 五级认定, 四届全委会, 二期工程."""
        arabic = draft.numeral is not None and draft.numeral.arabic
        if draft.unit_text in self._grade:
            scaled = self._graded.match(text, draft.end) or self._scaled.search(text, max(0, draft.cue_start - 10), draft.cue_start)
            return draft.low == draft.low.to_integral_value() and not scaled
        if draft.unit_text in self._century and text.startswith(draft.unit_text, draft.number.end):
            return True
        if draft.unit_text in self._version and "." in text[draft.number.start : draft.number.end]:
            return True
        if draft.unit_text in self._session:
            held = self._held.search(text, max(0, draft.cue_start - 12), draft.cue_start)
            return not held or bool(self._session_number.match(text, draft.end))
        if not arabic and self._meeting.match(text, draft.end):
            return not self._convened.search(text, max(0, draft.cue_start - 8), draft.cue_start)
        held = self._divided.search(text, max(0, draft.cue_start - 12), draft.cue_start)
        return draft.unit_text in self._phase and not arabic and not (held or _PAUSE.match(text, draft.end) or draft.low > Decimal(5))

    def _is_period(self, text: str, draft: Draft) -> bool:
        """Years measure something only where a word says so (工期3年, 提前两年); else they place it in time (三年行动)."""
        if draft.unit_text not in self._long or draft.behind or draft.before in ("≥", "≤", "≈"):
            return False
        whole = draft.low == draft.low.to_integral_value()
        return whole and not self._lasting.search(text, max(0, draft.cue_start - 14), draft.cue_start)

    def _crosses(self, draft: Draft, words: WordBreaks) -> bool:
        """Whether the unit is only the beginning of a longer word: 20万 人才, 3 项目.

        It is not where the text behind the unit makes a word that reaches further: 7家 电商 beats 7 家电 商.
        """
        if draft.unit is None or draft.end != draft.unit.end or not words.goes_on(draft.end):
            return False
        word = words.at(draft.unit.end - 1)
        if (
            word is None
            or word.end <= draft.unit.end
            or word.start < draft.unit.start
            or word.tag in _NUMBER_TAGS
            or word.word in self._split
        ):
            return False
        rest = words.first(draft.unit.end)
        if rest is not None and word.start == draft.unit.start and rest.end == word.end and len(rest.word) > 1:
            return False  # a classifier and its noun that the dictionary lists as one word: 颗 卫星
        return rest is None or rest.end <= word.end

    def _chinese(self, text: str, draft: Draft, words: WordBreaks) -> bool:
        """A Chinese numeral: it is no part of a longer word, and not idle."""
        for word in words.around(draft.number):
            inside = word.start >= draft.cue_start and word.end <= draft.end
            fixed = word.tag in _FIXED_TAGS and word.end > draft.number.end and word.start >= draft.number.start
            if (not inside or fixed) and word.tag not in _NUMBER_TAGS:
                return False
        plain = draft.numeral is not None and draft.numeral.plain
        if plain and (draft.unit_text in self._idle_units or draft.unit_text in self._plain_units):
            return False
        if draft.before or draft.behind or draft.inner.strip("="):
            return True
        return not self._is_around(text, draft, words) and self._counts(text, draft, plain)

    def _is_around(self, text: str, draft: Draft, words: WordBreaks) -> bool:
        """四处打听, 祭场四周, 大楼三层: places, not counts."""
        if draft.unit_text in self._storey and self._floor.search(text, max(0, draft.number.start - 3), draft.number.start):
            return True
        printed, behind = text[draft.number.start : draft.end], words.first(draft.end)
        if printed in self._adverb and behind is not None and behind.tag.startswith("v"):
            return True
        lasting = self._lasting.search(text, max(0, draft.cue_start - 14), draft.cue_start)
        return printed in self._around and not lasting and not _CLAUSE_END.match(text, draft.end)

    def _counts(self, text: str, draft: Draft, plain: bool) -> bool:
        """Whether a Chinese numeral counts, and is not idle (一支队伍, 这两条, “…”两个问题)."""
        printed = text[draft.number.start : draft.number.end]
        if draft.unit_text in self._open_units and not _CLAUSE_END.match(text, draft.end):
            return False
        if printed in self._idle and draft.low == 1 and draft.form != "multiple":
            counted = self._counted.search(text, max(0, draft.cue_start - 8), draft.cue_start)
            foreign = draft.unit is not None and draft.unit.unit.iso not in (None, _HOME)
            caused = self._causing.search(text, max(0, draft.cue_start - 4), draft.cue_start) or self._victim.match(text, draft.end)
            hurt = draft.unit_text in self._persons and caused
            return draft.beside or foreign or bool(counted or hurt or self._casualty.match(text, draft.end))
        if printed in self._second and draft.dimension == "count":
            return False
        if draft.unit_text in self._idle_units or self._this.search(text, max(0, draft.number.start - 3), draft.number.start):
            return False
        if draft.unit_text in self._appositive and text[draft.number.start - 1 : draft.number.start] in _QUOTES:
            return False
        return not (plain and self._each.search(text, max(0, draft.number.start - 4), draft.number.start))

    def _moves(self, text: str, draft: Draft) -> bool:
        """Whether a value changes from or to the number: 由上月的37降至本月的24."""
        behind = self._changing.match(text, draft.end)
        return bool(behind or self._changed.search(text, max(0, draft.cue_start - 14), draft.cue_start))

    def _bare(self, text: str, draft: Draft, words: WordBreaks) -> bool:
        """A number without a unit measures something where it is large, vague, decimal, or stands where a value stands."""
        numeral = draft.numeral
        if numeral is None:
            return False
        marked = bool(draft.before or draft.behind or draft.inner.strip("=")) or draft.rule in _BOUNDED
        if not numeral.arabic and not self._chinese(text, draft, words):
            return False
        if self._outcome.match(text, draft.end) or self._moves(text, draft):
            return True
        large = numeral.power > 0 and (numeral.power >= 4 or numeral.value >= 10_000) and not numeral.plain
        ends = bool(_CLAUSE_END.match(text, draft.end))
        if large or (marked and (numeral.arabic or numeral.power >= 2)):
            return True
        reached = bool(self._reaching.search(text, max(0, draft.cue_start - 4), draft.cue_start))
        if not numeral.arabic:
            return reached and ends and draft.low >= Decimal(100)
        decimal = draft.low != draft.low.to_integral_value()
        return ends and (decimal or reached)
