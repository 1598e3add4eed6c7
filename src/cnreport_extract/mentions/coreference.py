"""What short names and pronouns of a text stand for: 该市, 公司, 市总工会, 金盛兰 → the names given elsewhere.

Evidence is looked for in a fixed order and named behind the rule id: `sentence`, `paragraph`, `section` (a name
before it there), `heading`, `publisher`, `title`, `document` (the name that the text says most). Where none fits
nothing is resolved.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cnreport_extract.lexicon.bodies import load_bodies
from cnreport_extract.lexicon.gazetteers import Gazetteer
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.lexicon.pronouns import Pronoun, load_pronouns
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.mentions.short_names import ShortNames
from cnreport_extract.records import Name, Page, Section, Span


@dataclass(frozen=True)
class _Context:
    """A page with its names and, for each name, what it may be the antecedent of."""

    page: Page
    names: tuple[Name, ...]
    gazetteer: Gazetteer

    @cached_property
    def starts(self) -> list[int]:
        """Starts of the names, for bisection."""
        return [name.start for name in self.names]

    def place_of(self, name: Name) -> str | None:
        """Code of the place that a name is, or that a body belongs to."""
        return name.name_id.partition("/")[0] if name.name_id else None

    def place_name(self, name: Name) -> str:
        """Name of that place."""
        place = self.gazetteer.places.get(self.place_of(name) or "")
        return place.name if place and name.kind != "place" else name.name

    def kind_of(self, name: Name) -> str:
        """Kind of that place, empty where there is none."""
        place = self.gazetteer.places.get(self.place_of(name) or "")
        return place.kind if place else "township" if name.rule.startswith("place.township") else ""

    def within(self, span: Span | None) -> Sequence[Name]:
        """The names that start inside the span."""
        if span is None:
            return ()
        return self.names[bisect_right(self.starts, span.start - 1) : bisect_right(self.starts, span.end - 1)]

    def around(self, at: int) -> Iterator[tuple[str, Span]]:
        """The stretches before an offset, from the narrowest: sentence, paragraph, section."""
        page = self.page
        for label, parts in (("sentence", page.sentences), ("paragraph", page.blocks), ("section", page.sections)):
            part = next((part for part in reversed(parts) if part.start <= at < part.end), None)
            if part is not None:
                yield label, Span(part.start, at)

    def headings(self, at: int) -> Iterator[Span]:
        """The headings above an offset, from the nearest."""
        sections = self.page.sections
        section: Section | None = next((part for part in reversed(sections) if part.start <= at < part.end), None)
        seen = 0
        while section is not None and seen < 12:
            if section.heading is not None:
                yield section.heading
            section, seen = (sections[section.parent] if section.parent is not None else None), seen + 1


class Resolver:
    """Resolves the short names and pronouns of a page. Immutable once made."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("coreference")
        self._gazetteer = lexicon.gazetteer
        self._pronouns = load_pronouns(lexicon)
        self._bodies = load_bodies(lexicon)
        self._pattern = re.compile(alternation(self._pronouns))
        self._short = ShortNames(lexicon)
        self._openers = cues["openers"].words
        levels = {level: pronoun.kinds for pronoun in self._pronouns.values() for level in pronoun.levels}
        self._levels = dict(sorted(levels.items(), key=lambda item: -len(item[0])))

    def resolve(self, page: Page, names: Sequence[Name]) -> list[Name]:
        """All names with the short ones and the pronouns resolved, in the order of the text.

        Args:
            page: The page.
            names: What `NameFinder.find(page.text)` returned.
        """
        context = _Context(page, tuple(sorted(names, key=lambda name: name.start)), self._gazetteer)
        known = [self._level_name(context, name) for name in context.names]
        named = resolve_overlaps([*known, *self._short.find(page.text, known)])
        context = _Context(page, tuple(named), self._gazetteer)
        return resolve_overlaps([*named, *self._pronominal(context)])

    def _level_name(self, context: _Context, name: Name) -> Name:
        """市总工会 → the body of that name at the place that 市 stands for."""
        if not name.rule.endswith("+level"):
            return name
        text = context.page.text[name.start : name.end]
        level = next((level for level in self._levels if text.startswith(level)), None)
        if level is None:
            return name
        for other in context.names:
            if other.name.endswith(text) and len(other.name) > len(text) and self._gazetteer.places.get(context.place_of(other) or ""):
                return replace(name, name=other.name, name_id=other.name_id, rule=f"{name.rule}+document")
        found = self._main(context, name.start, self._levels[level], ())
        if found is None:
            return name
        place, evidence = found
        whole = context.place_name(place)
        full = whole + text[len(level) :]
        body = self._bodies.get(text[len(level) :]) or self._bodies.get(text)
        name_id = f"{context.place_of(place)}/{body.id}" if body else None
        return replace(name, name=full, name_id=name_id, rule=f"{name.rule}+{evidence}")

    def _pronominal(self, context: _Context) -> Iterator[Name]:
        text = context.page.text
        for match in self._pattern.finditer(text):
            pronoun = self._pronouns[match.group()]
            if not self._stands_alone(text, match.start(), pronoun):
                continue
            look = self._main if pronoun.reach == "main" else self._near
            if found := look(context, match.start(), pronoun.kinds, pronoun.groups):
                name, evidence = self._as_place(context, found[0], pronoun), found[1]
                yield Name(match.start(), match.end(), name.kind, name.name, name.name_id, (), f"pronoun+{evidence}")

    def _stands_alone(self, text: str, at: int, pronoun: Pronoun) -> bool:
        if at == 0 or not pronoun.free:
            return True
        before = text[at - 1]
        return not before.isalnum() or text.endswith(self._openers, 0, at)

    def _as_place(self, context: _Context, name: Name, pronoun: Pronoun) -> Name:
        if not pronoun.kinds or name.kind == "place":
            return name
        return replace(name, kind="place", name=context.place_name(name), name_id=context.place_of(name))

    def _fits(self, context: _Context, name: Name, kinds: Sequence[str], groups: Sequence[str]) -> bool:
        if kinds and context.kind_of(name) in kinds:
            return True
        return bool(groups) and name.rule.partition("+")[0].rpartition(".")[2] in groups

    def _near(self, context: _Context, at: int, kinds: Sequence[str], groups: Sequence[str]) -> tuple[Name, str] | None:
        for label, span in context.around(at):
            for name in reversed(context.within(span)):
                if self._fits(context, name, kinds, groups):
                    return name, label
        return self._wide(context, at, kinds, groups)

    def _main(self, context: _Context, at: int, kinds: Sequence[str], groups: Sequence[str]) -> tuple[Name, str] | None:
        return self._wide(context, at, kinds, groups) or self._near(context, at, kinds, groups)

    def _wide(self, context: _Context, at: int, kinds: Sequence[str], groups: Sequence[str]) -> tuple[Name, str] | None:
        spans = [("heading", span) for span in context.headings(at)] + [
            ("publisher", context.page.publisher),
            ("title", context.page.title),
        ]
        for label, span in spans:
            for name in context.within(span):
                if self._fits(context, name, kinds, groups):
                    return name, label
        counts = Counter(name.name for name in context.names if self._fits(context, name, kinds, groups))
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return next((name, "document") for name in context.names if name.name == ranked[0][0] and self._fits(context, name, kinds, groups))
