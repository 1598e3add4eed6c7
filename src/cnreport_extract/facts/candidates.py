"""A possible filling of one field, with what speaks for it."""

from collections.abc import Collection
from dataclasses import dataclass

from cnreport_extract.records import Name, Period, Span


@dataclass(slots=True, eq=False)
class Candidate:
    """One possible metric, entity or period of a fact. Only `MetricFeatures` changes it, before anybody scores it.

    Attributes:
        rule: Id of the construction that proposes it.
        text: The phrase or name; `""` for "none".
        span: Where its words are, None where inherited.
        plain: Names of the features that hold, for the scorer.
        mention: The name or period that it stands for.
        verb: For metrics: the governing verb, which coordinated numbers share.
        crossed: Features that hold together with the rule: `listed` stands for `rule|listed`.
    """

    rule: str
    text: str
    span: Span | None
    plain: Collection[str]
    mention: Name | Period | None = None
    verb: str = ""
    crossed: Collection[str] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """All features by their full names, in an order that does not change."""
        return tuple(sorted([*self.plain, *(f"{self.rule}|{feature}" for feature in self.crossed)]))
