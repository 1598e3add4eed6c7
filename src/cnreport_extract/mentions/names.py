"""All names of a text: places, organisations, persons; overlaps resolved, titles in 《》 left out."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.events import EventFinder
from cnreport_extract.mentions.lookup import Beginnings
from cnreport_extract.mentions.organisations import OrganisationFinder
from cnreport_extract.mentions.overlaps import outside, resolve_overlaps
from cnreport_extract.mentions.own_names import OwnNameFinder, with_own
from cnreport_extract.mentions.persons import PersonFinder
from cnreport_extract.mentions.places import PlaceFinder
from cnreport_extract.mentions.recognised import Cleaner
from cnreport_extract.mentions.recognisers import NameRecogniser
from cnreport_extract.mentions.townships import TownshipFinder, with_townships
from cnreport_extract.mentions.words import Words
from cnreport_extract.mentions.works import WorkFinder
from cnreport_extract.records import Name, Span
from cnreport_extract.text.press_words import press_segmenter

_TITLES = re.compile(r"《[^《》\n]{1,80}》")


_SENTENCE = re.compile(r"[^。!?;\n]{4,400}")
_NUMBER = re.compile(r"[0-9]")


class NameFinder:
    """Finds the names of a text. Immutable once made.

    Example:
        >>> text = "赤壁市总工会在《湖北省规划》发布后走进湖北江澜冶金科技有限公司"
        >>> [(name.kind, name.name) for name in NameFinder(Lexicon()).find(text)]
        [('organisation', '赤壁市总工会'), ('organisation', '湖北江澜冶金科技有限公司')]
    """

    def __init__(self, lexicon: Lexicon, recogniser: NameRecogniser | None = None, *, lazy: bool = True) -> None:
        """Prepare the finder.

        Args:
            lexicon: The data.
            recogniser: Asked after the rules; its names count where the rules have found none.
            lazy: Ask it only about sentences with a number and no name before it; else about every sentence.
        """
        self._recogniser, self._lazy = recogniser, lazy
        self._cleaner = Cleaner(lexicon) if recogniser is not None else None
        self._segmenter = press_segmenter(lexicon)
        self._own = OwnNameFinder(lexicon.own_names)
        self._places = PlaceFinder(lexicon)
        self._dating = "".join(lexicon.cues("places")["dating"].words)
        self._organisations = OrganisationFinder(lexicon)
        self._townships = TownshipFinder(lexicon)
        self._persons = PersonFinder(lexicon)
        self._works = WorkFinder(lexicon)
        self._events = EventFinder(lexicon)
        finders = (self._own, self._places, self._organisations, self._persons)
        self._heads = Beginnings(head for finder in finders for head in finder.heads)

    def find(self, text: str) -> list[Name]:
        """All names in the order of the text; no two overlap.

        Args:
            text: Folded text.

        Returns:
            Names with what they stand for as far as the text around them says it; short names and pronouns are
            resolved by `coreference.Resolver`.
        """
        words = Words(text, self._segmenter, self._heads, self._dating)
        titles = [Span(*match.span()) for match in _TITLES.finditer(text)]
        places = outside(self._places.find(text, words), titles)
        places = list(with_townships(places, outside(self._townships.find(text, words, places), titles)))
        organisations = outside(self._organisations.find(text, words, places), titles)
        events = outside(self._events.find(text, words), titles)
        found = resolve_overlaps([*places, *organisations, *self._persons.find(text, words), *self._works.find(text), *events])
        names = with_own(found, self._own.find(text, words)) if self._own else found
        return self._with_recognised(text, names, titles) if self._recogniser is not None else names

    def _with_recognised(self, text: str, names: Sequence[Name], titles: Sequence[Span]) -> list[Name]:
        found = sorted(self._recognised(text, names), key=lambda name: name.start)
        larger = [name for name in names if name.kind != "place"]
        return resolve_overlaps([*names, *outside(outside(found, titles), larger)])

    def _recognised(self, text: str, names: Sequence[Name]) -> Iterator[Name]:
        """What the recogniser finds in the sentences that are not settled."""
        starts = [name.start for name in names]
        for match in _SENTENCE.finditer(text):
            if self._recogniser is None or self._cleaner is None or (self._lazy and not _unsettled(match, starts)):
                continue
            found = self._recogniser.find_names(match.group())
            for name in self._cleaner.clean(match.group(), found):
                yield replace(name, start=name.start + match.start(), end=name.end + match.start())


def _unsettled(sentence: re.Match[str], starts: Sequence[int]) -> bool:
    """Whether a sentence holds a number and no name before it."""
    number = _NUMBER.search(sentence.group())
    if number is None:
        return False
    at = bisect_left(starts, sentence.start())
    return at == len(starts) or starts[at] >= sentence.start() + number.start()
