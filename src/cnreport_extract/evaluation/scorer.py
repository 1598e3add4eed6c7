"""Documents of predicted facts against documents of gold facts: pairs, outcomes, precision, recall, F1.

A predicted and a gold fact are paired where their spans overlap, one to one, the longest overlap first.
What is paired with an optional gold fact counts on neither side.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cnreport_extract.evaluation.compare import LEVELS, Comparison
from cnreport_extract.evaluation.gold import GoldDocument, GoldFact, PredictedFact

KINDS = ("missed", "spurious", "value", "unit", "qualifier", "metric", "aspect", "direction", "entity", "date")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one predicted fact, of one gold fact, or of a pair of them.

    Attributes:
        document: Id of the document.
        steps: Levels reached, 0 to 4.
        kind: One of `KINDS`: the field that stopped it; `""` where all is right.
    """

    document: str
    steps: int
    kind: str
    predicted: PredictedFact | None
    gold: GoldFact | None


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one level, rounded to four digits."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, predicted: int, gold: int) -> "Score":
        """Compute the three from counts; nothing out of nothing is 0.

        Example:
            >>> Score.of(right=3, predicted=4, gold=6)
            Score(precision=0.75, recall=0.5, f1=0.6)
        """
        precision = right / predicted if predicted else 0.0
        recall = right / gold if gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        return cls(round(precision, _DIGITS), round(recall, _DIGITS), round(f1, _DIGITS))


@dataclass(frozen=True, slots=True)
class Report:
    """Outcomes, counted."""

    documents: int
    outcomes: tuple[Outcome, ...]

    @property
    def gold(self) -> int:
        """Number of required gold facts."""
        return sum(outcome.gold is not None for outcome in self.outcomes)

    @property
    def predicted(self) -> int:
        """Number of predicted facts that count."""
        return sum(outcome.predicted is not None for outcome in self.outcomes)

    @property
    def misses(self) -> tuple[Outcome, ...]:
        """All that is not fully right, in order."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind)

    def score(self, level: str) -> Score:
        """Precision, recall and F1 at one of `LEVELS`."""
        needed = LEVELS.index(level) + 1
        return Score.of(sum(outcome.steps >= needed for outcome in self.outcomes), self.predicted, self.gold)

    def of(self, document: str) -> "Report":
        """The part of one document."""
        return Report(1, tuple(outcome for outcome in self.outcomes if outcome.document == document))

    def as_json(self) -> dict[str, Any]:
        """Counts, the four levels and the number of misses by kind."""
        kinds = Counter(outcome.kind for outcome in self.misses)
        levels = {level: asdict(self.score(level)) for level in LEVELS}
        return {"documents": self.documents, "gold": self.gold, "predicted": self.predicted, **levels, "misses": dict(kinds.most_common())}


def pair_up(predicted: Sequence[PredictedFact], gold: Sequence[GoldFact], comparison: Comparison) -> dict[int, int]:
    """Pair overlapping facts one to one: index of the predicted fact → index of the gold fact."""
    overlaps = sorted(
        (-shared, -comparison.reached(guess, truth)[0], i, j)
        for i, guess in enumerate(predicted)
        for j, truth in enumerate(gold)
        if (shared := min(guess.span[1], truth.span[1]) - max(guess.span[0], truth.span[0])) > 0
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in overlaps:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def outcomes(document: GoldDocument, predicted: Sequence[PredictedFact], comparison: Comparison) -> Iterable[Outcome]:
    """Compare one document: predicted facts in order, then the gold facts that nobody found."""
    pairs = pair_up(predicted, document.facts, comparison)
    for i, guess in enumerate(predicted):
        if i not in pairs:
            yield Outcome(document.id, 0, "spurious", guess, None)
        elif not (truth := document.facts[pairs[i]]).optional:
            steps, kind = comparison.reached(guess, truth)
            yield Outcome(document.id, steps, kind, guess, truth)
    found = set(pairs.values())
    for j, truth in enumerate(document.facts):
        if j not in found and not truth.optional:
            yield Outcome(document.id, 0, "missed", None, truth)


def evaluate(gold: Mapping[str, GoldDocument], predicted: Mapping[str, Sequence[PredictedFact]], comparison: Comparison) -> Report:
    """Score all gold documents; one without predictions counts as predicted empty, predictions without gold do not count."""
    found = (outcome for name, document in gold.items() for outcome in outcomes(document, predicted.get(name, ()), comparison))
    return Report(len(gold), tuple(found))
