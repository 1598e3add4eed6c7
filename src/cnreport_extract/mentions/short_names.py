"""Short forms of names that the text gives in full: 江澜, 江澜科技 → 湖北江澜光电科技股份有限公司; 陈老师 → 陈江澜.

A short form of a company is what its name opens with behind the place, and any further characters of the name in
their order. A short form of another body is its name without the place before it. Brackets define short forms too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cnreport_extract.lexicon.lexicon import Lexicon, alternation, guarded
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.records import Name, record
from cnreport_extract.text.press_words import press_segmenter

_CORES = (4, 3, 2)
_LONGEST = 12
_CLOSERS = frozenset("》”")  # laws, plans and slogans get short names too, and are no actors
_COMPANY = "organisation.company"
_DEFINED = frozenset({"organisation", "project", "group"})
_TAILED = frozenset({"organisation", "project", "place", "group"})


@record
class _Short:
    """What a short form stands for, why, and for the core of a company name what may follow it."""

    full: Name
    why: str
    rest: str = ""
    common: bool = False


class ShortNames:
    """Finds the short forms of the names of one text. Immutable once made."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("coreference")
        self._segmenter = press_segmenter(lexicon)
        self._places = lexicon.gazetteer.by_name
        self._line = lexicon.gazetteer.line
        self._bodies = lexicon.bodies
        self._heads_alone = tuple(sorted(cues["heads"].words, key=len, reverse=True))
        self._openers = cues["openers"].words
        self._groups = cues["company_parts"].words
        self._address = re.compile(guarded(cues["address"], cues["address"].words))
        self._defined = re.compile(rf"\({alternation(cues['defines'].words)}:?[“\"]?([^”\"()\n,。]{{2,20}})[”\"]?[^()\n]{{0,20}}\)")

    def resolve(self, text: str, names: Sequence[Name]) -> list[Name]:
        """The names with the short forms among them resolved, and those that stand outside them added.

        Args:
            text: Folded text.
            names: Names in order.
        """
        defined = dict(self._definitions(text, names))
        named = [self._by_definition(name, defined) for name in names]
        shorts = (
            self._heads(named)
            | self._cores(named)
            | dict(self._tails(named))
            | dict(self._undefined(text, names))
            | {short: _Short(full, "defined") for short, full in defined.items()}
        )
        found = resolve_overlaps(self._occurrences(text, shorts)) if shorts else []
        named = list(_relinked(_without_parts(named, found), found))
        return resolve_overlaps([*named, *_free(named, found), *_free(named, list(self._addressed(text, named)))])

    def _undefined(self, text: str, names: Sequence[Name]) -> Iterator[tuple[str, _Short]]:
        """以下简称“…” behind words that are no name that we know: the short form itself is the name, of a thing."""
        ends = {name.end for name in names}
        for match in self._defined.finditer(text):
            if match.start() not in ends and text[match.start() - 1 : match.start()] not in _CLOSERS and len(match.group(1)) > 2:
                yield match.group(1), _Short(Name(*match.span(1), "project", match.group(1), None, (), "project.defined"), "defined")

    def _by_definition(self, name: Name, defined: dict[str, Name]) -> Name:
        full = defined.get(name.name)
        return replace(name, name=full.name, name_id=full.name_id, rule=f"{name.rule}+defined") if full else name

    def _definitions(self, text: str, names: Sequence[Name]) -> Iterator[tuple[str, Name]]:
        """以下简称“…” directly behind a name."""
        for name in names:
            if (name.kind in _DEFINED or name.rule.startswith("place.")) and (match := self._defined.match(text, name.end)):
                yield match.group(1), name

    def _tails(self, names: Sequence[Name]) -> Iterator[tuple[str, _Short]]:
        """Names without the place before them (劳动争议裁调中心)."""
        for name in names:
            if name.kind in _TAILED and name.rule not in ("place", "short"):
                tail = self._behind_places(name.name)
                if len(name.name) > len(tail) > 3 and tail not in self._bodies and tail not in self._places:
                    yield tail, _Short(name, "tail")

    def _behind_places(self, name: str) -> str:
        """The name without the place that opens it, nor any further place inside that one."""
        above: set[str] = set()
        for _ in range(4):
            length = self._place_length(name, above)
            if not length:
                break
            above = {place.code for place in self._places[name[:length]]}
            name = name[length:]
        return name

    def _place_length(self, name: str, above: set[str]) -> int:
        for length in range(min(_LONGEST, len(name) - 2), 1, -1):
            places = self._places.get(name[:length], ())
            if places and (not above or any(above.intersection(self._line(place.code)[1:]) for place in places)):
                return length
        return 0

    def _heads(self, names: Sequence[Name]) -> dict[str, _Short]:
        """疗养院, where the text gives one name only that ends so."""
        found: dict[str, dict[str, Name]] = {}
        for name in names:
            for head in self._heads_alone if name.name.endswith(self._heads_alone) else ():
                if name.name.endswith(head) and len(name.name) > len(head):
                    found.setdefault(head, {}).setdefault(name.name, name)
        return {head: _Short(next(iter(full.values())), "head") for head, full in found.items() if len(full) == 1}

    def _alone(self, text: str, start: int, short: _Short) -> bool:
        """Whether a head stands behind its name and is no part of a longer noun."""
        if short.why != "head":
            return True
        return start > short.full.end and (not text[start - 1].isalnum() or text.endswith(self._openers, 0, start))

    def _cores(self, names: Sequence[Name]) -> dict[str, _Short]:
        """What company names open with; a name that is a short form of a longer one has no short forms of its own."""
        companies = {name.name: name for name in names if name.rule == _COMPANY}
        found: dict[str, _Short] = {}
        for name in sorted(companies.values(), key=lambda name: (-len(name.name), name.start)):
            if not any(name.name[:length] in found and _whole(name.name, length, found) for length in _CORES):
                for stem in self._stems(name.name):
                    for core, short in self._core(stem, name):
                        found.setdefault(core, short)
        return found

    def _stems(self, name: str) -> Iterator[str]:
        """Where a short form may start: behind the places, and behind the parent company."""
        tail = self._behind_places(name)
        yield tail
        for part in self._groups:
            _, found, rest = tail.partition(part)
            if found and len(rest) > 3:
                yield self._behind_places(rest)

    def _core(self, stem: str, full: Name) -> Iterator[tuple[str, _Short]]:
        for length in _CORES:
            core = stem[:length]
            if len(core) == length and core not in self._places and core not in self._bodies:
                yield core, _Short(full, "core", stem[length:], self._common(core))

    def _common(self, core: str) -> bool:
        """Whether the core is made of ordinary words, so that it alone says nothing."""
        knows = self._segmenter.knows
        return knows(core) or all(len(word) > 1 and knows(word) for word, _ in self._segmenter.tag(core))

    def _occurrences(self, text: str, shorts: dict[str, _Short]) -> Iterator[Name]:
        for start, end in Lookup(shorts).every(text):
            short = shorts[text[start:end]]
            last = _further(text, end, short.rest)
            if (short.common and last < end + 2) or text[start:last] in self._places or not self._alone(text, start, short):
                continue
            full = short.full
            yield Name(start, last, full.kind, full.name, full.name_id, (), f"{full.rule.partition('+')[0]}+{short.why}")

    def _addressed(self, text: str, names: Sequence[Name]) -> Iterator[Name]:
        """陈老师 where the text names one person called 陈."""
        bearers: dict[str, set[str]] = {}
        for name in names:
            if name.kind == "person" and len(name.name) > 1:
                bearers.setdefault(name.name[0], set()).add(name.name)
        end = 0
        for match in self._address.finditer(text) if bearers else ():
            start = match.start() - 1
            if start >= end and text[start].isalpha():
                end, full = match.end(), bearers.get(text[start], set())
                if len(full) == 1:
                    yield Name(start, end, "person", next(iter(full)), None, (), "person.address+document")


