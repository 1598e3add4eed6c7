"""Time expressions of a text → periods.

Enters: folded text and its publish date. Leaves: `Period` records in text order that never overlap. First the
patterns of `patterns/dates/` find expressions; then `compositions.toml` builds larger ones around them (截至…,
…以来, 比…, …至…); then each is resolved, in text order, for a partial date follows the ones before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions import date_productions, relative_dates
from cnreport_extract.mentions.date_compositions import COMPOSITIONS, Composition, span
from cnreport_extract.mentions.moments import Moment, Parts, Reading, as_period
from cnreport_extract.mentions.period_patterns import Parser, Rule, RuleFile
from cnreport_extract.records import Period

PRODUCTIONS = {**date_productions.PRODUCTIONS, **relative_dates.PRODUCTIONS}
_FRAME = "{period}"
_FRAMES = "dates/compositions.toml"
_REACH = 8  # characters before a period in which a word that frames it can begin


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression that was found and is not resolved yet."""

    start: int
    end: int
    rule: Rule
    parts: Parts


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled composition: what stands before and behind the period."""

    id: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    production: Composition
    args: Parts


class PeriodFinder:
    """Finds and resolves the time expressions of a text. Immutable; the patterns are compiled once.

    Example:
        >>> from datetime import date
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> text = "去年受理案件90件,截至2025年3月底办结88件"
        >>> for period in PeriodFinder(Lexicon()).find(text, date(2025, 4, 2)):
        ...     print(period.of(text), period.first, period.last, period.role)
        去年 2024-01-01 2024-12-31 period
        截至2025年3月底 None 2025-03-31 until
    """

    def __init__(self, lexicon: Lexicon) -> None:
        parser = Parser.of(lexicon)
        rows = [row for row in lexicon.periods if row.file != _FRAMES]
        files = [(list(group)) for _, group in groupby(rows, key=lambda row: row.file)]
        compiled = [(RuleFile.of(group, parser, PRODUCTIONS), group[0].triggers) for group in files]
        triggers = sorted({character for _, characters in compiled for character in characters})
        self._files = {character: [rules for rules, characters in compiled if character in characters] for character in triggers}
        self._trigger = re.compile(rf"(?<![\d.])\d|[{''.join(character for character in triggers if not character.isdecimal())}]")
        self._frames = [
            Frame(
                row.id,
                re.compile(f"(?:{parser.source(row.pattern.partition(_FRAME)[0])})$"),
                re.compile(parser.source(row.pattern.partition(_FRAME)[2])),
                COMPOSITIONS[row.production],
                dict(row.args),
            )
            for row in lexicon.periods
            if row.file == _FRAMES
        ]
        self._to = re.compile(parser.source("{to}"))
        self._ahead = re.compile(lexicon.period_parts["cues"]["ahead"])

    def find(self, text: str, published: date | None) -> list[Period]:
        """Find the time expressions of a text.

        Args:
            text: Folded text (`chars.fold`).
            published: Publish date; None leaves what is relative to it unresolved.

        Returns:
            Periods in text order, none overlapping another.
        """
        return list(self._resolve(text, list(self._expressions(text)), Moment(published)))

    def _expressions(self, text: str) -> Iterator[Expression]:
        at = 0
        while trigger := self._trigger.search(text, at):
            at = trigger.start()
            best: tuple[int, Rule] | None = None
            for rules in self._files[text[at]] if text[at] in self._files else ():
                found = rules.match(text, at)
                if found and (best is None or found[1] > best[0]):
                    best = found[1], found[0]
            if best is None:
                at += 1
                continue
            yield Expression(at, best[0], best[1], best[1].parts(text, at))
            at = best[0]

    def _resolve(self, text: str, expressions: list[Expression], moment: Moment) -> Iterator[Period]:
        sentence = paragraph = 0
        free = 0
        index = 0
        while index < len(expressions):
            found = expressions[index]
            if found.start < free:
                index += 1
                continue
            if text.find("\n", paragraph, found.start) >= 0:
                moment = replace(moment, anchor=None, latest=None)
                paragraph = sentence = found.start
            elif _sentence_ended(text, sentence, found.start):
                moment = replace(moment, anchor=None)
                sentence = found.start
            here = replace(moment, ahead=self._speaks_ahead(text, found))
            reading = found.rule.read(found.parts, here)
            index += 1
            if reading is None:
                continue
            end = found.end
            rule = found.rule.id
            if index < len(expressions) and (joined := self._range(text, found, reading, expressions[index], here)):
                reading, end, index = joined, expressions[index].end, index + 1
                rule = "range.periods"
            moment = _after(moment, reading)
            start, end, reading, rule = self._framed(text, free, found.start, end, reading, rule, here)
            free = end
            yield as_period(start, end, reading, rule)

    def _range(self, text: str, found: Expression, reading: Reading, following: Expression, moment: Moment) -> Reading | None:
        link = self._to.match(text, found.end)
        if reading.role != "period" or link is None or link.end() != following.start:
            return None
        second = following.rule.read(following.parts, replace(moment, anchor=reading if reading.resolved else None, latest=reading))
        if second is None:
            return None
        if second.fixes_year and reading.partial and second.last and not reading.fixes_year:
            reading = found.rule.read(found.parts, Moment(second.last)) or reading
        return span(reading, second)

    def _framed(
        self, text: str, free: int, start: int, end: int, reading: Reading, rule: str, moment: Moment
    ) -> tuple[int, int, Reading, str]:
        best = (start, end, reading, rule)
        head = text[max(free, start - _REACH) : start]
        for frame in self._frames:
            before = frame.before.search(head)
            behind = frame.behind.match(text, end)
            if before and behind and (len(before[0]) + behind.end() - end > best[1] - best[0] - (end - start)):
                framed = frame.production(frame.args, reading, moment)
                if framed:
                    best = (start - len(before[0]), behind.end(), framed, frame.id)
        return best

    def _speaks_ahead(self, text: str, found: Expression) -> bool:
        start = max(text.rfind(mark, max(0, found.start - 40), found.start) for mark in ",;:。\n")
        ends = [place for mark in ",;:。\n" if (place := text.find(mark, found.end, found.end + 20)) >= 0]
        return bool(self._ahead.search(text, max(start + 1, found.start - 16), min(ends, default=found.end + 10)))


def _sentence_ended(text: str, start: int, end: int) -> bool:
    return any(text.find(mark, start, end) >= 0 for mark in "。!?")


def _after(moment: Moment, reading: Reading) -> Moment:
    if not reading.resolved or reading.role not in ("period", "until"):
        return moment
    moment = replace(moment, latest=reading)
    if reading.fixes_year:
        moment = replace(moment, anchor=reading)
    return replace(moment, latest_day=reading) if reading.precision == "day" else moment
