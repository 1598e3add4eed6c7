"""A text with its facts in the shape of gold: what every annotation format is read into and written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cnreport_extract.chars import fold
from cnreport_extract.errors import GoldError
from cnreport_extract.evaluation.gold import GoldDocument, GoldFact
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.quantities import QuantityFinder
from cnreport_extract.models import Document, plain

PARTS = ("entity", "metric", "date")
"""The fields whose words an annotator marks beside the number."""

_ORDER = (
    *("span", "text", "value", "value_max", "qualifier", "unit", "metric", "aspect", "direction", "basis"),
    *("entity", "date", "frequency", "optional", "evidence"),
)
LABELS = ("fact", *PARTS)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and its gold facts, or facts that nobody has reviewed. Spans are half-open `str` offsets into `text`."""

    text: str
    gold: GoldDocument
    reviewed: bool = True


def from_document(identifier: str, document: Document) -> Annotated:
    """What was extracted, as an annotator gets it to correct.

    Example:
        >>> from cnreport_extract import Extractor
        >>> item = from_document("a", Extractor().read("平江县培训职工90人。"))
        >>> item.gold.facts[0].metric, item.gold.facts[0].evidence.entity
        (('培训职工',), (0, 3))
    """
    facts = []
    for fact in document.facts:
        row = fact.model_dump(mode="json")
        evidence = {part: row["evidence"][part] for part in PARTS}
        facts.append({**row, "evidence": evidence})
    published = document.published.isoformat() if document.published else None
    gold = {"id": identifier, "title": document.title or "", "published": published, "facts": facts}
    return Annotated(document.text, GoldDocument.model_validate(gold), reviewed=False)


def fact_row(fact: GoldFact) -> dict[str, Any]:
    """A gold fact as its file holds it: names as lists, the best first; an aspect or a period is a list where several are accepted."""
    row = fact.model_dump(mode="json")
    for field in ("value", "value_max"):
        number = getattr(fact, field)
        row[field] = plain(number) if number is not None else None
    for field in ("aspect", "date"):
        row[field] = row[field][0] if len(row[field]) == 1 else row[field]
    return {key: row[key] for key in _ORDER if key != "evidence" or row[key]}


def head_row(gold: GoldDocument) -> dict[str, Any]:
    """What a gold file says about its text."""
    row = {"id": gold.id, "title": gold.title, "published": gold.published, "genre": gold.genre}
    return {key: value for key, value in row.items() if key != "genre" or value}


def fact_fields(text: str, span: Span, where: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """The row of a fact at a span; what nobody told about its number is read from its characters.

    Raises:
        GoldError: The characters are no number and no value is told.
    """
    surface = text[span[0] : span[1]]
    fields = {"span": list(span), "text": surface, "metric": [], **(told or {})}
    if fields.get("value") is None:
        found = _numbers().numbers(fold(surface))
        if not found:
            raise GoldError(f"{where}: {surface!r} is marked as a fact, but it is no number; give its value, or unmark it")
        number = found[0]
        upper = plain(number.value_max) if number.value_max is not None else None
        read = {"value": plain(number.value), "value_max": upper, "qualifier": number.qualifier, "unit": number.unit}
        fields.update({key: value for key, value in read.items() if fields.get(key) is None})
    return {**fields, "metric": fields["metric"] or [None]}


def checked(text: str, head: dict[str, Any], facts: Sequence[dict[str, Any]], where: str) -> Annotated:
    """A text with its facts, in the order of their spans.

    Raises:
        GoldError: A span lies outside of the text, or a field has another shape.
    """
    for fact in facts:
        start, end = fact["span"]
        if not 0 <= start < end <= len(text):
            raise GoldError(f"{where}: span {start}..{end} lies outside of the text of {len(text)} characters; export it again")
    ordered = sorted(facts, key=lambda fact: tuple(fact["span"]))
    return Annotated(text, GoldDocument.checked({**head, "facts": ordered}, where))


@cache
def _numbers() -> QuantityFinder:
    return QuantityFinder(Lexicon())
