"""What short names and pronouns of a text stand for: 该市, 公司, 市总工会, 江澜科技 → the names given elsewhere.

Evidence is looked for in a fixed order and named behind the rule id: `sentence`, `paragraph`, `section` (the nearest
fitting name before it there), `heading`, `publisher`, `title`, `document` (the name that the text says most, at
least twice as often as the next), `parts` (the place above nearly all places of the text). Where none fits, a place is called as
the text calls it (全镇, `unnamed`) and anything else is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.lexicon.pronouns import Pronoun
from cnreport_extract.mentions.antecedents import Antecedents
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.mentions.posts import PostReader
from cnreport_extract.mentions.short_names import ShortNames
from cnreport_extract.records import Name, Page


class Resolver:
    """Resolves the short names and pronouns of a page. Immutable once made.

    Example:
        >>> from cnreport_extract.mentions.names import NameFinder
        >>> from cnreport_extract.text.page import PageReader
        >>> lexicon = Lexicon()
        >>> page = PageReader(lexicon).read("通城县总工会近日召开会议。会议要求,全县工会要落实到位。", None)
        >>> [(name.name, name.rule) for name in Resolver(lexicon).resolve(page, NameFinder(lexicon).find(page.text))]
        [('通城县总工会', 'organisation.union'), ('通城县', 'pronoun+paragraph')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._gazetteer = lexicon.gazetteer
        self._short = ShortNames(lexicon)
        self._posts = PostReader(lexicon)
        self._pronouns = lexicon.pronouns
        self._bodies = lexicon.bodies
        self._pattern = re.compile(alternation([*self._pronouns, *lexicon.cues("coreference")["no_pronoun"].words]))
        self._unnamed = lexicon.cues("coreference")["unnamed"].words
        self._openers = lexicon.cues("coreference")["openers"].words
        levels = {level: pronoun for pronoun in self._pronouns.values() for level in pronoun.levels}
        self._levels = dict(sorted(levels.items(), key=lambda item: -len(item[0])))

    def resolve(self, page: Page, names: Sequence[Name]) -> list[Name]:
        """All names with the short ones and the pronouns resolved, in the order of the text.

        Args:
            page: The page.
            names: What `NameFinder.find(page.text)` returned.

        Returns:
            The names, of which no two overlap. `name` is what the mention stands for.
        """
        found = sorted(names, key=lambda name: name.start)
        known = self._with_levels(Antecedents(page, found, self._gazetteer), found)
        named = self._short.resolve(page.text, known)
        resolved = resolve_overlaps([*named, *self._pronominal(Antecedents(page, named, self._gazetteer))])
        return self._posts.read(page.text, resolved)

    def _with_levels(self, antecedents: Antecedents, names: Sequence[Name]) -> list[Name]:
        """市总工会 → the body of that name at the place that 市 stands for."""
        full: dict[str, Name] = {}
        for name in names:
            if name.name_id and "/" in name.name_id:
                for level in self._levels:
                    if (at := name.name.find(level, 1)) > 0:
                        full.setdefault(name.name[at:], name)
        return [self._levelled(antecedents, full, name) if name.rule.endswith("+level") else name for name in names]

    def _levelled(self, antecedents: Antecedents, full: dict[str, Name], name: Name) -> Name:
        if other := full.get(name.name):
            return replace(name, name=other.name, name_id=other.name_id, rule=f"{name.rule}+document")
        level = next((level for level in self._levels if name.name.startswith(level)), None)
        found = self._antecedent(antecedents, name.start, self._levels[level], level) if level else None
        if level is None or found is None:
            return name
        tail = name.name[len(level) :]
        body = self._bodies.get(tail) or self._bodies.get(name.name)
        code = antecedents.place_of(found[0])
        name_id = f"{code}/{body.id}" if body else None
        return replace(name, name=antecedents.place_name(found[0]) + tail, name_id=name_id, rule=f"{name.rule}+{found[1]}")

    def _pronominal(self, antecedents: Antecedents) -> Iterator[Name]:
        text = antecedents.page.text
        unnamed: dict[str, str] = {}  # a place that the page never names goes by the first word for it (全镇)
        for match in self._pattern.finditer(text):
            pronoun = self._pronouns.get(match.group())
            if pronoun is None or (pronoun.free and not self._stands_alone(text, match.start())):
                continue
            if found := self._antecedent(antecedents, match.start(), pronoun, match.group()):
                name = antecedents.as_place(found[0]) if pronoun.kinds else found[0]
                yield Name(match.start(), match.end(), name.kind, name.name, name.name_id, (), f"pronoun+{found[1]}")
            elif pronoun.levels and match.group().startswith(self._unnamed):
                unnamed.setdefault(pronoun.id, match.group())
                yield Name(match.start(), match.end(), "place", unnamed[pronoun.id], None, (), "pronoun+unnamed")

    def _stands_alone(self, text: str, at: int) -> bool:
        """Whether the word is no part of a longer noun (上市公司)."""
        return at == 0 or not text[at - 1].isalnum() or text.endswith(self._openers, 0, at)

    def _antecedent(self, antecedents: Antecedents, at: int, pronoun: Pronoun, word: str) -> tuple[Name, str] | None:
        fitting = antecedents.fitting(pronoun, word)
        if found := antecedents.adjacent(at, fitting):
            return found
        if pronoun.reach == "close":
            return antecedents.near(at, fitting, parts=2)
        if pronoun.reach == "main":
            found = antecedents.opener(at, fitting) or antecedents.wide(at, fitting)
            found = found or antecedents.shared(pronoun) or antecedents.only(at, fitting)
        else:
            close = antecedents.near(at, fitting, parts=2) or antecedents.topic(at, fitting)
            found = close or antecedents.near(at, fitting) or antecedents.wide(at, fitting)
        return found or antecedents.above(at, pronoun) or antecedents.most(at, fitting, pronoun)
