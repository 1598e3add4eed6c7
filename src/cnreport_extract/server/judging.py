"""What a page sends when somebody accepts, corrects, rejects, adds or withdraws a fact; and the export of all that as gold."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cnreport_extract.models import Aspect, Document, Fact, Frequency
from cnreport_extract.server.extraction import ERRORS
from cnreport_extract.server.gold import gold_archive
from cnreport_extract.server.reviews import ReviewStore, Verdict

router = APIRouter(prefix="/reviews")
_NAMES = {"entity": ("entity_type", "entity_id"), "metric": ("metric_id",)}


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Correction(_Body):
    """The fields of a fact as a person reads them; a field that is left out stays as it is."""

    entity: str | None = None
    metric: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    qualifier: Literal["=", "≈", ">", "≥", "<", "≤"] | None = None
    unit: str | None = None
    aspect: Aspect | None = None
    direction: Literal["up", "down"] | None = None
    basis: Literal["yoy", "mom"] | None = None
    date_start: date | None = None
    date_end: date | None = None
    frequency: Frequency | None = None


class ReviewRequest(_Body):
    """A word about one fact of one text."""

    text: Annotated[str, Field(description="The raw text.")]
    title: str | None = None
    published: date | None = None
    verdict: Verdict
    fact: Annotated[Fact | None, Field(description="The fact as it was read; null where it was missed.")] = None
    span: Annotated[tuple[int, int] | None, Field(description="Where a missed fact stands.")] = None
    correction: Correction | None = None

    @model_validator(mode="after")
    def _whole(self) -> "ReviewRequest":
        if (self.fact is None) != (self.verdict == "add") or (self.span is None) == (self.verdict == "add"):
            raise ValueError("fact: needed by every verdict but add; span: needed by add alone")
        if (self.correction is None) == (self.verdict in {"correct", "add"}):
            raise ValueError("correction: needed by the verdicts correct and add alone")
        return self


class ReviewResponse(BaseModel):
    """What was kept."""

    key: str
    verdict: Verdict
    corrected: Fact | None


@router.post("", responses={**ERRORS, 422: {"description": "The review does not fit the text."}}, summary="Judge a fact")
def review(request: Request, body: ReviewRequest) -> ReviewResponse:
    """Keep one word about a fact, beside the original and all that was said before."""
    fact = body.fact
    if fact is not None and body.text[slice(*fact.span)] != fact.text:
        raise HTTPException(422, "fact: its span does not hold its text; send the text that it was read from")
    document = Document(text=body.text, title=body.title, published=body.published, sections=(), mentions=(), facts=())
    store: ReviewStore = request.app.state.reviews
    kept = store.add(document, body.verdict, fact, _corrected(body))
    return ReviewResponse(key=kept.key, verdict=kept.verdict, corrected=kept.corrected)


@router.get(
    "/gold.zip", response_class=Response, responses={200: {"content": {"application/zip": {}}}}, summary="All reviews as gold facts"
)
def gold(request: Request) -> Response:
    """The reviewed documents as gold files that `cnreport evaluate` reads, with their texts."""
    packed = gold_archive(request.app.state.reviews, request.app.state.extractor)
    return Response(packed, media_type="application/zip", headers={"content-disposition": 'attachment; filename="gold.zip"'})


def _corrected(body: ReviewRequest) -> Fact | None:
    if body.correction is None:
        return None
    given = body.correction.model_dump(mode="json", exclude_unset=True)
    base = body.fact.model_dump(mode="json") if body.fact else _blank(body)
    for name, derived in _NAMES.items():
        if name in given and given[name] != base.get(name):
            base |= dict.fromkeys(derived)
    ends = {"start": given.pop("date_start", None), "end": given.pop("date_end", None)}
    if {"date_start", "date_end"} & body.correction.model_fields_set:
        given["date"] = ends if any(ends.values()) else None
    try:
        return Fact.model_validate({**base, **given, "rule": "review", "confidence": 1})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise HTTPException(422, f"correction: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from error


def _blank(body: ReviewRequest) -> dict[str, Any]:
    """A fact that was missed, before its fields are filled in."""
    start, end = body.span or (0, 0)
    if not 0 <= start < end <= len(body.text):
        raise HTTPException(422, f"span: {start}, {end} is no stretch of this text")
    blank = {"entity": None, "metric": None, "value": None, "unit": "", "dimension": "count", "rule": "review", "confidence": 1}
    return {**blank, "span": (start, end), "text": body.text[start:end]}
