"""doccano: JSON Lines for a project of sequence labelling, with relations or without.

Offsets are UTF-16 code units, which doccano counts (unless its project counts grapheme clusters). The labels are `fact`, `entity`,
`metric` and `date`, the relations lead from a fact to its words. doccano knows no fields of a label: they travel in the key
`cnreport`, which it keeps as metadata and gives back. A fact that was marked anew is read from its characters, one
that was unmarked is gone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cnreport_extract.annotation.annotated import LABELS, PARTS, Annotated, Span, checked, fact_fields, fact_row, head_row
from cnreport_extract.annotation.offsets import Utf16
from cnreport_extract.errors import GoldError

_KEY = "cnreport"
_NUMBER = ("value", "value_max", "qualifier", "unit")


def written(items: Iterable[Annotated]) -> str:
    """The lines, to be imported as JSONL; the project allows overlapping labels and relations."""
    return "".join(f"{json.dumps(_line(item), ensure_ascii=False)}\n" for item in items)


def _line(item: Annotated) -> dict[str, Any]:
    units, entities, relations = Utf16(item.text), list[dict[str, Any]](), list[dict[str, Any]]()
    marked: dict[tuple[str, Span], int] = {}

    def mark(label: str, span: Span) -> int:
        if (label, span) not in marked:
            marked[label, span] = len(entities)
            entities.append({"id": len(entities), "label": label, "start_offset": units.of(span[0]), "end_offset": units.of(span[1])})
        return marked[label, span]

    for fact in item.gold.facts:
        holder = mark(LABELS[0], fact.span)
        for part in PARTS:
            if (span := getattr(fact.evidence, part) if fact.evidence else None) is not None:
                relations.append({"id": len(relations), "from_id": holder, "to_id": mark(part, span), "type": part})
    kept = {**head_row(item.gold), "facts": [fact_row(fact) for fact in item.gold.facts]}
    return {"text": item.text, "entities": entities, "relations": relations, _KEY: kept}


def read(path: Path) -> Iterator[Annotated]:
    """The texts of an export (JSONL).

    Raises:
        GoldError: A line is none of an export; the message names it.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: not readable ({error}); expected an export of doccano as JSONL in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                yield _annotated(json.loads(line), where)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                if isinstance(error, GoldError):
                    raise
                raise GoldError(f"{where}: no line of an export of sequence labels ({error!r}); export as JSONL") from error


def _annotated(line: Mapping[str, Any], where: str) -> Annotated:
    text, kept = line["text"], line.get(_KEY) or {}
    units = Utf16(text)
    spans = {entity["id"]: (entity["label"], units, entity["start_offset"], entity["end_offset"]) for entity in line.get("entities", [])}
    spans |= {f"label-{at}": (label, units, start, end) for at, (start, end, label) in enumerate(line.get("label", []))}
    marked = {key: (label, (units.back(start), units.back(end))) for key, (label, _, start, end) in spans.items()}
    evidence: dict[Any, dict[str, Span]] = {}
    for relation in line.get("relations", []):
        evidence.setdefault(relation["from_id"], {})[relation["type"]] = marked[relation["to_id"]][1]
    known = list(kept.get("facts", []))
    facts = []
    for key, (label, span) in marked.items():
        if label == LABELS[0]:
            told = _told(known, span, text)
            if "relations" in line:
                told["evidence"] = evidence.get(key)
            facts.append(fact_fields(text, span, where, told))
    head = {key: kept.get(key) for key in ("title", "published", "genre")}
    return checked(text, {"id": str(kept.get("id") or line.get("id")), **head}, facts, where)


def _told(known: list[dict[str, Any]], span: Span, text: str) -> dict[str, Any]:
    """The fields of the fact that stood at this span, or of the one that overlaps it most, without what its characters say anew."""
    best = max(known, key=lambda fact: (tuple(fact["span"]) == span, _shared(fact["span"], span)), default=None)
    if best is None or _shared(best["span"], span) <= 0:
        return {}
    same = text[slice(*span)] == best["text"]
    return {key: value for key, value in best.items() if key not in ("span", "text") and (same or key not in _NUMBER)}


def _shared(a: Iterable[int], b: Span) -> int:
    start, end = a
    return min(end, b[1]) - max(start, b[0])
