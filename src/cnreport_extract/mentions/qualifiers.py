"""Qualifier words around a number: 约, 近, 超过, 不低于 before it, 余, 多 inside it, 以上, 左右 behind it.

Of several words one qualifier is made by one rule (`combine`): a bound beats an approximation, and of two bounds
the one before the number beats the one behind it, which beats the one inside: 约3000余人 is `>`, 近百余人 is `<`,
不少于20人以上 is `≥`, 超过60%以上 is `>`, 约200人左右 is `≈`.
"""

import re

from cnreport_extract.lexicon.lexicon import Lexicon

_MARKS = {"about": "≈", "more": ">", "least": "≥", "less": "<", "most": "≤"}
_LOOK_BEHIND = 12
_SHARE_BEHIND = 24


def combine(before: str, inner: str, behind: str) -> str:
    """One qualifier out of the marks before, inside and behind a number (each may be empty).

    Example:
        >>> combine("≈", ">", ""), combine("<", ">", ""), combine("", "", "≥"), combine("", "", "")
        ('>', '<', '≥', '=')
    """
    marks = [mark for mark in (before, behind, inner) if mark and mark != "="]
    bounds = [mark for mark in marks if mark != "≈"]
    return (bounds or marks or ["="])[0]


class QualifierReader:
    """Reads qualifier words at a position. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        link = lexicon.words("qualifiers", "link")
        groups = self._groups(lexicon, "before")
        self._before = re.compile(rf"(?:{groups})(?: ?{link}){{0,2}} ?$")
        of, distance = (lexicon.words("qualifiers", cue) for cue in ("of", "distance"))
        self._of = re.compile(rf"(?!{distance})(?:{groups})(?:{link}){{0,2}}[^,。;:!?、\n0-9]{{1,16}}{of}$")
        granted = rf"(?: ?(?:{link}|{lexicon.words('qualifiers', 'granted')})){{1,4}}"
        self._granted = re.compile(rf"(?P<most>{lexicon.words('qualifiers', 'highest')}){granted} ?$")
        self._distant = re.compile(rf"(?:{self._groups(lexicon, 'distant')})[^,。;:!?、\n0-9]{{1,4}}$")
        self._inner = re.compile(rf" ?(?:{self._groups(lexicon, 'inner')})")
        included = lexicon.words("qualifiers", "included")
        self._behind = re.compile(rf"(?:\({included}\))?(?:{self._groups(lexicon, 'behind')})")
        self._than = re.compile(rf"{lexicon.words('qualifiers', 'than')} ?$")
        self._compared = re.compile(rf" ?(?:{self._groups(lexicon, 'than')}){lexicon.words('qualifiers', 'slightly')}?(?=$|[^\w])")
        self._round = re.compile(rf"(?:{self._groups(lexicon, 'round')})$")
        self._stronger = re.compile(rf"(?P<more>{lexicon.words('qualifiers', 'fraction')})")
        self._passed = re.compile(rf"(?P<more>{lexicon.words('qualifiers', 'passed')})$")
        self._ends = frozenset(" ").union(self._last(lexicon, "before-"), self._last(lexicon, "link"))
        self._granted_ends = self._last(lexicon, "granted").union(self._last(lexicon, "link"), " ")
        self._than_ends = self._last(lexicon, "than").union(" ")
        self._of_ends, self._distant_words = self._last(lexicon, "of"), re.compile(self._groups(lexicon, "distant"))

    @staticmethod
    def _last(lexicon: Lexicon, cues: str) -> frozenset[str]:
        """The characters that the words of some cues end with: at most numbers none stands, and nothing is searched."""
        return frozenset(word[-1] for cue, entry in lexicon.cues("qualifiers").items() if cue.startswith(cues) for word in entry.words)

    @staticmethod
    def _groups(lexicon: Lexicon, place: str) -> str:
        named = [cue for cue in lexicon.cues("qualifiers") if cue.startswith(place + "-")]
        return "|".join(f"(?P<{cue.rpartition('-')[2]}>{lexicon.words('qualifiers', cue)})" for cue in named)

    def before(self, text: str, start: int, plain: bool = False) -> tuple[str, int]:
        """The mark of the words that end at `start`, and where they begin; `("", start)` where there are none.

        Args:
            text: Folded text.
            start: Offset of the number.
            plain: Whether the number consists of scales only, so that 上 (上千人) may bound it.
        """
        base = max(0, start - _LOOK_BEHIND)
        behind = text[base:start]
        found = self._before.search(behind) if behind[-1:] in self._ends else None
        found = found or (self._granted.search(behind) if behind[-1:] in self._granted_ends else None)
        found = found or (self._round.search(behind) if plain else None)
        found = found or (self._distant.search(behind) if self._distant_words.search(behind) else None)
        return (_MARKS[found.lastgroup], base + found.start()) if found and found.lastgroup else ("", start)

    def before_share(self, text: str, start: int) -> tuple[str, int]:
        """As `before`, with what is divided in between: 不超过总数的30%."""
        base = max(0, start - _SHARE_BEHIND)
        found = self._of.search(text[base:start]) if text[start - 1 : start] in self._of_ends else None
        return (_MARKS[found.lastgroup], base + found.start()) if found and found.lastgroup else ("", start)

    def passed(self, text: str, start: int) -> tuple[str, int]:
        """The mark of 过 before tenths: 过七成."""
        found = self._passed.search(text, max(0, start - _LOOK_BEHIND), start)
        return (">", found.start()) if found else ("", start)

    def stronger(self, text: str, at: int) -> tuple[str, int]:
        """The mark of 强 behind a fraction (三分之一强), and where it ends."""
        return self._at(self._stronger, text, at)

    def compared(self, text: str, start: int, end: int) -> tuple[str, int]:
        """The mark of 比170低 and the like: what stands before and behind the number together."""
        than = self._than.search(text, max(0, start - 2), start) if text[start - 1 : start] in self._than_ends else None
        mark, _ = self._at(self._compared, text, end) if than else ("", end)
        return (mark, than.start()) if than and mark else ("", start)

    def inner(self, text: str, at: int) -> tuple[str, int]:
        """The mark of the word between number and unit, and where it ends."""
        return self._at(self._inner, text, at)

    def behind(self, text: str, at: int) -> tuple[str, int]:
        """The mark of the words behind the unit, and where they end."""
        return self._at(self._behind, text, at)

    @staticmethod
    def _at(pattern: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
        found = pattern.match(text, at)
        return (_MARKS[found.lastgroup], found.end()) if found is not None and found.lastgroup else ("", at)
