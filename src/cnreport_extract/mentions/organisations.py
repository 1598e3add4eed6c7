"""Organisations by composition: what ends their name is data, what stands before it says where they begin.

Two ways to the left. Bodies of government, party and union stand behind a place, a level word or another body
(赤壁市人社局, 市总工会, 总工会法律援助中心). Companies, schools, parks, projects take the words before them into the name,
back to the place that opens it (湖北金盛兰冶金科技有限公司), else to punctuation, a function word or a verb.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cnreport_extract.lexicon.bodies import Body, load_bodies
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name

_REACH = 28
_STEPS = 12
_LEVELLED = frozenset({"hospital", "institute", "media", "school"})
_SOFT_TAGS = ("n", "j", "b", "l", "i", "g", "x", "e", "s", "a", "z")
_PROPER_TAGS = frozenset({"nr", "nz", "nt", "ns", "nrt", "nrfg", "x", "eng", "j", "g"})
_STOP_TAGS = frozenset({"c", "p", "u", "ud", "ug", "uj", "ul", "uv", "uz", "r", "y", "d"})
_PUNCTUATION = frozenset(",.;:!?、。，；：！？ \n\r\t|/\\[]<>{}【】「」…-~=+*&%#@\"'‘’“《》()")


@dataclass(frozen=True, slots=True)
class _Edge:
    """How far the way to the left has come.

    Attributes:
        start: Where the name starts so far.
        marks: One letter a step, the last step first: `p` a place or body, `c` a country, `n` a proper name, `q` quoted,
            `o` an ordinal, `s` a single character, `v` a verb, `.` any other word.
        pairs: How many single characters stand side by side, which words that the dictionary lacks are cut into.
        solid: Where the name starts when verbs at its left end are left out.
        closed: The name cannot start further left.
    """

    start: int
    marks: str
    pairs: int
    solid: int
    closed: bool = False

    def grown(self, start: int, mark: str, *, closed: bool = False) -> "_Edge":
        """The edge after one more step."""
        pairs = self.pairs + (mark == "s" and self.marks.startswith("s"))
        return _Edge(start, (mark or ".") + self.marks, pairs, self.solid if mark == "v" else start, closed)

    def bears(self, need: str) -> bool:
        """Whether the words taken are enough to be a name."""
        if need == "any":
            return len(self.marks) > 1 or self.marks not in (".", "")
        proper = bool(self.pairs) or any(mark in self.marks for mark in "nq")
        if need == "place":
            return "p" in self.marks
        if need == "brand":
            return proper and len(self.marks) <= 5
        return proper or "p" in self.marks or "o" in self.marks or (need == "country" and "c" in self.marks)


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
        bodies = load_bodies(lexicon)
        self._bodies = Lookup({word: body for word, body in bodies.items() if len(word) > 1})
        self._single = {word: body for word, body in bodies.items() if len(word) == 1}
        self._inner = frozenset(cues["inner_words"].words)
        self._stops = frozenset(cues["left_stops"].words)
        self._national = Lookup({name: entry for entry in lexicon.gazetteer.organisations for name in (entry.name, *entry.aliases)})
        self._generic = frozenset(cues["generic"].words)
        self._function = frozenset(cues["function_characters"].words)
        self._owners = re.compile(alternation(cues["owners"].words))
        self._ordinal = re.compile(cues["ordinal"].words[0] + r"[0-9一二三四五六七八九十百]{1,4}届?$")
        self._levels = cues["level_words"].words
        self._not_level = cues["not_level"].words

    def find(self, text: str, words: Words, places: Sequence[Name]) -> list[Name]:
        """All organisations in order; `places` in order."""
        national = list(self._nationals(text, words))
        ends = {name.end: name for name in [*places, *national]}
        found: list[Name] = []
        for start, end, body in self._hits(text, words):
            before = found[-1] if found and found[-1].end == start else None
            name = self._name(text, words, ends, before, start, end, body)
            if name is None:
                continue
            while found and found[-1].start >= name.start:
                found.pop()
            if not found or found[-1].end <= name.start:
                found.append(name)
        return resolve_overlaps([*national, *found])

    def _nationals(self, text: str, words: Words) -> Iterator[Name]:
        """National bodies and enterprises of the gazetteer; where one is named in several forms, by its longest."""
        hits = [(start, end) for start, end in self._national.scan(text, words.pairs) if words.starts_at(start) and (end - start > 3 or words.starts_at(end))]
        longest: dict[str, str] = {}
        for start, end in hits:
            surface = text[start:end]
            longest[self._national[surface].id] = max(longest.get(self._national[surface].id, ""), surface, key=len)
        for start, end in hits:
            entry = self._national[text[start:end]]
            yield Name(start, end, "organisation", longest[entry.id], entry.id, (), f"national.{entry.kind}")

    def _hits(self, text: str, words: Words) -> Iterator[tuple[int, int, Body]]:
        hits = [(start, end, self._bodies[text[start:end]]) for start, end in self._bodies.every(text, words.pairs)]
        for word, body in self._single.items():
            at = text.find(word)
            while at >= 0:
                hits.append((at, at + 1, body))
                at = text.find(word, at + 1)
        return iter(sorted(hits, key=lambda hit: (hit[1], hit[0])))

    def _name(self, text: str, words: Words, ends: Mapping[int, Name], before: Name | None, start: int, end: int, body: Body) -> Name | None:
        if not self._whole(text, words, start, end, body):
            return None
        branch = before or _national(ends.get(start))
        if branch is not None and branch.kind == "organisation" and body.kind == "organisation" and body.id != "people_government":
            return Name(branch.start, end, body.kind, text[branch.start : end], _extended(branch.name_id, body.id), (), f"organisation.{body.group}")
        if body.reach == "admin":
            return self._admin(text, words, ends.get(start) or ends.get(start + 1), start, end, body)
        edge = self._left(text, words, ends, start, body)
        if edge is None:
            return self._of_level(text, words, start, end, body) if body.group in _LEVELLED else None
        if text[edge.solid : end] in self._generic:
            return None
        if body.need == "brand" and edge.marks[0] not in "pc" and text.count(text[edge.solid : end]) < 2 and not self._owners.match(text, end):
            return None
        return Name(edge.solid, end, body.kind, text[edge.solid : end], None, (), f"{body.kind}.{body.group}")

    def _whole(self, text: str, words: Words, start: int, end: int, body: Body) -> bool:
        """Whether the word is one here: it ends where a word ends, and is no verb and no part of a common noun."""
        if not words.starts_at(end) and self._bodies.match(text, end) < 0:
            return False
        number = words.index(start)
        at, tag = words.starts[number], words.tags[number]
        if at == start:
            return not (tag == "v" and words.starts[number + 1] == end)
        return not (words.starts[number + 1] == end and body.reach == "left" and tag not in _PROPER_TAGS and end - start < 3)

    def _admin(self, text: str, words: Words, place: Name | None, start: int, end: int, body: Body) -> Name | None:
        rule = f"organisation.{body.group}"
        if place is not None and place.kind == "place":
            if text[place.start : place.end] in self._stops:
                return None
            code = f"{place.name_id}/{body.id}" if place.name_id else None
            return Name(place.start, end, body.kind, text[place.start : end], code, (), rule)
        if levelled := self._of_level(text, words, start, end, body):
            return levelled
        if text.startswith(self._levels, start) and self._opens(text, words, start):
            return Name(start, end, body.kind, text[start:end], None, (), f"{rule}+level")
        if body.alone and words.starts_at(start):
            return Name(start, end, body.kind, text[start:end], None, (), f"{rule}+bare")
        return None

    def _of_level(self, text: str, words: Words, start: int, end: int, body: Body) -> Name | None:
        """市总工会, 区人民医院: a level word stands for the place."""
        for level in self._levels:
            at = start - len(level)
            if at >= 0 and text.startswith(level, at) and self._opens(text, words, at):
                return Name(at, end, body.kind, text[at:end], None, (), f"{body.kind}.{body.group}+level")
        return None

    def _opens(self, text: str, words: Words, at: int) -> bool:
        """Whether a level word at this offset opens a name: it is not the end of a word such as 城市 or 各县."""
        return at == 0 or not text.endswith(self._not_level, 0, at) and (words.starts_at(at) or text[at - 1] in _PUNCTUATION or text[at - 1] in self._function)

    def _left(self, text: str, words: Words, ends: Mapping[int, Name], start: int, body: Body) -> _Edge | None:
        edge, steps = _Edge(start, "", 0, start), 0
        while edge.start > 0 and not edge.closed and steps < _STEPS:
            step = self._step(text, words, ends, edge, body) or self._bridge(text, words, ends, edge, body)
            if step is None or start - step.start > _REACH:
                break
            edge, steps = step, steps + 1
        if start - edge.solid < (1 if body.group == "village" else 2) or not edge.bears(body.need):
            return None
        return edge

    def _step(self, text: str, words: Words, ends: Mapping[int, Name], edge: _Edge, body: Body) -> _Edge | None:
        """One step to the left, or None to stop."""
        at = edge.start
        if (name := ends.get(at)) is not None:
            return self._over_name(text, edge, name, body)
        char = text[at - 1]
        if char in ")”":
            opened = text.rfind("(" if char == ")" else "“", max(0, at - 24), at)
            return None if opened < 0 else edge.grown(opened, "q" if char == "”" else "")
        if ordinal := self._ordinal.search(text, max(0, at - 12), at):
            return edge.grown(ordinal.start(), "o")
        if char in _PUNCTUATION or char.isdigit():
            return None
        number = words.index(at - 1)
        begin, tag = words.starts[number], words.tags[number]
        word = text[begin:at]
        unknown = len(word) > 1 and not words.known(number)
        if unknown and (opened := max((at for at, letter in enumerate(word) if letter in self._function), default=-1)) >= 0:
            return edge.grown(begin + opened + 1, "n", closed=True) if opened + 2 < len(word) else None
        if not (self._takes(word, tag, body) or (unknown and words.starts[number + 1] == at)):
            return None
        if word in self._inner:
            return edge.grown(begin, "v")
        if words.starts[number + 1] > at and tag in ("nt", "ns"):
            return edge.grown(begin, "p", closed=True)
        if (tag in _PROPER_TAGS and (len(word) > 1 or tag in ("x", "eng"))) or unknown:
            return edge.grown(begin, "n")
        return edge.grown(begin, "s" if len(word) == 1 and word not in self._levels else "")

    def _bridge(self, text: str, words: Words, ends: Mapping[int, Name], edge: _Edge, body: Body) -> _Edge | None:
        """Over the single characters that an unknown name is cut into, where a place opens it (湖北三赢兴光电)."""
        if body.group != "company":
            return None
        for length in (1, 2):
            at = edge.start - length
            place = ends.get(at)
            if place is None or place.kind != "place" or not all(words.starts_at(at + step) for step in range(length + 1)):
                continue
            if length == 1 and words.tag_at(at) != "m" or text[at] in self._function or not text[at:edge.start].isalpha():
                return None
            return self._over_name(text, edge.grown(at, "s").grown(at, "s"), place, body)
        return None

    def _over_name(self, text: str, edge: _Edge, name: Name, body: Body) -> _Edge | None:
        if text[name.start : name.end] in self._stops:
            return None
        adjacent = not edge.marks and body.group in ("company", "association")
        country = name.kind == "place" and (name.name_id is None or not name.name_id[0].isdigit() or name.name_id == "100000")
        return edge.grown(name.start, "c" if country else "p", closed=not adjacent)

    def _takes(self, word: str, tag: str, body: Body) -> bool:
        """Whether the word may be part of such a name."""
        inner = word in self._inner and body.group in ("company", "association", "institute", "project", "event")
        if inner:
            return True
        if word in self._stops or tag in _STOP_TAGS:
            return False
        return len(word) == 1 and tag not in ("v", "m") or tag.startswith(_SOFT_TAGS) or tag == "vn" and body.group in ("company", "institute")


def _national(name: Name | None) -> Name | None:
    return name if name is not None and name.kind == "organisation" else None


def _extended(name_id: str | None, body: str) -> str | None:
    return f"{name_id}/{body}" if name_id else None
