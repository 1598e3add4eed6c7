"""A possible filling of one field, with what speaks for it."""

from dataclasses import dataclass

from cnreport_extract.records import Name, Period, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible metric, entity or period of a fact.

    Attributes:
        rule: Id of the construction that proposes it.
        text: The phrase or name; `""` for "none".
        span: Where its words are, None where inherited.
        features: Names of the features that hold, for the scorer.
        mention: The name or period that it stands for.
        verb: For metrics: the governing verb, which coordinated numbers share.
    """

    rule: str
    text: str
    span: Span | None
    features: tuple[str, ...]
    mention: Name | Period | None = None
    verb: str = ""
