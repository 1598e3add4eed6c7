"""Short forms of names that the text gives in full: 金盛兰, 三赢兴科技 → 湖北三赢兴光电科技股份有限公司; 陈老师 → 陈江澜.

A short form of a company is what its name opens with behind the place, and any further characters of the name in
their order. A short form of another body is its name without the place before it.
"""

import re
from collections.abc import Iterator, Sequence

import rjieba

from cnreport_extract.lexicon.bodies import load_bodies
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Name

_CORES = (4, 3, 2)
_LONGEST = 12
_TAILED = frozenset({"organisation", "project", "place", "group"})


class ShortNames:
    """Finds the short forms of the names of one text. Immutable once made."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("coreference")
        self._places = lexicon.gazetteer.by_name
        self._bodies = load_bodies(lexicon)
        self._groups = cues["company_parts"].words
        self._address = re.compile(rf"([\u4e00-\u9fff]){alternation(cues['address'].words)}")
        self._defined = re.compile(rf"\({alternation(cues['defines'].words)}:?[“\"]?([^”\"()\n,。]{{2,20}})[”\"]?[^()\n]{{0,20}}\)")

    def find(self, text: str, names: Sequence[Name]) -> Iterator[Name]:
        """Short forms that stand outside the names, each with the full name it stands for."""
        taken = _Taken(names)
        for short, full, rule in self._candidates(text, names):
            for start, end in taken.free(text, short):
                yield Name(start, end, full.kind, full.name, full.name_id, (), f"{full.rule}+{rule}")
        yield from self._cores(text, names, taken)
        yield from self._addressed(text, names, taken)

    def _candidates(self, text: str, names: Sequence[Name]) -> Iterator[tuple[str, Name, str]]:
        seen = set()
        for name in names:
            if name.kind in ("organisation", "project", "group") and (match := self._defined.match(text, name.end)):
                yield match.group(1), name, "defined"
            if name.kind not in _TAILED or name.rule in ("place", "short") or name.name in seen:
                continue
            seen.add(name.name)
            tail = self._behind_places(name.name)
            if tail != name.name and len(tail) > 3 and tail not in self._bodies and tail not in self._places:
                yield tail, name, "tail"

    def _behind_places(self, name: str) -> str:
        """The name without the places that open it."""
        for _ in range(4):
            length = next((length for length in range(min(_LONGEST, len(name) - 2), 1, -1) if name[:length] in self._places), 0)
            if not length:
                break
            name = name[length:]
        return name

    def _cores(self, text: str, names: Sequence[Name], taken: "_Taken") -> Iterator[Name]:
        seen = set()
        for name in names:
            if not name.rule.startswith("organisation.company") or name.name in seen or "+" in name.rule:
                continue
            seen.add(name.name)
            for stem in self._stems(name.name):
                yield from self._core(text, stem, name, taken)

    def _stems(self, name: str) -> Iterator[str]:
        """Where a short form may start: behind the places, and behind the parent company."""
        tail = self._behind_places(name)
        yield tail
        for part in self._groups:
            _, found, rest = tail.partition(part)
            if found and len(rest) > 3:
                yield self._behind_places(rest)

    def _core(self, text: str, stem: str, full: Name, taken: "_Taken") -> Iterator[Name]:
        for length in _CORES:
            core = stem[:length]
            if len(core) < length or core in self._places or core in self._bodies:
                continue
            common = bool(rjieba.has_word(core))
            for start, behind in taken.free(text, core):
                end = _further(text, behind, stem[length:])
                if (not common or end - start > length + 1) and text[start:end] not in self._places:
                    taken.add(start, end)
                    yield Name(start, end, full.kind, full.name, full.name_id, (), f"{full.rule}+core")

    def _addressed(self, text: str, names: Sequence[Name], taken: "_Taken") -> Iterator[Name]:
        surnames: dict[str, set[str]] = {}
        for name in names:
            if name.kind == "person":
                surnames.setdefault(name.name[0], set()).add(name.name)
        for match in self._address.finditer(text) if surnames else ():
            bearers = surnames.get(match.group(1), set())
            if len(bearers) == 1 and taken.is_free(match.start(), match.end()):
                yield Name(match.start(), match.end(), "person", next(iter(bearers)), None, (), "person+address")


class _Taken:
    """Which characters of a text belong to names already."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._covered = {at for name in names for at in range(name.start, name.end)}

    def add(self, start: int, end: int) -> None:
        """Take a stretch."""
        self._covered.update(range(start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character of the stretch is taken."""
        return self._covered.isdisjoint(range(start, end))

    def free(self, text: str, word: str) -> Iterator[tuple[int, int]]:
        """The occurrences of a word that are free."""
        at = text.find(word)
        while at >= 0:
            if self.is_free(at, at + len(word)):
                yield at, at + len(word)
            at = text.find(word, at + len(word))


def _further(text: str, end: int, rest: str) -> int:
    """How far the text goes on with characters of the rest of the name, in their order."""
    at = 0
    while end < len(text) and (found := rest.find(text[end], at)) >= 0:
        at, end = found + 1, end + 1
    return end
