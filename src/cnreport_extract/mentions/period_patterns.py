"""Period patterns of the lexicon → compiled rules.

A pattern is a regular expression in which `{name}` inserts a number, a table of words with the value of each, or a
shorthand of those. The first `{month}` of a pattern fills the part `month`, the second one `month2`, and so on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from cnreport_extract.chars import DIGITS, SCALES
from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.lexicon.rows import PeriodPattern
from cnreport_extract.mentions.moments import Parts, Production
from cnreport_extract.records import Part, record

_PART = re.compile(r"\{([a-z][a-z_]*)\}")
_OPENING = re.compile(r"\(\?:\{[a-z_]+\}\)\?|\(\?<!\[[^\]]*\]\)|(?:\{[a-z_]+\}\??|\w)(?![?*+]|\{[0-9])")  # (?:{of_year})?, {month}, 月
_STRUCTURE = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()|]")


def small_number(text: str) -> int:
    """Read a number below 1,000 or a year: Arabic, digit by digit (二〇二四) or with 十 and 百 (二十八).

    Example:
        >>> small_number("12"), small_number("二〇二四"), small_number("二十八"), small_number("十")
        (12, 2024, 28, 10)
    """
    if text.isdecimal():
        return int(text)
    if not any(character in SCALES for character in text):
        return int("".join(str(DIGITS.get(character, character)) for character in text))
    total = pending = 0
    for character in text:
        if character in SCALES:
            total, pending = total + (pending or 1) * 10 ** SCALES[character], 0
        else:
            pending = DIGITS[character]
    return total + pending


@record
class Parser:
    """What patterns are built from: the tables of `patterns/dates/parts.toml`.

    Attributes:
        numbers: Name → regular expression of a number.
        parts: Name → regular expression that may insert others; a shorthand, not captured.
        words: Name → word → value.
    """

    numbers: Mapping[str, str]
    parts: Mapping[str, str]
    words: Mapping[str, Mapping[str, object]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> "Parser":
        """The parser for the parts of a lexicon."""
        tables: dict[str, Any] = lexicon.period_parts
        return cls(tables["numbers"], tables["parts"], tables["words"])

    def source(self, pattern: str, seen: dict[str, int] | None = None) -> str:
        """The regular expression of a pattern; parts are named groups if `seen` counts them, else not captured."""

        def insert(match: re.Match[str]) -> str:
            name = match[1]
            if name in self.parts:
                return f"(?:{self.source(self.parts[name], seen)})"
            inner = alternation(self.words[name]) if name in self.words else self.numbers[name]
            if seen is None:
                return f"(?:{inner})"
            seen[name] = seen.get(name, 0) + 1
            return f"(?P<{name}{seen[name] if seen[name] > 1 else ''}>{inner})"

        return _PART.sub(insert, pattern)

    def value(self, name: str, text: str) -> object:
        """What a part of a match says: a word is looked up, a number read."""
        table = self.words.get(name.rstrip("23"))
        return table[text] if table is not None else small_number(text)


@dataclass(frozen=True)
class Rule:
    """A pattern with its production. It is compiled when it first matches: its file finds the rule that does."""

    row: PeriodPattern
    source: str
    production: Production
    args: Parts
    parser: Parser

    @property
    def id(self) -> str:
        """Id of the entry."""
        return self.row.id

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern.

        Raises:
            DataError: It is no regular expression.
        """
        try:
            return re.compile(self.source)
        except re.error as error:
            raise _broken(self.row, error) from error

    def parts(self, text: str, at: int) -> tuple[dict[str, object], tuple[Part, ...]]:
        """The values of the match that begins at `at`, constant arguments included, and where each was read."""
        match = self.pattern.match(text, at)
        if match is None:
            return dict(self.args), ()
        values, spans = dict(self.args), []
        for name, found in match.groupdict().items():
            if found is not None:
                values[name] = self.parser.value(name, found)
                spans.append(Part(*match.span(name), name))
        return values, tuple(sorted(spans, key=attrgetter("start")))


def compile_rule(row: PeriodPattern, parser: Parser, productions: Mapping[str, Production]) -> Rule:
    """Compile one row.

    Raises:
        DataError: Unknown production or part, or no regular expression.
    """
    rule = _rule(row, parser, productions)
    assert rule.pattern is not None
    return rule


def _rule(row: PeriodPattern, parser: Parser, productions: Mapping[str, Production]) -> Rule:
    if row.production not in productions:
        raise DataError.at(row.file, row.id, f"unknown production {row.production}", f"expected one of {', '.join(sorted(productions))}")
    try:
        source = parser.source(row.pattern, {})
    except KeyError as error:
        raise _broken(row, error) from error
    return Rule(row, source, productions[row.production], dict(row.args), parser)


def _broken(row: PeriodPattern, error: Exception) -> DataError:
    return DataError.at(row.file, row.id, f"pattern: {error}", "expected a regular expression with parts of parts.toml")


def _together(patterns: Sequence[str]) -> str:
    """Patterns as one alternation in their order."""
    branches: list[str] = []
    for opening, group in groupby(patterns, key=_opening):
        tails = [pattern.removeprefix(opening) for pattern in group]
        shared = opening and len(tails) > 1
        branches += [f"{opening}(?:{_together(tails)})"] if shared else [f"(?:{opening}{tail})()" for tail in tails]
    return "|".join(branches)


def _opening(pattern: str) -> str:
    """What a pattern begins with as far as others can share it: a part or a character; empty where the pattern is a choice."""
    depth = 0
    for found in _STRUCTURE.finditer(pattern):
        depth += (found[0] == "(") - (found[0] == ")")
        if found[0] == "|" and not depth:
            return ""
    opening = _OPENING.match(pattern)
    return opening[0] if opening else ""


@dataclass(frozen=True)
class RuleFile:
    """The rules of one file as one alternation. The order carries meaning: the first rule that matches wins.

    Neighbours that begin alike share their beginning in the alternation, so that it is read once. An empty group at the end
    of each pattern tells which one matched; around it, a group would hide what the pattern begins with. It is compiled when
    a text first holds what the expressions of the file begin with.
    """

    rules: tuple[Rule, ...]
    source: str

    @classmethod
    def of(cls, rows: list[PeriodPattern], parser: Parser, productions: Mapping[str, Production]) -> "RuleFile":
        """Put together the rows of one file."""
        rules = tuple(_rule(row, parser, productions) for row in rows)
        return cls(rules, parser.source(_together([row.pattern for row in rows])))

    @cached_property
    def any_of(self) -> re.Pattern[str]:
        """The alternation.

        Raises:
            DataError: A rule is no regular expression.
        """
        try:
            return re.compile(self.source)
        except re.error:
            for rule in self.rules:
                assert rule.pattern is not None  # the broken one says so
            raise

    def match(self, text: str, at: int) -> tuple[Rule, int] | None:
        """The rule that matches at `at` and where its match ends."""
        match = self.any_of.match(text, at)
        if match is None or match.lastindex is None:
            return None
        return self.rules[match.lastindex - 1], match.end()
