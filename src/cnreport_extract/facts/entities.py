"""Candidates for the entity of a number: every name of the document, by where it stands in relation to it."""

from collections.abc import Iterable, Iterator, Sequence

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.name_places import PLACES, in_sentence
from cnreport_extract.facts.name_scene import COUNTRY, NameScene, office
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.windows import Window
from cnreport_extract.records import Name, Quantity, Span

_REACH = 12  # sentences back; farther names come in through the title, the headings, the topics and the most frequent name
_SUBJECTS = 3  # names before the number that look like subjects, counted from the nearest


def entity_candidates(names: NameScene, sentence: int, window: Window, previous: tuple[str, int] | None) -> list[Candidate]:
    """All names that the number could be about, nearest first, and "none".

    Args:
        names: The page with its mentions and the roles of its names.
        sentence: Index of the number's sentence.
        window: The number's neighbourhood.
        previous: Key of the entity of the fact before and the index of its sentence.

    Returns:
        One candidate a name, with the features of its nearest mention and of all that frames the number.
    """
    mentions, features = _gather(names, sentence, window)
    itemised = [key for key, name in mentions.items() if name.name_id and "own.itemised" in features[key]]
    if len(itemised) == 1:  # 长沙市6例、株洲市2例: nothing else can be meant
        mentions = {itemised[0]: mentions[itemised[0]]}
    nearest = _nearest(features.values())
    candidates = []
    for rank, (key, name) in enumerate(mentions.items()):
        found = features[key]
        where = next((place for place in PLACES if place in found), "far")
        joined = {*found, *_of_name(names.scene, name, rank), *_among(name, where, nearest, window)}
        if previous is not None and previous[0] == key:
            joined.add(_continued(names.scene, previous[1], sentence))
        candidates.append(Candidate(where, names.said_as(name), _local(name, names.scene, sentence), tuple(sorted(joined)), mention=name))
    if not itemised:
        candidates.append(Candidate("none", "", None, ("none", f"none.{nearest}", f"none.rivals.{min(len(candidates), 2)}")))
    return candidates


def entity_key(name: Name) -> str:
    """What makes two names one entity: the whole country has several."""
    return COUNTRY if name.name_id == COUNTRY else name.name


def _gather(names: NameScene, sentence: int, window: Window) -> tuple[dict[str, Name], dict[str, set[str]]]:
    mentions: dict[str, Name] = {}
    features: dict[str, set[str]] = {}
    here = names.scene.page.sentences[sentence]
    for name, found in _before(names, sentence, window):
        key = entity_key(name)
        if key not in mentions:
            mentions[key], features[key] = name, set(found)
    framing = (*names.headed(names.scene.section_of(here)), *names.topical(here.end, here.block), *names.framing)
    for said, marks in framing:
        name = names.spoken_for(said)
        key = entity_key(name)
        mentions.setdefault(key, name)
        features.setdefault(key, set()).update(marks)
    return mentions, features


def _before(names: NameScene, sentence: int, window: Window) -> Iterator[tuple[Name, list[str]]]:
    """Mentions in the order in which a reader would think of them, each with the features of its place."""
    scene = names.scene
    subjects = 0
    for name, found in (*in_sentence(names, window), *_earlier(names, sentence)):
        if subjects < _SUBJECTS and name.start < window.item.start and names.is_subject(name):
            found.append(f"subject.{subjects}")
            subjects += 1
        local = name.start >= scene.page.sentences[sentence].start
        yield (name if local else names.spoken_for(name)), found


def _earlier(names: NameScene, sentence: int) -> Iterator[tuple[Name, list[str]]]:
    page = names.scene.page
    here = page.sentences[sentence]
    for distance in range(1, min(_REACH, sentence) + 1):
        other = page.sentences[sentence - distance]
        same = "block" if other.block == here.block else "section" if other.section == here.section else "page"
        for place, name in enumerate(names.scene.names_of.get(sentence - distance, [])):
            if names.is_reference(name):
                continue
            first = [f"earlier.first.{same}"] if place == 0 else []
            yield name, [*names.named(name, f"earlier.{same}"), f"earlier.{same}.{min(distance, 4)}", *first]


def _nearest(found: Iterable[set[str]]) -> str:
    """The nearest place in which any name stands."""
    places = {feature for features in found for feature in features}
    return next((place for place in PLACES if place in places), "far")


def _among(name: Name, where: str, nearest: str, window: Window) -> Sequence[str]:
    quantity = window.item.mention
    dimension = quantity.dimension if isinstance(quantity, Quantity) else ""
    standing = f"despite.{nearest}" if where != nearest else f"nearest.{nearest}"
    return f"kind.{name.kind}|{dimension}", f"kind.{name.kind}|{where}", standing


def _continued(scene: Scene, before: int, sentence: int) -> str:
    if before == sentence:
        return "previous.sentence"
    sentences = scene.page.sentences
    return "previous.block" if sentences[before].block == sentences[sentence].block else "previous.far"


def _local(name: Name, scene: Scene, sentence: int) -> Span | None:
    inside = name.end > name.start and name.within(scene.page.sentences[sentence])
    return Span(name.start, name.end) if inside else None


def _of_name(scene: Scene, name: Name, rank: int) -> Iterator[str]:
    count = scene.name_counts[name.name]
    yield f"kind.{name.kind}"
    yield office(name)
    yield f"rank.{min(rank, 4)}"
    yield f"count.{min(count, 5)}"
    if count == max(scene.name_counts.values(), default=0):
        yield "count.most"
    if name.rule.startswith("pronoun"):
        yield name.rule
    if name.kind == "place":
        yield f"place.{_place_level(name)}"


def _place_level(name: Name) -> str:
    code = name.name_id or ""
    if not code.isdigit():
        return "other"
    return "province" if code[2:6] == "0000" else "city" if code[4:6] == "00" else "county"
