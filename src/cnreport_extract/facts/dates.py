"""Candidates for the period of a number: every time expression that could govern it, and "none"."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.metrics import arrives_later
from cnreport_extract.facts.name_places import REACH
from cnreport_extract.facts.scene import GOVERNING, Scene
from cnreport_extract.facts.windows import Window, is_hard
from cnreport_extract.records import Period, Quantity, Sentence, Span

_OPENED = frozenset({"where.own.opens", "where.clause.opens"})
_ANNOUNCED = frozenset({"day.today", "vague.recent"})  # the day on which something is told, seldom the one it is about
_FRAMES = frozenset({"where.heading", "where.title", "where.first", "governs"})
_REACH = 8  # sentences back within the section
_PLACES = ("own", "own.behind", "clause", "sentence", "behind", "block", "section", "page", "heading", "title", "first")
_WHERE = {place: f"where.{place}" for place in _PLACES}

Interval = tuple[date | None, date | None]
_UNDATED: Interval = (None, None)


@dataclass(frozen=True, slots=True)
class OfferedPeriods:
    """What a sentence is offered from outside of it; the same for all its numbers, so it is gathered once.

    Attributes:
        sentence: Index of the sentence.
        periods: Interval → period, its features, and those of them that count where the sentence says the period itself.
        governed: Features of "none" where a period governs the sentence.
    """

    sentence: int
    periods: Mapping[Interval, tuple[Period, Collection[str], Collection[str]]]
    governed: frozenset[str]


def offered_periods(scene: Scene, sentence: int) -> OfferedPeriods:
    """What the sentence with this index is offered."""
    periods: dict[Interval, tuple[Period, set[str], set[str]]] = {}
    for period, found in _outside(scene, sentence):
        key = (period.first, period.last)
        if key == _UNDATED:
            continue
        frames = found if found[0] in _FRAMES else ()
        if key in periods:
            periods[key][1].update(frames)
            periods[key][2].update(frames)
        else:
            periods[key] = period, {*found, *_of_period(period, found[0], scene.page.published)}, set(frames)
    told = (feature for _, features, _ in periods.values() for feature in features)
    governed = frozenset(feature.replace("governs", "none.governed") for feature in told if feature.startswith("governs"))
    return OfferedPeriods(sentence, periods, governed)


def date_candidates(
    scene: Scene, outside: OfferedPeriods, window: Window, reading: Reading, previous: tuple[Interval | None, int] | None
) -> list[Candidate]:
    """All periods that the number could cover, nearest first, and "none".

    Args:
        scene: The page with its mentions.
        outside: What the number's sentence is offered from outside.
        window: The number's neighbourhood.
        reading: Its aspect; what a change started from has no period but its own.
        previous: Interval of the fact before (None: it had none) and the index of its sentence.
    """
    sentence = outside.sentence
    mentions, features = _gather(scene, outside, window)
    candidates = []
    number = tuple(_of_number(window, reading))
    nearest = next((place for place, feature in _WHERE.items() if any(feature in found for found in features.values())), "")
    for rank, (key, period) in enumerate(mentions.items()):
        seen = features[key]
        seen.add(f"rank.{min(rank, 4)}")
        seen |= _continued(scene, previous, key, sentence)
        if nearest and _WHERE[nearest] not in seen:
            seen.add(f"despite.{nearest}")
        where = next((place for place, feature in _WHERE.items() if feature in seen), "far")
        seen.update([f"{feature}|{where}" for feature in number])
        local = Span(period.start, period.end) if period.within(scene.page.sentences[sentence]) else None
        candidates.append(Candidate(period.rule, "", local, seen, mention=period))
    none = {"none", f"none.rivals.{min(len(candidates), 3)}", f"none.despite.{nearest}", *(f"{feature}|none" for feature in number)}
    none |= outside.governed
    if previous is not None:
        place = _previous_place(scene, previous[1], sentence).pop()
        none.add(f"none.{place}.{'none' if previous[0] is None else 'dated'}")
    if not any(_opened(candidate) for candidate in candidates):
        candidates.append(Candidate("none", "", None, none))
    return candidates


def _gather(scene: Scene, outside: OfferedPeriods, window: Window) -> tuple[dict[Interval, Period], dict[Interval, set[str]]]:
    mentions: dict[Interval, Period] = {}
    features: dict[Interval, set[str]] = {}
    for period, found in _in_sentence(window):
        key = (period.first, period.last)
        if key != _UNDATED and key not in mentions:
            mentions[key], features[key] = period, {*found, *_of_period(period, found[0], scene.page.published)}
    beginning = _from_the_beginning(scene, window)
    if beginning is not None:
        key = (beginning.first, beginning.last)
        mentions.setdefault(key, beginning)
        features.setdefault(key, set()).update(("cumulative", *_of_period(beginning, "cumulative", scene.page.published)))
    for key, (period, told, frames) in outside.periods.items():
        if key in mentions:
            features[key].update(frames)
        else:
            mentions[key], features[key] = period, set(told)
    return mentions, features


def _from_the_beginning(scene: Scene, window: Window) -> Period | None:
    """累计获得专利85项: all that was counted up to the publish date."""
    published = scene.page.published
    if published is None or not any(item.is_cue("copulas.cumulative") for item in window.left):
        return None
    return Period(0, 0, None, published, "day", None, "current", "cumulative")


def _opened(candidate: Candidate) -> bool:
    """Whether the period opens the number's own clause (3月份,…;2023年,…): then it has one."""
    return not _OPENED.isdisjoint(candidate.plain) and "announced" not in candidate.plain


