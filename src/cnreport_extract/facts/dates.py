"""Candidates for the period of a number: every time expression that could govern it, and "none"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from cnreport_extract.facts.candidates import Candidate, Marks
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.items import Item
from cnreport_extract.facts.metrics import arrives, arrives_later
from cnreport_extract.facts.name_places import REACH
from cnreport_extract.facts.scene import GOVERNING, Scene
from cnreport_extract.facts.told_periods import ALIGNED, counted_year, told_periods
from cnreport_extract.facts.windows import Window, is_hard
from cnreport_extract.records import Period, Quantity, Sentence, Span, record

_OPENED = frozenset({"where.own.opens", "where.clause.opens"})
_ANNOUNCED = frozenset({"day.today", "vague.recent"})  # the day on which something is told, seldom the one it is about
_FRAMES = ("where.heading", "where.title", "where.first", "governs")
_AHEAD = timedelta(days=183)  # a year of which that much is left has hardly begun
_MANY = 4  # different periods that open clauses; more of them tell no more
_AVERAGE = "_average"  # 年均: the number is of the period all the same; 每年: it is of none
_STARTED = 7  # items between 由 and the number from which a change starts, at most
_REACH = 8  # sentences back within the section
_PLACES = ("own", "own.behind", "clause", "sentence", "behind", "block", "section", "page", "heading", "title", "first", "far")
_NOWHERE = len(_PLACES) - 1
_KINDS = ("where.", "precision.", "role.", "last.", "past", "ahead", "at")  # features of what a period is and where it stands
_TELLING = ("copulas.done", "copulas.total", "copulas.cumulative", "copulas.standing")

Interval = tuple[date | None, date | None]
_UNDATED: Interval = (None, None)


@record
class OfferedPeriods:
    """What a sentence is offered from outside of it; the same for all its numbers, so it is gathered once.

    Attributes:
        sentence: Index of the sentence.
        periods: Interval → period, its features, and those of them that count where the sentence says the period itself.
        governed: Features of "none" where a period governs the sentence.
    """

    sentence: int
    periods: Mapping[Interval, tuple[Period, Marks, Marks]]
    governed: Marks


@dataclass(slots=True, eq=False)
class _Rival:
    """A period that the number could lie in: where it stands first (place in `_PLACES`), and its features, no feature twice."""

    period: Period
    groups: list[Marks]

    @property
    def place(self) -> int:
        """Place of its nearest mention."""
        return min(map(_place, self.groups))

    @property
    def aligned(self) -> bool:
        """Whether a list of periods gives it to the number (2023年和2024年分别完成90件、88件): then nothing else can be meant."""
        return any(ALIGNED in marks for marks in self.groups)


def offered_periods(scene: Scene, sentence: int) -> OfferedPeriods:
    """What the sentence with this index is offered."""
    periods: dict[Interval, tuple[Period, dict[str, None], dict[str, None]]] = {}
    for period, found in _outside(scene, sentence):
        key = (period.first, period.last)
        if key == _UNDATED:
            continue
        frames = dict.fromkeys(found if found[0] in _FRAMES else ())
        if key in periods:
            periods[key][1].update(frames)
            periods[key][2].update(frames)
        else:
            periods[key] = period, dict.fromkeys((*found, *_of_period(period, found[0], scene.page.published))), frames
    told = (feature for _, features, _ in periods.values() for feature in features)
    governed = dict.fromkeys(feature.replace("governs", "none.governed") for feature in told if feature.startswith("governs"))
    offered = {key: (period, tuple(features), tuple(frames)) for key, (period, features, frames) in periods.items()}
    return OfferedPeriods(sentence, offered, tuple(governed))


def date_candidates(
    scene: Scene,
    outside: OfferedPeriods,
    window: Window,
    reading: Reading,
    previous: tuple[Interval | None, int] | None,
    genre: str,
) -> list[Candidate]:
    """All periods that the number could cover, nearest first, and "none".

    Args:
        scene: The page with its mentions.
        outside: What the number's sentence is offered from outside.
        window: The number's neighbourhood.
        reading: Its aspect; what a change started from has no period but its own.
        previous: Interval of the fact before (None: it had none) and the index of its sentence.
        genre: What the page is.
    """
    sentence, here = outside.sentence, scene.page.sentences[outside.sentence]
    departure = departs(window, reading)
    rivals = _rivals(scene, outside, window, reading, departure)
    candidates, openings, number = [], min(len(scene.opened), _MANY), tuple(_of_number(window, reading))
    nearest = min(places := [rival.place for rival in rivals.values()], default=_NOWHERE)
    for rank, (place, (key, rival)) in enumerate(zip(places, rivals.items(), strict=True)):
        before = _previous_place(scene, previous[1], sentence) if previous is not None and previous[0] == key else ""
        groups = (
            *rival.groups,
            _ranked(min(rank, 4), before, _PLACES[nearest] if place > nearest else ""),
            _of_both(number, _PLACES[place]),
            _of_page(genre, openings, (_PLACES[place], *(frame for group in rival.groups for frame in _framed(group)))),
        )
        going = (_going_on(before, group) for group in rival.groups if before)
        candidates.append(Candidate(rival.period.rule, "", _local(rival.period, here), (*groups, *going), mention=rival.period))
    if not rivals or (not departure and not any(rival.aligned or _opens(rival.groups[0]) for rival in rivals.values())):
        despite = _PLACES[nearest] if nearest < _NOWHERE else ""
        before = f"{_previous_place(scene, previous[1], sentence)}.{'none' if previous[0] is None else 'dated'}" if previous else ""
        none = _none(min(len(candidates), 3), despite, before), _of_page(genre, openings, ("none", f"none.despite.{despite}"))
        groups = (*none, _of_both(number, "none"), outside.governed)
        candidates.append(Candidate("none", "", None, groups))
    return candidates


def _rivals(scene: Scene, outside: OfferedPeriods, window: Window, reading: Reading, departure: int) -> dict[Interval, _Rival]:
    """The periods that the number could lie in; one that a list gives to it leaves no other."""
    rivals = _from_departure(_gather(scene, outside, window), window, departure)
    _add_told(rivals, told_periods(window, reading, departure), scene.page.published)
    return {key: rival for key, rival in rivals.items() if rival.aligned} or rivals


def _add_told(rivals: dict[Interval, _Rival], told: Iterator[tuple[Period, list[str]]], published: date | None) -> None:
    """Add the periods that follow from those told; one that is a rival already only gains their features."""
    for period, found in told:
        rival = rivals.setdefault((period.first, period.last), _Rival(period, []))
        rival.groups.append((*found, *(_of_period(period, found[0], published) if not rival.groups else ())))


def _local(period: Period, here: Sentence) -> Span | None:
    return Span(period.start, period.end) if period.within(here) else None


@lru_cache(1 << 12)
def _place(marks: Marks) -> int:
    """Number of the nearest place that a group of features names."""
    return next((place for place, name in enumerate(_PLACES) if f"where.{name}" in marks), _NOWHERE)


@cache
def _ranked(rank: int, before: str, nearer: str) -> Marks:
    return f"rank.{rank}", *([before] if before else []), *([f"despite.{nearer}"] if nearer else [])


@lru_cache(1 << 12)
def _framed(marks: Marks) -> Marks:
    """The features of a group by which a period frames the sentence."""
    return tuple([frame for frame in _FRAMES if frame in marks])


@lru_cache(1 << 12)
def _going_on(before: str, marks: Marks) -> Marks:
    """That the number before had the same period, together with what that is and where it stands."""
    return tuple([f"{before}|{mark}" for mark in marks if mark.startswith(_KINDS)])


@lru_cache(1 << 12)
def _of_page(genre: str, openings: int, places: Marks) -> Marks:
    """What the page is and how many periods open its clauses, together with where the period stands: one alone governs a report."""
    of_page = (genre, f"openings.{openings}", f"{genre}.openings.{openings}")
    return tuple([f"{feature}|{place}" for feature in of_page for place in dict.fromkeys(places)])


@lru_cache(1 << 12)
def _of_both(number: Marks, where: str) -> Marks:
    return tuple([f"{feature}|{where}" for feature in number])


@cache
def _none(rivals: int, nearest: str, before: str) -> Marks:
    return "none", f"none.rivals.{rivals}", f"none.despite.{nearest}", *([f"none.{before}"] if before else [])


def _gather(scene: Scene, outside: OfferedPeriods, window: Window) -> dict[Interval, _Rival]:
    rivals: dict[Interval, _Rival] = {}
    near = list(_in_sentence(window))
    before = [period for period, _ in near if period.start < window.item.start]
    for period, found in near:
        kept = counted_year(before, period) or period
        key = (kept.first, kept.last)
        if key != _UNDATED and key not in rivals:
            rivals[key] = _Rival(kept, [(*found, *_of_period(period, found[0], scene.page.published))])
    beginning = _from_the_beginning(scene, window)
    if beginning is not None:
        rival = rivals.setdefault((beginning.first, beginning.last), _Rival(beginning, [()]))
        counted = ("cumulative", *_of_period(beginning, "cumulative", scene.page.published))
        rival.groups[0] = tuple(dict.fromkeys((*rival.groups[0], *counted)))
    for key, (period, told, frames) in outside.periods.items():
        if key in rivals:
            rivals[key].groups.append(frames)
        else:
            rivals[key] = _Rival(period, [told])
    return rivals


def departs(window: Window, reading: Reading) -> int:
    """Where the word stands from which a change starts (由a提高到b): only a period behind it is that of a; 0 for other numbers."""
    if reading.arrival or "changes.start" not in window.cues or not arrives_later(window):
        return 0
    return next((item.end for item in reversed(window.left[-_STARTED:]) if item.is_cue("changes.start")), 0)


def _from_departure(rivals: dict[Interval, _Rival], window: Window, departure: int) -> dict[Interval, _Rival]:
    """Those that stand between the word from which a change starts and its number; all of them where none starts."""
    return {key: rival for key, rival in rivals.items() if not departure or departure <= rival.period.start < window.item.start}


def _from_the_beginning(scene: Scene, window: Window) -> Period | None:
    """累计获得专利85项: all that was counted up to the publish date."""
    published = scene.page.published
    if published is None or "copulas.cumulative" not in window.cues:
        return None
    return Period(0, 0, None, published, "day", None, "current", "cumulative")


@lru_cache(1 << 12)
def _opens(marks: Marks) -> bool:
    """Whether the period opens the number's own clause (3月份,…;2023年,…): then it has one."""
    return not _OPENED.isdisjoint(marks) and "announced" not in marks


