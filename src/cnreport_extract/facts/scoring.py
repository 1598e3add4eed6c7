"""Choice among candidates: a linear score over named features, turned into a probability.

The weights lie in `models/attribution.json`, a readable table `task → feature → weight` that
`training/train_attribution.py` fits. A feature without a weight counts nothing.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cnreport_extract.errors import DataError
from cnreport_extract.facts.candidates import Candidate


@dataclass(frozen=True)
class Choice:
    """The chosen candidate, how probable it is among its rivals, and the rivals' scores."""

    candidate: Candidate
    probability: float
    scores: tuple[float, ...]


@dataclass(frozen=True)
class Scorer:
    """Weights of one task (`metric`, `entity`, `date`, `target`, `fact`)."""

    weights: Mapping[str, float]

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features."""
        get = self.weights.get
        return sum(get(feature, 0.0) for feature in features)

    def choose(self, candidates: Sequence[Candidate]) -> Choice:
        """The candidate with the highest score; the first of equals.

        Args:
            candidates: At least one.
        """
        scores = [self.score(candidate.features) for candidate in candidates]
        best = max(range(len(scores)), key=lambda index: (scores[index], -index))
        total = sum(math.exp(score - scores[best]) for score in scores)
        return Choice(candidates[best], 1.0 / total, tuple(scores))

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
