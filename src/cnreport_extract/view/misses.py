"""What an evaluation got wrong, as one HTML page: each miss in its sentence, gold and answer side by side, what differs marked.

Like the other page it is one file that fetches nothing, runs no script at all, and escapes all text.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cnreport_extract.evaluation.compare import FIELDS, LEVELS
from cnreport_extract.evaluation.gold import GoldFact, MarkedWords, PredictedFact
from cnreport_extract.evaluation.scorer import KINDS, Outcome, Report
from cnreport_extract.view.labels import Language
from cnreport_extract.view.marks import Kind, Mark, Piece, pieces
from cnreport_extract.view.page import asset, environment, styled

_AROUND = 70
_WORDS: tuple[tuple[str, Kind], ...] = (("entity", "entity"), ("metric", "metric"), ("date", "period"))


@dataclass(frozen=True, slots=True)
class Told:
    """One field of a miss: what gold accepts, what was answered, and whether that is wrong."""

    field: str
    gold: str
    answer: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """A miss in its place: the text around it, cut at the marks."""

    document: str
    kind: str
    pieces: tuple[Piece, ...]
    fields: tuple[Told, ...]


def misses_page(report: Report, texts: Mapping[str, str], genres: Mapping[str, str], lang: Language = "zh") -> str:
    """Show the scores of a report and all its misses, by kind.

    Args:
        report: An evaluation.
        texts: Id → text of each document.
        genres: Id → genre, for the table of genres; may be empty.
        lang: Language of the labels.

    Returns:
        The page. Write it as UTF-8.

    Raises:
        InputError: The extra `view` is not installed.
    """
    from markupsafe import Markup  # noqa: PLC0415  (comes with Jinja2)

    found = [_miss(outcome, texts[outcome.document]) for outcome in report.misses]
    words = tomllib.loads(asset("misses.toml"))
    parts = report.by_genre(genres).items()
    return (
        environment()
        .get_template("misses.html")
        .render(
            lang=lang,
            words={key: told[lang] for key, told in words.items()},
            report=report,
            levels=[(level, report.score(level)) for level in LEVELS],
            genres=[(name, part, [part.score(level) for level in LEVELS]) for name, part in parts],
            fields=[(field, *report.field(field)) for field in FIELDS],
            kinds=[(kind, some) for kind in KINDS if (some := [miss for miss in found if miss.kind == kind])],
            style=Markup(styled("misses.css")),  # noqa: S704  (our own file)
        )
    )


def _miss(outcome: Outcome, text: str) -> Miss:
    spans = [fact.span for fact in (outcome.predicted, outcome.gold) if fact]
    start, end = _around(text, min(span[0] for span in spans), max(span[1] for span in spans))
    marks = [*_marks(outcome.gold, "gold"), *_marks(outcome.predicted, "answer")]
    return Miss(outcome.document, outcome.kind, tuple(pieces(text, marks, start, end)), tuple(_fields(outcome)))


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch that is shown: the paragraph, where it is not long."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    line = text.find("\n", end)
    return first, min(line if line >= 0 else len(text), end + _AROUND)


def _marks(fact: GoldFact | PredictedFact | None, role: str) -> list[Mark]:
    if fact is None:
        return []
    evidence = fact.evidence or MarkedWords()
    words = [Mark(span[0], span[1], kind, role) for part, kind in _WORDS if (span := getattr(evidence, part))]
    return [Mark(*fact.span, "number", role), *words]


def _fields(outcome: Outcome) -> list[Told]:
    gold, answer = (_told(fact) for fact in (outcome.gold, outcome.predicted))
    names = [
        field
        for field in ("value", "unit", "qualifier", "metric", "aspect", "direction", "entity", "date")
        if gold.get(field) or answer.get(field)
    ]
    return [Told(field, gold.get(field, ""), answer.get(field, ""), field in outcome.wrong) for field in names]


def _told(fact: GoldFact | PredictedFact | None) -> dict[str, str]:
    if fact is None:
        return {}
    row = fact.model_dump(mode="json")
    number = " – ".join(str(row[field]) for field in ("value", "value_max") if row[field] is not None)
    period = " | ".join(_period(days) for days in _listed(row["date"]))
    frequency = f" ({row['frequency']})" if row["frequency"] else ""
    names = {field: " | ".join(str(one or "∅") for one in _listed(row[field])) for field in ("metric", "aspect", "entity")}
    plain = {field: row[field] or "" for field in ("unit", "qualifier", "direction")}
    return {"value": number, **plain, **names, "date": period + frequency}


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _period(days: Mapping[str, str | None] | None) -> str:
    return "∅" if not days else f"{days['start'] or ''} … {days['end'] or ''}"
