"""Organisations by composition: what ends their name is data, what stands before it says where they begin.

Bodies of government, party and union stand behind a place, a level word or another body (赤壁市人社局, 市总工会,
总工会法律援助中心). Companies, schools, parks and projects take the words before them into the name
(湖北江澜冶金科技有限公司; see `name_edges`). National bodies and enterprises are looked up.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from cnreport_extract.lexicon.bodies import Body
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.mentions.lookup import Lookup
from cnreport_extract.mentions.name_edges import PROPER_TAGS, PUNCTUATION, Edge, EdgeFinder, Passage
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name

_LEVELLED = frozenset({"hospital", "institute", "media", "school"})
_PARTY = "party"
_GOVERNMENT = "people_government"
_LONGEST = 60  # a longer row of bodies is no name
_BRANCHED = frozenset({"organisation.company", "organisation.military"})
_OWN_NAME = frozenset({"national.company", "national.international", "national.media", "national.science"})
_VILLAGE = "village"
_TOWNSHIP = "place.township"
_NO_NAME = frozenset("vpdrmqcu")  # first letters of the tags of words that no name of a village holds
_AGAIN = "+again"  # a short company name that counts only where the text says it more than once


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
        bodies = lexicon.bodies
        self._edges = EdgeFinder(lexicon)
        self._bodies = Lookup({word: body for word, body in bodies.items() if len(word) > 1})
        self._single = {word: body for word, body in bodies.items() if len(word) == 1}
        self._national = Lookup({name: entry for entry in lexicon.gazetteer.organisations for name in (entry.name, *entry.aliases)})
        self._generic = frozenset(cues["generic"].words)
        self._no_village = cues["no_village"].words
        self._function = frozenset(cues["function_characters"].words)
        self._owners = re.compile(alternation(cues["owners"].words))
        self._levels = cues["level_words"].words
        numerals, counters = "".join(cues["counting_numerals"].words), alternation(cues["counters"].words)
        about = f"{alternation(cues['about'].words)}?"
        self._counted = re.compile(rf"{about}[0-9{numerals}]{{1,6}}{about}{counters}")
        self._counts = re.compile(rf"(?:[0-9{numerals}]{about}{counters}|{alternation(cues['quantifiers'].words)})$")
        self._not_level = cues["not_level"].words

    @property
    def heads(self) -> Iterable[str]:
        """What the words that it looks up begin with."""
        return chain(self._bodies.heads, self._national.heads)

    def find(self, text: str, words: Words, places: Sequence[Name]) -> list[Name]:
        """All organisations in order; `places` in order."""
        before = {place.end: place for place in places}
        national = [_foreign(text, name, before.get(name.start)) for name in self._nationals(text, words, before)]
        inside = {at for name in national for at in range(name.start, name.end)}
        passage = Passage(text, words, {name.end: name for name in [*places, *national]})
        found: list[Name] = []
        for start, end, body in self._hits(text, words):
            if end - 1 in inside or self._of_place(passage.ends.get(end)) or not self._whole(passage, start, end, body):
                continue
            upper = found[-1] if found and found[-1].end == start else passage.ends.get(start)
            name = self._branch(text, upper, end, body) or self._name(passage, start, end, body)
            if name is None or (found and found[-1].end == end and found[-1].start <= name.start):
                continue
            name = self._with_parent(text, name, found, passage)
            while found and found[-1].start >= name.start:
                found.pop()
            if not found or found[-1].end <= name.start:
                found.append(name)
        times = Counter(name.name for name in found if name.rule.endswith(_AGAIN))
        return resolve_overlaps([*national, *(name for name in found if not name.rule.endswith(_AGAIN) or times[name.name] > 1)])

    def _nationals(self, text: str, words: Words, places: Mapping[int, Name]) -> Iterator[Name]:
        """National bodies and enterprises of the gazetteer; where one is named in several forms, by its longest."""
        scanned = self._national.scan(text, words.heads)
        opened = (hit for hit in scanned if words.starts_at(hit[0]) or hit[0] in places or self._behind_function(text, *hit))
        hits = [(start, end) for start, end in opened if self._closed(words, start, end)]
        longest: dict[str, str] = {}
        for start, end in hits:
            entry = self._national[text[start:end]]
            longest[entry.id] = max(longest.get(entry.id, ""), text[start:end], key=lambda form: (form == entry.name, len(form)))
        for start, end in hits:
            entry = self._national[text[start:end]]
            yield Name(start, end, "organisation", longest[entry.id], entry.id, (), f"national.{entry.kind}")

    @staticmethod
    def _closed(words: Words, start: int, end: int) -> bool:
        """Whether the name ends where a word ends, or a longer one inside a word that the dictionary lacks (应急管理部|门 is none)."""
        return words.starts_at(end) or (end - start > 3 and not words.known(words.index(end)))

    def _behind_function(self, text: str, start: int, end: int) -> bool:
        """Whether the name stands behind a character such as 从, with which the segmenter may have made a word of it."""
        return end - start > 2 and start > 0 and text[start - 1] in self._function

    def _hits(self, text: str, words: Words) -> list[tuple[int, int, Body]]:
        """The words that end names, those that end first before the others, the longer before the shorter."""
        hits = [(start, end, self._bodies[text[start:end]]) for start, end in self._bodies.every(text, words.heads)]
        for word, body in self._single.items():
            at = text.find(word)
            while at >= 0:
                hits.append((at, at + 1, body))
                at = text.find(word, at + 1)
        return sorted(hits, key=lambda hit: (hit[1], hit[0]))

    @staticmethod
    def _of_place(name: Name | None) -> bool:
        """Whether a place of the gazetteer ends here, so that its last word ends no other name (雄安新区)."""
        return name is not None and name.kind == "place" and name.rule in ("place", "place+parent", "place+document")

    def _whole(self, passage: Passage, start: int, end: int, body: Body) -> bool:
        """Whether the word is one here: it ends where a word ends, and is no verb and no part of a common noun."""
        words = passage.words
        if not words.starts_at(end) and self._bodies.match(passage.text, end) < 0 and not self._cut_wrong(words, start, end, body):
            return False
        if body.group == _VILLAGE and passage.text.endswith(self._no_village, 0, end) and words.starts_at(end - 2):
            return False
        if body.group == "project" and self._bodies.match(passage.text, end) >= 0:
            return False
        number = words.index(start)
        ends_too, tag = words.starts[number + 1] == end, words.tags[number]
        if words.starts[number] == start:
            return not (tag == "v" and ends_too)
        if body.group == _VILLAGE and (words.starts[number] in passage.ends or end - words.starts[number] == 2):
            return True
        return not (ends_too and body.reach == "left" and tag not in PROPER_TAGS and end - start < 3)

    def _cut_wrong(self, words: Words, start: int, end: int, body: Body) -> bool:
        """Whether the word ends inside one that the dictionary lacks (卫健委正)."""
        glued = (body.reach == "admin" and end - start > 2) or body.group == "military"
        return glued and not words.known(words.index(end))

    def _branch(self, text: str, before: Name | None, end: int, body: Body) -> Name | None:
        """A body of the body that ends where this word starts (国家税务总局湖北省税务局)."""
        if before is None or end - before.start > _LONGEST or body.id == _GOVERNMENT or {before.kind, body.kind} != {"organisation"}:
            return None
        return _name(text, before.start, end, body, name_id=_below(before.name_id, body))

    def _with_parent(self, text: str, name: Name, found: Sequence[Name], passage: Passage) -> Name:
        """国家税务总局湖北省税务局, 国网湖北省电力有限公司咸宁供电公司: a branch that names its place."""
        if found and found[-1].start < name.start < found[-1].end < name.end and found[-1].rule == name.rule in _BRANCHED:
            return replace(name, start=found[-1].start, name=text[found[-1].start : name.end])
        upper = passage.ends.get(name.start)
        if upper is None or not upper.rule.startswith("national."):
            upper = next((last for last in reversed(found[-2:]) if last.end == name.start and last.rule == name.rule in _BRANCHED), None)
        if upper is None or name.kind != "organisation" or name.end - upper.start > _LONGEST:
            return name
        return replace(name, start=upper.start, name=text[upper.start : name.end])

    def _name(self, passage: Passage, start: int, end: int, body: Body) -> Name | None:
        if body.reach == "admin":
            return self._admin(passage, start, end, body)
        edge = self._edges.find(passage, start, end, body)
        if edge is None and body.group == _VILLAGE and (at := self._behind_township(passage, start)) >= 0:
            return _name(passage.text, at, end, body)
        if edge is None:
            return self._of_level(passage, start, end, body) if body.group in _LEVELLED and end - start > 1 else None
        if passage.text[edge.solid : end] in self._generic or self._counted_noun(passage.text, edge, end, body):
            return None
        if self._said_of_any(passage.text, edge, start, body.need):
            return None
        vouched = self._vouched(passage.text, edge, start, end, body.need)
        return _name(passage.text, edge.solid, end, body, evidence="" if vouched else _AGAIN)

    def _behind_township(self, passage: Passage, start: int) -> int:
        """Where a village begins behind its township, whatever the segmenter made of it (官塘驿镇目|本村), -1 where there is none."""
        words = passage.words
        for at in (start - 2, start - 3):
            place = passage.ends.get(at)
            if place is None or not place.rule.startswith(_TOWNSHIP) or not passage.text[at:start].isalpha():
                continue
            cover = [number for number in words.cover(at, start) if words.starts[number + 1] <= start]
            tags = [words.tags[number][0] for number in cover]
            plain = all(len(words.word(number)) == 1 or not words.known(number) for number in cover)
            if plain and self._function.isdisjoint(passage.text[at:start]) and _NO_NAME.isdisjoint(tags):
                return at
        return -1

    def _counted_noun(self, text: str, edge: Edge, end: int, body: Body) -> bool:
        """Whether a number counts what the words name: 智能化煤矿1066处, 3家儿童医院."""
        if body.need == "any" or "q" in edge.marks:
            return False
        if self._counts.search(text, max(0, edge.solid - 8), edge.solid):
            return True
        return "p" not in edge.marks and bool(self._counted.match(text, end))

    def _vouched(self, text: str, edge: Edge, start: int, end: int, need: str) -> bool:
        """Whether a name needs no second mention: a place opens a short company name or its head follows (江澜雪具负责人)."""
        if need == "brand":
            return edge.marks[0] in "pc" or bool(self._owners.match(text, end))
        return need != "again" or edge.bears("name", end - start)

    def _said_of_any(self, text: str, edge: Edge, start: int, need: str) -> bool:
        """Whether only a word that goes with any such body stands before it (居家社区), however often."""
        return need == "again" and text[edge.solid : start] in self._edges.common

    def _admin(self, passage: Passage, start: int, end: int, body: Body) -> Name | None:
        text, words = passage.text, passage.words
        place = passage.ends.get(start) or passage.ends.get(start + 1)
        if place is not None and place.kind == "place":
            general = text[place.start : place.end] in self._edges.stops
            return None if general else _name(text, place.start, end, body, name_id=_below(place.name_id, body))
        if (unlisted := self._unlisted(passage, start)) >= 0:
            return _name(text, unlisted, end, body, evidence="+unlisted")
        if levelled := self._of_level(passage, start, end, body):
            return levelled
        if body.group == _PARTY and text.startswith(self._levels, start) and self._opens(passage, start):
            return _name(text, start, end, body, evidence="+level")
        return _name(text, start, end, body, evidence="+bare") if body.alone and words.starts_at(start) else None

    def _unlisted(self, passage: Passage, start: int) -> int:
        """Where a division that the gazetteer lacks begins that ends here (江澜湖区消防大队), -1 where there is none."""
        words = passage.words
        if start == 0 or passage.text[start - 1] not in self._levels or not words.starts_at(start):
            return -1
        number = words.index(start - 1)
        if words.tags[number] != "ns":
            return -1
        begin = words.starts[number]
        if number and words.tags[number - 1] in PROPER_TAGS and begin - words.starts[number - 1] in (2, 3):
            begin = words.starts[number - 1]
        return begin if 2 < start - begin < 7 and begin not in passage.ends else -1

    def _of_level(self, passage: Passage, start: int, end: int, body: Body) -> Name | None:
        """市总工会, 区人民医院: a level word stands for the place."""
        for level in self._levels:
            at = start - len(level)
            if at >= 0 and passage.text.startswith(level, at) and self._opens(passage, at):
                return _name(passage.text, at, end, body, evidence="+level")
        return None

    def _opens(self, passage: Passage, at: int) -> bool:
        """Whether a level word at this offset opens a name: it is not the end of a word such as 城市 or 各县."""
        if at == 0:
            return True
        before = passage.text[at - 1]
        opened = passage.words.starts_at(at) or before in PUNCTUATION or before in self._function
        return opened and not passage.text.endswith(self._not_level, 0, at)


def _name(text: str, start: int, end: int, body: Body, *, name_id: str | None = None, evidence: str = "") -> Name:
    return Name(start, end, body.kind, text[start:end], name_id, (), f"{body.kind}.{body.group}{evidence}")


def _foreign(text: str, name: Name, place: Name | None) -> Name:
    """俄罗斯外交部 is not ours."""
    if place is None or place.kind != "place" or place.name_id is None or place.name_id[0].isdigit() or name.rule in _OWN_NAME:
        return name
    return Name(place.start, name.end, name.kind, text[place.start : name.end], None, (), name.rule)


def _below(name_id: str | None, body: Body) -> str | None:
    """Id of a body: the place's code (or the upper body's id) and the body's own."""
    return f"{name_id}/{body.id}" if name_id else None
