"""Fits the weights of a linear choice among candidates (softmax, several candidates may be right).

Adagrad with an L2 penalty, examples in a fixed order, pure Python: the same input gives the same weights.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the features of each candidate, and which candidates are right."""

    candidates: tuple[tuple[str, ...], ...]
    right: frozenset[int]


def fit(
    examples: Sequence[Example], *, epochs: int = 12, rate: float = 0.1, penalty: float = 1e-2, least: int = 5, settled: int = 4
) -> dict[str, float]:
    """Weights that make the right candidates probable.

    Args:
        examples: Choices; those without a right candidate teach nothing and are skipped.
        epochs: Passes over the examples.
        rate: Step of Adagrad.
        penalty: Weight of the L2 term, per example.
        least: Features seen in fewer examples than this are left out.
        settled: Passes before the weights are averaged: the mean of the later passes depends less on the order of the examples.
    """
    taught = [example for example in examples if 0 < len(example.right) < len(example.candidates)]
    counts = Counter(feature for example in taught for feature in {name for found in example.candidates for name in found})
    known = {feature for feature, count in counts.items() if count >= least}
    rows = [([[name for name in found if name in known] for found in example.candidates], example.right) for example in taught]
    weights: dict[str, float] = dict.fromkeys(sorted(known), 0.0)
    squares: dict[str, float] = dict.fromkeys(weights, 1e-6)
    sums = dict.fromkeys(weights, 0.0)
    for epoch in range(epochs):
        order = range(len(rows)) if epoch % 2 == 0 else range(len(rows) - 1, -1, -1)
        for index in order:
            _step(rows[index][0], rows[index][1], weights, squares, rate, penalty)
        if epoch >= settled:
            for name, weight in weights.items():
                sums[name] += weight
    means = {name: total / (epochs - settled) for name, total in sums.items()}
    return {name: round(mean, 3) for name, mean in means.items() if abs(mean) >= 0.01}


def _step(
    found: list[list[str]], right: frozenset[int], weights: dict[str, float], squares: dict[str, float], rate: float, penalty: float
) -> None:
    scores = [sum(weights[name] for name in names) for names in found]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    inside = sum(powers[index] for index in right)
    gradient: dict[str, float] = {}
    for index, names in enumerate(found):
        push = powers[index] / total - (powers[index] / inside if index in right else 0.0)
        if abs(push) > 1e-6:
            for name in names:
                gradient[name] = gradient.get(name, 0.0) + push
    for name, pull in gradient.items():
        slope = pull + penalty * weights[name]
        squares[name] += slope * slope
        weights[name] -= rate * slope / math.sqrt(squares[name])
