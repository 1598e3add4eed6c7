"""What the page tells about one fact: each field with what it was read from, by which rule, and what else was considered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cnreport_extract.models import DateRange, Explanation, Fact, Option, Step
from cnreport_extract.view.amounts import amount, days
from cnreport_extract.view.labels import metric_names
from cnreport_extract.view.marks import shortened

_LONG = 200  # characters of a name or phrase
_RIVALS = 2
_WORTH = 0.01  # rivals below one in a hundred tell nothing


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reading that was considered, and its share."""

    text: str
    share: str


@dataclass(frozen=True, slots=True)
class Told:
    """One field: `key` of its label, what it holds, more about that, and how it came about."""

    key: str
    given: str
    more: str = ""
    words: tuple[str, ...] = ()
    rule: str = ""
    share: str = ""
    rivals: tuple[Rival, ...] = ()


def telling(fact: Fact, text: str, explanation: Explanation | None = None) -> tuple[Told, ...]:
    """The fields of a fact in the order of a sentence.

    Args:
        fact: The fact.
        text: The text that it comes from.
        explanation: How it came about, where that is known; else its evidence is told.

    Example:
        >>> from cnreport_extract import Extractor
        >>> document = Extractor().read("去年，长沙市受理案件90件。", published="2025-04-02")
        >>> [(told.key, told.given) for told in telling(document.facts[0], document.text, document.explain(document.facts[0]))]
        [('entity', '长沙市'), ('metric', '受理案件'), ('value', '90 件'), ('date', '2024')]
    """
    given = {"entity": fact.entity, "metric": fact.metric, "number": amount(fact), "date": days(fact.date)}
    more = {"entity": fact.entity_id or "", "metric": _canonical(fact.metric_id)}
    return tuple(
        Told(key, _short(given[field]), _short(more.get(field)), **_how(field, fact, text, explanation))
        for key, field in (("entity", "entity"), ("metric", "metric"), ("value", "number"), ("date", "date"))
    )


def _short(text: str | None) -> str:
    return shortened(text or "", _LONG)


def _canonical(metric: str | None) -> str:
    if metric is None:
        return ""
    return " · ".join((metric, *metric_names().get(metric, ())))


def _how(field: str, fact: Fact, text: str, explanation: Explanation | None) -> Mapping[str, Any]:
    step = explanation.step(field) if explanation else None
    if step is None:
        return _evidence(field, fact, text)
    chosen = next((option for option in step.options if option.chosen), None)
    return {
        "words": tuple(shortened(part.text, _LONG) for part in step.words),
        "rule": _short(step.rule),
        "share": _share(chosen.probability) if chosen else "",
        "rivals": tuple(_rivals(step)),
    }


def _evidence(field: str, fact: Fact, text: str) -> Mapping[str, Any]:
    """What is known without an explanation: the words of a field, and the rule of the whole fact."""
    if field == "number":
        return {"words": (_short(fact.text),), "rule": _short(fact.rule)}
    span = {"entity": fact.evidence.entity, "metric": fact.evidence.metric, "date": fact.evidence.date}[field]
    return {"words": (_short(text[slice(*span)]),) if span else ()}


def _rivals(step: Step) -> Iterator[Rival]:
    """The likeliest other readings, those that would have filled in the same left out."""
    told = {option.text for option in step.options if option.chosen}
    for option in sorted(step.options, key=lambda option: -option.probability):
        if option.probability >= _WORTH and option.text not in told and len(told) <= _RIVALS:
            told.add(option.text)
            yield Rival(_short(_written(step, option)), _share(option.probability))


def _written(step: Step, option: Option) -> str:
    """What a rival would have filled in; dates as the table writes them."""
    if step.field != "date" or option.text is None:
        return option.text or "—"
    first, _, last = option.text.partition("/")
    return days(DateRange.model_validate({"start": first.strip(".") or None, "end": last.strip(".") or None}))


def _share(probability: float) -> str:
    return f"{round(100 * probability)}%"
