"""Candidates for the entity of a number: every name of the document, by where it stands in relation to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from cnreport_extract.facts.candidates import Candidate, Marks
from cnreport_extract.facts.holders import RULE
from cnreport_extract.facts.name_places import PLACES, beside_metric, features_at, in_sentence
from cnreport_extract.facts.name_scene import COUNTRY, NameScene, office
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.windows import Window
from cnreport_extract.records import Name, Quantity, Span, record

_REACH = 12  # sentences back; farther names come in through the title, the headings, the topics and the most frequent name
_FAR = "far"  # the place of names outside of the sentence
_SAID = "said"  # the place of speakers who are named behind what they say, and nowhere before it
_FRAMES = frozenset({
    "title", "publisher", "frequent", "once", "heading", "topic.0", "topic.1", "country",
    "earlier.block", "earlier.section", "earlier.page", "previous.sentence", "previous.block", "previous.far",
})  # fmt: skip
_END = 2  # characters at the end of a metric that tell what kind of holder it has
_SUBJECTS = 3  # names before the number that look like subjects, counted from the nearest


@record
class OfferedNames:
    """What a sentence is offered from outside of it; the same for all its numbers, so it is gathered once.

    Attributes:
        sentence: Index of the sentence.
        earlier: Key, name and features of the names of earlier sentences, and whether they look like subjects.
        framing: Key → name and features of the names that frame the sentence, and those of them by which it does.
    """

    sentence: int
    earlier: Sequence[tuple[str, Name, Marks, bool]]
    framing: Mapping[str, tuple[Name, Marks, Marks]]


@dataclass(slots=True, eq=False)
class _Rival:
    """A name that the number could be about.

    Attributes:
        name: Its nearest mention.
        place: Where that stands.
        groups: Features that come together, no feature twice.
        frames: Those of its features by which a name frames the sentence or goes on; names of the sentence itself have none yet.
        marks: Features of its own, each once.
    """

    name: Name
    place: str
    groups: list[Marks]
    frames: Marks = ()
    marks: list[str] = field(default_factory=list)

    def add(self, *features: str) -> None:
        """Give it features of its own."""
        self.marks += [feature for feature in features if feature not in self.marks]

    def go_on(self, feature: str) -> None:
        """Tell that the fact before was about it too."""
        self.add(feature)
        self.frames += (feature,)

    def holds(self, feature: str) -> bool:
        """Whether a feature holds."""
        return True in [feature in group for group in self.groups]


def offered_names(names: NameScene, sentence: int) -> OfferedNames:
    """What the sentence with this index is offered."""
    here = names.scene.page.sentences[sentence]
    framing: dict[str, tuple[Name, dict[str, None]]] = {}
    frames = (*names.headed(names.scene.section_of(here)), *names.topical(here.end, here.block), *names.framing)
    for said, marks in (*frames, *_places_of_offices(names, frames)):
        name = names.spoken_for(said)
        framing.setdefault(entity_key(name), (name, {}))[1].update(dict.fromkeys(marks))
    told = {key: (name, tuple(found), _framed(found)) for key, (name, found) in framing.items()}
    return OfferedNames(sentence, tuple(_earlier(names, sentence)), told)


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
    holders: Iterable[tuple[Name, Marks]] = (),
    metric: Candidate | None = None,
) -> list[Candidate]:
    """All names that the number could be about, nearest first, and "none".

    Args:
        names: The page with its mentions and the roles of its names.
        outside: What the number's sentence is offered from outside.
        window: The number's neighbourhood.
        previous: Key of the entity of the fact before and the index of its sentence.
        holders: Common nouns that could hold the metric, nearest first, with the features of their place.
        metric: The metric that was chosen.

    Returns:
        One candidate a name, with the features of its nearest mention and of all that frames the number.
    """
    sentence = outside.sentence
    rivals = _gather(names, outside, window)
    _add_holders(rivals, holders)
    nearest = _nearest({rival.place for rival in rivals.values()})
    if len(itemised := _listed_with(rivals)) == 1:
        rivals = {itemised[0]: rivals[itemised[0]]}
    if previous is not None and previous[0] in rivals:
        rivals[previous[0]].go_on(_continued(names.scene, previous[1], sentence))
    _tell_holders(rivals.values())
    quantity, here = window.item.mention, names.scene.page.sentences[sentence]
    counted = (quantity.dimension, quantity.unit) if isinstance(quantity, Quantity) else ("", "")
    said, end, candidates = metric.span if metric is not None else None, metric.text[-_END:] if metric is not None else "", []
    for rank, rival in enumerate(rivals.values()):
        relation = beside_metric(window, rival.name, rival.place, said) if rival.place in PLACES else ""
        groups = _described(names, rival, nearest, min(rank, 4), (*counted, end), relation)
        candidates.append(Candidate(rival.place, names.said_as(rival.name, here), _local(rival.name, here), groups, mention=rival.name))
    if not itemised:
        candidates.append(Candidate("none", "", None, (_none(nearest, min(len(candidates), 2)),)))
    return candidates


def _described(names: NameScene, rival: _Rival, nearest: str, rank: int, counted: tuple[str, str, str], relation: str) -> tuple[Marks, ...]:
    """The features of a candidate, in groups."""
    name, where = rival.name, rival.place
    (dimension, unit, end), holder = counted, office(name)
    if where == _SAID:
        return (*rival.groups, _of_speech(names.genre, names.spread, nearest, rank), *([tuple(rival.marks)] if rival.marks else []))
    return (
        *_apart(name, rival.groups),
        names.told_of(name),
        _among(name.kind, dimension, where, nearest, rank),
        _measured(holder, unit, relation),
        _held(end, holder),
        _of_page(names.genre, names.spread, where, name.kind, rival.frames),
        *([tuple(rival.marks)] if rival.marks else []),
    )


def _nearest(places: Collection[str]) -> str:
    return next((place for place in PLACES if place in places), _FAR)


def _framed(marks: Iterable[str]) -> Marks:
    """The features of a group by which a name frames the sentence or goes on."""
    return tuple([mark for mark in marks if mark in _FRAMES])


@lru_cache(1 << 14)
def _of_page(genre: str, spread: Marks, where: str, kind: str, frames: Marks) -> Marks:
    """What the page is and how many names share it, together with where the name stands: reports stay with their place."""
    places = dict.fromkeys((where, *frames))
    told = (f"{genre}|{where}.{kind}", *(f"{count}|kind.{kind}" for count in spread))
    return (*told, *(f"{feature}|{place}" for feature in (genre, *spread) for place in places))


@lru_cache(1 << 12)
def _of_speech(genre: str, spread: Marks, nearest: str, rank: int) -> Marks:
    """Speakers named only behind what they say are told by little else: what holds for names said before is not learned from them."""
    return _SAID, f"despite.{nearest}", f"rank.{rank}", *(f"{feature}|{_SAID}" for feature in (genre, *spread))


def _listed_with(rivals: Mapping[str, _Rival]) -> list[str]:
    """The names that a list pairs with the number, so that nothing else can be meant: 长沙市6例、株洲市2例; A、B分别增长x、y."""
    near = [(key, rival) for key, rival in rivals.items() if rival.place in PLACES]
    aligned = [key for key, rival in near if rival.holds("aligned.same")]
    return aligned or [key for key, rival in near if rival.name.name_id and rival.holds("own.itemised")]


def _tell_holders(rivals: Iterable[_Rival]) -> None:
    """Common nouns count otherwise where the title names a place."""
    held = [rival for rival in rivals if rival.name.rule.startswith(RULE)]
    titled = bool(held) and any(rival.name.kind == "place" and rival.holds("title") for rival in rivals)
    for rival in held:
        rival.add(*(("holder.titled", f"{rival.name.rule}.titled") if titled else ("holder.untitled",)))


def _apart(name: Name, groups: Sequence[Marks]) -> Sequence[Marks]:
    """The groups without a feature in two of them: each mention of a person says whether he is one who speaks."""
    return [tuple(dict.fromkeys(feature for group in groups for feature in group))] if name.kind == "person" else groups


def entity_key(name: Name) -> str:
    """What makes two names one entity: the whole country has several."""
    return COUNTRY if name.name_id == COUNTRY else name.name


def _gather(names: NameScene, outside: OfferedNames, window: Window) -> dict[str, _Rival]:
    """The names by their keys in the order in which a reader would think of them."""
    rivals: dict[str, _Rival] = {}
    subjects, start = 0, window.item.start
    for index, name in in_sentence(names, window):
        key = entity_key(name)
        if key not in rivals:
            place, found = features_at(names, window, index, name)
            rivals[key] = _Rival(name, place, [found])
        if subjects < _SUBJECTS and name.start < start and names.is_subject(name):
            if rivals[key].name is name:
                rivals[key].add(f"subject.{subjects}")
            subjects += 1
    for key, name, found, subject in outside.earlier:
        is_subject = subject and subjects < _SUBJECTS
        if key not in rivals:
            rivals[key] = _Rival(name, _FAR, [found], found[:1], [f"subject.{subjects}"] if is_subject else [])
        subjects += is_subject
    for key, (name, marks, frames) in outside.framing.items():
        _frame(rivals, key, name, marks, frames)
    for key, (name, marks) in {entity_key(name): (name, marks) for name, marks in names.speaking(start)}.items():
        _frame(rivals, key, name, marks, place=_SAID)
    return rivals


def _frame(rivals: dict[str, _Rival], key: str, name: Name, marks: Marks, frames: Marks = (), place: str = _FAR) -> None:
    """Tell by what a name frames a number."""
    rival = rivals.get(key)
    if rival is not None:
        rival.groups.append(marks)
        rival.frames += frames
    else:
        rivals[key] = _Rival(name, place, [marks], frames)


def _add_holders(rivals: dict[str, _Rival], holders: Iterable[tuple[Name, Marks]]) -> None:
    starts = {rival.name.start: rival for rival in rivals.values() if rival.place in PLACES}
    for name, found in holders:
        opened = starts.get(name.start)
        if opened is not None and name.end > opened.name.end:
            opened.add("opens.holder", f"opens.{name.rule}")
        rival = rivals.get(name.name)
        if rival is None:
            near = found[0] in PLACES
            rivals[name.name] = _Rival(name, found[0] if near else _FAR, [found], () if near else found[:1])
        elif rival.name.rule.startswith(RULE):
            rival.add("holder.again")


def _earlier(names: NameScene, sentence: int) -> Iterator[tuple[str, Name, Marks, bool]]:
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
            marks = _before(names.named(name, f"earlier.{same}"), same, min(distance, 4), "first" if place == 0 else "")
            yield key, spoken, marks, is_subject


@lru_cache(1 << 12)
def _before(named: Marks, same: str, distance: int, first: str) -> Marks:
    return (*named, f"earlier.{same}.{distance}", *([f"earlier.first.{same}"] if first else []))


@lru_cache(1 << 12)
def _among(kind: str, dimension: str, where: str, nearest: str, rank: int) -> Marks:
    standing = f"despite.{nearest}" if where != nearest else f"nearest.{nearest}"
    return f"kind.{kind}|{dimension}", f"kind.{kind}|{where}", standing, f"rank.{rank}"


@lru_cache(1 << 12)
def _measured(holder: str, unit: str, relation: str) -> Marks:
    """What is counted, and how the name stands to the words of the metric: ages are of persons, 互联网法院 has no share in 北京."""
    counted = f"unit.{unit}|{holder}"
    return (counted, f"metric.{relation}", f"metric.{relation}|{holder}") if relation else (counted,)


@lru_cache(1 << 14)
def _held(end: str, holder: str) -> Marks:
    """What kind of holder a metric has tells its last word: 营业收入 is of companies, 总投资 of projects, 年龄 of persons."""
    return (f"end.{end}|{holder}",)


@cache
def _none(nearest: str, rivals: int) -> Marks:
    return "none", f"none.{nearest}", f"none.rivals.{rivals}"


def _continued(scene: Scene, before: int, sentence: int) -> str:
    if before == sentence:
        return "previous.sentence"
    sentences = scene.page.sentences
    return "previous.block" if sentences[before].block == sentences[sentence].block else "previous.far"


def _local(name: Name, here: Span) -> Span | None:
    return Span(name.start, name.end) if here.start <= name.start < name.end <= here.end else None
