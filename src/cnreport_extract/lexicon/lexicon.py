"""The loaded data as one immutable object that is passed to every step: no globals."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from cnreport_extract import resources
from cnreport_extract.lexicon.bodies import Body, load_bodies
from cnreport_extract.lexicon.gazetteers import Gazetteer
from cnreport_extract.lexicon.load import load_rows, read_toml
from cnreport_extract.lexicon.own_names import OwnName, load_own_names
from cnreport_extract.lexicon.pronouns import Pronoun, load_pronouns
from cnreport_extract.lexicon.rows import Cue, Metric, PeriodPattern, Unit
from cnreport_extract.lexicon.units import UnitIndex


def alternation(words: Iterable[str]) -> str:
    """A regular expression source that matches any of the words, the longest first.

    Words that begin alike stand together, so that where none matches few are tried.

    Example:
        >>> alternation(["增", "增长", "升"])
        '(?:增(?:长|)|升)'
    """
    beginning: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        beginning.setdefault(word[:1], []).append(re.escape(word[1:]))
    branches = (re.escape(head) + (f"(?:{'|'.join(tails)})" if len(tails) > 1 else tails[0]) for head, tails in beginning.items())
    return f"(?:{'|'.join(branches)})"


def guarded(cue: Cue | Unit, words: Sequence[str]) -> str:
    """The alternation of `words` with the entry's own guards against what stands before and behind.

    Where there are guards before the words, their first characters are looked at first: a search fails at most places.
    """
    behind = f"(?!{alternation(cue.not_before)})" if cue.not_before else ""
    if not cue.not_after:
        return f"{alternation(words)}{behind}"
    by_length = groupby(sorted(set(cue.not_after), key=lambda text: (len(text), text)), key=len)
    before = "".join(f"(?<!{alternation(texts)})" if length > 1 else f"(?<![{_characters(texts)}])" for length, texts in by_length)
    return f"(?=[{_characters({word[0] for word in words})}]){before}{alternation(words)}{behind}"


def _characters(characters: Iterable[str]) -> str:
    """The inside of a character class."""
    return "".join(map(re.escape, sorted(characters)))


@dataclass(frozen=True)
class Lexicon:
    """All patterns of one data folder; each kind is loaded when it is first asked for.

    Example:
        >>> from cnreport_extract.lexicon.lexicon import Lexicon
        >>> Lexicon().cues("changes")["increase"].words[:1]
        ('增长',)
    """

    root: Path | None = None
    own: tuple[Path, ...] = ()
    layers: tuple[Path, ...] = ()

    @property
    def patterns(self) -> Path:
        """The folder of the pattern files."""
        return self.root / "patterns" if self.root else resources.patterns()

    @property
    def roots(self) -> tuple[Path, ...]:
        """That folder, and the pattern folders of the user that are laid over it, the strongest last."""
        return (self.patterns, *self.layers)

    @property
    def gazetteers(self) -> Path:
        """The folder of the name lists."""
        return self.root / "gazetteers" if self.root else resources.gazetteers()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The name lists, read when first asked for."""
        return Gazetteer(self.gazetteers)

    @cached_property
    def own_names(self) -> tuple[OwnName, ...]:
        """The names of the user's own lists (`own`); of two lists with one form the first counts."""
        forms = {own.form: own for path in reversed(self.own) for own in load_own_names(path)}
        return tuple(forms.values())

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Words that end names of organisations → their families."""
        return load_bodies(self.roots)

    @cached_property
    def pronouns(self) -> dict[str, Pronoun]:
        """Words that stand for names given elsewhere → their families."""
        return load_pronouns(self.roots)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units of `patterns/units/`."""
        return tuple(load_rows(self.roots, "units/*.toml", "unit", Unit, dimension="dimension"))

    @cached_property
    def unit_index(self) -> UnitIndex:
        """The units by alias, with compound units and conversion."""
        return UnitIndex(self.units, **{cue.id: cue.words for cue in self.cues("unit_parts").values()})

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """All canonical metrics of `patterns/metrics/`."""
        return tuple(load_rows(self.roots, "metrics/*.toml", "metric", Metric, topic="@stem"))

    @cached_property
    def metric_names(self) -> frozenset[str]:
        """All names of the canonical metrics."""
        return frozenset(alias for metric in self.metrics for alias in metric.aliases)

    @cached_property
    def periods(self) -> tuple[PeriodPattern, ...]:
        """All period patterns of `patterns/dates/`, in file order."""
        return tuple(load_rows(self.roots, "dates/*.toml", "period", PeriodPattern, triggers="triggers", lead="lead"))

    @cached_property
    def period_parts(self) -> dict[str, Any]:
        """The tables of `patterns/dates/parts.toml`: named parts of period patterns, words with values, digits."""
        return read_toml(self.patterns / "dates" / "parts.toml")

    @cached_property
    def festival_days(self) -> dict[str, Any]:
        """The tables of `patterns/dates/calendar.toml`: days of the lunar festivals and of the official holidays by year."""
        return read_toml(self.patterns / "dates" / "calendar.toml")

    @cached_property
    def _cues(self) -> dict[str, dict[str, Cue]]:
        found: dict[str, dict[str, Cue]] = {}
        for cue in load_rows(self.roots, "*.toml", "cue", Cue):
            found.setdefault(Path(cue.file).stem, {})[cue.id] = cue
        return found

    @property
    def all_cues(self) -> tuple[Cue, ...]:
        """The cues of all topics."""
        return tuple(cue for cues in self._cues.values() for cue in cues.values())

    def cues(self, topic: str) -> dict[str, Cue]:
        """The cues of `patterns/<topic>.toml` by id; empty where there is no such file."""
        return self._cues.get(topic, {})

    def words(self, topic: str, *ids: str) -> str:
        """Regular expression source for the words of the named cues of a topic (all where none is named)."""
        cues = self.cues(topic)
        return "(?:" + "|".join(guarded(cues[cue], cues[cue].words) for cue in ids or cues) + ")"
