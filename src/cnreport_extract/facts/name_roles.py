"""What role a name plays where it stands: subject, source of the news, one of a list, after a preposition.

Read from the characters next to it, so that names in sentences without numbers, which nobody segments, have
roles too. The words come from `patterns/connectives.toml` and `patterns/roles.toml`.
"""

import re
from collections.abc import Collection, Sequence

from cnreport_extract.facts.items import HARD_MARKS
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Name

_BEHIND = 16  # characters behind a name in which a verb of saying shows it to be the source
_POST = 4  # characters behind a name in which a post shows that a person of it is meant (市总工会党组书记)
_BEFORE = ("place", "source", "object", "reference")
_LISTING = frozenset("、")


class RoleReader:
    """Names the roles of names. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._source = re.compile(f"[^,;。!?\\d]{{0,{_BEHIND}}}?{lexicon.words('roles', 'saying')}")
        self._post = re.compile(f"[^,;。!?\\d]{{0,{_POST}}}?{lexicon.words('persons', 'before')}")
        self._kinds = {word: cue for cue in _BEFORE for word in lexicon.cues("roles")[cue].words}
        self._and_others = tuple(lexicon.cues("roles")["others"].words)
        self._ranked = tuple(lexicon.cues("roles")["ranked"].words)
        self._owner = tuple(lexicon.cues("roles")["of"].words)
        self._longest = max(map(len, self._kinds))
        self._part = tuple(lexicon.cues("connectives")["part"].words)
        self._lead_in = tuple(lexicon.cues("roles")["lead_in"].words)

    def roles(self, text: str, names: Sequence[Name], dated: Collection[int] = ()) -> dict[int, tuple[str, str]]:
        """Roles of each name, by its start offset.

        Args:
            text: The folded text.
            names: Its names in order.
            dated: Where periods end: a name directly behind one opens what is told (2024年全市…).
        """
        return {name.start: (self._before(text, name.start, dated), self._behind(text, name)) for name in names}

    def _before(self, text: str, start: int, dated: Collection[int]) -> str:
        before = text[start - 1 : start]
        if not before or before.isspace() or before in HARD_MARKS:
            return "opens"
        if start in dated:
            return "dated"
        if text.endswith(self._part, 0, start):
            return "part"
        if text.endswith(self._lead_in, 0, start):
            return "led.in"
        if before in _LISTING:
            return "listed"
        for length in range(self._longest, 0, -1):
            kind = self._kinds.get(text[max(start - length, 0) : start])
            if kind is not None:
                return f"after.{kind}"
        return "quoted" if before in "“《" else "inside"

    def _behind(self, text: str, name: Name) -> str:
        end = name.end
        behind = text[end : end + 1]
        if text.startswith(self._and_others, end):
            return "and.others"
        if name.kind == "place" and text.startswith(self._ranked, end):
            return "ranked"
        if self._source.match(text, end):
            return "says"
        if self._post.match(text, end):
            return "led"
        if behind in _LISTING:
            return "goes.on"
        if behind in HARD_MARKS or not behind:
            return "closes"
        if text.startswith(self._owner, end):
            return "owns"
        return "measured" if behind.isdigit() else "followed"
