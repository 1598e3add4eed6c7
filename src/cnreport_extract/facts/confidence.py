"""How sure a fact is: the probabilities of its choices, corrected by how often such facts were right on texts held out.

The correction is a table of points in `models/attribution.json` (`confidence`): product of the probabilities →
share of wholly right facts. Between two points it is a straight line.
"""

from bisect import bisect_right
from collections.abc import Mapping

from cnreport_extract.facts.attribution import Attribution
from cnreport_extract.records import record

_NO_METRIC = 0.05


@record
class Calibration:
    """Points of the correction, in rising order of the product.

    Example:
        >>> Calibration(((0.0, 0.2), (1.0, 0.9)))(0.5)
        0.55
    """

    points: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    @classmethod
    def of(cls, table: Mapping[str, float]) -> "Calibration":
        """Read the table of the weights file; an empty one corrects nothing."""
        return cls(tuple(sorted((float(product), share) for product, share in table.items()))) if table else cls()

    def __call__(self, product: float) -> float:
        """The corrected confidence, rounded to three digits."""
        place = min(max(bisect_right(self.points, (product, 2.0)), 1), len(self.points) - 1)
        (low, bottom), (high, top) = self.points[place - 1], self.points[place]
        part = (min(max(product, low), high) - low) / (high - low) if high > low else 0.0
        return round(bottom + part * (top - bottom), 3)


def product(found: Attribution) -> float:
    """The probability of all choices together, as if they were independent of each other."""
    metric = found.metric.probability if found.metric is not None else _NO_METRIC
    return metric * found.entity.probability * found.date.probability * max(found.planned, 1.0 - found.planned)
