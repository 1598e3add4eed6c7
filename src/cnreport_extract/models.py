"""The public models: `Fact` and its parts, `Mention`, `Section`, `Document`, and `Explanation` with its parts.

They are pydantic models, frozen. Their JSON form uses strings for decimals and is described by `schemas/`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date as Date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PrivateAttr, WithJsonSchema
from pydantic.fields import ModelPrivateAttr

_CONVERSION = "cnreport_extract.mentions.conversion"  # found late: the units lie above the models
_PIPELINE = "cnreport_extract.pipeline"  # likewise
_PAGE, _FRAME = "cnreport_extract.view.page", "cnreport_extract.view.notebook"  # likewise, and their extra may be missing
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


_setfield = object.__setattr__
_FIELDS: Any = vars(BaseModel)["__dict__"]  # where pydantic keeps the fields of a model
_GIVEN = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
Number = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json"), WithJsonSchema(_GIVEN, mode="validation")]


class Model(BaseModel):
    """Shared configuration: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most are made by `of`, which checks nothing

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """A model of fields that are right already, at a tenth of the cost: nothing is checked or converted.

        For the extractor, whose records are typed. It equals what the constructor makes of the same fields.
        """
        made = cls.__new__(cls)
        defaults, private = _defaults(cls)
        _setfield(made, "__dict__", defaults | fields)
        _setfield(made, "__pydantic_fields_set__", set(fields))
        _setfield(made, "__pydantic_extra__", None)
        _setfield(made, "__pydantic_private__", {name: attribute.get_default() for name, attribute in private} if private else None)
        return made


@cache
def _defaults(model: type[Model]) -> tuple[dict[str, Any], tuple[tuple[str, ModelPrivateAttr], ...]]:
    """All fields in their order, each with its default (those without one are always given), and the private attributes."""
    fields = {name: None if field.is_required() else field.default for name, field in model.model_fields.items()}
    return fields, tuple(model.__private_attributes__.items())


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


