"""A possible filling of one field, with what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cnreport_extract.records import Name, Period, Span

Marks = tuple[str, ...]  # names of features that come together, and come again: the scorer adds up their weights once


@dataclass(slots=True, eq=False)
class Candidate:
    """One possible metric, entity or period of a fact. Only `MetricFeatures` changes it, before anybody scores it.

    Attributes:
        rule: Id of the construction that proposes it.
        text: The phrase or name; `""` for "none".
        span: Where its words are, None where inherited.
        plain: Names of the features that hold, for the scorer; no feature is in two groups.
        mention: The name or period that it stands for.
        verb: For metrics: the governing verb, which coordinated numbers share.
        crossed: Features that hold together with the rule: `listed` stands for `rule|listed`.
    """

    rule: str
    text: str
    span: Span | None
    plain: Sequence[Marks]
    mention: Name | Period | None = None
    verb: str = ""
    crossed: Sequence[Marks] = ()

    @property
    def features(self) -> Marks:
        """All features by their full names, in an order that does not change."""
        plain = (feature for marks in self.plain for feature in marks)
        crossed = (f"{self.rule}|{feature}" for marks in self.crossed for feature in marks)
        return tuple(sorted([*plain, *crossed]))

    def holds(self, feature: str) -> bool:
        """Whether a plain feature holds."""
        return True in [feature in marks for marks in self.plain]
