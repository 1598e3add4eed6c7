"""The public models: `Fact`, `Evidence`, `DateRange`, `Mention`, `Section` and `Document`.

They are pydantic models, frozen. Their JSON form is flat, uses strings for decimals and is described by
`schemas/fact.json` and `schemas/document.json`.
"""

from datetime import date as Date
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

_CONVERSION = "cnreport_extract.mentions.conversion"  # found late: the units lie above the models
Offsets = tuple[int, int]
EntityType = Literal["organisation", "place", "person", "project", "group"]
Aspect = Literal["level", "change", "share", "rank", "target"]
Frequency = Literal["day", "week", "month", "quarter", "year"]


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and without a trailing fraction of zeros.

    Example:
        >>> plain(Decimal("1.66E+8")), plain(Decimal("12.50"))
        ('166000000', '12.5')
    """
    digits = format(value, "f")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) or "0"


Number = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]


class Model(BaseModel):
    """Shared configuration: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DateRange(Model):
    """The days that a value covers, both ends included; None is an open end."""

    start: Date | None
    end: Date | None


class Evidence(Model):
    """Where in the raw input each field was read; None where it was inherited from elsewhere or is absent.

    `restated` holds the spans of numbers elsewhere that say the same (a headline, a lead).
    """

    entity: Offsets | None = None
    metric: Offsets | None = None
    date: Offsets | None = None
    sentence: Offsets | None = None
    restated: tuple[Offsets, ...] = ()


class Fact(Model):
    """One numeric statement: entity · metric · value · unit · date, anchored to the characters it came from."""

    entity: str | None
    entity_type: EntityType | None = None
    entity_id: str | None = None
    metric: str | None
    metric_id: str | None = None
    value: Number
    value_max: Number | None = None
    qualifier: Literal["=", "≈", ">", "≥", "<", "≤"] = "="
    unit: str
    dimension: str
    aspect: Aspect = "level"
    direction: Literal["up", "down"] | None = None
    basis: Literal["yoy", "mom"] | None = None
    date: DateRange | None = None
    frequency: Frequency | None = None
    span: Offsets
    text: str
    evidence: Evidence = Evidence()
    rule: str
    confidence: Annotated[float, Field(ge=0, le=1)]

    def to(self, unit: str) -> "Fact":
        """The same fact in another unit of its dimension (4500亩 → 300公顷).

        Args:
            unit: Id or alias of a unit, or several joined by `/`.

        Raises:
            UnitError: An unknown unit, one of another dimension, or no fixed ratio between the two.
        """
        converted: Fact = import_module(_CONVERSION).convert(self, unit)
        return converted


class Part(Model):
    """A stretch of a mention and what it was read as: `number`, `unit`, `before`, `year` and so on."""

    name: str
    span: Offsets
    text: str


class Mention(Model):
    """A typed stretch of the text: a quantity, a period or a name, with what it stands for.

    Quantities and periods tell their `parts`; periods also all `rules` that took part, the outermost first, and the publish
    date that they were resolved against (`reference`).
    `post` and `post_of` are given of persons only: the post that the text names with them, and the body or place that it belongs to.
    """

    kind: Literal["quantity", "period", "organisation", "place", "person", "project", "group"]
    span: Offsets
    text: str
    value: str | None
    id: str | None = None
    rule: str
    post: str | None = None
    post_of: str | None = None
    parts: tuple[Part, ...] = ()
    rules: tuple[str, ...] = ()
    reference: Date | None = None


class Section(Model):
    """A heading with the stretch of text under it; `parent` is an index into `Document.sections`."""

    heading: str | None
    span: Offsets
    level: int
    parent: int | None = None


class Document(Model):
    """Everything that was read from one text. `text` is the raw input; all spans index into it."""

    text: str
    title: str | None
    published: Date | None
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
