"""All names of a text: places, organisations, persons; overlaps resolved, titles in 《》 left out."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.organisations import OrganisationFinder
from cnreport_extract.mentions.overlaps import outside, resolve_overlaps
from cnreport_extract.mentions.persons import PersonFinder
from cnreport_extract.mentions.places import PlaceFinder
from cnreport_extract.mentions.townships import TownshipFinder, with_townships
from cnreport_extract.mentions.words import Words
from cnreport_extract.mentions.works import WorkFinder
from cnreport_extract.records import Name, Span

_TITLES = re.compile(r"《[^《》\n]{1,80}》")


class NameSource(Protocol):
    """What else may find names: a statistical recogniser, a list of one's own."""

    def find_names(self, text: str) -> Iterable[Name]:
        """Names of a text, by offsets into it, in any order."""


class NameFinder:
    """Finds the names of a text. Immutable once made.

    Example:
        >>> text = "赤壁市总工会在《湖北省规划》发布后走进湖北江澜冶金科技有限公司"
        >>> [(name.kind, name.name) for name in NameFinder(Lexicon()).find(text)]
        [('organisation', '赤壁市总工会'), ('organisation', '湖北江澜冶金科技有限公司')]
    """

    def __init__(self, lexicon: Lexicon, sources: Sequence[NameSource] = ()) -> None:
        """Prepare the finder.

        Args:
            lexicon: The data.
            sources: Asked after the rules; their names count where the rules have found none.
        """
        self._sources = tuple(sources)
        self._places = PlaceFinder(lexicon)
        self._organisations = OrganisationFinder(lexicon)
        self._townships = TownshipFinder(lexicon)
        self._persons = PersonFinder(lexicon)
        self._works = WorkFinder(lexicon)

    def find(self, text: str) -> list[Name]:
        """All names in the order of the text; no two overlap.

        Args:
            text: Folded text.

        Returns:
            Names with what they stand for as far as the text around them says it; short names and pronouns are
            resolved by `coreference.Resolver`.
        """
        words = Words(text)
        titles = [Span(*match.span()) for match in _TITLES.finditer(text)]
        places = outside(self._places.find(text, words), titles)
        places = list(with_townships(places, outside(self._townships.find(text, words, places), titles)))
        organisations = outside(self._organisations.find(text, words, places), titles)
        names = resolve_overlaps([*places, *organisations, *self._persons.find(text, words), *self._works.find(text)])
        more = sorted((name for source in self._sources for name in source.find_names(text)), key=lambda name: name.start)
        return resolve_overlaps([*names, *outside(outside(more, titles), names)]) if more else names