def of_total(candidates: list[Candidate], previous: tuple[Interval | None, int] | None) -> list[Candidate]:
    """The period of the number before, for an item of a list of places: the parts share the period of their total.

    All candidates stay where the sentence has a period of its own, or where the number before had none.
    """
    if previous is None or previous[0] is None or any(candidate.span is not None for candidate in candidates):
        return candidates
    periods = ((candidate, candidate.mention) for candidate in candidates)
    same = [one for one, period in periods if isinstance(period, Period) and (period.first, period.last) == previous[0]]
    return same or candidates


def _of_number(window: Window, reading: Reading) -> Iterator[str]:
    quantity = window.item.mention
    if isinstance(quantity, Quantity):
        yield f"dimension={quantity.dimension}"
        yield f"form={quantity.form}"
    yield f"aspect={reading.aspect}"
    if reading.arrival:
        yield "arrival"
    elif any(item.is_cue("changes.start") for item in window.left) and arrives_later(window):
        yield "departure"
    if any(item.kind == "period" and item.tag == "frequency" for item in window.left):
        yield "recurring"
    for cue in ("copulas.done", "copulas.total", "copulas.cumulative", "copulas.standing"):
        if any(item.is_cue(cue) for item in window.left):
            yield cue


def _continued(scene: Scene, previous: tuple[Interval | None, int] | None, key: Interval, sentence: int) -> set[str]:
    if previous is None or previous[0] != key:
        return set()
    return _previous_place(scene, previous[1], sentence)


def _previous_place(scene: Scene, before: int, sentence: int) -> set[str]:
    if before == sentence:
        return {"previous.sentence"}
    blocks = scene.page.sentences
    return {"previous.block"} if blocks[before].block == blocks[sentence].block else {"previous.far"}


def _of_period(period: Period, where: str, published: date | None) -> Iterator[str]:
    yield f"role.{period.role}"
    yield f"role.{period.role}.{where}"
    yield f"precision.{period.precision}.{where}"
    if period.rule in _ANNOUNCED:
        yield "announced"
        yield f"announced.{where}"
    if published is not None:
        last = period.last or published
        yield "ahead" if last > published else "at" if last == published else "past"
        if (period.last or date.min).year == published.year - 1:
            yield "last.year"


def _outside(scene: Scene, sentence: int) -> Iterator[tuple[Period, list[str]]]:
    here = scene.page.sentences[sentence]
    for distance in range(1, _REACH + 1):
        index = sentence - distance
        if index < 0:
            break
        other = scene.page.sentences[index]
        place = "block" if other.block == here.block else "section" if other.section == here.section else "page"
        for period in reversed(scene.periods_of.get(index, [])):
            if period.role in GOVERNING:
                opens = ["where.opens"] if period.start - other.start <= 2 else []
                yield period, [f"where.{place}", f"distance.{place}.{min(distance, 4)}", *opens]
    yield from _framing(scene, here)


def _framing(scene: Scene, here: Sentence) -> Iterator[tuple[Period, list[str]]]:
    section = scene.section_of(here)
    while section is not None:
        for period in scene.periods_within(section.heading):
            if period.role in GOVERNING:
                yield period, ["where.heading"]
        section = scene.page.sections[section.parent] if section.parent is not None else None
    for period in scene.periods_within(scene.page.title):
        if period.role in GOVERNING:
            yield period, ["where.title"]
    governing = scene.governing(here.start)
    if governing is not None:
        index = scene.sentence_of(governing) or 0
        blocks = here.block - scene.page.sentences[index].block
        same = scene.page.sentences[index].section == here.section
        yield governing, ["governs", f"governs.{min(blocks, 4)}.{'section' if same else 'page'}"]
    if scene.first_governing is not None:
        yield scene.first_governing, ["where.first"]


def starts_change(items: Sequence[Item], index: int) -> bool:
    """由2020年的7.2%提高到…: the period belongs to the number that the change starts from, and to no other."""
    behind = items[index + 1 : index + 3]
    owned = len(behind) == 2 and behind[0].tag == "uj" and behind[1].kind == "quantity"
    return owned and index > 0 and items[index - 1].is_cue("changes.start")


def _in_sentence(window: Window) -> Iterator[tuple[Period, list[str]]]:
    items = window.items
    before = range(window.at - 1, max(window.at - REACH, 0) - 1, -1)
    for index in (*before, *range(window.at + 1, min(window.at + REACH, len(items)))):
        period = items[index].mention
        if not isinstance(period, Period) or period.role not in GOVERNING:
            continue
        if starts_change(items, index) and index + 2 != window.at:
            continue
        where = _where(window, index)
        found = [where]
        if index == 0 or is_hard(items[index - 1]):
            found.append(f"{where}.opens")
        if index + 1 == window.at or (index + 2 == window.at and items[index + 1].tag == "uj"):
            found.append("where.adjacent")
        if any(items[other].kind == "period" for other in range(index + 1, window.at)):
            found.append(f"{where}.passed")
        yield period, found


def _where(window: Window, index: int) -> str:
    if window.low <= index < window.at:
        return "where.own"
    if window.clause <= index < window.at:
        return "where.clause"
    if index < window.clause:
        return "where.sentence"
    return "where.behind" if any(map(is_hard, window.items[window.at + 1 : index])) else "where.own.behind"
