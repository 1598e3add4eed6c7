"""`POST /extract`: a text in, its facts out, as JSON. The shapes are those of `schemas/`."""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cnreport_extract.models import Fact

router = APIRouter()
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is no JSON."},
    401: {"description": "The token is missing or wrong."},
    413: {"description": "The body is too long."},
    429: {"description": "Too many requests; wait a minute."},
}


def _iso(value: object) -> object:
    """Dates are written as the description says; pydantic would take numbers of seconds too."""
    if value is not None and not (isinstance(value, str) and _DATE.fullmatch(value)):
        raise ValueError("expected a date such as 2025-04-02")
    return value


Day = Annotated[date, BeforeValidator(_iso, json_schema_input_type=date)]


class ExtractRequest(BaseModel):
    """A text to read."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(description="The raw text of one release; all spans index into it.")]
    published: Annotated[Day | None, Field(description="Publish date; null: looked for in the text.")] = None
    min_confidence: Annotated[float, Field(ge=0, le=1, strict=True, description="Leave out facts below this confidence.")] = 0.0


class ExtractResponse(BaseModel):
    """What was read."""

    title: str | None
    published: date | None
    facts: tuple[Fact, ...]


@router.post("/extract", responses=ERRORS, summary="Extract the facts of one text")
def extract(request: Request, body: ExtractRequest) -> ExtractResponse:
    """Each fact is an entity, a metric, a value with unit, and a date, anchored to the characters it came from."""
    try:
        body.text.encode()
    except UnicodeEncodeError as error:
        raise HTTPException(422, "text: holds half of a surrogate pair, which is no character") from error
    document = request.app.state.extractor.read(body.text, body.published).confident(body.min_confidence)
    return ExtractResponse(title=document.title, published=document.published, facts=document.facts)
