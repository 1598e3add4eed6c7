"""Document → rows: a pure function, so that workers can do it and every run writes the same.

Ids are hashes of content. A document is its text with the title and publish date that the archive gives; a fact is
its document, its span and what it states; `statement` is what it states alone, so that copies can be told.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from cnreport_extract.models import Document, Fact
from cnreport_extract.sinks.csv_rows import flat
from cnreport_extract.sinks.duplicates import signature
from cnreport_extract.sinks.outcomes import Origin, Result, Row

Labels = Mapping[str, tuple[str, str]]

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_STATED = ("metric", "metric_id", "entity", "entity_type", "entity_id", "value", "value_max", "qualifier", "unit", "aspect", "direction")
_STATED_TOO = ("basis", "date", "frequency")
_LINKED = {"entity", "entity_type", "entity_id", "metric", "metric_id"}


def identity(*parts: object) -> str:
    """A hash of 32 hexadecimal digits over parts that JSON can write; the parts do not run into each other.

    Example:
        >>> identity("ab", "c") == identity("a", "bc"), len(identity(None))
        (False, 32)
    """
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def storable(text: str) -> str:
    r"""Replace the characters that databases refuse (NUL, halves of surrogate pairs), each by one: offsets stay.

    Example:
        >>> storable("90\0件") == "90\ufffd件"
        True
    """
    return _UNSTORABLE.sub("\ufffd", text)


def result(origin: Origin, document: Document, ruleset: str, labels: Labels = MappingProxyType({})) -> Result:
    """The rows of one document that was read.

    Args:
        origin: Where the text came from, with what the archive says about it.
        document: What the extractor made of its text.
        ruleset: Names the rules that made it.
        labels: What canonical metrics are called (`Extractor.labels`).

    Example:
        >>> from cnreport_extract import Extractor
        >>> read = result(Origin("a.txt", "d1"), Extractor().read("去年,市总工会培训职工2300人次。"), "rules-1")
        >>> [(fact["value"], fact["unit"]) for fact in read.facts], [row["name"] for row in read.metrics]
        ([('2300', '人次')], ['培训职工'])
    """
    number = identity(document.text, origin.title, origin.published and origin.published.isoformat())
    read = [_parts(fact, number, labels) for fact in document.facts]
    return Result(
        place=storable(origin.place),
        digest=origin.digest,
        document={
            "id": number,
            "title": _storable(document.title if origin.title is None else origin.title),
            "published": document.published and document.published.isoformat(),
            "text": storable(document.text),
            "ruleset": ruleset,
            "signature": signature(document.text),
        },
        facts=_distinct(fact for fact, _, _ in read),
        entities=_distinct(entity for _, entity, _ in read if entity),
        metrics=_distinct(metric for _, _, metric in read if metric),
        key=_storable(origin.key),
        notes=tuple(map(storable, origin.notes)),
    )


def _distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple({row["id"]: row for row in rows}.values())


def _parts(fact: Fact, document: str, labels: Labels) -> tuple[Row, Row | None, Row | None]:
    entity, metric = _entity(fact), _metric(fact, labels)
    keys = {"entity_key": entity and entity["id"], "metric_key": metric and metric["id"]}
    return _fact(fact, document, keys), entity, metric


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _entity(fact: Fact) -> Row | None:
    if fact.entity is None:
        return None
    row = {"name": storable(fact.entity), "type": fact.entity_type, "code": fact.entity_id}
    return {"id": identity(*row.values()), **row}


def _metric(fact: Fact, labels: Labels) -> Row | None:
    if fact.metric is None and fact.metric_id is None:
        return None
    row = {"name": _storable(fact.metric), "canonical": fact.metric_id}
    chinese, english = labels.get(fact.metric_id or "", (None, None))
    return {"id": identity(*row.values()), **row, "label_zh": chinese, "label_en": english}


def _fact(fact: Fact, document: str, keys: Row) -> Row:
    form = fact.model_dump(mode="json")
    statement = identity(*(form[name] for name in (*_STATED, *_STATED_TOO)))
    row = {name: _storable(cell) if isinstance(cell, str) else cell for name, cell in flat(form).items() if name not in _LINKED}
    return {
        "id": identity(document, *fact.span, statement),
        "document_id": document,
        "statement": statement,
        **keys,
        **row,
        "number": _approximate(form, "value"),
        "number_max": _approximate(form, "value_max"),
    }


def _approximate(form: Mapping[str, Any], name: str) -> float | None:
    """The value as a binary number for sorting and charts; None beyond what one can hold."""
    number = float(form[name]) if form[name] is not None else None
    return number if number is not None and math.isfinite(number) else None
