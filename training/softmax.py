"""Fits the weights of a linear choice among candidates (softmax, several candidates may be right).

The loss is convex: L-BFGS of SciPy finds its one minimum, so the order of the examples does not matter.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Vector = npt.NDArray[np.float64]
_STEPS = 200  # of L-BFGS; the weights settle long before


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the features of each candidate, which candidates are right, and how much the choice counts."""

    candidates: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Table:
    """All choices as one table: a row a candidate.

    Attributes:
        features: Row × feature, 1 where it holds.
        starts: The first row of each choice.
        choice: The choice of each row.
        right: 1 where the candidate is right.
        weight: How much each choice counts.
    """

    features: csr_matrix
    starts: npt.NDArray[np.int64]
    choice: npt.NDArray[np.int64]
    right: Vector
    weight: Vector

    def loss(self, weights: Vector, penalty: float) -> tuple[float, Vector]:
        """Minus the log of how probable the right candidates are, with the L2 term; and its gradient."""
        scores = self.features @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.choice])
        total = np.add.reduceat(powers, self.starts)
        inside = np.add.reduceat(powers * self.right, self.starts)
        push = (powers / total[self.choice] - powers * self.right / inside[self.choice]) * self.weight[self.choice]
        loss = float(np.sum((np.log(total) - np.log(inside)) * self.weight) + penalty / 2 * weights @ weights)
        return loss, self.features.T @ push + penalty * weights


def fit(examples: Sequence[Example], *, penalty: float = 4.0, least: int = 5) -> dict[str, float]:
    """Weights that make the right candidates probable.

    Args:
        examples: Choices; those without a right candidate teach nothing and are skipped.
        penalty: Weight of the L2 term.
        least: Features seen in fewer examples than this are left out.
    """
    taught = [example for example in examples if 0 < len(example.right) < len(example.candidates)]
    counts = Counter(feature for example in taught for feature in {name for found in example.candidates for name in found})
    known = {name: column for column, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}
    if not known:
        return {}
    table = _table(taught, known)
    found = minimize(table.loss, np.zeros(len(known)), args=(penalty,), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return {name: round(float(found.x[column]), 3) for name, column in known.items() if abs(found.x[column]) >= 0.01}


def _table(examples: Sequence[Example], known: Mapping[str, int]) -> _Table:
    columns: list[int] = []
    ends, starts, choice, right = [0], [], [], []
    for number, example in enumerate(examples):
        starts.append(len(choice))
        for index, found in enumerate(example.candidates):
            columns += sorted({known[name] for name in found if name in known})
            ends.append(len(columns))
            choice.append(number)
            right.append(float(index in example.right))
    features = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(choice), len(known)))
    weight = np.array([example.weight for example in examples])
    return _Table(features, np.array(starts), np.array(choice), np.array(right), weight)