def of_total(candidates: list[Candidate], previous: tuple[Interval | None, int] | None) -> list[Candidate]:
    """The period of the number before, for an item of a list of places: the parts share the period of their total.

    All candidates stay where the sentence has a period of its own, or where the number before had none.
    """
    if previous is None or previous[0] is None or any(candidate.span is not None for candidate in candidates):
        return candidates
    periods = ((candidate, candidate.mention) for candidate in candidates)
    same = [one for one, period in periods if isinstance(period, Period) and (period.first, period.last) == previous[0]]
    return same or candidates


def without_title_ahead(candidates: list[Candidate], chosen: Candidate, published: date | None) -> list[Candidate]:
    """The candidates without the chosen one, where that is a year told by the title alone that has hardly begun; else none.

    2026年政府工作报告 reports on the years before: only its plans lie in 2026.
    """
    period = chosen.mention
    if not isinstance(period, Period) or published is None or period.last is None or chosen.span is not None:
        return []
    begun = period.last > published + _AHEAD and chosen.holds("where.title")
    return [candidate for candidate in candidates if candidate is not chosen] if begun else []


def _of_number(window: Window, reading: Reading) -> Iterator[str]:
    quantity = window.item.mention
    if isinstance(quantity, Quantity):
        yield f"dimension={quantity.dimension}"
        yield f"form={quantity.form}"
    yield f"aspect={reading.aspect}"
    if reading.arrival:
        yield "arrival"
    elif "changes.start" in window.cues and arrives_later(window):
        yield "departure"
    often = [item.mention.rule for item in window.left if isinstance(item.mention, Period) and item.mention.role == "frequency"]
    if often:
        yield "recurring.average" if often[-1].endswith(_AVERAGE) else "recurring"
    yield from (cue for cue in _TELLING if cue in window.cues)


