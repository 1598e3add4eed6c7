"""Things with a name of their own: ships, products, campaigns and works, which quotes or 《》 tell (“远澜”号货轮, “禾优18”).

A quoted word is a name where a noun for such a thing stands beside it or a number ends it; 《》 hold the name of a work
where a noun for works stands beside them (laws and plans are no actors). What is a name once is one wherever it is quoted again.
"""

import re
from collections.abc import Iterator

from cnreport_extract.chars import is_letter
from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.records import Name

_QUOTED = re.compile(r"“([^“”《》\n,。;:!?、]{1,12})”")
_TITLE = re.compile(r"《([^《》\n]{1,24})》")
_NUMBERED = re.compile(r"(.)([^0-9]{1,5})[0-9]{1,3}")
_NEAR = 8


class WorkFinder:
    """Finds ships, products and works of a text.

    Example:
        >>> [name.name for name in WorkFinder(Lexicon()).find("“远澜”号货轮首航。“禾优18”小麦亩产650公斤。微短剧《江边》开播。")]
        ['“远澜”号货轮', '禾优18', '江边']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues("works")
        things = alternation(cues["things"].words)
        arts = alternation(cues["arts"].words)
        self._number = cues["number_word"].words
        self._vessel = re.compile(rf"{alternation(self._number)}(?:{things})?")
        self._thing = re.compile(things)
        self._before_thing = re.compile(rf"{things}$")
        self._art = re.compile(arts)
        self._before_art = re.compile(rf"{arts}$")
        self._campaigns = cues["campaigns"].words
        self._not_named = frozenset(cues["no_name"].words)

    def find(self, text: str) -> list[Name]:
        """All such names in the order of the text; no two overlap."""
        things = self._again(text, _QUOTED, dict(self._quoted(text)), "thing")
        works = self._again(text, _TITLE, dict(self._titled(text)), "work")
        return sorted([*things, *works], key=lambda name: name.start)

    def _again(self, text: str, pattern: re.Pattern[str], named: dict[str, str], rule: str) -> Iterator[Name]:
        """Every place where the quotes hold one of the names, with the noun that belongs to it."""
        for match in pattern.finditer(text) if named else ():
            if name := named.get(match.group(1)):
                vessel = self._vessel.match(text, match.end()) if rule == "thing" else None
                yield Name(match.start(), vessel.end() if vessel else match.end(), "project", name, None, (), f"project.{rule}")

    def _quoted(self, text: str) -> Iterator[tuple[str, str]]:
        """Quoted words that are names, each with the longest form of the name."""
        for match in _QUOTED.finditer(text):
            inner = match.group(1)
            if inner in self._not_named:
                continue
            if vessel := self._vessel.match(text, match.end()):
                yield inner, text[match.start() : vessel.end()]
            elif (
                inner.endswith((*self._number, *self._campaigns))
                or _numbered(inner)
                or self._beside(text, match, self._thing, self._before_thing)
            ):
                yield inner, inner

    def _titled(self, text: str) -> Iterator[tuple[str, str]]:
        for match in _TITLE.finditer(text):
            if self._beside(text, match, self._art, self._before_art):
                yield match.group(1), match.group(1)

    @staticmethod
    def _beside(text: str, match: re.Match[str], behind: re.Pattern[str], before: re.Pattern[str]) -> bool:
        """Whether such a noun stands directly before or behind the quotes."""
        start = max(0, match.start() - _NEAR)
        return bool(behind.match(text, match.end()) or before.search(text[start : match.start()]))


def _numbered(text: str) -> bool:
    """Whether letters or Chinese characters with a number make a name (禾优18, 远澜-3)."""
    found = _NUMBERED.fullmatch(text)
    return found is not None and is_letter(found[1]) and all(letter == "-" or is_letter(letter) for letter in found[2])
