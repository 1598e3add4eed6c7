"""A page whose names know their roles: what frames it, and which names its paragraphs are about."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cnreport_extract.facts.candidates import Marks
from cnreport_extract.facts.holders import RULE
from cnreport_extract.facts.quotations import Speech
from cnreport_extract.facts.scene import Scene
from cnreport_extract.lexicon.gazetteers import Place
from cnreport_extract.records import Name, Section, Span

COUNTRY = "100000"  # the GB/T 2260 style code of the whole country
_NATIONAL = "national"
_MINISTRY = "national.government"
_OPENERS = frozenset({"opens", "part"})
_OPENING = 6  # characters between the start of a paragraph and a name that opens it
_TOPICS = 3  # earlier topics that may still govern
_HEAD = 5  # blocks at the head of a page among which its subtitle is
_DEPTH = 8  # headings above each other

Framed = tuple[Name, Marks]


@dataclass(frozen=True)
class NameScene:
    """A scene with the roles of its names; made once a page.

    Attributes:
        scene: The page with its mentions.
        roles: What stands before and behind each name, by its start offset (`name_roles`).
        country: The whole country, which the figures of a ministry are about without saying so.
        nationwide: What a page calls the country that never names it.
        places: The places of the gazetteer by code.
        genre: What the page is (`genres`).
        speeches: What somebody says on it (`quotations`), in text order.
    """

    scene: Scene
    roles: Mapping[int, tuple[str, str]]
    country: Name
    nationwide: str
    places: Mapping[str, Place]
    genre: str
    speeches: Sequence[Speech] = ()

    def named(self, name: Name, place: str) -> Marks:
        """The features of one mention: where it stands and what role it plays there."""
        before, behind = self.roles[name.start]
        found = _named(place, before, behind, name.kind, office(name))
        return (*found, "speaker" if name.name in self._speakers else "actor") if name.kind == "person" else found

    @cached_property
    def _speakers(self) -> frozenset[str]:
        """The persons who say something somewhere: they tell numbers, seldom are these about them."""
        said = (name for name in self.scene.names if name.kind == "person" and self.roles[name.start][1] == "says")
        return frozenset(name.name for name in said)

    def spoken_by(self, name: Name) -> Name | None:
        """The place for which a local office speaks; None where the name is no such office."""
        code, office_of, _ = (name.name_id or "").partition("/")
        if name.kind != "organisation" or not office_of or code not in self.places:
            return None
        if code not in self._offices:
            self._offices[code] = Name(name.start, name.start, "place", self.places[code].name, code, (), "place.of.office")
        return self._offices[code]

    @cached_property
    def _offices(self) -> dict[str, Name]:
        """The places for which offices speak, by code."""
        return {}

    def told_of(self, name: Name) -> Marks:
        """The features of a name wherever it stands."""
        found = self._told.get(id(name))
        if found is not None:
            return found
        held = name.rule.startswith(RULE)  # no name of the scene
        count = 0 if held else self.scene.name_counts[name.name]
        pronoun = name.rule if name.rule.startswith("pronoun") else ""
        most = not held and count == self._top > 1
        found = _features(name.kind, office(name), min(count, 5), pronoun, _level(name) if name.kind == "place" else "", most=most)
        if not held:
            found = self._told[id(name)] = (*found, f"rule.{name.rule.partition('+')[0]}")
        return found

    @cached_property
    def _told(self) -> dict[int, Marks]:
        """Features by the identity of the name, which lives as long as its scene."""
        return {}

    @cached_property
    def _top(self) -> int:
        """How often the name is said that is said most."""
        return max(self.scene.name_counts.values(), default=0)

    def spoken_for(self, name: Name) -> Name:
        """The country, where a ministry or another office of the nation frames a text; else the name itself."""
        return self.country if name.rule.startswith(_MINISTRY) else name

    def said_as(self, name: Name, here: Span) -> str:
        """The fullest form of a name that the page itself uses (西藏 where it never says 西藏自治区).

        The whole country has several names: outside of a sentence that says one, it is called what the page called it last.
        """
        if name.name_id != COUNTRY:
            return self._forms.get(name.name, name.name)
        if not here.start <= name.start < name.end <= here.end:
            last = bisect_left(self._nations, here.start, key=lambda said: said.start) - 1
            name = self._nations[max(last, 0)] if self._nations else name
        return self._nation(name)

    def _nation(self, name: Name) -> str:
        """我国 is 中国 where the page says so too; a page that never names the country speaks of 全国."""
        said = name.of(self.scene.page.text)
        return name.name if name.name in self._nations_said else said or self.nationwide

    @cached_property
    def _nations(self) -> list[Name]:
        """The mentions of the whole country."""
        return [name for name in self.scene.names if name.name_id == COUNTRY]

    @cached_property
    def _nations_said(self) -> frozenset[str]:
        return frozenset(name.of(self.scene.page.text) for name in self._nations)

    @cached_property
    def _forms(self) -> dict[str, str]:
        text = self.scene.page.text
        places = [name for name in self.scene.names if name.kind == "place"]
        unsaid = {name for name in {place.name for place in places} if name not in text}
        forms: dict[str, str] = {}
        for place in places:
            surface = place.of(text)
            if place.name in unsaid and surface in place.name and len(surface) > len(forms.get(place.name, "")):
                forms[place.name] = surface
        return forms

    def is_reference(self, name: Name) -> bool:
        """Whether a number is only compared with it or ranked in it (高于全国, 居全省第3位, 占全市的30%, 增速全市第二)."""
        before, behind = self.roles[name.start]
        return before == "after.reference" or behind == "ranked"

    def is_subject(self, name: Name) -> bool:
        """Whether the name opens a clause and goes on as its subject would."""
        before, behind = self.roles[name.start]
        return before in _OPENERS and behind in {"followed", "measured", "owns", "closes"}

    @cached_property
    def framing(self) -> tuple[Framed, ...]:
        """What the page as a whole is about: title, publisher, the country, the names it says most."""
        return (*self._titled(), *self._national(), *self._frequent())

    def _titled(self) -> Iterator[Framed]:
        page, names = self.scene.page, self.scene.names
        for place, name in enumerate(_within(names, page.title)):
            yield name, (*self.named(name, "title"), f"title.{min(place, 2)}")
        for block in page.blocks[:_HEAD]:
            if block.kind == "title" and (page.title is None or block.start != page.title.start):
                yield from ((name, tuple(self.named(name, "subtitle"))) for name in _within(names, block))
        yield from ((name, ("publisher",)) for name in _within(names, page.publisher))

    def _national(self) -> Iterator[Framed]:
        """The country, where the page speaks of it or for it."""
        names = self.scene.names
        said = any(name.name_id == COUNTRY and not self.is_reference(name) for name in names)
        national = any(name.rule.startswith(_NATIONAL) for name in names)
        if said or national:
            yield self.country, ("country", f"country.{'office' if national else 'no.office'}", f"country.{'said' if said else 'unsaid'}")

    def _frequent(self) -> Iterator[Framed]:
        counts = self.scene.name_counts
        first = {name.name: name for name in reversed(self.scene.names)}
        often = "frequent" if self._top > 1 else "once"  # where no name comes again, none is frequent
        yield from ((first[key], (often,)) for key, count in counts.items() if count == self._top and not self.is_reference(first[key]))

    def speaking(self, at: int) -> Iterator[Framed]:
        """Who says what stands at an offset."""
        if (last := bisect_right(self.speeches, at, key=lambda speech: speech.start) - 1) < 0 or at >= self.speeches[last].end:
            return
        speech = self.speeches[last]
        for name in speech.speakers:
            calling = self.scene.page.text[max(name.start - 2, 0) : name.start].strip()[-1:]
            yield self.spoken_for(name), _quoted(speech.where, speech.person, calling, office(name))

    def headed(self, section: Section | None) -> Iterator[Framed]:
        """The names in the headings above, from the nearest."""
        for depth in range(_DEPTH):
            if section is None:
                return
            place = "heading.above" if depth else "heading"
            yield from ((name, tuple(self.named(name, place))) for name in self._in_heading(section.heading))
            section = self.scene.page.sections[section.parent] if section.parent is not None else None

    def _in_heading(self, heading: Span | None) -> Sequence[Name]:
        if heading is None:
            return ()
        starts = self._starts
        return self.scene.names[bisect_left(starts, heading.start) : bisect_left(starts, heading.end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [name.start for name in self.scene.names]

    @cached_property
    def topics(self) -> tuple[Name, ...]:
        """The names that open a paragraph, in order: what follows is about them until another one does."""
        sentences = self.scene.page.sentences
        found = []
        for index, names in sorted(self.scene.names_of.items()):
            if index and sentences[index - 1].block == sentences[index].block:
                continue
            start = sentences[index].start
            for period in self.scene.periods_of.get(index, []):
                if self._joins(start, period.start):
                    start = period.end
            if self._joins(start, names[0].start) and self.roles[names[0].start][1] != "says":
                found.append(names[0])
        return tuple(found)

    @cached_property
    def spread(self) -> tuple[str, ...]:
        """How many names open paragraphs, and how many places the page names."""
        topics = len({name.name for name in self.topics})
        places = len({name.name for name in self.scene.names if name.kind == "place"})
        bodies = len({name.name for name in self.scene.names if name.kind == "organisation"})
        return (f"topics.{min(topics, 4)}", f"places.{min(places.bit_length(), 4)}", f"bodies.{min(bodies.bit_length(), 4)}")

    @cached_property
    def _subjects(self) -> list[int]:
        return [name.start for name in self.scene.names if self.is_subject(name)]

    def _subjects_between(self, start: int, end: int) -> int:
        """How many names that look like subjects stand between two offsets."""
        return bisect_left(self._subjects, end) - bisect_left(self._subjects, start)

    def _joins(self, start: int, end: int) -> bool:
        """Whether nothing but blanks, commas and quotes stands between two offsets."""
        return start <= end <= start + _OPENING and not self.scene.page.text[start:end].strip(' ,“"《\n')

    def topical(self, at: int, block: int) -> Iterator[Framed]:
        """The topics before an offset, the latest first, with how many blocks lie between."""
        stop = bisect_left(self.topics, at, key=lambda name: name.start)
        for place, name in enumerate(self.topics[max(stop - _TOPICS, 0) : stop][::-1]):
            index = self.scene.sentence_of(name) or 0
            blocks = block - self.scene.page.sentences[index].block
            before, behind = self.roles[name.start]
            clean = "clean" if self._subjects_between(name.end, at) == 0 else "muddy"
            yield (
                name,
                (f"topic.{place}.{clean}", f"topic.{place}", f"topic.{place}.{min(blocks, 4)}", f"topic.{before}", f"topic.{behind}"),
            )


def office(name: Name) -> str:
    """What kind of holder a name is: an office of a place speaks for it, a national one for the country."""
    if name.kind != "organisation":
        return name.kind
    if name.rule.startswith(_NATIONAL):
        return "office.national"
    return "office.local" if "/" in (name.name_id or "") else "body"


@cache
def _named(place: str, before: str, behind: str, kind: str, holder: str) -> Marks:
    """Few combinations exist, and they come again with each name."""
    standing = f"{place}.{before}", f"{place}.{behind}", f"{place}.{before}.{behind}"
    return place, *standing, f"{place}.{before}|{kind}", f"{place}.{behind}|{holder}"


@cache
def _quoted(where: str, person: str, calling: str, holder: str) -> Marks:
    """Who says I tells of his own; who speaks for a body, of it. Callings end as what they are: 局长, 村民, 种植户."""
    told = where, person, f"{where}.{person}", f"calling.{calling}"
    return "quoted", *(f"quoted.{mark}|{holder}" for mark in told)


@cache
def _features(kind: str, holder: str, count: int, pronoun: str, level: str, *, most: bool) -> Marks:
    found = [f"kind.{kind}", holder, f"count.{count}", *(["count.most"] if most else [])]
    return (*found, *([pronoun] if pronoun else []), *([f"place.{level}"] if level else []))


def _level(name: Name) -> str:
    code = name.name_id or ""
    if not code.isdigit():
        return "other"
    return "province" if code[2:6] == "0000" else "city" if code[4:6] == "00" else "county"


def _within(names: Sequence[Name], span: Span | None) -> list[Name]:
    return [name for name in names if span is not None and name.within(span)]
