"""Parts that are stated to make up a total, and whether they do.

Which constructions state it (the words are in `patterns/sums.toml`):

========================================  ==================  =====================================================
construction                              rule                what is concluded
========================================  ==================  =====================================================
80人,其中男68人、女12人                   `division-…`        words that divide a whole: complete, so that the sum must fit
90件,其中办理类60件,其余30件             `rest`              complete
9家,分别为平江县6家、岳阳县3家            `listing`           complete
80人:管理岗位30人、技术岗位50人           `colon`             complete
管理岗位30个、技术岗位50个,共80个         `closing`           complete, where 共, 合计 opens the clause of its number
90件,其中劳动报酬60件、社会保险30件       `some`              perhaps not complete: said only where it fits
80人(管理30人、技术50人)                  `bracket`           likewise
9例,长沙市6例、株洲市2例、岳阳市1例       `places`            likewise, where each number stands behind a place of its own
========================================  ==================  =====================================================

Numbers that can be parts of each other have one unit and one aspect, are no rates, ranks or averages. What is rounded, or more or less
than it says, may be off by as much (`bounds`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from cnreport_extract.facts.bounds import added, bounds, meet
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.models import Fact
from cnreport_extract.records import record

_OPENING, _CLOSING = "([【", ")]】"
_MARKS = " ,;:、。()"
_LONGEST = 60  # parts
_DIVISION = "division-"
_PERHAPS = frozenset({"some", "bracket", "places"})  # constructions that may leave out parts


@record
class Sum:
    """A total and its parts, as facts.

    Attributes:
        total: The whole.
        parts: Two or more, in text order.
        value: What they add up to.
        fits: Whether that is the total.
        rule: The construction that says so.
    """

    total: Fact
    parts: tuple[Fact, ...]
    value: Decimal
    fits: bool
    rule: str


@record
class _Number:
    """A number that could be a part or a total, with the words between it and the number before."""

    fact: Fact
    before: str
    depth: int
    opens: bool  # whether it is the first number of its sentence
    rate: bool  # whether it is a rate, a rank or an average, which is no part of anything
    leads: bool  # whether it is a total, or opens a list of its own


class SumReader:
    """Finds totals with their parts. Immutable after construction.

    Args:
        lexicon: Where the words come from.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("sums")
        words = {name: lexicon.words("sums", name) for name in cues if name != "person"}
        self._some, self._rest, self._listing = (re.compile(words[name]) for name in ("some", "rest", "listing"))
        self._closing = re.compile(f"{words['closing']}(?=.?$)")
        self._divisions = {name: re.compile(words[name]) for name in words if name.startswith(_DIVISION)}
        self._sizes = {name: len(cues[name].words) for name in self._divisions}
        self._people = frozenset(cues["person"].words)
        self._rate = re.compile(f"{lexicon.words('copulas', 'each')}|{words['apiece']}")

    def find(self, text: str, facts: Sequence[Fact]) -> list[Sum]:
        """The totals of a page.

        Args:
            text: The folded text.
            facts: All facts in text order, copies included.
        """
        found: list[Sum] = []
        numbers = self._numbers(text, facts)
        for at in range(1, len(numbers)):
            sums = self._closed(numbers, at) or self._opened(numbers, at)
            if sums is not None:
                found.append(sums)
        return found

    def _numbers(self, text: str, facts: Sequence[Fact]) -> list[_Number]:
        """All numbers; those that cannot be parts keep their place."""
        numbers: list[_Number] = []
        depth, end, sentence = 0, 0, None
        for fact in facts:
            here = fact.evidence.sentence or fact.span
            opens = here != sentence
            if opens:
                depth, end, sentence = 0, here[0], here
            before = text[end : fact.span[0]]
            depth = max(depth + sum(map(before.count, _OPENING)) - sum(map(before.count, _CLOSING)), 0)
            numbers.append(_Number(fact, before, depth, opens, self._is_rate(fact, before), self._leads(before)))
            end = fact.span[1]
        return numbers

    def _closed(self, numbers: Sequence[_Number], at: int) -> Sum | None:
        """The parts come first: 管理岗位30个、技术岗位50个,共80个."""
        total = numbers[at]
        cue = self._closing.search(total.before)
        if cue is None or total.opens:
            return None
        parts: list[_Number] = []
        for index in range(at - 1, max(at - _LONGEST, -1), -1):
            if not self._alike(numbers[index], total) or numbers[index].depth != total.depth:
                break
            parts.insert(0, numbers[index])
            fitting = len(parts) > 1 and _sum(total, parts, "closing")
            if fitting and fitting.fits:
                return fitting
            if numbers[index].opens:
                break
        strict = not total.before[: cue.start()].strip(_MARKS) and not any(part.leads for part in parts)
        return _sum(total, parts, "closing") if strict and len(parts) > 1 else None

    def _leads(self, before: str) -> bool:
        return bool(self._some.search(before) or self._closing.search(before))

    def _opened(self, numbers: Sequence[_Number], at: int) -> Sum | None:
        """The total comes first: 80人,其中男68人."""
        first = numbers[at]
        rule = self._connection(first)
        total = self._total(numbers, at, rule)
        if total is None or (rule == "places" and _of_place(total)):  # a place of the list is no total
            return None
        parts = [first]
        for number in numbers[at + 1 : at + _LONGEST]:
            if number.opens or number.depth != first.depth or not self._alike(number, first) or number.leads:
                break
            if rule == "places" and not _of_place(number):
                break
            parts.append(number)
        complete = self._complete(parts, rule)
        if complete is not None:
            return _sum(total, parts[: complete[1]], complete[0])
        if not rule:
            return None
        for stop in range(2, len(parts) + 1):
            found = _sum(total, parts[:stop], rule)
            if found.fits and (rule not in _PERHAPS or _plain(total, parts[:stop])):
                return found
        return _sum(total, parts, rule) if rule not in _PERHAPS and len(parts) > 1 else None

    def _connection(self, first: _Number) -> str:
        """How a list begins; empty where nothing says that it is one."""
        listing = self._listing.search(first.before)
        if listing is not None and not first.before[: listing.start()].strip(_MARKS):
            return "listing"
        some = self._some.search(first.before)
        if some is not None and first.before[: some.start()][-1:] in ("", *_MARKS, "\n"):
            return "some"
        opening = first.before.lstrip()[:1]
        listed = "places" if _of_place(first) else ""
        return "colon" if opening == ":" else "bracket" if opening in _OPENING and opening else listed

    def _total(self, numbers: Sequence[_Number], at: int, rule: str) -> _Number | None:
        """The number before that the parts belong to: the nearest one like them; directly before them where no word leads back."""
        first = numbers[at]
        reach = _LONGEST if rule == "some" else 1
        for index in range(at - 1, max(at - 1 - reach, -1), -1):
            if numbers[index].depth <= first.depth and self._alike(numbers[index], first):
                crossed = any(number.opens for number in numbers[index + 1 : at + 1])
                leads = rule == "some" and not first.before[: self._start(first)].strip(_MARKS)
                near = sum(number.opens for number in numbers[index + 1 : at + 1]) <= 1
                return numbers[index] if not crossed or (leads and near and first.opens) else None
        return None

    def _start(self, number: _Number) -> int:
        found = self._some.search(number.before)
        return found.start() if found is not None else 0

    def _complete(self, parts: Sequence[_Number], rule: str) -> tuple[str, int] | None:
        """Why a list has all its parts, and how many they are; None where nothing says so."""
        for name, pattern in self._divisions.items():
            size = self._sizes[name]
            words = [pattern.findall(number.before) for number in parts[:size]]
            if len(words) == size and all(len(set(found)) == 1 for found in words) and len({found[0] for found in words}) == size:
                return name, size
        last = parts[-1].before
        rest = self._rest.search(last) if rule and len(parts) > 1 else None
        return ("rest", len(parts)) if rest is not None and not last[: rest.start()].strip(_MARKS) else None

    def _alike(self, a: _Number, b: _Number) -> bool:
        """Whether one could be a part of the other."""
        if a.rate or b.rate:
            return False
        same = a.fact.unit == b.fact.unit or {a.fact.unit, b.fact.unit} <= self._people or "" in {a.fact.unit, b.fact.unit}
        return same and _kind(a.fact) == _kind(b.fact)

    def _is_rate(self, fact: Fact, before: str) -> bool:
        relative = fact.dimension == "ratio" or fact.aspect in {"rank", "share"} or "/" in fact.unit
        return relative or bool(self._rate.search(before))


def _kind(fact: Fact) -> tuple[str | None, ...]:
    """A change is made up of changes, an amount of amounts, planned or not."""
    return ("change", fact.direction) if fact.aspect == "change" else ("amount", None)


def _of_place(number: _Number) -> bool:
    """Whether a place stands directly before the number, as in a list of places."""
    fact = number.fact
    return fact.entity_type == "place" and fact.evidence.entity is not None and fact.evidence.entity[1] == fact.span[0]


def _plain(total: _Number, parts: Sequence[_Number]) -> bool:
    """Whether all are told without 余, 多, 近: else almost any sum would fit."""
    return all(number.fact.qualifier == "=" for number in (total, *parts))


def _sum(total: _Number, parts: Sequence[_Number], rule: str) -> Sum:
    facts = tuple(number.fact for number in parts)
    fits = meet(added([bounds(fact) for fact in facts]), bounds(total.fact))
    return Sum(total.fact, facts, sum((fact.value for fact in facts), Decimal(0)), fits, rule)
