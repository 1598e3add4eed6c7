"""Towns, townships and streets: looked up below the county that stands before them, else below the places of the text."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from cnreport_extract.lexicon.gazetteers import Gazetteer
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name

_LONGEST = 12


class TownshipFinder:
    """Finds the divisions below the county. Their list is read with the first text that may name one.

    Example:
        >>> from cnreport_extract.mentions.places import PlaceFinder
        >>> text, lexicon = "赤壁市官塘驿镇的农户", Lexicon()
        >>> words = Words(text)
        >>> [(name.name, name.name_id) for name in TownshipFinder(lexicon).find(text, words, PlaceFinder(lexicon).find(text, words))]
        [('官塘驿镇', '421281104')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._gazetteer = lexicon.gazetteer
        self._counties = frozenset(code for code, place in self._gazetteer.places.items() if place.level == 3)
        self._ends = lexicon.cues("places")["township_ends"].words

    def find(self, text: str, words: Words, places: Sequence[Name]) -> list[Name]:
        """Townships with the place before them in the same mention, in the order of the text."""
        index = _Below(self._gazetteer, tuple(place.name_id for place in places if place.name_id))
        before = {place.end: place for place in places}
        found: list[Name] = []
        headed: set[str] = set()
        for stem, end in self._candidates(text):
            name = self._behind_place(text, words, before, stem, end, index) or self._alone(text, words, stem, end, index, headed)
            if name is not None and (not found or found[-1].end <= name.start):
                found.append(name)
        return found

    def _candidates(self, text: str) -> list[tuple[int, int]]:
        """Where the words that end such names start and end."""
        found = []
        for word in self._ends:
            at = text.find(word)
            while at >= 0:
                found.append((at, at + len(word)))
                at = text.find(word, at + 1)
        return sorted(found)

    def _behind_place(self, text: str, words: Words, before: dict[int, Name], stem: int, end: int, index: "_Below") -> Name | None:
        for start in range(max(0, end - _LONGEST), stem):
            place = before.get(start)
            if place is None or not place.name_id:
                continue
            surface = text[start:end]
            if code := index.code(surface, place.name_id):
                return Name(place.start, end, "place", surface, code, (), "place.township+parent")
            if place.name_id in self._counties and self._plausible(surface, words, start, end):
                return Name(place.start, end, "place", surface, None, (), "place.township+parent")
        return None

    def _plausible(self, surface: str, words: Words, start: int, end: int) -> bool:
        """Whether a name that the list lacks can be one: of usual length, without function words and verbs."""
        return (
            words.starts_at(end)
            and 2 < len(surface) < 7
            and not any(words.tags[number][0] in "uvpcdmxf" for number in words.cover(start, end))
        )

    def _alone(self, text: str, words: Words, stem: int, end: int, index: "_Below", headed: set[str]) -> Name | None:
        for start in range(max(0, end - _LONGEST), stem):
            if not words.starts_at(start):
                continue
            surface = text[start:end]
            codes = index.everywhere.get(surface, ())
            if not codes or (len(surface) < 3 and not words.starts_at(end)):
                continue
            near = index.near(codes)
            if near is not None:
                return Name(start, end, "place", surface, near, (), "place.township+document")
            if len(codes) == 1 and len(surface) > 3:
                return Name(start, end, "place", surface, codes[0], (), "place.township")
            if len(surface) > 2 and (surface in headed or not start or text[start - 1] == "\n"):
                headed.add(surface)  # one of several of its name: the page that a line of it opens is about it
                return Name(start, end, "place", surface, None, (), "place.township")
        return None


class _Below:
    """The townships of the country, and which of them lie below the places of a text."""

    def __init__(self, gazetteer: Gazetteer, places: tuple[str, ...]) -> None:
        self._gazetteer = gazetteer
        self._places = frozenset(places)

    @property
    def everywhere(self) -> dict[str, tuple[str, ...]]:
        return self._gazetteer.township_codes

    @cached_property
    def _above(self) -> frozenset[str]:
        return frozenset(code for place in self._places for code in self._gazetteer.line(place)[:-1])

    def code(self, name: str, place: str) -> str | None:
        """Code of the township of this name below the place, None where there is none or more than one."""
        codes = [code for code in self.everywhere.get(name, ()) if place in self._gazetteer.line(code[:6])]
        return codes[0] if len(codes) == 1 else None

    def near(self, codes: Sequence[str]) -> str | None:
        """The one of the codes whose county, else whose prefecture, the text names."""
        for depth in (0, 1):
            known = [code for code in codes if len(line := self._gazetteer.line(code[:6])) > depth + 1 and line[depth] in self._above]
            if known:
                return known[0] if len(known) == 1 else None
        return None


def with_townships(places: Sequence[Name], townships: Sequence[Name]) -> Iterator[Name]:
    """Places and townships in order; a place that a township's mention holds is left out."""
    covered = [(name.start, name.end) for name in townships]
    at = 0
    merged = sorted([*places, *townships], key=lambda name: (name.start, -name.end))
    for name in merged:
        while at < len(covered) and covered[at][1] <= name.start:
            at += 1
        inside = at < len(covered) and covered[at][0] <= name.start and name.end <= covered[at][1]
        if not inside or name.rule.startswith("place.township"):
            yield name
