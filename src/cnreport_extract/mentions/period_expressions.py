"""Text → time expressions, not resolved yet."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions import date_productions, relative_dates
from cnreport_extract.mentions.festivals import Festivals
from cnreport_extract.mentions.moments import Moment, Parts, Reading
from cnreport_extract.mentions.period_frames import FRAMES_FILE
from cnreport_extract.mentions.period_patterns import Parser, Rule, RuleFile
from cnreport_extract.records import Part, record


@record
class Expression:
    """A time expression: where it stands, the rule that found it, what its parts say and where they stand."""

    start: int
    end: int
    rule: Rule
    parts: Parts
    spans: tuple[Part, ...]

    def read(self, moment: Moment) -> Reading | None:
        """What it means at a moment; None where it means no days (2月30日)."""
        return self.rule.production(self.parts, moment)


class ExpressionScanner:
    """Finds time expressions from left to right, the longest at each place.

    Patterns are tried only where their triggers and the common lead say that one can begin, and never inside a number.
    """

    def __init__(self, lexicon: Lexicon, parser: Parser) -> None:
        productions = {**date_productions.PRODUCTIONS, **relative_dates.PRODUCTIONS, **Festivals.of(lexicon).productions()}
        rows = [row for row in lexicon.periods if row.file != FRAMES_FILE]
        files = [list(group) for _, group in groupby(rows, key=attrgetter("file"))]
        compiled = [(group[0].triggers, RuleFile.of(group, parser, productions)) for group in files]
        for _, rules in compiled if lexicon.root or lexicon.layers else ():
            assert rules.any_of is not None  # patterns of the user: what is broken is told at once
        self._files = _by_trigger(compiled)
        leads = "|".join(dict.fromkeys(["{lead}", *(row.lead for row in rows if row.lead)]))
        triggers = re.escape("".join(sorted(self._files)))  # a search skips to one of them, and looks back at it
        self._lead = re.compile(rf"[{triggers}](?<=(?={parser.source(leads)}).)")

    def scan(self, text: str) -> Iterator[Expression]:
        """Yield the expressions of a text in order; none overlaps another."""
        at = 0
        while lead := self._lead.search(text, at):
            at = lead.start()
            found = [match for rules in self._files[text[at]] if (match := rules.match(text, at))]
            if not found:
                at += 1
                continue
            rule, end = max(found, key=lambda match: match[1])
            yield Expression(at, end, rule, *rule.parts(text, at))
            at = end


def _by_trigger(compiled: list[tuple[str, RuleFile]]) -> Mapping[str, tuple[RuleFile, ...]]:
    characters = {character for triggers, _ in compiled for character in triggers}
    return {character: tuple(rules for triggers, rules in compiled if character in triggers) for character in characters}
