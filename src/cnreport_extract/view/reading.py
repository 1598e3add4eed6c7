"""A document as the page shows it: paragraphs of marked pieces, and a row for each fact."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cnreport_extract.errors import InputError
from cnreport_extract.models import Document, Explanation, Fact, Mention, Offsets
from cnreport_extract.view.amounts import amount, days, grouped
from cnreport_extract.view.marks import Kind, Mark, Piece, pieces, shortened
from cnreport_extract.view.telling import Told, telling

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")
_AROUND = 160  # characters of a sentence that a row shows on either side of its number
_NAME = 60  # characters of a name or phrase that a cell shows
_KINDS: dict[str, Kind] = {"period": "period", "quantity": "other"}  # all others are names of entities


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that is not blank, without the space around it; `start` is where it begins."""

    start: int
    heading: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What other facts say about a fact: `key` of its label, the sum of the parts, and the words and rows of the others."""

    key: str
    agrees: bool
    sum: str
    others: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as a row of the table; `number` counts through all documents of a page, `sentence` is the role of its sentence."""

    number: int
    document: int
    fact: Fact
    amount: str
    date: str
    moment: str
    entity: str
    metric: str
    sentence: str
    excerpt: tuple[Piece, ...]
    told: tuple[Told, ...]
    notes: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its text and rows, ready to be shown."""

    number: int
    identifier: str
    title: str
    published: str
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[Row, ...]


def reading(identifier: str, document: Document, number: int = 0, first: int = 0) -> Reading:
    """Prepare one document.

    Args:
        identifier: What the document is called where it has no title.
        document: What was read.
        number: The document's place on the page.
        first: Number of its first fact.
    """
    sentences = {span: f"s{number}-{place}" for place, span in enumerate(sorted({*map(_sentence, document.facts)}))}
    told = _explanations(document)
    rows = tuple(
        _row(first + place, number, document.text, fact, sentences[_sentence(fact)], told.get(place))
        for place, fact in enumerate(document.facts)
    )
    places = {row.fact.span: row.number for row in rows}
    rows = tuple(replace(row, notes=tuple(_remarks(row.fact, document.text, places))) for row in rows)
    marks = [*_fact_marks(rows), *map(_mention_mark, document.mentions)]
    marks += [Mark(*span, "", role) for span, role in sentences.items()]
    return Reading(
        number=number,
        identifier=identifier,
        title=shortened((document.title or identifier).strip() or identifier, 2 * _NAME),
        published=document.published.isoformat() if document.published else "",
        paragraphs=tuple(_paragraphs(document, marks)),
        rows=rows,
    )


def _sentence(fact: Fact) -> Offsets:
    return fact.evidence.sentence or fact.span


def _remarks(fact: Fact, text: str, places: Mapping[Offsets, int]) -> Iterator[Remark]:
    for note in fact.notes:
        fits = "fits" if note.agrees else "differs"
        key = "note-contradiction" if note.kind == "contradiction" else f"note-{note.kind}-{fits}"
        others = tuple((places.get(span), shortened(text[slice(*span)], _NAME)) for span in note.others)
        yield Remark(key, note.agrees, "" if note.sum is None else grouped(note.sum), others)


def _explanations(document: Document) -> dict[int, Explanation]:
    """How the facts came about, by their places; empty where nobody can say: the document was read by others, or corrected."""
    try:
        return dict(enumerate(document.explain_all()))
    except InputError:
        return {}


def _row(place: int, document: int, text: str, fact: Fact, sentence: str, told: Explanation | None) -> Row:
    start, end = _sentence(fact)
    start, end = max(start, fact.span[0] - _AROUND, 0), min(end, fact.span[1] + _AROUND)
    return Row(
        number=place,
        document=document,
        fact=fact,
        amount=amount(fact),
        date=days(fact.date),
        moment=_moment(fact),
        entity=shortened(fact.entity or "", _NAME),
        metric=shortened(fact.metric or "", _NAME),
        sentence=sentence,
        excerpt=tuple(pieces(text, _own_marks(place, fact), start, end)),
        told=telling(fact, text, told),
        notes=(),
    )


def _moment(fact: Fact) -> str:
    """What a fact is sorted by in time: where its period ends."""
    end = (fact.date.end or fact.date.start) if fact.date else None
    return end.isoformat() if end else ""


def _own_marks(place: int, fact: Fact) -> list[Mark]:
    found = [Mark(*fact.span, "number", f"n{place}")]
    evidence = fact.evidence
    spans: tuple[tuple[Offsets | None, Kind, str], ...] = (
        (evidence.entity, "entity", "e"),
        (evidence.metric, "metric", "m"),
        (evidence.date, "period", "d"),
    )
    return found + [Mark(*span, kind, f"{role}{place}") for span, kind, role in spans if span]


def _fact_marks(rows: Sequence[Row]) -> Iterator[Mark]:
    for row in rows:
        yield from _own_marks(row.number, row.fact)
        yield from (Mark(*span, "number", f"r{row.number}") for span in row.fact.evidence.restated)


def _mention_mark(mention: Mention) -> Mark:
    return Mark(*mention.span, _KINDS.get(mention.kind, "entity"))


def _paragraphs(document: Document, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    """One paragraph a line; the marks are handed to the lines in order, so that each is looked at once a line it touches."""
    headings = {section.heading for section in document.sections if section.heading}
    waiting = sorted(marks, key=lambda mark: mark.start, reverse=True)
    active: list[Mark] = []
    for line in _LINE.finditer(document.text):
        inner = line[0].strip()
        start = line.start() + line[0].index(inner)
        end = start + len(inner)
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [mark for mark in active if mark.end > start]
        yield Paragraph(start=start, heading=inner in headings, pieces=tuple(pieces(document.text, active, start, end)))
