"""Choice among candidates: a linear score over named features, turned into a probability.

The weights lie in `models/attribution.json`, a readable table `task → feature → weight` that
`training/train_attribution.py` fits. A feature without a weight counts nothing.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from pathlib import Path

from cnreport_extract.errors import DataError
from cnreport_extract.facts.candidates import Candidate, Marks
from cnreport_extract.records import record

_MILLION = 1_000_000
_KEPT = 1 << 16  # sums


@record
class Choice:
    """The chosen candidate, how probable it is among its rivals, and what all of them score, in millionths."""

    candidate: Candidate
    probability: float
    millionths: tuple[int, ...]

    @property
    def scores(self) -> tuple[float, ...]:
        """The rivals' scores."""
        return tuple([score / _MILLION for score in self.millionths])


class _Sums(dict[Marks, int]):
    """The weights of features that come together, in millionths; kept, for the same ones come again and again."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__()
        self._weight = weights.get

    def __missing__(self, marks: Marks) -> int:
        if len(self) >= _KEPT:
            self.clear()
        found = self[marks] = sum(map(self._weight, marks, repeat(0)))
        return found


class _SumsByRule(dict[str, Callable[[Marks], int]]):
    """The same for features that hold together with a rule, by rule."""

    def __init__(self, crossed: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__()
        self._crossed = crossed

    def __missing__(self, rule: str) -> Callable[[Marks], int]:
        found = self[rule] = _Sums(self._crossed.get(rule, {})).__getitem__
        return found


@dataclass(frozen=True)
class Scorer:
    """Weights of one task (`metric`, `entity`, `date`, `target`, `fact`).

    They count in whole millionths, so that a sum is the same in whatever order its features come.
    """

    weights: Mapping[str, float]

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features."""
        return sum(map(self._whole.get, features, repeat(0))) / _MILLION

    @cached_property
    def _sum(self) -> Callable[[Marks], int]:
        """The sum of features that come together."""
        return _Sums(self._whole).__getitem__

    @cached_property
    def _beside(self) -> "_SumsByRule":
        """The sum of features that hold together with a rule, whose names are never put together."""
        return _SumsByRule(self._crossed)

    @cached_property
    def _whole(self) -> dict[str, int]:
        return {name: round(weight * _MILLION) for name, weight in self.weights.items()}

    @cached_property
    def _crossed(self) -> dict[str, dict[str, int]]:
        """Rule → feature that holds together with it → weight in millionths."""
        found: dict[str, dict[str, int]] = {}
        for name, weight in self._whole.items():
            rule, crossed, feature = name.partition("|")
            if crossed:
                found.setdefault(rule, {})[feature] = weight
        return found

    def choose(self, candidates: Sequence[Candidate]) -> Choice:
        """The candidate with the highest score; the first of equals.

        Args:
            candidates: At least one.
        """
        plain, beside = self._sum, self._beside
        scores = [
            sum(map(plain, one.plain)) + sum(map(beside[one.rule], one.crossed)) if one.crossed else sum(map(plain, one.plain))
            for one in candidates
        ]
        best = max(scores)
        total = sum([math.exp((score - best) / _MILLION) for score in scores])
        return Choice(candidates[scores.index(best)], 1.0 / total, tuple(scores))

    def probability(self, features: Iterable[str]) -> float:
        """The logistic of the score, for yes-or-no questions."""
        return 1.0 / (1.0 + math.exp(-max(min(self.score(features), 30.0), -30.0)))


def load_scorers(path: Path) -> dict[str, Scorer]:
    """Read the weights of all tasks.

    Raises:
        DataError: The file is missing or not a JSON object of objects of numbers.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        return {task: Scorer({name: float(weight) for name, weight in table.items()}) for task, table in content.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise DataError.at(str(path), "weights", str(error), "expected a JSON object task → feature → number") from error
