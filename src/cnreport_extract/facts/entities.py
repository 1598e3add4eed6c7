"""Candidates for the entity of a number: every name of the document, by where it stands in relation to it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.windows import Window
from cnreport_extract.records import Name, Quantity, Sentence, Span

_PLACES = ("own", "clause", "sentence", "own.behind", "behind")
COUNTRY = "100000"  # the GB/T 2260 style code of the whole country
_NATIONAL = "national.government"
_OPENING = 2  # characters between the start of a paragraph and a name that opens it
_TOPICS = 3  # earlier topics that may still govern
_REACH = 12  # sentences back; farther names come in through the title, the section and the most frequent name


@dataclass(frozen=True)
class NameScene:
    """A scene whose names know their roles; made once a page.

    Attributes:
        scene: The page with its mentions.
        roles: Roles of each name by its start offset.
        country: The whole country, which national statistics are about without saying so.
    """

    scene: Scene
    roles: Mapping[int, tuple[str, ...]]
    country: Name

    def named(self, name: Name, place: str) -> Iterator[str]:
        """The features of one mention: where it stands and what role it plays there."""
        yield place
        before, behind = self.roles[name.start]
        yield f"{place}.{before}"
        yield f"{place}.{behind}"
        yield f"{place}.{before}.{behind}"
        yield f"{place}.{before}|{name.kind}"
        yield f"{place}.{behind}|{office(name)}"

    @cached_property
    def topics(self) -> tuple[Name, ...]:
        """The names that open a paragraph, in order: what follows is about them until another one does."""
        sentences = self.scene.page.sentences
        found = []
        for index, names in sorted(self.scene.names_of.items()):
            opens = index == 0 or sentences[index - 1].block != sentences[index].block
            start = sentences[index].start
            for period in self.scene.periods_of.get(index, []) if opens else ():
                if period.start - start <= _OPENING:
                    start = period.end
            if opens and names[0].start - start <= _OPENING and "says" not in self.roles[names[0].start]:
                found.append(names[0])
        return tuple(found)

    def spoken_for(self, name: Name) -> Name:
        """The country, where a ministry or another office of the nation frames a text; else the name itself."""
        return self.country if name.rule.startswith(_NATIONAL) else name

    @cached_property
    def says_country(self) -> bool:
        """Whether the page names the whole country."""
        return any(name.name_id == COUNTRY for name in self.scene.names)

    def topics_before(self, at: int) -> Sequence[Name]:
        """The topics before an offset, the latest first."""
        stop = bisect_left(self.topics, at, key=lambda name: name.start)
        return self.topics[max(stop - _TOPICS, 0) : stop][::-1]


def entity_candidates(names: NameScene, sentence: int, window: Window, previous: tuple[str, int] | None) -> list[Candidate]:
    """All names that the number could be about, nearest first, and "none".

    Args:
        names: The page with its mentions and the roles of its names.
        sentence: Index of the number's sentence.
        window: The number's neighbourhood.
        previous: Entity of the fact before and the index of its sentence.

    Returns:
        One candidate a name; the features of all its mentions that could count are joined.
    """
    scene = names.scene
    features: dict[str, set[str]] = {}
    mentions: dict[str, Name] = {}
    for name, found in _mentions(names, sentence, window):
        key = entity_key(name)
        if key not in mentions:
            mentions[key], features[key] = name, set(found)
    for said, found in _framing(names, scene.page.sentences[sentence]):
        name = names.spoken_for(said)
        key = entity_key(name)
        mentions.setdefault(key, name)
        features.setdefault(key, set()).update(found)
    candidates = []
    quantity = window.item.mention
    dimension = quantity.dimension if isinstance(quantity, Quantity) else ""
    nearest = _nearest(features.values())
    for rank, (key, name) in enumerate(mentions.items()):
        where = next((place for place in _PLACES if place in features[key]), "far")
        joined = features[key] | set(_of_name(scene, name, rank))
        joined |= {f"kind.{name.kind}|{dimension}", f"kind.{name.kind}|{where}"}
        joined.add(f"despite.{nearest}" if where != nearest else f"nearest.{nearest}")
        if previous is not None and previous[0] == key:
            joined |= _continued(scene, previous[1], sentence)
        candidates.append(Candidate(where, name.name, _local(name, scene, sentence), tuple(sorted(joined)), mention=name))
    candidates.append(Candidate("none", "", None, ("none", f"none.{nearest}")))
    return candidates


def entity_key(name: Name) -> str:
    """What makes two names one entity: the whole country has several."""
    return name.name_id if name.name_id == COUNTRY else name.name


def _nearest(found: Iterable[set[str]]) -> str:
    """The nearest place in which any name stands."""
    places = {feature for features in found for feature in features}
    return next((place for place in _PLACES if place in places), "far")


def _continued(scene: Scene, before: int, sentence: int) -> set[str]:
    if before == sentence:
        return {"previous.sentence"}
    blocks = scene.page.sentences
    return {"previous.block"} if blocks[before].block == blocks[sentence].block else {"previous.far"}


def _local(name: Name, scene: Scene, sentence: int) -> Span | None:
    return Span(name.start, name.end) if name.within(scene.page.sentences[sentence]) else None


def _of_name(scene: Scene, name: Name, rank: int) -> Iterator[str]:
    yield f"kind.{name.kind}"
    yield f"rank.{min(rank, 4)}"
    count = scene.name_counts[name.name]
    yield f"count.{min(count, 5)}"
    if count == max(scene.name_counts.values(), default=0):
        yield "count.most"
    if name.rule.startswith("pronoun"):
        yield name.rule
    yield office(name)
    if name.kind == "place":
        yield f"place.{_place_level(name)}"


def office(name: Name) -> str:
    """What kind of holder a name is: an office of a place speaks for it, a national one for the country."""
    if name.kind != "organisation":
        return name.kind
    if name.rule.startswith("national"):
        return "office.national"
    return "office.local" if "/" in (name.name_id or "") else "body"


def _place_level(name: Name) -> str:
    code = name.name_id or ""
    if not code.isdigit():
        return "other"
    return "province" if code[2:6] == "0000" else "city" if code[4:6] == "00" else "county"


def _mentions(names: NameScene, sentence: int, window: Window) -> Iterator[tuple[Name, list[str]]]:
    """Mentions in the order in which a reader would think of them, each with the features of its place."""
    scene = names.scene
    here = scene.page.sentences[sentence]
    yield from _in_sentence(names, window)
    for distance in range(1, _REACH + 1):
        index = sentence - distance
        if index < 0:
            break
        other = scene.page.sentences[index]
        same = "block" if other.block == here.block else "section" if other.section == here.section else "page"
        for place, said in enumerate(scene.names_of.get(index, [])):
            name = names.spoken_for(said)
            first = [f"earlier.first.{same}"] if place == 0 else []
            yield name, [*names.named(said, f"earlier.{same}"), f"earlier.{same}.{min(distance, 4)}", *first]


def _framing(names: NameScene, here: Sentence) -> Iterator[tuple[Name, list[str]]]:
    scene = names.scene
    section = scene.section_of(here)
    depth = 0
    while section is not None:
        for name in scene.within(scene.names, section.heading):
            yield name, list(names.named(name, "heading" if depth == 0 else "heading.above"))
        section = scene.page.sections[section.parent] if section.parent is not None else None
        depth += 1
    for place, name in enumerate(scene.within(scene.names, scene.page.title)):
        yield name, [*names.named(name, "title"), f"title.{min(place, 2)}"]
    for name in scene.within(scene.names, scene.page.publisher):
        yield name, ["publisher"]
    yield from _topical(names, here)
    office = "office" if any(name.rule.startswith("national") for name in scene.names) else "no.office"
    yield names.country, ["country", f"country.{office}", f"country.{'said' if names.says_country else 'unsaid'}"]
    if scene.name_counts:
        top = max(scene.name_counts.values())
        yield from ((name, ["frequent"]) for name in _first_mentions(scene.names) if scene.name_counts[name.name] == top)


def _topical(names: NameScene, here: Sentence) -> Iterator[tuple[Name, list[str]]]:
    for place, name in enumerate(names.topics_before(here.end)):
        index = names.scene.sentence_of(name) or 0
        blocks = here.block - names.scene.page.sentences[index].block
        yield name, [f"topic.{place}", f"topic.{place}.{min(blocks, 4)}", *(f"topic.{role}" for role in names.roles[name.start])]


def _first_mentions(names: Sequence[Name]) -> Iterator[Name]:
    seen: set[str] = set()
    for name in names:
        if name.name not in seen:
            seen.add(name.name)
            yield name


def _in_sentence(names: NameScene, window: Window) -> Iterator[tuple[Name, list[str]]]:
    items, low = window.items, window.low
    high = window.at + len(window.right)
    order = [*range(window.at - 1, -1, -1), *range(window.at + 1, len(items))]
    for index in order:
        item = items[index]
        if item.kind != "name" or not isinstance(item.mention, Name):
            continue
        where = _where(index, window, low, high)
        fresh = _freshness(items, index, window.at)
        if where == "own" and _itemised(items, index, window):
            yield item.mention, [where, "own.itemised", *fresh]
            continue
        aligned = _alignment(items, index, window)
        yield item.mention, [*names.named(item.mention, where), *_position(items, index, where), *fresh, *aligned]


def _itemised(items: Sequence[Item], index: int, window: Window) -> bool:
    """长沙市6例、株洲市2例: the name and its number are one item of a list of such pairs."""
    adjacent = index + 1 == window.at
    follows = index > 1 and items[index - 1].kind == "mark" and any(item.kind == "quantity" for item in items[max(index - 3, 0) : index - 1])
    behind = items[window.at + 1 : window.at + 4]
    leads = bool(behind) and behind[0].kind == "mark" and any(item.kind == "name" for item in behind[1:])
    return adjacent and (follows or leads)


def _freshness(items: Sequence[Item], index: int, at: int) -> list[str]:
    """Whether the name came up since the number before: a new subject takes over (北京次之,上涨了7.7%)."""
    if index > at:
        return []
    since = [item.kind for item in items[index + 1 : at]]
    numbers = min(since.count("quantity"), 3)
    return [f"numbers.since.{numbers}", f"names.since.{min(since.count('name'), 3)}", *(["fresh"] if not numbers else [])]


def _alignment(items: Sequence[Item], index: int, window: Window) -> list[str]:
    """A、B、C分别增长x、y、z: whether the name has the place in its list that the number has in its own."""
    numbers = [at for at in range(window.clause, len(items)) if items[at].kind == "quantity"]
    first = numbers[0]
    listed = [at for at in range(window.clause, first) if items[at].kind == "name"]
    if len(listed) < 2 or len(numbers) < 2 or index not in listed or window.at not in numbers:
        return []
    if not any(item.is_cue("copulas.each_own") for item in items[listed[-1] : first]):
        return []
    return ["aligned.same" if listed.index(index) == numbers.index(window.at) else "aligned.other"]


def _where(index: int, window: Window, low: int, high: int) -> str:
    if low <= index < window.at:
        return "own"
    if window.clause <= index < window.at:
        return "clause"
    if index < window.clause:
        return "sentence"
    return "own.behind" if index <= high else "behind"


def _position(items: Sequence[Item], index: int, where: str) -> Iterator[str]:
    before = items[index - 1] if index else None
    behind = items[index + 1] if index + 1 < len(items) else None
    if before is None:
        yield f"{where}.opens.sentence"
    elif before.kind == "mark":
        yield f"{where}.opens.clause"
    elif before.kind == "period":
        yield f"{where}.after.period"
    elif before.is_cue("connectives.source"):
        yield f"{where}.after.source"
    elif before.tag == "p":
        yield f"{where}.after.preposition.{before.text}" if len(before.text) == 1 else f"{where}.after.preposition"
    elif before.is_verb:
        yield f"{where}.after.verb"
    elif before.kind == "name":
        yield f"{where}.after.name"
    else:
        yield f"{where}.after.word"
    if behind is None:
        yield f"{where}.closes"
    elif behind.is_cue("connectives.source"):
        yield f"{where}.before.source"
    elif behind.tag == "uj":
        yield f"{where}.before.de"
    elif behind.is_verb or behind.tag in {"d", "p"}:
        yield f"{where}.before.verb"
    elif behind.kind in {"mark", "quantity", "period", "name"}:
        yield f"{where}.before.{behind.kind}"
    else:
        yield f"{where}.before.word"
