"""The records that flow from step to step: nobody changes one, slotted, standard library only.

All offsets are half-open `str` offsets (code points) into the raw text. `text` in a step always means the
folded text (`chars.fold`), which has exactly one character for each character of the raw text.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Literal, TypeVar, dataclass_transform

BlockKind = Literal["title", "meta", "heading", "body", "lead_copy", "related", "boilerplate"]
Precision = Literal["day", "week", "month", "quarter", "half", "year", "span"]
NameKind = Literal["organisation", "place", "person", "project", "group"]
_CONVERSION = "cnreport_extract.mentions.conversion"  # found late: the units lie above the records

PeriodRole = Literal["period", "since", "until", "current", "frequency", "duration", "reference", "ahead"]
QuantityForm = Literal["count", "measure", "percent", "points", "rank", "ratio", "multiple", "index", "bare"]

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[T]) -> type[T]:
    """A dataclass with slots that nobody changes: the type checker sees to it.

    At run time it is not frozen, for that makes each record four times as dear, and a text is read through hundreds.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)


@record
class Span:
    """A stretch of text: half-open offsets.

    Example:
        >>> Span(2, 5).within(Span(0, 9)), Span(2, 5).overlaps(Span(5, 6))
        (True, False)
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: "Span") -> bool:
        """Whether this span lies wholly inside the other."""
        return other.start <= self.start and self.end <= other.end


@record
class Part(Span):
    """A piece of a mention and what it is: the `number`, the `unit`, the `month`."""

    name: str


@record
class Block(Span):
    """A paragraph, heading or line of page furniture. Only `heading` and `body` blocks make facts."""

    kind: BlockKind


@record
class Section(Span):
    """A stretch of blocks under one heading; `parent` is an index into the sections of the page or None."""

    heading: Span | None
    level: int
    parent: int | None


@record
class Sentence(Span):
    """A sentence of a heading or body block; `block` and `section` index into the page."""

    block: int
    section: int


@record
class Clause(Span):
    """A part of a sentence between commas, semicolons or colons, delimiters excluded."""

    sentence: int


@record
class Token(Span):
    """A word with the part-of-speech tag of jieba's tag set (n, v, vn, ns, nt, m, q, x …)."""

    word: str
    tag: str


@record
class Page:
    """What the text is made of, before anything in it is read.

    `publisher` is the name found in a 来源 line or a dateline such as 央视网消息, None where there is none.
    """

    text: str
    title: Span | None
    published: date | None
    published_span: Span | None
    publisher: Span | None
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


@record
class Quantity(Span):
    """A number that measures something, with its unit: `start`–`end` as the guideline spans it.

    Attributes:
        number: The numeral alone, without qualifier and unit.
        cue: Number, unit and the qualifier words around them (近400万元 where the quantity is 400万元).
        value: Exact value with 万, 亿, 百 … folded in; the lower end of a range.
        value_max: The upper end of a range, else None.
        qualifier: `=` `≈` `>` `≥` `<` `≤`.
        unit: The unit as it is printed, without 万/亿 and 余/多; `""` where there is none.
        unit_id: Id of the unit in `patterns/units/`, None where there is none.
        dimension: Dimension of the unit (`count`, `money`, `ratio` …), `count` for bare numbers.
        form: What kind of number it is, for the steps that attribute it.
        rule: Id of the rule that made it.
        parts: The words that it was read from, in order: `number` and `unit`, and the qualifier words `before`
            them, `inner` (between the two) and `behind`. The unit of a number in a list may stand at its end.
    """

    number: Span
    cue: Span
    value: Decimal
    value_max: Decimal | None
    qualifier: str
    unit: str
    unit_id: str | None
    dimension: str
    form: QuantityForm
    rule: str
    parts: tuple[Part, ...] = ()

    def to(self, unit: str) -> "Quantity":
        """The same quantity in another unit of its dimension.

        Args:
            unit: Id or alias of a unit, or several joined by `/`.

        Raises:
            UnitError: An unknown unit, one of another dimension, or no fixed ratio between the two.
        """
        converted: Quantity = import_module(_CONVERSION).convert(self, unit)
        return converted


@record
class Period(Span):
    """A time expression and the days it covers, both ends included; None is an open or unknown end.

    Attributes:
        first, last: The interval; both None for a period that could not be resolved or has no date (每年).
        precision: How fine the expression is.
        frequency: `day`, `week`, `month`, `quarter`, `year` for 每日, 每年 …, else None.
        role: `period` (去年), `since` (自2021年起), `until` (截至目前), `current` (目前), `frequency` (每年),
            `duration` (连续8年, 为期三天: places nothing in time but is not a quantity), `reference`
            (比上年, 较去年同期: names what is compared with, governs nothing), `ahead` (到2027年: a plan).
        rule: Id of the pattern that made it.
        rules: Ids of all patterns that took part, the outermost first (`until.date`, `month.end`).
        parts: The words that they were read from, in order, by the names of `patterns/dates/parts.toml` (`year`,
            `relative_month`, `festival`); `before` and `behind` are what was built around a period.
        reference: The publish date that it was resolved against, None where it was unknown.
    """

    first: date | None
    last: date | None
    precision: Precision
    frequency: str | None
    role: PeriodRole
    rule: str
    rules: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    reference: date | None = None


@record
class Name(Span):
    """A mention of an organisation, place, person, project or group.

    Attributes:
        kind: What it names.
        name: What it stands for: the full name where the mention is short or a pronoun (该市 → 赤壁市).
        name_id: Id in the gazetteer (places: the GB/T 2260 code), None where unknown.
        candidates: Ids of all readings where the name is ambiguous.
        rule: Id of the rule that found it; how it was resolved follows after `+` (`pronoun+section`).
        post: Of a person: the post that is named with it, None where there is none.
        post_of: Of a person: the body or place that the post belongs to, None where the text does not say it there.
    """

    kind: NameKind
    name: str
    name_id: str | None
    candidates: tuple[str, ...]
    rule: str
    post: str | None = None
    post_of: str | None = None
