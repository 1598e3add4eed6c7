"""Places: names of the gazetteer where the words around them allow it, several in a row as the innermost one.

A short name counts where it fills whole words of the text, is not part of a longer name, and is trusted as far
as the gazetteer's column `use` says. 湖北省咸宁市赤壁市, 咸宁市赤壁市 and 湖北赤壁 are one mention of 赤壁市. A name
that several places bear is resolved by the place before it, else by the other places of the text; else it keeps
its candidates.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from cnreport_extract.chars import is_han
from cnreport_extract.lexicon.gazetteers import Place
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name, record

_COUNTRY = "100000"
_GLUED_TAGS = frozenset({"n", "ng", "g", "zg", "nr", "nz", "j", "a", "ag", "z"})
_WORD_TAGS = frozenset({"c", "p", "d", "r", "m", "q", "f", "y", "e", "o"})


@record
class Reading:
    """A stretch of text and the places that it may name."""

    start: int
    end: int
    places: tuple[Place, ...]
    rule: str


class PlaceFinder:
    """Finds the places of a text.

    Example:
        >>> from cnreport_extract.mentions.words import Words
        >>> text = "在湖北省咸宁市赤壁市召开"
        >>> [(name.name, name.name_id) for name in PlaceFinder(Lexicon()).find(text, Words(text))]
        [('赤壁市', '421281')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.gazetteer = lexicon.gazetteer
        cues = lexicon.cues("places")
        blockers: dict[str, tuple[Place, ...]] = dict.fromkeys(cues["no_place"].words, ())
        self._lookup = Lookup({name: places for name, places in self.gazetteer.by_name.items() if len(name) > 1} | blockers)
        self._function = frozenset(lexicon.cues("organisations")["function_characters"].words)
        self._precede = frozenset(cues["may_precede"].words)
        self._behind = re.compile(alternation(cues["behind_no_place"].words))
        self._water = re.compile(alternation(cues["behind_no_division"].words))

    @property
    def heads(self) -> Iterable[str]:
        """What the names begin with."""
        return self._lookup.heads

    def find(self, text: str, words: Words) -> list[Name]:
        """All place names in order, innermost place of each row of names."""
        readings = list(self._readings(text, words))
        full = {place.code for one in readings for place in one.places if place.is_in_full(text[one.start : one.end])}
        trusted = [reading for reading in readings if reading.rule != "evidence" or any(place.code in full for place in reading.places)]
        printed = _longest_forms(text, trusted)
        return [self._name(text, reading, printed) for reading in self._settle(trusted)]

    def _readings(self, text: str, words: Words) -> Iterator[Reading]:
        last: Reading | None = None
        for start, end in self._lookup.scan(text, words.heads):
            surface = text[start:end]
            places = self._lookup[surface]
            if not places or (places[0].code == _COUNTRY and last is not None and last.end == start):
                continue
            inside = self._inside(last, start, places)
            if inside:
                if self._cut(text, end, surface, inside, words):
                    continue
                last = Reading(last.start if last else start, end, inside, "place+parent")
                yield last
                continue
            rule = self._rule(text, words, start, end, places)
            if rule:
                last = Reading(start, end, places, rule)
                yield last

    def _inside(self, last: Reading | None, start: int, places: Sequence[Place]) -> tuple[Place, ...]:
        """Those of the places that lie in the place that ends where this name starts."""
        if last is None or last.end != start:
            return ()
        return tuple(place for place in places if place.level < 9 and any(self._vouches(upper, place) for upper in last.places))

    def _vouches(self, upper: Place, place: Place) -> bool:
        """Whether the place before makes this reading sure; for very common words only the division right above does."""
        if place.use == "parent":
            return upper.code == place.parent
        return upper.code in self.gazetteer.line(place.code)[1:] and (upper.level > 0 or place.use == "free")

    def _cut(self, text: str, end: int, surface: str, places: Sequence[Place], words: Words) -> bool:
        short = not any(place.is_in_full(surface) for place in places)
        return short and (bool(self._behind.match(text, end)) or (not words.starts_at(end) and not words.tag_at(end).startswith("n")))

    def _rule(self, text: str, words: Words, start: int, end: int, places: Sequence[Place]) -> str:
        surface = text[start:end]
        if any(place.use != "whole" and place.is_in_full(surface) for place in places):
            if places[0].level in (0, 9) and self._behind.match(text, end):
                return ""
            fits = len(surface) > 3 or _fits(words, start, end, loose=len(surface) == 3)
            return "place" if fits or (len(surface) == 3 and places[0].use == "free" and text[start - 1 : start] in self._function) else ""
        if self._water.match(text, end) and places[0].level in (1, 2, 3):
            return ""
        if places[0].use in ("parent", "whole") or self._behind.match(text, end) or not _fits(words, start, end, loose=False):
            return ""
        if self._glued(text, words, start):
            return ""
        return "evidence" if all(place.use == "evidence" for place in places) else "short"

    def _glued(self, text: str, words: Words, start: int) -> bool:
        """Whether a single character before a short name makes it part of a longer word that the dictionary lacks (枣石河)."""
        if start == 0 or text[start - 1] in self._precede or not is_han(text[start - 1]):
            return False
        number = words.index(start - 1)
        return words.starts[number] == start - 1 and words.tags[number] in _GLUED_TAGS

    def _settle(self, readings: Sequence[Reading]) -> Iterator[Reading]:
        """Keep the last of each row of names and choose among the places that bear one name."""
        rows = [reading for reading, after in zip_longest(readings, readings[1:]) if after is None or after.start > reading.start]
        sure = Counter(code for row in rows if len(row.places) == 1 for code in self.gazetteer.line(row.places[0].code)[:-1])
        for row in rows:
            yield row if len(row.places) == 1 else self._choose(row, sure)

    def _choose(self, row: Reading, sure: Counter[str]) -> Reading:
        largest = [place for place in row.places if place.level == row.places[0].level]
        if len(largest) == 1 and largest[0].level < 3:
            return replace(row, places=(largest[0],))
        known = [place for place in row.places if place.code in sure] or self._nearest(row.places, sure)
        return replace(row, places=(known[0],), rule=f"{row.rule}+document") if len(known) == 1 else row

    def _nearest(self, places: Iterable[Place], sure: Counter[str]) -> list[Place]:
        """The places whose prefecture, else whose province, the text names for sure."""
        lines = [(place, self.gazetteer.line(place.code)) for place in places]
        for depth in (1, 2):
            if known := [place for place, line in lines if len(line) > depth and line[depth] in sure]:
                return known
        return []

    def _name(self, text: str, row: Reading, printed: dict[str, str]) -> Name:
        surface = text[row.start : row.end]
        if len(row.places) > 1:
            shared = {place.name for place in row.places}
            name = shared.pop() if len(shared) == 1 else surface
            return Name(row.start, row.end, "place", name, None, tuple(place.code for place in row.places), row.rule)
        place = row.places[0]
        return Name(row.start, row.end, "place", _shown(place, printed.get(place.code)), place.code, (), row.rule)


def _fits(words: Words, start: int, end: int, *, loose: bool) -> bool:
    """Whether start–end fills whole words, none of them a mere function word."""
    first, last = words.index(start), words.index(end - 1)
    if words.starts[first] != start and not words.starts_at(start) and not (loose and not words.known(first)):
        return False
    if words.starts[last + 1] != end and not loose and not words.tags[last].startswith("n") and not words.starts_at(end):
        return False
    return first == last or _WORD_TAGS.isdisjoint([tag[0] for tag in words.tags[first : last + 1]])


def _longest_forms(text: str, readings: Iterable[Reading]) -> dict[str, str]:
    found: dict[str, str] = {}
    for reading in readings:
        for place in reading.places:
            for form in place.forms:
                if text.endswith(form, reading.start, reading.end) and len(form) > len(found.get(place.code, "")):
                    found[place.code] = form
    return found


def _shown(place: Place, printed: str | None) -> str:
    """The name to show: official, but as the text prints it where the official name is long (恩施州) or ours (大湾区)."""
    if place.level in (0, 1):
        return place.name
    if place.level == 9:
        return printed or place.name
    return printed or next(iter(place.aliases), place.name)
