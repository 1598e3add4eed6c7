"""CSV: one row a fact, one header, safe to open in a spreadsheet.

A cell that a spreadsheet would run as a formula (`=1+1`, `@SUM`, a leading tab) gets an apostrophe in front.
Numbers stay numbers, also negative ones, and the qualifier `=` stays as it is: alone it computes nothing.
"""

import csv
import json
import re
from collections.abc import Mapping
from typing import Any, TextIO

from cnreport_extract.models import Document, Fact
from cnreport_extract.sinks.protocol import record

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]|[\t\n]")
_HARMLESS = re.compile(r"[=%]|-?\d+(?:\.\d+)?")
_EVIDENCE = ("entity", "metric", "date", "sentence")
_PAIRS = {"date": ("start", "end"), "span": ("start", "end")}


def safe(cell: object) -> str:
    """Write a cell so that no spreadsheet takes it for a formula; line ends become line feeds.

    Example:
        >>> safe("=HYPERLINK(1)"), safe("-0.5"), safe("="), safe(None)
        ("'=HYPERLINK(1)", '-0.5', '=', '')
    """
    text = "" if cell is None else re.sub("\r\n?", "\n", str(cell))
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def columns() -> tuple[str, ...]:
    """The header: the document, then the fields of a fact with dates, spans and evidence spread out.

    Example:
        >>> columns()[:5]
        ('id', 'title', 'published', 'entity', 'entity_type')
    """
    names = ["id", "title", "published"]
    for field in Fact.model_fields:
        if field == "evidence":
            names += [*(f"{part}_{end}" for part in _EVIDENCE for end in ("from", "to")), "restated"]
        else:
            names += [f"{field}_{end}" for end in _PAIRS.get(field, ())] or [field]
    return tuple(names)


def flat(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Spread the nested fields of a fact's JSON form over columns."""
    row = {name: value for name, value in fact.items() if name not in {"date", "span", "evidence", "notes"}}
    row["span_start"], row["span_end"] = fact["span"]
    for end in ("start", "end"):
        row[f"date_{end}"] = fact["date"] and fact["date"][end]
    for part in _EVIDENCE:
        row[f"{part}_from"], row[f"{part}_to"] = fact["evidence"][part] or (None, None)
    row["restated"] = " ".join(f"{start}..{end}" for start, end in fact["evidence"]["restated"])
    row["notes"] = json.dumps(fact["notes"], ensure_ascii=False) if fact["notes"] else ""
    return row


class CsvSink:
    """Writes one row a fact; a document without facts leaves no row."""

    def __init__(self, stream: TextIO) -> None:
        """Write to an open text stream; the header goes first."""
        self._writer = csv.DictWriter(stream, columns(), lineterminator="\n")
        self._writer.writeheader()

    def write(self, identifier: str, document: Document) -> None:
        """Write the rows of one document."""
        head = record(identifier, document)
        for fact in head.pop("facts"):
            self._writer.writerow({name: safe(cell) for name, cell in {**head, **flat(fact)}.items()})

    def close(self) -> None:
        """Nothing is held back."""