def _previous_place(scene: Scene, before: int, sentence: int) -> str:
    if before == sentence:
        return "previous.sentence"
    blocks = scene.page.sentences
    return "previous.block" if blocks[before].block == blocks[sentence].block else "previous.far"


def _of_period(period: Period, where: str, published: date | None) -> Marks:
    last = period.last or published
    ahead = "" if published is None or last is None else "ahead" if last > published else "at" if last == published else "past"
    recent = published is not None and (period.last or date.min).year == published.year - 1
    return _told(period.role, period.precision, where, ahead, announced=period.rule in _ANNOUNCED, recent=recent)


@lru_cache(1 << 12)
def _told(role: str, precision: str, where: str, ahead: str, *, announced: bool, recent: bool) -> Marks:
    announcing = ["announced", f"announced.{where}"] if announced else []
    standing = [*([ahead] if ahead else []), *(["last.year"] if recent else [])]
    return f"role.{role}", f"role.{role}.{where}", f"precision.{precision}.{where}", *announcing, *standing


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


def departed_at(items: Sequence[Item], index: int) -> int | None:
    """由2020年的7.2%提高到…: the number from which a change starts, alone in the period at `index`; None for other periods."""
    if not index or not items[index - 1].is_cue("changes.start"):
        return None
    for at in range(index + 1, min(index + _STARTED, len(items))):
        if items[at].kind == "quantity":
            return at if arrives(items, at) else None
        if is_hard(items[at]):
            break
    return None


def _in_sentence(window: Window) -> Iterator[tuple[Period, list[str]]]:
    items = window.items
    before = range(window.at - 1, max(window.at - REACH, 0) - 1, -1)
    for index in (*before, *range(window.at + 1, min(window.at + REACH, len(items)))):
        period = items[index].mention
        if not isinstance(period, Period) or period.role not in GOVERNING:
            continue
        if departed_at(items, index) not in {None, window.at}:
            continue
        where = _where(window, index)
        found = [where]
        if index == 0 or is_hard(items[index - 1]):
            found.append(f"{where}.opens")
        if index + 1 == window.at or (index + 2 == window.at and items[index + 1].tag == "uj"):
            found.append("where.adjacent")
        if any(items[other].kind == "period" and items[other].tag in GOVERNING for other in range(index + 1, window.at)):
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