def _whole(name: str, length: int, shorts: dict[str, _Short]) -> bool:
    """Whether the name is a core of this length and characters that may follow it."""
    return _further(name, length, shorts[name[:length]].rest) == len(name)


def _relinked(names: Sequence[Name], shorts: Sequence[Name]) -> Iterator[Name]:
    """The names, those that are short forms of another of the same kind with the full name."""
    short_at = {(short.start, short.end): short for short in shorts}
    for name in names:
        short = short_at.get((name.start, name.end))
        longer = short is not None and short.kind == name.kind and len(short.name) > len(name.name)
        yield short if short is not None and longer else name


def _without_parts(names: Sequence[Name], shorts: Sequence[Name]) -> list[Name]:
    """The names without those that are only a part of a short form that brackets define (凌河 in 凌河特钢)."""
    defined = [short for short in shorts if short.rule.endswith("+defined")]
    at, kept = 0, []
    for name in names:
        while at < len(defined) and defined[at].end <= name.start:
            at += 1
        part = at < len(defined) and name.within(defined[at]) and name.end - name.start < defined[at].end - defined[at].start
        if not part:
            kept.append(name)
    return kept


def _free(names: Sequence[Name], shorts: Sequence[Name]) -> Iterator[Name]:
    """The short forms that share no character with a name; both in order."""
    at = 0
    for short in shorts:
        while at < len(names) and names[at].end <= short.start:
            at += 1
        if at == len(names) or names[at].start >= short.end:
            yield short


def _further(text: str, end: int, rest: str) -> int:
    """How far the text goes on with characters of the rest of the name, in their order."""
    at = 0
    while end < len(text) and (found := rest.find(text[end], at)) >= 0:
        at, end = found + 1, end + 1
    return end
