"""Candidates for the entity of a number: every name of the document, by where it stands in relation to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.holders import RULE
from cnreport_extract.facts.name_places import PLACES, features_at, in_sentence
from cnreport_extract.facts.name_scene import COUNTRY, NameScene
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.windows import Window
from cnreport_extract.records import Name, Quantity, Span

_REACH = 12  # sentences back; farther names come in through the title, the headings, the topics and the most frequent name
_SUBJECTS = 3  # names before the number that look like subjects, counted from the nearest


@dataclass(frozen=True, slots=True)
class OfferedNames:
    """What a sentence is offered from outside of it; the same for all its numbers, so it is gathered once.

    Attributes:
        sentence: Index of the sentence.
        earlier: Key, name and features of the names of earlier sentences, and whether they look like subjects.
        framing: Key → name and features of the names that frame the sentence.
    """

    sentence: int
    earlier: Sequence[tuple[str, Name, Sequence[str], bool]]
    framing: Mapping[str, tuple[Name, Collection[str]]]


def offered_names(names: NameScene, sentence: int) -> OfferedNames:
    """What the sentence with this index is offered."""
    here = names.scene.page.sentences[sentence]
    framing: dict[str, tuple[Name, set[str]]] = {}
    frames = (*names.headed(names.scene.section_of(here)), *names.topical(here.end, here.block), *names.framing)
    for said, marks in (*frames, *_places_of_offices(names, frames)):
        name = names.spoken_for(said)
        framing.setdefault(entity_key(name), (name, set()))[1].update(marks)
    return OfferedNames(sentence, tuple(_earlier(names, sentence)), framing)


def _places_of_offices(names: NameScene, frames: Iterable[tuple[Name, Iterable[str]]]) -> Iterator[tuple[Name, list[str]]]:
    """The places for which offices speak that frame the sentence (据赤壁市统计局)."""
    for said, marks in frames:
        place = names.spoken_by(said)
        if place is not None:
            yield place, ["of.office", *(f"of.office.{mark}" for mark in marks if mark.count(".") < 2)]


def entity_candidates(
    names: NameScene,
    outside: OfferedNames,
    window: Window,
    previous: tuple[str, int] | None,
    holders: Iterable[tuple[Name, list[str]]] = (),
) -> list[Candidate]:
    """All names that the number could be about, nearest first, and "none".

    Args:
        names: The page with its mentions and the roles of its names.
        outside: What the number's sentence is offered from outside.
        window: The number's neighbourhood.
        previous: Key of the entity of the fact before and the index of its sentence.
        holders: Common nouns that could hold the metric, nearest first, with the features of their place.

    Returns:
        One candidate a name, with the features of its nearest mention and of all that frames the number.
    """
    sentence = outside.sentence
    mentions, features, places = _gather(names, outside, window)
    _add_holders(mentions, features, places, holders)
    itemised = _listed_with(mentions, features)
    if len(itemised) == 1:
        mentions = {itemised[0]: mentions[itemised[0]]}
    nearest = next((place for place in PLACES if place in places.values()), "far")
    titled = any("title" in features[key] and name.kind == "place" for key, name in mentions.items())
    candidates = []
    for rank, (key, name) in enumerate(mentions.items()):
        where = places.get(key, "far")
        joined = features[key]
        joined.update(names.told_of(name), _among(name, where, nearest, window, rank))
        if previous is not None and previous[0] == key:
            joined.add(_continued(names.scene, previous[1], sentence))
        if name.rule.startswith(RULE):
            joined |= {"holder.titled", f"{name.rule}.titled"} if titled else {"holder.untitled"}
        candidates.append(Candidate(where, names.said_as(name), _local(name, names.scene, sentence), joined, mention=name))
    if not itemised:
        candidates.append(Candidate("none", "", None, ("none", f"none.{nearest}", f"none.rivals.{min(len(candidates), 2)}")))
    return candidates


def _listed_with(mentions: Mapping[str, Name], features: Mapping[str, set[str]]) -> list[str]:
    """The names that a list pairs with the number, so that nothing else can be meant: 长沙市6例、株洲市2例; A、B分别增长x、y."""
    aligned = [key for key in mentions if "aligned.same" in features[key]]
    return aligned or [key for key, name in mentions.items() if name.name_id and "own.itemised" in features[key]]


def entity_key(name: Name) -> str:
    """What makes two names one entity: the whole country has several."""
    return COUNTRY if name.name_id == COUNTRY else name.name


def _gather(names: NameScene, outside: OfferedNames, window: Window) -> tuple[dict[str, Name], dict[str, set[str]], dict[str, str]]:
    """The names in the order in which a reader would think of them, their features, and the places of those in the sentence."""
    mentions: dict[str, Name] = {}
    features: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    subjects, start = 0, window.item.start
    for index, name in in_sentence(names, window):
        key = entity_key(name)
        if key not in mentions:
            mentions[key], places[key], features[key] = name, *features_at(names, window, index, name)
        if subjects < _SUBJECTS and name.start < start and names.is_subject(name):
            subjects += 1
            if mentions[key] is name:
                features[key].add(f"subject.{subjects - 1}")
    for key, name, found, is_subject in outside.earlier:
        if new := key not in mentions:
            mentions[key], features[key] = name, set(found)
        if subjects < _SUBJECTS and is_subject:
            subjects += 1
            if new:
                features[key].add(f"subject.{subjects - 1}")
    for key, (name, marks) in outside.framing.items():
        mentions.setdefault(key, name)
        features.setdefault(key, set()).update(marks)
    return mentions, features, places


def _add_holders(
    mentions: dict[str, Name], features: dict[str, set[str]], places: dict[str, str], holders: Iterable[tuple[Name, list[str]]]
) -> None:
    starts = {name.start: key for key, name in mentions.items() if key in places}
    for name, found in holders:
        if name.start in starts and name.end > mentions[starts[name.start]].end:
            features[starts[name.start]] |= {"opens.holder", f"opens.{name.rule}"}
        if name.name not in mentions:
            mentions[name.name], features[name.name] = name, set(found)
            if found[0] in PLACES:
                places[name.name] = found[0]
        elif mentions[name.name].rule.startswith(RULE):
            features[name.name].add("holder.again")


def _earlier(names: NameScene, sentence: int) -> Iterator[tuple[str, Name, Sequence[str], bool]]:
    """The names of the sentences before that tell anything: the first mention of each, and the first that look like subjects."""
    page = names.scene.page
    here = page.sentences[sentence]
    seen: set[str] = set()
    subjects = 0
    for distance in range(1, min(_REACH, sentence) + 1):
        other = page.sentences[sentence - distance]
        same = "block" if other.block == here.block else "section" if other.section == here.section else "page"
        for place, name in enumerate(names.scene.names_of.get(sentence - distance, [])):
            if names.is_reference(name):
                continue
            spoken, is_subject = names.spoken_for(name), names.is_subject(name)
            key = entity_key(spoken)
            subjects += is_subject
            if key in seen and not (is_subject and subjects <= _SUBJECTS):
                continue
            seen.add(key)
            first = (f"earlier.first.{same}",) if place == 0 else ()
            yield key, spoken, (*names.named(name, f"earlier.{same}"), f"earlier.{same}.{min(distance, 4)}", *first), is_subject


def _among(name: Name, where: str, nearest: str, window: Window, rank: int) -> Sequence[str]:
    quantity = window.item.mention
    dimension = quantity.dimension if isinstance(quantity, Quantity) else ""
    standing = f"despite.{nearest}" if where != nearest else f"nearest.{nearest}"
    return f"kind.{name.kind}|{dimension}", f"kind.{name.kind}|{where}", standing, f"rank.{min(rank, 4)}"


def _continued(scene: Scene, before: int, sentence: int) -> str:
    if before == sentence:
        return "previous.sentence"
    sentences = scene.page.sentences
    return "previous.block" if sentences[before].block == sentences[sentence].block else "previous.far"


def _local(name: Name, scene: Scene, sentence: int) -> Span | None:
    inside = name.end > name.start and name.within(scene.page.sentences[sentence])
    return Span(name.start, name.end) if inside else None
