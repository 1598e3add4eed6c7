"""Organisations by composition: what ends their name is data, what stands before it says where they begin.

Two ways to the left. Bodies of government, party and union stand behind a place, a level word or another body
(赤壁市人社局, 市总工会, 总工会法律援助中心). Companies, schools, parks, projects take the words before them into the name,
back to the place that opens it (湖北金盛兰冶金科技有限公司), else to punctuation, a function word or a verb.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cnreport_extract.lexicon.bodies import Body, load_bodies
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name

_REACH = 28
_SOFT_TAGS = ("n", "j", "b", "l", "i", "g", "x", "e", "s", "a", "z")
_PROPER_TAGS = frozenset({"nr", "nz", "nt", "ns", "nrt", "nrfg", "x", "eng", "j", "g"})
_STOP_TAGS = frozenset({"c", "p", "u", "ud", "ug", "uj", "ul", "uv", "uz", "r", "y", "d"})
_PUNCTUATION = frozenset(",.;:!?、。，；：！？ \n\r\t|/\\[]<>{}【】「」…-~=+*&%#@\"'‘’“《》")


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where the way to the left ended: start of the name, its first place, whether a proper word was met."""

    start: int
    place: Name | None
    proper: bool


class OrganisationFinder:
    """Finds organisations, parks, projects and events of a text whose places are known.

    Example:
        >>> from cnreport_extract.mentions.places import PlaceFinder
        >>> text = "赤壁市人社局和湖北江澜冶金科技有限公司"
        >>> lexicon, words = Lexicon(), Words(text)
        >>> [name.name for name in OrganisationFinder(lexicon).find(text, words, PlaceFinder(lexicon).find(text, words))]
        ['赤壁市人社局', '湖北江澜冶金科技有限公司']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("organisations")
        self._bodies = Lookup(load_bodies(lexicon) | _single_characters(load_bodies(lexicon)))
        self._single = {word: body for word, body in load_bodies(lexicon).items() if len(word) == 1}
        self._inner = frozenset(cues["inner_words"].words)
        self._stops = frozenset(cues["left_stops"].words)
        self._levels = cues["level_words"].words
        self._not_level = cues["not_level"].words

    def find(self, text: str, words: Words, places: Sequence[Name]) -> list[Name]:
        """All organisations in order; `places` in order."""
        ends = {place.end: place for place in places}
        found: list[Name] = []
        for start, end, body in self._hits(text):
            before = found[-1] if found and found[-1].end == start else None
            name = self._name(text, words, ends, before, start, end, body)
            if name is None:
                continue
            while found and found[-1].start >= name.start:
                found.pop()
            if not found or found[-1].end <= name.start:
                found.append(name)
        return found

    def _hits(self, text: str) -> Iterator[tuple[int, int, Body]]:
        hits = [(start, end, self._bodies[text[start:end]]) for start, end in self._bodies.scan(text)]
        for word, body in self._single.items():
            at = text.find(word)
            while at >= 0:
                hits.append((at, at + 1, body))
                at = text.find(word, at + 1)
        return iter(sorted(hits, key=lambda hit: (hit[1], hit[0])))

    def _name(self, text: str, words: Words, ends: Mapping[int, Name], before: Name | None, start: int, end: int, body: Body) -> Name | None:
        place = ends.get(start) or ends.get(start + 1)
        if before is not None and body.kind == "organisation":
            return Name(before.start, end, body.kind, text[before.start : end], _extended(before.name_id, body.id), (), f"organisation.{body.group}")
        if body.reach == "admin":
            return self._admin(text, words, place, start, end, body)
        edge = self._left(text, words, ends, start, body)
        if edge is None:
            return None
        return Name(edge.start, end, body.kind, text[edge.start : end], None, (), f"{body.kind}.{body.group}")

    def _admin(self, text: str, words: Words, place: Name | None, start: int, end: int, body: Body) -> Name | None:
        rule = f"organisation.{body.group}"
        if place is not None:
            code = f"{place.name_id}/{body.id}" if place.name_id else None
            return Name(place.start, end, body.kind, text[place.start : end], code, (), rule)
        for level in self._levels:
            at = start - len(level)
            if text.startswith(level, max(at, 0)) and at >= 0 and self._opens(text, words, at):
                return Name(at, end, body.kind, text[at:end], None, (), f"{rule}+level")
        if text.startswith(self._levels, start) and self._opens(text, words, start):
            return Name(start, end, body.kind, text[start:end], None, (), f"{rule}+level")
        if body.alone and words.starts_at(start):
            return Name(start, end, body.kind, text[start:end], None, (), f"{rule}+bare")
        return None

    def _opens(self, text: str, words: Words, at: int) -> bool:
        """Whether a level word at this offset opens a name: it is not the end of a word such as 城市 or 各县."""
        return at == 0 or not text.endswith(self._not_level, 0, at) and (words.starts_at(at) or text[at - 1] in _PUNCTUATION)

    def _left(self, text: str, words: Words, ends: Mapping[int, Name], start: int, body: Body) -> _Edge | None:
        at, proper, place = start, False, None
        while at > 0 and start - at < _REACH:
            step, named, found = self._step(text, words, ends, at)
            if step < 0 or start - step > _REACH:
                break
            at, proper = step, proper or named
            if found is not None:
                place = found
                if at != start - (found.end - found.start) or body.group not in ("company", "association"):
                    break
        if at == start or (body.need == "name" and not proper) or start - at < 2:
            return None
        return _Edge(at, place, proper)

    def _step(self, text: str, words: Words, ends: Mapping[int, Name], at: int) -> tuple[int, bool, Name | None]:
        """One step to the left: the new offset (-1 to stop), whether it is a proper word, the place it took."""
        if place := ends.get(at):
            return place.start, True, place
        char = text[at - 1]
        if char in ")”":
            opened = text.rfind("(" if char == ")" else "“", max(0, at - 24), at)
            return opened, char == "”", None
        if char in _PUNCTUATION or char.isdigit():
            return -1, False, None
        number = words.index(at - 1)
        word, tag = text[words.starts[number] : at], words.tags[number]
        if word in self._stops or (tag in _STOP_TAGS and word not in self._inner):
            return -1, False, None
        if len(word) > 1 and not tag.startswith(_SOFT_TAGS) and tag != "vn" and word not in self._inner:
            return -1, False, None
        return words.starts[number], tag in _PROPER_TAGS or (len(word) == 1 and tag not in ("n", "v", "m", "q", "f")), None


def _single_characters(bodies: Mapping[str, Body]) -> dict[str, Body]:
    return {}


def _extended(name_id: str | None, body: str) -> str | None:
    return f"{name_id}/{body}" if name_id else None
