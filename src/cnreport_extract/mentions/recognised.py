"""What a statistical recogniser found, cleaned by general evidence before it counts.

Blanks at the edges go; a post behind a person goes (江主席); countries that are written in one character each are two
names (中美); a word for a kind of body alone (公司, 委员会), a number with a noun (百强县) and a word of the lists of
common nouns are no names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cnreport_extract.chars import is_letter
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Name


class Cleaner:
    """Cleans recognised names.

    Example:
        >>> names = [Name(0, 4, "person", "陈江主席", None, (), "lac"), Name(4, 7, "place", "百强县", None, (), "lac")]
        >>> [name.name for name in Cleaner(Lexicon()).clean("陈江主席百强县", names)]
        ['陈江']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        persons, organisations = lexicon.cues("persons"), lexicon.cues("organisations")
        self._posts = re.compile(f"(?:{alternation([*persons['behind'].words, *persons['before'].words])})+$")
        self._no_person = frozenset(persons["no_person"].words)
        cues = lexicon.cues("recognised")
        self._letters = frozenset(cues["countries"].words)
        self._no_name = frozenset(cues["no_name"].words) | frozenset(organisations["generic"].words) | frozenset(lexicon.bodies)
        self._tails = cues["place_tails"].words
        self._opens = re.compile(alternation(cues["no_start"].words))

    def clean(self, text: str, names: Iterable[Name]) -> Iterator[Name]:
        """The names that stand up to it, in order."""
        for name in names:
            for part in self._parts(text, _stripped(text, name)):
                if self._stands(part):
                    yield part

    def _parts(self, text: str, name: Name) -> Iterator[Name]:
        """The name without post or 地区; one name for each country of one character."""
        if name.kind == "person" and (post := self._posts.search(name.name, 1)):
            yield _cut(text, name, name.start, name.start + post.start())
        elif name.kind != "person" and len(name.name) > 1 and self._letters.issuperset(name.name):
            yield from (replace(_cut(text, name, at, at + 1), kind="place") for at in range(name.start, name.end))
        elif name.kind == "place" and len(name.name) > 3 and (tail := next(filter(name.name.endswith, self._tails), "")):
            yield _cut(text, name, name.start, name.end - len(tail))
        else:
            yield name

    def _stands(self, name: Name) -> bool:
        """Whether it is a name at all."""
        if not name.name or name.name in self._no_name or not is_letter(name.name[0]):
            return False
        if name.kind == "person":
            return len(name.name) > 1 and name.name not in self._no_person
        if len(name.name) == 1:
            return name.name in self._letters
        return not self._opens.match(name.name)


def _stripped(text: str, name: Name) -> Name:
    start, end = name.start, name.end
    while start < end and not text[start].isalnum() and text[start] not in "“《(":
        start += 1
    while start < end and not text[end - 1].isalnum() and text[end - 1] not in "”》)":
        end -= 1
    return _cut(text, name, start, end)


def _cut(text: str, name: Name, start: int, end: int) -> Name:
    return replace(name, start=start, end=end, name=text[start:end])