class Note(Model):
    """What other facts of the document say about a fact.

    A `total` has its parts in `others`; a `part` has its total there, then the other parts; what a `contradiction` has there
    excludes it. `agrees` says whether the parts add up to the total, what is rounded taken as such, and `sum` to what.
    """

    kind: Literal["total", "part", "contradiction"]
    agrees: bool
    rule: str
    others: tuple[Offsets, ...]
    sum: Number | None = None


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
    notes: tuple[Note, ...] = ()

    def to(self, unit: str) -> "Fact":
        """The same fact in another unit of its dimension (4500亩 → 300公顷). Units of one's own: `Extractor.convert`.

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


class Option(Model):
    """A candidate for one field: what it would have filled in, and what speaks for and against it.

    `span` is where its words stand, None where it stands for no words. `evidence` names what was seen of it with the weight
    that it has in `models/attribution.json`; the weights add up to `score`. `probability` is its share among its rivals.
    """

    text: str | None
    rule: str
    span: Offsets | None = None
    score: float
    probability: float
    chosen: bool
    evidence: dict[str, float]


class Step(Model):
    """How one field was filled: the rule, the words that it read, what it gave, and what else was considered."""

    field: Literal["number", "aspect", "target", "metric", "metric_id", "entity", "date", "frequency", "restated", "notes", "confidence"]
    rule: str
    words: tuple[Part, ...] = ()
    gives: dict[str, Any]
    options: tuple[Option, ...] = ()


class Explanation(Model):
    """All steps that led to one fact, in their order."""

    fact: Fact
    steps: tuple[Step, ...]

    def step(self, field: str) -> Step | None:
        """The step that filled a field; None where there was none."""
        return next((step for step in self.steps if step.field == field), None)

    def replay(self) -> Fact:
        """The fact once more, from what the steps gave and nothing else."""
        given: dict[str, Any] = {}
        for step in self.steps:
            given = {**given, **step.gives, "evidence": {**given.get("evidence", {}), **step.gives.get("evidence", {})}}
        return Fact.model_validate_json(json.dumps(given))


class Reader(Protocol):
    """What can explain the facts of a document: an `Extractor`."""

    def explain(self, document: "Document", fact: Fact) -> Explanation:
        """The steps that led to a fact of the document."""

    def explain_all(self, document: "Document", facts: Iterable[Fact]) -> Iterator[Explanation]:
        """The steps that led to several facts of the document."""


class _Origin:
    """Who read a document, and what makes its mentions: no part of what it says, so all are equal, and none is written or pickled."""

    __slots__ = ("mentions", "reader")

    def __init__(self, reader: Reader | None = None, mentions: Callable[[], tuple[Mention, ...]] | None = None) -> None:
        self.reader, self.mentions = reader, mentions

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Origin)

    def __hash__(self) -> int:
        return 0

    def __reduce__(self) -> tuple[Any, ...]:
        return (_Origin, ())


class Document(Model):
    """Everything that was read from one text. `text` is the raw input; all spans index into it."""

    text: str
    title: str | None
    published: Date | None
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    _origin: _Origin = PrivateAttr(default_factory=_Origin)

    @classmethod
    def of_reading(cls, reader: Reader, mentions: Callable[[], tuple[Mention, ...]], **fields: Any) -> Self:
        """As `of`, its mentions made when somebody first asks for them: most programs want the facts alone."""
        made = cls.of(mentions=(), **fields)
        del _FIELDS.__get__(made)["mentions"]
        made._origin = _Origin(reader, mentions)  # noqa: SLF001  (a document of our own)
        return made

    if not TYPE_CHECKING:

        @property
        def __dict__(self) -> dict[str, Any]:
            """The fields, for pydantic: whoever compares, copies, writes or pickles a document asks for its mentions."""
            make = self._origin.mentions if _FIELDS.__get__(self) else None
            fields = _FIELDS.__get__(self)
            if make is None or "mentions" in fields:
                return fields
            whole = {**_defaults(Document)[0], **fields, "mentions": make()}
            _FIELDS.__set__(self, whole)
            self._origin.mentions = None
            return whole

        @__dict__.setter
        def __dict__(self, fields: dict[str, Any]) -> None:
            _FIELDS.__set__(self, fields)

        def __getattr__(self, name: str) -> Any:
            """The mentions, while nobody has asked for them; all else is a question for pydantic."""
            fields = self.__dict__ if name == "mentions" else {}
            return fields[name] if name in fields else super().__getattr__(name)

    def confident(self, least: float) -> "Document":
        """The same document with the facts whose confidence is at least this.

        Example:
            >>> from cnreport_extract import Extractor
            >>> document = Extractor().read("去年,市总工会培训职工2300人次。")
            >>> [len(document.confident(least).facts) for least in (0, 1)]
            [1, 0]
        """
        facts = tuple(fact for fact in self.facts if fact.confidence >= least)
        return self if len(facts) == len(self.facts) else self.model_copy(update={"facts": facts})

    def read_by(self, reader: Reader) -> "Document":
        """The same document, its facts explained by this extractor; for one that comes from JSON or another process."""
        bound = self.model_copy()
        bound._origin = _Origin(reader)  # noqa: SLF001  (a copy of our own)
        return bound

    def explain(self, fact: Fact) -> Explanation:
        """How a fact of this document came about: the text is read once more, and each step tells its words and rivals.

        Args:
            fact: One of `facts`.

        Raises:
            InputError: The fact is none of this document, or the extractor reads it otherwise.

        Example:
            >>> from cnreport_extract import Extractor
            >>> document = Extractor().read("去年,市总工会培训职工2300人次。", published="2025-04-02")
            >>> explanation = document.explain(document.facts[0])
            >>> [(step.field, step.rule) for step in explanation.steps][:3]
            [('number', 'count'), ('aspect', 'plain'), ('target', 'real')]
            >>> explanation.replay() == document.facts[0]
            True
        """
        return self._reader().explain(self, fact)

    def explain_all(self) -> Iterator[Explanation]:
        """How each of `facts` came about; the text is read once more for all of them. Errors as of `explain`."""
        return self._reader().explain_all(self, self.facts)

    def _reader(self) -> Reader:
        default: Callable[[], Reader] = import_module(_PIPELINE).default_extractor
        return self._origin.reader or default()

    def to_html(self, *, lang: Literal["zh", "en"] = "zh", title: str | None = None) -> str:
        """The text and its facts as one self-contained page for people (the extra `view`); write it as UTF-8.

        Args:
            lang: Language of the labels when the page opens; a button changes it.
            title: Title of the page; None: that of the document.

        Raises:
            InputError: The extra is not installed, or the language is another one.
        """
        html: str = import_module(_PAGE).page([("", self)], lang=lang, title=title)
        return html

    def _repr_html_(self) -> str | None:
        """The page in a frame, for notebooks; None without the extra `view`."""
        html: str | None = import_module(_FRAME).frame(self)
        return html
