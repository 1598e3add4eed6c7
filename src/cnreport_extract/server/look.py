"""How pages of the workbench are made: templates, words, style and scripts, those of `view/` first."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from cnreport_extract.server.archive import Order, Question
from cnreport_extract.server.settings import Settings
from cnreport_extract.view.amounts import amount, days
from cnreport_extract.view.labels import LANGUAGES, labels
from cnreport_extract.view.marks import shortened
from cnreport_extract.view.page import asset, environment, shell

PACKAGE = "cnreport_extract.server"
_POLICY = "connect-src 'self'; form-action 'self'; base-uri 'none'"
_NAME, _SENTENCE = 60, 400


def page(request: Request, template: str, content: Mapping[str, Any], scripts: tuple[str, ...] = (), status: int = 200) -> HTMLResponse:
    """Fill a template with its content and what all pages have; `data` goes to the scripts."""
    outside = surroundings(request, scripts)
    data = {**outside["data"], **content.get("data", {})}
    return HTMLResponse(templates().get_template(template).render({**outside, "here": "", **content, "data": data}), status)


def surroundings(request: Request, scripts: tuple[str, ...] = ()) -> dict[str, Any]:
    """Language, words, style, scripts and policy of a page."""
    own = asset("bench.js", PACKAGE)
    return shell(language(request), _words(), (own, *scripts), asset("bench.css", PACKAGE), _POLICY)


def language(request: Request) -> str:
    """The language that the reader chose last, else that of the settings."""
    settings: Settings = request.app.state.settings
    chosen = request.cookies.get("lang", "")
    return chosen if chosen in LANGUAGES else settings.lang


@cache
def templates() -> Environment:
    """The templates of the workbench, which build on those of the page."""
    made = environment(PACKAGE)
    made.filters |= {
        "amount": amount,
        "days": days,
        "address": address,
        "sorted_by": sorted_by,
        "short": lambda text: shortened(text, _NAME),
        "shortsentence": lambda text: shortened(text, _SENTENCE),
    }
    return made


def address(question: Question, number: int) -> str:
    """The query of another page of the same question.

    Example:
        >>> address(Question(unit="件", least=0.5), 2)
        'unit=%E4%BB%B6&least=0.5&order=document&page=2'
    """
    fields = ("search", "entity", "metric", "unit", "aspect", "since", "until", "least", "order")
    asked = {name: str(value) for name in fields if (value := getattr(question, name))}
    flags = {name: "true" for name, on in (("down", question.down), ("copies", not question.once)) if on}
    return urlencode({**asked, **flags, "page": number})


def sorted_by(question: Question, order: Order) -> str:
    """The query of the same question in another order; what is in this order already is turned round.

    Example:
        >>> sorted_by(Question(order="value", down=True), "value"), sorted_by(Question(), "value")
        ('order=value&page=1', 'order=value&down=true&page=1')
    """
    down = order != "document" and not (question.order == order and question.down)
    return address(replace(question, order=order, down=down), 1)


@cache
def _words() -> dict[str, dict[str, str]]:
    table = tomllib.loads(asset("labels.toml", PACKAGE))
    return {name: {**words, **{key: entry[name] for key, entry in table.items()}} for name, words in labels().items()}
