"""Replay the sentences of entries: an entry fires on its examples and keeps quiet on its counterexamples.

Each sentence is read by the step that uses the entry, not by the whole pipeline: what is tested is the entry.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cnreport_extract.chars import fold
from cnreport_extract.facts.canonical import MetricIndex
from cnreport_extract.facts.items import ItemReader
from cnreport_extract.lexicon.bodies import Body
from cnreport_extract.lexicon.lexicon import Lexicon, guarded
from cnreport_extract.lexicon.pronouns import Pronoun
from cnreport_extract.lexicon.rows import Cue, Metric, PeriodPattern, Row, Unit
from cnreport_extract.mentions.coreference import Resolver
from cnreport_extract.mentions.dates import PeriodFinder
from cnreport_extract.mentions.names import NameFinder
from cnreport_extract.mentions.quantities import QuantityFinder
from cnreport_extract.records import Period, Quantity, Sentence
from cnreport_extract.text.page import PageReader

MEANINGS = {"about": "≈", "more": ">", "least": "≥", "less": "<", "most": "≤"}
AS_WORDS = ("changes", "connectives", "copulas", "shares", "verbs")
AS_CHARACTERS = ("implied_metrics", "metric_heads", "roles", "targets")
_GROWTH = ("increase", "decrease", "yoy", "mom")
_ANY_DAY = date(2025, 4, 2)
_CLAUSE_ENDS = re.compile("[,;:。]")


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence that is read otherwise than its entry says: `fires` where it does and should not."""

    sentence: str
    fires: bool


class Replay:
    """Reads the sentences of entries with the patterns of one lexicon.

    Example:
        >>> lexicon = Lexicon()
        >>> Replay(lexicon).misses(lexicon.metrics[0])
        []
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def misses(self, row: Row) -> list[Miss]:
        """The sentences of an entry that are read otherwise than it says; none for an entry that only other steps read."""
        if isinstance(row, PeriodPattern):
            return list(self._period(row))
        fires = self._reader(row)
        if fires is None:
            return []
        idle = [Miss(sentence, fires=False) for sentence in row.examples if not fires(sentence)]
        return [*idle, *(Miss(sentence, fires=True) for sentence in row.counterexamples if fires(sentence))]

    def _reader(self, row: Row) -> Callable[[str], bool] | None:
        """Whether the entry fires on a sentence, as a function."""
        match row:
            case Unit():
                return lambda sentence: self._has_unit(sentence, row)
            case Metric():
                return lambda sentence: row.id in self.metrics(sentence)
            case Body():
                return lambda sentence: self._has_body(sentence, row)
            case Pronoun():
                return lambda sentence: self._has_pronoun(sentence, row)
            case Cue():
                return self._cue(row)
        return None

    def _cue(self, cue: Cue) -> Callable[[str], bool] | None:
        topic, meaning = cue.file.removesuffix(".toml"), MEANINGS.get(cue.id.split("-")[-1])
        if topic == "qualifiers" and meaning:
            return lambda sentence: meaning in {quantity.qualifier for quantity in self._quantities(sentence)}
        if topic == "exclusions":
            return lambda sentence: not self._quantities(sentence)
        if topic in AS_WORDS:
            return lambda sentence: f"{topic}.{cue.id}" in self._functions(sentence)
        if topic in AS_CHARACTERS:
            return lambda sentence: bool(re.search(guarded(cue, cue.words), sentence))
        return None

    def _has_unit(self, sentence: str, unit: Unit) -> bool:
        found = [quantity.unit_id or "" for quantity in self._quantities(sentence)]
        return unit.id in found or (unit.per_only and any(unit.id in name.split("/")[1:] for name in found))

    def _has_body(self, sentence: str, body: Body) -> bool:
        text, words = fold(sentence), tuple(map(fold, body.words))
        found = (name for name in self._names.find(text) if body.group in name.rule.partition("+")[0])
        return any(text.endswith(words, name.start, name.end) for name in found)

    def _has_pronoun(self, sentence: str, pronoun: Pronoun) -> bool:
        page = self._pages.read(sentence, None)
        names = self._resolver.resolve(page, self._names.find(page.text))
        return any(name.rule.startswith("pronoun") and page.text[name.start : name.end] in pronoun.words for name in names)

    def metrics(self, sentence: str) -> set[str]:
        """The metrics that the words around the numbers of a sentence mean, read without the steps that attribute them."""
        found = set()
        for quantity, phrases in self._phrases(fold(sentence)):
            for phrase in phrases:
                aspect = "change" if any(word in phrase for word in self._growth) else "level"
                found.add(self._index.find(phrase, quantity.dimension, aspect, quantity.unit))
        return {metric for metric in found if metric is not None}

    def _phrases(self, text: str) -> Iterator[tuple[Quantity, tuple[str, ...]]]:
        """Each number with the words of its clause before it, to its left, to its right and around it."""
        for clause in _CLAUSE_ENDS.split(text):
            found = self._finder.find(clause)
            ends = [0, *(quantity.cue.end for quantity in found)]
            starts = [*(quantity.cue.start for quantity in found[1:]), len(clause)]
            for quantity, end, start in zip(found, ends, starts, strict=False):
                left, right = clause[end : quantity.cue.start], clause[quantity.cue.end : start]
                yield quantity, (clause[: quantity.cue.start], left, right, left + right)

    def _period(self, row: PeriodPattern) -> Iterator[Miss]:
        for example in map(dict[str, Any], row.examples):
            expected = [example["span"], *(str(example.get(end, "")) for end in ("start", "end"))]
            expected += [example.get("frequency", ""), example.get("role", "period")]
            if expected not in [
                _written(example["text"], period) for period in self._periods_of(row, example["text"], example.get("published"))
            ]:
                yield Miss(example["text"], fires=False)
        yield from (Miss(text, fires=True) for text in row.counterexamples if self._periods_of(row, text, _ANY_DAY))

    def _periods_of(self, row: PeriodPattern, text: str, published: date | None) -> list[Period]:
        return [period for period in self._periods.find(fold(text), published) if period.rule == row.id]

    def _functions(self, sentence: str) -> set[str]:
        text = fold(sentence)
        return {cue for item in self._items.read(text, Sentence(0, len(text), 0, 0), []) for cue in item.cues}

    def _quantities(self, sentence: str) -> list[Quantity]:
        return self._finder.find(fold(sentence))

    @cached_property
    def _growth(self) -> list[str]:
        return [word for cue in _GROWTH for word in self._lexicon.cues("changes")[cue].words]

    @cached_property
    def _finder(self) -> QuantityFinder:
        return QuantityFinder(self._lexicon)

    @cached_property
    def _index(self) -> MetricIndex:
        return MetricIndex(self._lexicon)

    @cached_property
    def _items(self) -> ItemReader:
        return ItemReader(self._lexicon)

    @cached_property
    def _periods(self) -> PeriodFinder:
        return PeriodFinder(self._lexicon)

    @cached_property
    def _names(self) -> NameFinder:
        return NameFinder(self._lexicon)

    @cached_property
    def _pages(self) -> PageReader:
        return PageReader(self._lexicon)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._lexicon)


def _written(text: str, period: Period) -> list[str]:
    return [period.of(text), str(period.first or ""), str(period.last or ""), period.frequency or "", period.role]
