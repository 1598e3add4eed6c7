"""Who speaks where: the persons and bodies named beside a quotation, whose numbers are often about them.

“去年我家卖了12万单。”商户孙丽丽说 names its speaker behind the quotation, in a sentence of its own; 孙丽丽说:“…” before it;
村民 孙丽丽:去年我家卖了12万单 needs no quotation marks. The words come from `patterns/roles.toml`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cnreport_extract.facts.scene import Scene
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Name, record

_QUOTATION = re.compile("“((?:[^“”\\n]|“[^“”\\n]{1,16}”)+)”")
_STOPS = frozenset(",。!?;…~")  # what ends a quotation that is speech rather than a term, inside of the closing mark or behind it
_BEHIND = re.compile("[,，]?[^,，。!?;:“”\\n]{2,40}(?=[,，。!?;\\n]|$)")
_BEFORE = re.compile("[^。!?;“”\\n]{2,50}[:,，]$")
_COLON = re.compile("[^:,，。!?;“”\\n]{2,24}:(?!“)")
_REACH = 52  # characters before a quotation in which its speaker stands
_NEAR = 16  # characters between a name and its verb
_SPEAKERS = 3


@record
class Speech:
    """A stretch of text that somebody says.

    Attributes:
        start: Where it starts.
        end: Where it ends.
        speakers: Who may say it: a person, and the body that the person speaks for.
        where: Where they are named: `behind`, `before`, or before a `colon` without quotation marks.
        person: Whether it says I (`self`), we (`ours`), or neither (`other`).
    """

    start: int
    end: int
    speakers: Sequence[Name]
    where: str
    person: str


class SpeechReader:
    """Finds them. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._says = re.compile(f"[^,;。!?\\d]{{0,{_NEAR}}}?{lexicon.words('roles', 'speaking')}")
        self._persons = {cue: re.compile(lexicon.words("roles", cue)) for cue in ("self", "ours")}

    def read(self, scene: Scene) -> list[Speech]:
        """The speeches of a page, in text order."""
        found = [*self._quoted(scene), *self._behind_colons(scene)]
        return sorted(found, key=lambda speech: speech.start)

    def _quoted(self, scene: Scene) -> Iterator[Speech]:
        text = scene.page.text
        for quotation in _QUOTATION.finditer(text) if scene.names else ():
            start, end = quotation.span()
            if text[end - 2] not in _STOPS and text[end : end + 1] not in _STOPS:
                continue
            before = self._before(scene, start)
            speakers = before or self._behind(scene, end)
            if speakers:
                yield self._speech(text, start, end, speakers, "before" if before else "behind")

    def _behind_colons(self, scene: Scene) -> Iterator[Speech]:
        """Paragraphs that a person and a colon open."""
        text = scene.page.text
        for block in scene.page.blocks if scene.names else ():
            opening = _COLON.match(text, block.start, block.end)
            if opening is None:
                continue
            speakers = [
                name for name in self._within(scene, block.start, opening.end()) if name.kind == "person" and name.end == opening.end() - 1
            ]
            if speakers:
                yield self._speech(text, opening.end(), block.end, speakers, "colon")

    def _speech(self, text: str, start: int, end: int, speakers: Sequence[Name], where: str) -> Speech:
        person = next((cue for cue, words in self._persons.items() if words.search(text, start, end)), "other")
        return Speech(start, end, tuple(speakers[:_SPEAKERS]), where, person)

    def _behind(self, scene: Scene, at: int) -> list[Name]:
        """Who says what ends at an offset: named in the clause behind it."""
        clause = _BEHIND.match(scene.page.text, at)
        return self._speaking(scene, at, clause.end()) if clause is not None else []

    def _before(self, scene: Scene, at: int) -> list[Name]:
        """Who says what starts at an offset: named before it, where a colon or a comma behind a verb leads over."""
        text = scene.page.text
        if text[at - 1 : at] not in {":", ",", "，"}:
            return []
        clause = _BEFORE.search(text, max(at - _REACH, 0), at)
        if clause is None:
            return []
        speaking = self._speaking(scene, clause.start(), at - 1)
        named = [name for name in self._within(scene, clause.start(), at) if name.kind == "person" and name.end == at - 1]
        return speaking or (named if text[at - 1] == ":" else [])

    def _speaking(self, scene: Scene, start: int, end: int) -> list[Name]:
        """The names between two offsets behind which a verb of saying follows."""
        text = scene.page.text
        return [name for name in self._within(scene, start, end) if self._says.match(text, name.end, end)]

    @staticmethod
    def _within(scene: Scene, start: int, end: int) -> Sequence[Name]:
        low, high = (bisect_left(scene.names, at, key=lambda name: name.start) for at in (start, end))
        return scene.names[low:high]
