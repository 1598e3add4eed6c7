"""One predicted fact against one gold fact: how many of the four levels it reaches, and what stops it.

1. quantity: value, value_max, unit, qualifier   2. metric and aspect   3. entity   4. full: the date too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from cnreport_extract.evaluation.gold import GoldFact, PredictedFact
from cnreport_extract.evaluation.tolerances import Tolerances

LEVELS = ("quantity", "metric", "entity", "full")
FIELDS = ("value", "unit", "qualifier", "metric", "aspect", "direction", "entity", "date")
_SAME_ASPECT = {"": "level", "share": "level"}


def common_length(a: str, b: str) -> int:
    """Length of the longest common subsequence.

    Example:
        >>> common_length("受理案件数", "受理劳动争议案件")
        4
    """
    row = [0] * (len(b) + 1)
    for sign in a:
        diagonal = 0
        for column, other in enumerate(b, 1):
            diagonal, row[column] = row[column], diagonal + 1 if sign == other else max(row[column], row[column - 1])
    return row[-1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares facts with the given tolerances."""

    tolerances: Tolerances

    def reached(self, predicted: PredictedFact, gold: GoldFact) -> tuple[int, str]:
        """The number of levels reached, 0 to 4, and the field that stopped it (`""` at 4)."""
        for steps, checks in enumerate(self._checks()):
            for field, same in checks:
                if not same(predicted, gold):
                    return steps, field
        return len(LEVELS), ""

    def wrong(self, predicted: PredictedFact, gold: GoldFact) -> tuple[str, ...]:
        """All fields that are not an accepted answer, each judged on its own."""
        return tuple(field for checks in self._checks() for field, same in checks if not same(predicted, gold))

    def _checks(self) -> tuple[tuple[tuple[str, Callable[[PredictedFact, GoldFact], bool]], ...], ...]:
        return (
            (("value", self._same_value), ("unit", self._same_unit), ("qualifier", self._same_qualifier)),
            (("metric", self.same_metric), ("aspect", self._same_aspect), ("direction", self._same_direction)),
            (("entity", self.same_entity),),
            (("date", self.same_date),),
        )

    @staticmethod
    def _same_value(predicted: PredictedFact, gold: GoldFact) -> bool:
        return _equal(predicted.value, gold.value) and _equal(predicted.value_max, gold.value_max)

    def _same_unit(self, predicted: PredictedFact, gold: GoldFact) -> bool:
        if gold.text[-1:] in self.tolerances.number_ends and {predicted.unit, gold.unit} <= self.tolerances.bare:
            return True
        return _alike(predicted.unit.strip(), gold.unit.strip(), self.tolerances.unit_classes)

    def _same_qualifier(self, predicted: PredictedFact, gold: GoldFact) -> bool:
        return _alike(predicted.qualifier, gold.qualifier, self.tolerances.qualifiers)

    def same_metric(self, predicted: PredictedFact, gold: GoldFact) -> bool:
        """Whether the metric phrase is similar enough to an accepted one."""
        phrase = self._bare(predicted.metric)
        return bool(phrase) and any(self._similar(phrase, self._bare(name)) for name in gold.metric if name)

    def _similar(self, a: str, b: str) -> bool:
        return 2 * common_length(a, b) >= self.tolerances.minimum * (len(a) + len(b))

    @staticmethod
    def _same_aspect(predicted: PredictedFact, gold: GoldFact) -> bool:
        accepted = {_SAME_ASPECT.get(aspect or "", aspect) for aspect in gold.aspect}
        return _SAME_ASPECT.get(predicted.aspect, predicted.aspect) in accepted

    @staticmethod
    def _same_direction(predicted: PredictedFact, gold: GoldFact) -> bool:
        return predicted.aspect != "change" or not gold.direction or predicted.direction == gold.direction

    def same_entity(self, predicted: PredictedFact, gold: GoldFact) -> bool:
        """Whether the entity is, contains or is contained in an accepted name."""
        name = self._bare(predicted.entity)
        accepted = [self._bare(other) for other in gold.entity if other]
        if not accepted or not name:
            return not accepted and not name
        return any(_contained(name, other) or _contained(other, name) for other in accepted)

    def same_date(self, predicted: PredictedFact, gold: GoldFact) -> bool:
        """Whether the period (and the frequency, averages aside) is an accepted one."""
        free = any(word in name for name in gold.metric if name for word in self.tolerances.averages)
        if not free and predicted.frequency != gold.frequency:
            return False
        return (predicted.date and predicted.date.key()) in {days and days.key() for days in gold.date}

    def _bare(self, name: str) -> str:
        return "".join(sign for sign in name if sign not in self.tolerances.ignored)


def _equal(a: Decimal | None, b: Decimal | None) -> bool:
    """Equal numbers, or both absent; NaN equals nothing."""
    return a == b if a is not None and b is not None else a is b


def _alike(a: str, b: str, classes: Iterable[frozenset[str]]) -> bool:
    return a == b or any(a in words and b in words for words in classes)


def _contained(part: str, whole: str) -> bool:
    """Whether a name is inside the other and at least half of it."""
    return part in whole and 2 * len(part) >= len(whole)
