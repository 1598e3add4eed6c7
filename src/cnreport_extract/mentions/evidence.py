"""Whether a number measures something, judged from what stands around it.

Each test looks at one kind of evidence: what stands directly before and behind, the word that the numeral is part
of, whether it stands in a short quotation, and what its neighbours are. A number that no test rejects and that has
a unit is a quantity; one without a unit has to show that it is one.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from cnreport_extract.chars import DIGITS, SCALES
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.drafts import Draft
from cnreport_extract.mentions.wordbreaks import WordBreaks
from cnreport_extract.records import Span

_LATIN_BEFORE = re.compile(r"[A-Za-z]-?$")
_LATIN_BEHIND = re.compile(r"[A-Za-z]")
_SIGN = re.compile(r"(?<![0-9A-Za-z)%-])-$")
_CLAUSE_END = re.compile(r" *(?:$|[,。;:!?、\n()）”\"])")
_NUMBER_TAGS = ("m", "mq", "q")
_CHINESE = frozenset([*DIGITS, *SCALES])


class Evidence:
    """Selects the drafts that are quantities. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        word = lexicon.words
        self._ordinal = re.compile(rf"{word('evidence', 'ordinal')} ?$")
        self._idle = frozenset(lexicon.cues("evidence")["idle"].words)
        self._grade = frozenset(lexicon.cues("evidence")["grade"].words)
        self._graded = re.compile(rf" ?{word('evidence', 'graded')}")
        self._counted = re.compile(rf"{word('evidence', 'counted')}$")
        self._reaching = re.compile(rf"{word('evidence', 'reaching')} ?$")
        self._session = frozenset(lexicon.cues("evidence")["session"].words)
        self._held = re.compile(rf"{word('evidence', 'held')}[^,。;:!?\n]{{0,6}}$")
        self._label = re.compile(rf" ?{word('evidence', 'label')}")
        self._split = frozenset(lexicon.cues("evidence")["split"].words)

    def select(self, text: str, drafts: Sequence[Draft], words: WordBreaks, quoted: Callable[[Span], bool]) -> list[Draft]:
        """The drafts that are quantities, in order."""
        kept: list[Draft] = []
        previous_ordinal = -1
        for draft in drafts:
            if self._is_ordinal(text, draft, previous_ordinal):
                previous_ordinal = draft.end
                continue
            if self._measures(text, draft, words, quoted):
                kept.append(draft)
        return kept

    def _is_ordinal(self, text: str, draft: Draft, previous: int) -> bool:
        if draft.form == "rank":
            return False
        start = draft.number.start
        listed = previous >= 0 and text[previous:start].strip() in ("、", "-", "~", "")
        return listed or bool(self._ordinal.search(text, max(0, start - 3), start))

    def _measures(self, text: str, draft: Draft, words: WordBreaks, quoted: Callable[[Span], bool]) -> bool:
        if draft.numeral is None:
            return not quoted(draft.number) or draft.form == "percent"
        if quoted(draft.span) or self._latin(text, draft):
            return False
        if self._label.match(text, draft.end):
            return False
        if draft.unit_text == "":
            return self._bare(text, draft, words)
        if self._is_grade(text, draft) or self._is_session(text, draft):
            return False
        if self._crosses(draft, words):
            return self._bare(text, draft, words)
        return draft.numeral.arabic or self._chinese(text, draft, words)

    def _latin(self, text: str, draft: Draft) -> bool:
        before = _LATIN_BEFORE.search(text, max(0, draft.number.start - 2), draft.number.start)
        behind = draft.unit_text == "" and _LATIN_BEHIND.match(text, draft.end)
        return bool(before or behind)

    def _is_grade(self, text: str, draft: Draft) -> bool:
        whole = draft.low == draft.low.to_integral_value()
        return draft.unit_text in self._grade and whole and not self._graded.match(text, draft.end)

    def _is_session(self, text: str, draft: Draft) -> bool:
        return draft.unit_text in self._session and not self._held.search(text, max(0, draft.cue_start - 10), draft.cue_start)

    def _crosses(self, draft: Draft, words: WordBreaks) -> bool:
        """Whether the unit is only the beginning of a longer word: 20万 人才, 3 项目."""
        if draft.unit is None or draft.end != draft.unit.end:
            return False
        word = words.at(draft.unit.end - 1)
        return (
            word is not None
            and word.end > draft.unit.end
            and word.start >= draft.unit.start
            and word.tag not in _NUMBER_TAGS
            and word.word not in self._split
        )

    def _chinese(self, text: str, draft: Draft, words: WordBreaks) -> bool:
        """A Chinese numeral with a unit: it is no part of a longer word, and not idle."""
        for word in words.around(draft.number):
            inside = word.start >= draft.cue_start and word.end <= draft.end
            if not inside and word.tag not in _NUMBER_TAGS:
                return False
        if text[draft.number.start : draft.number.end] in self._idle and draft.dimension == "count":
            return bool(self._counted.search(text, max(0, draft.cue_start - 8), draft.cue_start)) or bool(draft.behind)
        return True

    def _bare(self, text: str, draft: Draft, words: WordBreaks) -> bool:
        """A number without a unit measures something where it is large, vague, decimal, or stands where a value stands."""
        numeral = draft.numeral
        if numeral is None:
            return False
        marked = bool(draft.before or draft.inner.strip("="))
        if not numeral.arabic and not self._chinese(text, draft, words):
            return False
        large = numeral.power >= 4 and not numeral.plain
        ends = bool(_CLAUSE_END.match(text, draft.end))
        if large or (marked and (numeral.arabic or numeral.power >= 2)):
            return True
        reached = bool(self._reaching.search(text, max(0, draft.cue_start - 4), draft.cue_start))
        if not numeral.arabic:
            return reached and ends and draft.low >= Decimal(100)
        decimal = draft.low != draft.low.to_integral_value()
        return ends and (decimal or reached)
