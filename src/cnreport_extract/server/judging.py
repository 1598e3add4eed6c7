"""What a page sends when somebody accepts, corrects, rejects, adds or withdraws a fact; and the export of all that as gold."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cnreport_extract.models import Aspect, Document, Fact, Frequency
from cnreport_extract.server.extraction import ERRORS, Day
from cnreport_extract.server.gold import gold_archive
from cnreport_extract.server.reviews import ReviewStore, Verdict

router = APIRouter(prefix="/reviews")
DIGITS = 40
Value = Annotated[str, Field(pattern=r"^-?[0-9]{1,20}(\.[0-9]{1,20})?$")]
_NAMES = {"entity": ("entity_type", "entity_id"), "metric": ("metric_id",)}


def _whole(digits: str) -> float:
    number = float(digits)
    return int(number) if number.is_integer() else number


def _strict(raw: object) -> object:
    """Read a fact as its description says; pydantic would take `true` for 1 and `"5"` for 5 too."""
    return Fact.model_validate_json(json.dumps(json.loads(json.dumps(raw), parse_float=_whole)), strict=True)


def _offset(raw: object) -> object:
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        raise ValueError("expected a number of characters")  # noqa: TRY004  (pydantic reports values, not types)
    return raw


ReadFact = Annotated[Fact, BeforeValidator(_strict, json_schema_input_type=Fact), Field(description="The fact as it was read.")]
Offset = Annotated[int, BeforeValidator(_offset, json_schema_input_type=int), Field(ge=0)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Correction(_Body):
    """The fields of a fact as a person reads them; a field that is left out stays as it is."""

    entity: str | None = None
    metric: str | None = None
    value: Value = "0"
    value_max: Value | None = None
    qualifier: Literal["=", "≈", ">", "≥", "<", "≤"] = "="
    unit: str = ""
    aspect: Aspect = "level"
    direction: Literal["up", "down"] | None = None
    basis: Literal["yoy", "mom"] | None = None
    date_start: Day | None = None
    date_end: Day | None = None
    frequency: Frequency | None = None


class Missed(Correction):
    """The fields of a fact that was missed: its value has to be given."""

    value: Value


class _About(_Body):
    text: Annotated[str, Field(description="The raw text.")]
    title: str | None = None
    published: Day | None = None


class Judgement(_About):
    """A fact is right, or none, or what was said about it is taken back."""

    verdict: Literal["accept", "reject", "withdraw"]
    fact: ReadFact


class CorrectionRequest(_About):
    """A fact is right but for some fields."""

    verdict: Literal["correct"]
    fact: ReadFact
    correction: Correction


class AdditionRequest(_About):
    """A fact was missed."""

    verdict: Literal["add"]
    span: Annotated[tuple[Offset, Offset], Field(description="Where its number stands.")]
    correction: Missed


ReviewRequest = Annotated[Judgement | CorrectionRequest | AdditionRequest, Field(discriminator="verdict")]


class ReviewResponse(BaseModel):
    """What was kept."""

    key: str
    verdict: Verdict
    corrected: Fact | None


@router.post("", responses={**ERRORS, 409: {"description": "The review does not fit the text."}}, summary="Judge a fact")
def review(request: Request, body: Annotated[ReviewRequest, Body()]) -> ReviewResponse:
    """Keep one word about a fact, beside the original and all that was said before."""
    original = None if isinstance(body, AdditionRequest) else _fitting(body.fact, body.text)
    corrected = None if isinstance(body, Judgement) else _corrected(body)
    document = Document(text=body.text, title=body.title, published=body.published, sections=(), mentions=(), facts=())
    store: ReviewStore = request.app.state.reviews
    kept = store.add(document, body.verdict, original, corrected)
    return ReviewResponse(key=kept.key, verdict=kept.verdict, corrected=kept.corrected)


@router.get(
    "/gold.zip", response_class=Response, responses={200: {"content": {"application/zip": {}}}}, summary="All reviews as gold facts"
)
def gold(request: Request) -> Response:
    """The reviewed documents as gold files that `cnreport evaluate` reads, with their texts."""
    packed = gold_archive(request.app.state.reviews, request.app.state.extractor)
    return Response(packed, media_type="application/zip", headers={"content-disposition": 'attachment; filename="gold.zip"'})


def _fitting(fact: Fact, text: str) -> Fact:
    """The fact, where it can have been read from the text."""
    if text[slice(*fact.span)] != fact.text:
        raise HTTPException(409, "fact: its span does not hold its text; send the text that it was read from")
    if any(abs(value.adjusted()) > DIGITS for value in (fact.value, fact.value_max) if value is not None):
        raise HTTPException(409, f"fact: a value of more than {DIGITS} digits was not read from this text")
    return fact


def _corrected(body: CorrectionRequest | AdditionRequest) -> Fact:
    given = body.correction.model_dump(mode="json", exclude_unset=True)
    base = body.fact.model_dump(mode="json") if isinstance(body, CorrectionRequest) else _blank(body)
    for name, derived in _NAMES.items():
        if name in given and given[name] != base.get(name):
            base |= dict.fromkeys(derived)
    ends = {"start": given.pop("date_start", None), "end": given.pop("date_end", None)}
    if {"date_start", "date_end"} & body.correction.model_fields_set:
        given["date"] = ends if any(ends.values()) else None
    return Fact.model_validate({**base, **given, "rule": "review", "confidence": 1, "notes": ()})


def _blank(body: AdditionRequest) -> dict[str, Any]:
    """A fact that was missed, before its fields are filled in."""
    start, end = body.span
    if not start < end <= len(body.text):
        raise HTTPException(409, f"span: {start}, {end} is no stretch of this text")
    return {"entity": None, "metric": None, "unit": "", "dimension": "count", "span": (start, end), "text": body.text[start:end]}
