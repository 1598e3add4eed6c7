"""Documents → one HTML file that needs nothing else: styles, script and charts are inside, nothing is fetched.

All text passes Jinja's escaping. The page carries a content security policy that lets only its own script run, by its digest,
so that even text that slipped through as markup could not act.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cnreport_extract.errors import InputError
from cnreport_extract.models import Document, Fact
from cnreport_extract.view.charts import charts
from cnreport_extract.view.labels import LANGUAGES, Language, labels
from cnreport_extract.view.marks import shortened, stretches, visible
from cnreport_extract.view.reading import Reading, reading

if TYPE_CHECKING:
    from jinja2 import Environment

_ASPECTS = ("level", "change", "share", "rank", "target")
_ARROWS = {"up": "↑", "down": "↓"}
_SCRIPTS = ("chartist.js", "language.js", "charts.js")
_OPTION = 40  # characters of a name in a list to choose from
_NEEDED = "the page needs Jinja2; install it with: pip install 'cnreport-extract[view]'"


def require() -> None:
    """Say what is missing before any work is done.

    Raises:
        InputError: The extra `view` is not installed.
    """
    if not available():
        raise InputError(_NEEDED)


def available() -> bool:
    """Whether the extra `view` is installed."""
    return find_spec("jinja2") is not None


def page(documents: Iterable[tuple[str, Document]], *, lang: Language = "zh", title: str | None = None) -> str:
    """Show documents as one self-contained HTML page.

    Args:
        documents: Each with the name that it is called by where it has no title.
        lang: Language of the labels when the page opens; a button changes it.
        title: Title of the page; None: that of the document, or how many there are.

    Returns:
        The page. Write it as UTF-8.

    Raises:
        InputError: The extra `view` is not installed, or the language is another one.

    Example:
        >>> from cnreport_extract import Extractor
        >>> html = page([("a", Extractor().read("去年受理案件90件。", "2025-04-02"))], lang="en")
        >>> html.startswith("<!doctype html>"), "90 件" in html
        (True, True)
    """
    readings = numbered(documents)
    outside = shell(lang, labels(), [asset("view.js")])
    return environment().get_template("page.html").render(context(readings, outside, title))


def numbered(documents: Iterable[tuple[str, Document]]) -> list[Reading]:
    """Prepare documents so that their facts are numbered through."""
    found: list[Reading] = []
    first = 0
    for number, (identifier, document) in enumerate(documents):
        found.append(reading(identifier, document, number, first))
        first += len(document.facts)
    return found


def context(readings: Sequence[Reading], outside: Mapping[str, Any], title: str | None = None) -> dict[str, Any]:
    """What the template `page.html` shows inside of what `shell` gives."""
    rows = [row for item in readings for row in item.rows]
    drawn = charts((row.number, row.fact) for row in rows)
    entities, metrics = (_choices(getattr(row.fact, field) for row in rows) for field in ("entity", "metric"))
    return {
        **outside,
        "title": title or (readings[0].title if len(readings) == 1 else ""),
        "readings": readings,
        "rows": rows,
        "entities": entities,
        "metrics": metrics,
        "entity_numbers": _numbers(entities),
        "metric_numbers": _numbers(metrics),
        "aspects": [aspect for aspect in _ASPECTS if any(row.fact.aspect == aspect for row in rows)],
        "charts": drawn,
        "data": {**outside["data"], "charts": [chart.record() for chart in drawn]},
    }


def shell(lang: str, words: Mapping[str, Mapping[str, str]], scripts: Sequence[str], style: str = "", policy: str = "") -> dict[str, Any]:
    """What every page has around its content: its words, its style, its scripts, and the policy that lets exactly these run.

    Args:
        lang: Language of the labels.
        words: The labels of all languages.
        scripts: Scripts of this kind of page; those that change the language and draw charts come first.
        style: Further rules of style.
        policy: Further directives of the policy.

    Raises:
        InputError: The language is another one.
    """
    if lang not in LANGUAGES:
        raise InputError(f"lang: found {lang!r}, expected one of {', '.join(LANGUAGES)}")
    from markupsafe import Markup  # noqa: PLC0415  (comes with Jinja2)

    scripts = [*map(asset, _SCRIPTS), *scripts]
    allowed = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {' '.join(map(digest, scripts))}; {policy}"
    return {
        "lang": lang,
        "words": words[lang],
        "style": Markup("\n".join(filter(None, (styled("view.css"), style)))),  # noqa: S704  (our own files)
        "scripts": [*map(Markup, scripts)],
        "policy": allowed,
        "data": {"labels": words},
    }


def _choices(names: Iterable[str | None]) -> list[tuple[str, str, int]]:
    """What a list offers: the whole name, its short form, how often it occurs; the most frequent first."""
    counted = Counter(name for name in names if name)
    return [(name, shortened(name, _OPTION), count) for name, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _numbers(choices: Sequence[tuple[str, str, int]]) -> dict[str | None, int | str]:
    return {None: "", "": "", **{name: number for number, (name, _, _) in enumerate(choices)}}


@cache
def environment(*packages: str) -> "Environment":
    """The templates, with escaping on.

    Args:
        packages: Packages whose `assets/` come before those of the page.

    Raises:
        InputError: The extra `view` is not installed.
    """
    require()
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  (an extra)

    made = Environment(
        loader=ChoiceLoader([PackageLoader(package, "assets") for package in (*packages, "cnreport_extract.view")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    made.filters |= {"json": embedded, "what": what, "stretches": stretches}
    return made


def what(fact: Fact, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """What kind of statement a fact makes, as label key and sign: a change upwards, against the year before."""
    found = [] if fact.aspect == "level" else [(f"aspect-{fact.aspect}", _ARROWS.get(fact.direction or "", ""))]
    found += [(f"basis-{fact.basis}", "")] if fact.basis else []
    found += [(f"each-{fact.frequency}", "")] if fact.frequency else []
    return [(key, sign) for key, sign in found if key in words]


def embedded(value: object) -> Any:
    """JSON that may stand inside a script element: no character of it can end the element or open a comment."""
    from markupsafe import Markup  # noqa: PLC0415  (comes with Jinja2)

    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704  (just made safe)


def styled(name: str) -> str:
    """A style sheet of `assets/` behind the colours that all pages share."""
    return asset("palette.css") + "\n" + asset(name)


@cache
def asset(name: str, package: str = "cnreport_extract.view") -> str:
    """A file of the `assets/` of a package."""
    return (files(package) / "assets" / name).read_text("utf-8").strip()


def digest(script: str) -> str:
    """How a content security policy names a script that may run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
