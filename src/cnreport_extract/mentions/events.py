"""Fairs, festivals, contests and prizes that an ordinal or a year opens, and their short forms (第七届江博会, 本届江博会, 江博会).

What ends such names is data. A page that names one event calls it later by what stands behind the ordinal, by 本届 with some
characters of the name in their order (本届画展) or by a common noun (本届展会). Bodies have sessions too and are none (第七届理事会).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from cnreport_extract.lexicon.lexicon import Lexicon, alternation
from cnreport_extract.mentions.overlaps import resolve_overlaps
from cnreport_extract.mentions.words import Words
from cnreport_extract.records import Name, record

_LETTERS = r"[^\W_]"
_LONGEST, _SHORTEST, _SHORT, _THIS = 24, 2, 5, 4


@record
class _Event:
    """A mention with its name, and the name without what opens it."""

    start: int
    end: int
    name: str
    core: str


class EventFinder:
    """Finds the events of a text. Immutable once made.

    Example:
        >>> text = "第七届江博会闭幕。本届展会成交3亿元。"
        >>> [(name.start, name.name) for name in EventFinder(Lexicon()).find(text, Words(text))]
        [(0, '第七届江博会'), (9, '第七届江博会')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = {name: cue.words for name, cue in lexicon.cues("events").items()}
        numerals, year = "".join(cues["numerals"]), alternation(cues["year"])
        first, session = alternation(cues["first"]), alternation(cues["session"])
        inner = rf"(?:“[^“”\n,。]{{2,16}}”|{_LETTERS}|[·—-]){{1,{_LONGEST}}}?"
        quoted = rf"“(?:{_LETTERS}|[·—-]){{1,{_LONGEST}}}?{alternation(cues['ends'])}”"
        session_of = rf"(?:{first}|{alternation(cues['ordinal'])}[0-9{numerals}]{{1,5}}{session})"
        self._ordinal = re.compile(rf"(?P<opener>{session_of})(?P<core>{quoted}|{inner}{alternation(cues['ends'])})")
        by_year = rf"20(?<=(?<![0-9])20)(?P<opener>[0-9]{{2}}{year}?)"  # begins with what a search skips to
        self._dated = re.compile(rf"{by_year}(?P<core>{inner}{alternation(cues['ends_by_year'])})")
        self._open = re.compile(session_of)
        self._not_event = re.compile(alternation(cues["no_event"]))
        self._this = re.compile(rf"{alternation(cues['this'])}\Z")
        this_one = rf"{alternation(cues['this'])}(?P<rest>{alternation(cues['common'])}|{_LETTERS}{{2,{_SHORT}}})"
        self._this_source, self._common = this_one, frozenset(cues["common"])
        self._country, self._year = cues["country"], cues["year"]
        self._ends, self._prize = cues["ends"], cues["prize"]

    @cached_property
    def _this_rest(self) -> re.Pattern[str]:
        return re.compile(self._this_source)  # few texts name one event alone

    def find(self, text: str, words: Words) -> list[Name]:
        """All of them in the order of the text; no two overlap."""
        full = [*self._opened(text, words, self._ordinal), *self._opened(text, words, self._dated)]
        if not full:
            return []
        names = [_name(event.start, event.end, event, "") for event in full]
        return resolve_overlaps([*names, *self._shorts(text, words, full)])

    def _opened(self, text: str, words: Words, pattern: re.Pattern[str]) -> Iterator[_Event]:
        """Names with what opens them; the year of 2026年江澜活动周 stays outside of the mention, for the date."""
        for match in pattern.finditer(text):
            end = self._end(text, words, match)
            core = text[match.start("core") : end]
            if end < 0 or len(core.strip("“”")) <= _SHORTEST or self._not_event.search(core):
                continue
            start = self._start(text, match.start()) if pattern is self._dated else match.start()
            dated = match["opener"].endswith(self._year)
            yield _Event(match.start("core") if dated else start, end, text[start:end], core.strip("“”"))

    def _start(self, text: str, year: int) -> int:
        """Where a name begins that a year opens: before its country (中国2026江澜博览会)."""
        return year - next((len(country) for country in self._country if text.endswith(country, 0, year)), 0)

    def _end(self, text: str, words: Words, match: re.Match[str]) -> int:
        """Where the name ends: where a word ends, or with a longer word for such events that goes on from here; -1 for none."""
        end = match.end()
        if text[end - 1] == "”":
            return end
        for further in range(end, min(end + 4, len(text)) + 1):
            if text.endswith(self._ends, match.start("core"), further) and words.starts_at(further):
                return further
        return -1

    def _shorts(self, text: str, words: Words, events: Sequence[_Event]) -> Iterator[Name]:
        """The short forms, where the text names one event with that name only."""
        named: dict[str, _Event] = {}
        for event in events:
            named.setdefault(event.name, event)
        for event in named.values():
            if sum(other.core == event.core for other in named.values()) == 1:
                yield from self._cores(text, event)
        if len(named) == 1:
            yield from self._this_one(text, words, events[0])

    def _cores(self, text: str, event: _Event) -> Iterator[Name]:
        """江博会 and 本届江博会, not behind another ordinal."""
        end = 0
        while (at := text.find(event.core, end)) >= 0:
            this = self._this.search(text, max(end, at - _THIS), at)
            start, end = this.start() if this else at, at + len(event.core)
            before = text[max(0, start - 8) : start]
            if not (opened := [*self._open.finditer(before)]) or opened[-1].end() < len(before):
                yield _name(start, end, event, "+short")

    def _this_one(self, text: str, words: Words, event: _Event) -> Iterator[Name]:
        """本届展会, and 本届 with characters of the name."""
        for match in self._this_rest.finditer(text):
            for end in range(match.end(), match.start("rest") + 1, -1):
                rest = text[match.start("rest") : end]
                common = rest in self._common and not event.core.endswith(self._prize)
                if words.starts_at(end) and (common or (rest.endswith(self._ends) and _in_order(rest, event.core))):
                    yield _name(match.start(), end, event, "+short")
                    break


def _name(start: int, end: int, event: _Event, why: str) -> Name:
    return Name(start, end, "project", event.name, None, (), f"project.event{why}")


def _in_order(short: str, full: str) -> bool:
    """Whether the characters of the short form stand in the full one in their order."""
    letters = iter(full)
    return all(letter in letters for letter in short)
