"""Documents of predicted facts against documents of gold facts: pairs, outcomes, precision, recall, F1.

A predicted and a gold fact are paired where their spans overlap, one to one, the longest overlap first.
What is paired with an optional gold fact counts on neither side.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cnreport_extract.evaluation.compare import FIELDS, LEVELS, Comparison
from cnreport_extract.evaluation.gold import GoldDocument, GoldFact, PredictedFact

KINDS = ("missed", "spurious", *FIELDS)
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one predicted fact, of one gold fact, or of a pair of them.

    Attributes:
        document: Id of the document.
        steps: Levels reached, 0 to 4.
        kind: One of `KINDS`: the field that stopped it; `""` where all is right.
        wrong: Of a pair all fields that are wrong, also those behind the one that stopped it.
    """

    document: str
    steps: int
    kind: str
    predicted: PredictedFact | None
    gold: GoldFact | None
    wrong: tuple[str, ...] = ()


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

    def field(self, field: str) -> tuple[int, int]:
        """Of the facts that were found, how many have this one of `FIELDS` right, and how many there are."""
        pairs = [outcome for outcome in self.outcomes if outcome.predicted and outcome.gold]
        return sum(field not in outcome.wrong for outcome in pairs), len(pairs)

    def of(self, *documents: str) -> "Report":
        """The part of some documents."""
        return Report(len(documents), tuple(outcome for outcome in self.outcomes if outcome.document in documents))

    def by_genre(self, genres: Mapping[str, str]) -> "dict[str, Report]":
        """The parts of the genres, in order of name; documents without one are left out."""
        names = sorted(set(genres.values()))
        return {name: self.of(*(document for document, genre in genres.items() if genre == name)) for name in names}

    def as_json(self, genres: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Counts, the four levels, the fields, the number of misses by kind, and the same of each genre where these are given."""
        kinds = Counter(outcome.kind for outcome in self.misses)
        levels = {level: asdict(self.score(level)) for level in LEVELS}
        counts = {"documents": self.documents, "gold": self.gold, "predicted": self.predicted}
        fields = {field: dict(zip(("right", "of"), self.field(field), strict=True)) for field in FIELDS}
        parts = {"genres": {name: part.as_json() for name, part in self.by_genre(genres).items()}} if genres else {}
        return {**counts, **levels, "fields": fields, "misses": dict(kinds.most_common()), **parts}


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
            yield Outcome(document.id, steps, kind, guess, truth, comparison.wrong(guess, truth))
    found = set(pairs.values())
    for j, truth in enumerate(document.facts):
        if j not in found and not truth.optional:
            yield Outcome(document.id, 0, "missed", None, truth)


def evaluate(gold: Mapping[str, GoldDocument], predicted: Mapping[str, Sequence[PredictedFact]], comparison: Comparison) -> Report:
    """Score all gold documents; one without predictions counts as predicted empty, predictions without gold do not count."""
    found = (outcome for name, document in gold.items() for outcome in outcomes(document, predicted.get(name, ()), comparison))
    return Report(len(gold), tuple(found))
