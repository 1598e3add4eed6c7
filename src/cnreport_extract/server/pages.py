"""The pages for people: read a text, browse the archive, see what was reviewed."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, BeforeValidator

from cnreport_extract.batch.decoding import decode
from cnreport_extract.errors import InputError
from cnreport_extract.models import Document
from cnreport_extract.server.archive import Archive, Found, Order, Question
from cnreport_extract.server.look import PACKAGE, page
from cnreport_extract.server.reviews import ReviewStore, fact_key
from cnreport_extract.view.charts import charts
from cnreport_extract.view.page import asset, context, numbered

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_SAID = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}
_LONGEST_QUESTION = 200
Blank = BeforeValidator(lambda value: value or None)
Words = Annotated[str, Query(max_length=_LONGEST_QUESTION)]


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Where a text is pasted."""
    return page(request, "home.html", {"here": "home", "message": ""})


@router.post("/view")
def view(
    request: Request,
    text: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """The reading of a text or a file."""
    try:
        document = request.app.state.extractor.read(_given(text, file), published or None)
    except InputError as error:
        return page(request, "home.html", {"here": "home", "message": str(error)}, status=422)
    return _reading(request, (file.filename if file is not None else None) or "", document, "home")


def _given(text: str, file: UploadFile | None) -> str:
    given = decode(file.file.read()) if file is not None and file.filename else text.replace("\r\n", "\n")
    if not given.strip():
        raise InputError("there is no text; paste one or choose a file")
    return given


class Asked(BaseModel):
    """The filters of the archive page, as its form sends them: empty fields ask for everything."""

    search: Words = ""
    entity: Words = ""
    metric: Words = ""
    unit: Words = ""
    aspect: Annotated[Literal["level", "change", "share", "rank", "target", ""], Query()] = ""
    since: Annotated[date | None, Blank] = None
    until: Annotated[date | None, Blank] = None
    least: Annotated[float, BeforeValidator(lambda value: value or 0), Query(ge=0, le=1)] = 0
    order: Order = "document"
    down: bool = False
    copies: bool = False
    page: Annotated[int, Query(ge=1)] = 1


@router.get("/archive")
def archive(request: Request, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """The facts of the archive that fit, a page at a time, with charts."""
    opened: Archive | None = request.app.state.archive
    if opened is None:
        return page(request, "archive.html", {"here": "archive", "archive": None})
    question = Question(**asked.model_dump(exclude={"copies"}), once=not asked.copies)
    answer = opened.ask(question)
    found = answer.charted
    drawn = [chart.record() for chart in charts((number, item.fact) for number, item in enumerate(found))]
    places = {point["fact"]: _address(found[point["fact"]]) for chart in drawn for point in chart["points"]}
    content = {"here": "archive", "archive": opened.name, "asked": question, "answer": answer}
    return page(request, "archive.html", {**content, "data": {"charts": drawn, "places": places}}, (asset("archive.js", PACKAGE),))


@router.get("/documents/{key}")
def document(request: Request, key: str) -> HTMLResponse:
    """A document of the archive with its facts; `?fact=` opens the fact that begins there."""
    opened: Archive | None = request.app.state.archive
    found = opened.document(key) if opened is not None else None
    if found is None:
        return page(request, "message.html", {"here": "archive", "message": f"{key}: no such document in this archive"}, status=404)
    return _reading(request, key, _enriched(request, found), "archive")


@router.get("/reviewed")
def reviews(request: Request) -> HTMLResponse:
    """What was said about facts, the newest first."""
    store: ReviewStore = request.app.state.reviews
    return page(request, "reviews.html", {"here": "reviews", "reviews": store.all()[::-1], "said": _SAID})


@router.get("/reviewed/{key}")
def reviewed(request: Request, key: str) -> HTMLResponse:
    """A text that something was said about, read anew; `?fact=` opens the fact that begins there."""
    store: ReviewStore = request.app.state.reviews
    kept = store.document(key)
    if kept is None:
        return page(request, "message.html", {"here": "reviews", "message": f"{key}: nothing was said about such a document"}, status=404)
    read: Document = request.app.state.extractor.read(kept.text, kept.published)
    return _reading(request, key, read.model_copy(update={"title": kept.title, "published": kept.published}), "reviews")


def _address(found: Found) -> str:
    return f"/documents/{found.document}?fact={found.fact.span[0]}"


def _enriched(request: Request, stored: Document) -> Document:
    """A stored document with the headings and mentions that reading it again shows; its facts stay those of the archive."""
    read: Document = request.app.state.extractor.read(stored.text, stored.published)
    if [fact.span for fact in read.facts] == [fact.span for fact in stored.facts] and read.facts == stored.facts:
        return read.model_copy(update={"title": stored.title})
    return stored.model_copy(update={"mentions": read.mentions, "sections": read.sections})


def _reading(request: Request, name: str, read: Document, here: str) -> HTMLResponse:
    store: ReviewStore = request.app.state.reviews
    said = store.of(read)
    keys = {fact_key(fact): number for number, fact in enumerate(read.facts)}
    content = context(numbered([(name, read)]), {"data": {}})
    published = read.published.isoformat() if read.published else None
    data: Mapping[str, Any] = {
        **content.pop("data"),
        "document": {"text": read.text, "title": read.title, "published": published},
        "facts": [fact.model_dump(mode="json") for fact in read.facts],
        "reviews": {keys[key]: _kept(review) for key, review in said.items() if key in keys},
        "added": [_kept(review)["corrected"] for key, review in said.items() if key not in keys and review.corrected],
    }
    return page(request, "reading.html", {**content, "here": here, "data": data}, (asset("view.js"), asset("review.js", PACKAGE)))


def _kept(review: Any) -> dict[str, Any]:
    corrected = review.corrected.model_dump(mode="json") if review.corrected else None
    return {"verdict": review.verdict, "corrected": corrected}
