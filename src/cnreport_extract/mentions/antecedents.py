"""What a pronoun may stand for, and where to look for it: near before it, or in what the page is about."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from cnreport_extract.lexicon.gazetteers import Gazetteer
from cnreport_extract.lexicon.pronouns import Pronoun
from cnreport_extract.records import Name, Page, Section, Span

_DEPTH = 12
_HEAD = 5  # blocks at the head of a page among which its title and subtitle are
_OPENING = 3  # characters between the start of a paragraph and a name that opens it
_COUNTRY = "100000"
_LONGEST_PLACE = 12  # characters of the name of a division
_PARTS = 3  # places below it that a page must name for the one above them to be meant
_MOST = 0.75  # of all such places


class Fitting:
    """The names of a page that a pronoun may stand for, in order, and the one that the page says most."""

    def __init__(self, names: Sequence[Name], openings: frozenset[int]) -> None:
        self.names = names
        self._openers = [name for name in names if name.start in openings]
        self.starts = [name.start for name in names]
        ranked = Counter(name.name for name in names).most_common(2)
        clear = bool(ranked) and ranked[0][1] > 1 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1])
        self.most = next((name for name in names if name.name == ranked[0][0]), None) if clear else None
        self.single = names[0] if len(ranked) == 1 else None

    def __bool__(self) -> bool:
        return bool(self.names)

    def last(self, start: int, end: int) -> Name | None:
        """The last of them that starts between two offsets."""
        at = bisect_left(self.starts, end)
        return self.names[at - 1] if at and self.starts[at - 1] >= start else None

    def topic(self, stop: int) -> Name | None:
        """The last of them before an offset that opens a paragraph."""
        at = bisect_left(self._openers, stop, key=lambda name: name.start)
        return self._openers[at - 1] if at else None

    def alone(self, start: int, end: int) -> bool:
        """Whether all of them between two offsets are one name (at most the last hundred are looked at)."""
        last = bisect_left(self.starts, end)
        first = max(bisect_left(self.starts, start), last - 100)
        return len({name.name for name in self.names[first:last]}) == 1

    def first(self, span: Span) -> Name | None:
        """The first of them that starts inside the span."""
        at = bisect_left(self.starts, span.start)
        return self.names[at] if at < len(self.names) and self.starts[at] < span.end else None


class Antecedents:
    """A page with its names, asked for the antecedents of its pronouns."""

    def __init__(self, page: Page, names: Sequence[Name], gazetteer: Gazetteer) -> None:
        self.page = page
        self._names = names
        self._gazetteer = gazetteer
        self._places = gazetteer.places
        self._fitting: dict[str, Fitting] = {}
        self._shared: dict[str, tuple[Name, str] | None] = {}
        self._parts = [(label, parts, [part.start for part in parts]) for label, parts in _parts(page)]

    def place_of(self, name: Name) -> str:
        """Code of the place that a name is, or that a body belongs to; empty where there is none."""
        code = (name.name_id or "").partition("/")[0]
        return code or (self._opening_place(name.name) if name.kind == "organisation" else "")

    def _opening_place(self, name: str) -> str:
        """Code of the division whose full name opens the name of an organisation (江西省防汛抗旱指挥部)."""
        for length in range(min(len(name), _LONGEST_PLACE), 2, -1):
            divisions = [place for place in self._gazetteer.by_name.get(name[:length], ()) if place.name == name[:length]]
            if len(divisions) == 1:
                return divisions[0].code
        return ""

    def place_name(self, name: Name) -> str:
        """Name of that place."""
        place = self._places.get(self.place_of(name))
        return place.name if place and name.kind != "place" else name.name

    def as_place(self, name: Name) -> Name:
        """The place that a body belongs to; a place is itself."""
        return name if name.kind == "place" else replace(name, kind="place", name=self.place_name(name), name_id=self.place_of(name))

    def fitting(self, pronoun: Pronoun, word: str) -> Fitting:
        """The names that the pronoun may stand for."""
        if pronoun.same_noun:
            return self._ending(pronoun, word[1:])
        return (self._ending(pronoun, word[-1:]) if pronoun.groups else None) or self._ending(pronoun, "")

    def _ending(self, pronoun: Pronoun, noun: str) -> Fitting:
        key = f"{pronoun.id} {noun}"
        if key not in self._fitting:
            fitting = [name for name in self._names if self._fits(name, pronoun) and name.name.endswith(noun)]
            self._fitting[key] = Fitting(fitting, self._openings)
        return self._fitting[key]

    def adjacent(self, at: int, fitting: Fitting) -> tuple[Name, str] | None:
        """The name that ends where the pronoun starts (上海全市)."""
        name = fitting.last(max(0, at - _DEPTH), at)
        return (name, "adjacent") if name and name.end == at else None

    def _fits(self, name: Name, pronoun: Pronoun) -> bool:
        if name.name_id == _COUNTRY:
            return False
        place = self._places.get(self.place_of(name))
        kind = place.kind if place else "township" if name.rule.startswith("place.township") else ""
        return kind in pronoun.kinds or name.rule.partition("+")[0].rpartition(".")[2] in pronoun.groups

    def only(self, at: int, fitting: Fitting) -> tuple[Name, str] | None:
        """The name before an offset in its sentence, else in its paragraph, where there is no other."""
        for label, start in self._starts(at, 2):
            if name := fitting.last(start, at):
                return (name, label) if fitting.alone(start, at) else None
        return None

    def near(self, at: int, fitting: Fitting, parts: int = 3) -> tuple[Name, str] | None:
        """The nearest name before an offset in its sentence, paragraph or section (`parts`: how many of them)."""
        for label, start in self._starts(at, parts):
            if name := fitting.last(start, at):
                return name, label
        return None

    def opener(self, at: int, fitting: Fitting) -> tuple[Name, str] | None:
        """The name that opens the paragraph of an offset."""
        name = fitting.topic(at)
        return next(((name, label) for label, start in self._starts(at, 2) if name is not None and name.start >= start), None)

    def topic(self, at: int, fitting: Fitting) -> tuple[Name, str] | None:
        """The latest name that opens a paragraph before an offset: the text is about it until another one opens one."""
        name = fitting.topic(at)
        return (name, "topic") if name else None

    @cached_property
    def _openings(self) -> frozenset[int]:
        """Offsets at which a name would open a paragraph."""
        return frozenset(start for block in self.page.blocks for start in range(block.start, block.start + _OPENING))

    def _starts(self, at: int, parts: int) -> Iterator[tuple[str, int]]:
        """Where the sentence, the paragraph and the section of an offset start."""
        for label, spans, starts in self._parts[:parts]:
            part = spans[max(bisect_right(starts, at) - 1, 0)] if spans else None
            if part is not None and part.start <= at < part.end:
                yield label, part.start

    def wide(self, at: int, fitting: Fitting) -> tuple[Name, str] | None:
        """The name in a heading above, the publisher or the title."""
        for label, span in self._about(at):
            if span is not None and (name := fitting.first(span)):
                return name, label
        return None

    def above(self, at: int, pronoun: Pronoun) -> tuple[Name, str] | None:
        """The place of such a kind above the place that the page is about (全区 in a text of 兴安盟工会: 内蒙古)."""
        for _, span in self._about(at):
            codes = [self.place_of(name) for name in self._within(span)] if span is not None else []
            for code in (code for code in codes if code[:6].isdigit()):
                for upper in self._gazetteer.line(code[:6])[1:]:
                    place = self._places[upper]
                    if place.kind in pronoun.kinds and upper != _COUNTRY:
                        return Name(at, at, "place", place.name, upper, (), "place"), "parent"
        return None

    def shared(self, pronoun: Pronoun) -> tuple[Name, str] | None:
        """The place above nearly all the places that the page names (诸城, 寿光 and 高密 in a text that says 全市: 潍坊市)."""
        if pronoun.id not in self._shared:
            self._shared[pronoun.id] = self._above_most(pronoun)
        return self._shared[pronoun.id]

    def _above_most(self, pronoun: Pronoun) -> tuple[Name, str] | None:
        parts: dict[str, set[str]] = {}
        for name in self._names:
            code = (name.name_id or "") if name.kind == "place" else ""
            for upper in self._gazetteer.line(code[:6])[1:] if code[:6].isdigit() else ():
                if self._places[upper].kind in pronoun.kinds and upper != _COUNTRY:
                    parts.setdefault(upper, set()).add(code)
        if not parts:
            return None
        upper, under = max(parts.items(), key=lambda item: (len(item[1]), item[0]))
        clear = len(under) >= _PARTS and len(under) > _MOST * sum(map(len, parts.values()))
        return (Name(0, 0, "place", self._places[upper].name, upper, (), "place"), "parts") if clear else None

    def _within(self, span: Span) -> Sequence[Name]:
        """The names that start inside a span, twenty at most."""
        at = bisect_left(self._names, span.start, key=lambda name: name.start)
        return [name for name in self._names[at : at + 20] if name.start < span.end]

    def most(self, at: int, fitting: Fitting, pronoun: Pronoun) -> tuple[Name, str] | None:
        """The name that the page says most, or the one organisation before that it can be."""
        single = fitting.single if pronoun.groups and not pronoun.kinds else None
        name = fitting.most or (single if single and single.start < at else None)
        return (name, "document") if name else None

    def _about(self, at: int) -> Iterator[tuple[str, Span | None]]:
        for span in self._headings(at):
            yield "heading", span
        yield "publisher", self.page.publisher
        yield from (("title", block) for block in self.page.blocks[:_HEAD] if block.kind == "title")

    def _headings(self, at: int) -> Iterator[Span]:
        """The headings above an offset, from the nearest."""
        sections, starts = self._parts[-1][1:]
        number = bisect_right(starts, at) - 1
        section = sections[number] if number >= 0 and sections[number].end > at else None
        for _ in range(_DEPTH):
            if not isinstance(section, Section):
                return
            if section.heading is not None:
                yield section.heading
            section = self.page.sections[section.parent] if section.parent is not None else None


def _parts(page: Page) -> list[tuple[str, Sequence[Span]]]:
    sections = sorted(page.sections, key=lambda section: (section.start, section.level))
    return [("sentence", page.sentences), ("paragraph", page.blocks), ("section", sections)]
