"""Label Studio: tasks as JSON, with the facts as regions of a text, their fields as answers about a region, their words as relations.

Offsets are characters, as Label Studio counts them since 1.5; an export of an older version, which counted UTF-16 code units, is told
by the text of its regions. `label_studio.xml` is the labelling interface that the tasks are made for.

A field that allows several answers has one text each, the best first; `null` stands for an accepted absence, a period is
written `2024-01-01..2024-12-31`, open ends left empty.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cnreport_extract.annotation.annotated import LABELS, PARTS, Annotated, Span, checked, fact_fields, fact_row, head_row
from cnreport_extract.annotation.offsets import Utf16
from cnreport_extract.errors import GoldError

INTERFACE = Path(__file__).with_suffix(".xml")
TEXTS = {"value": "value", "value_max": "value_max", "unit": "unit", "metric": "metric_name", "entity": "entity_name", "date": "period"}
CHOICES = ("qualifier", "aspect", "direction", "basis", "frequency", "optional")
_SEVERAL = ("metric", "entity", "date", "aspect")
_NONE = "null"
_RANGE = ".."
Region = dict[str, Any]


def written(items: Iterable[Annotated]) -> str:
    """The tasks, to be imported into a project: annotations, or predictions where nobody has reviewed them."""
    return json.dumps([_task(item) for item in items], ensure_ascii=False, indent=1) + "\n"


def _task(item: Annotated) -> dict[str, Any]:
    result = list(_result(item))
    data = {**head_row(item.gold), "text": item.text}
    if item.reviewed:
        return {"data": data, "annotations": [{"result": result}]}
    return {"data": data, "predictions": [{"model_version": "cnreport_extract", "result": result}]}


def _result(item: Annotated) -> Iterator[Region]:
    marked: dict[tuple[str, Span], str] = {}
    for number, fact in enumerate(item.gold.facts, 1):
        label, row = f"fact-{number}", fact_row(fact)
        place = {"start": fact.span[0], "end": fact.span[1], "text": item.text[slice(*fact.span)]}
        yield _region(label, "label", "labels", {**place, "labels": ["fact"]})
        for field, name in TEXTS.items():
            if answers := _answers(row, field):
                yield _region(label, name, "textarea", {**place, "text": answers})
        for field in CHOICES:
            if answers := _answers(row, field):
                yield _region(label, field, "choices", {**place, "choices": answers})
        for part in PARTS:
            span = getattr(fact.evidence, part) if fact.evidence else None
            if span is None:
                continue
            if (part, span) not in marked:
                marked[part, span] = f"{part}-{span[0]}-{span[1]}"
                value = {"start": span[0], "end": span[1], "text": item.text[slice(*span)], "labels": [part]}
                yield _region(marked[part, span], "label", "labels", value)
            yield {"type": "relation", "from_id": label, "to_id": marked[part, span], "direction": "right", "labels": [part]}


def _region(label: str, name: str, kind: str, value: Mapping[str, Any]) -> Region:
    return {"id": label, "from_name": name, "to_name": "text", "type": kind, "origin": "manual", "value": dict(value)}


def _answers(row: Mapping[str, Any], field: str) -> list[str]:
    """The answers of a field as texts; none where it says nothing."""
    value = row[field]
    if field == "optional":
        return ["optional"] if value else []
    if field not in _SEVERAL:
        return [] if value in (None, "") else [str(value)]
    return [_answer(answer) for answer in (value if isinstance(value, list) else [value])]


def _answer(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['start'] or ''}{_RANGE}{value['end'] or ''}"
    return _NONE if value is None else str(value)


def read(path: Path, *, unreviewed: bool = False) -> Iterator[Annotated]:
    """The texts of an export (JSON).

    Args:
        path: The file.
        unreviewed: Whether predictions count where nobody annotated; else such a text is an error.

    Raises:
        GoldError: It is no such export, or a text has no annotation.
    """
    for number, task in enumerate(_tasks(path), 1):
        where = f"{path}: task {task.get('id', number)}"
        try:
            yield _annotated(task, where, unreviewed=unreviewed)
        except (KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{where}: no task of our labelling interface ({error!r}); export as JSON, not as JSON-MIN") from error


def _tasks(path: Path) -> list[dict[str, Any]]:
    try:
        tasks = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: no JSON ({error}); expected an export of Label Studio") from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise GoldError(f"{path}: no list of tasks; export as JSON, not as JSON-MIN or CSV")
    return tasks


def _annotated(task: Mapping[str, Any], where: str, *, unreviewed: bool) -> Annotated:
    done = [answer for answer in task.get("annotations") or [] if not answer.get("was_cancelled")]
    offered = task.get("predictions") or []
    if not done and not (unreviewed and offered):
        raise GoldError(f"{where}: nobody has annotated it; do so, or take its predictions with --unreviewed")
    text, result = task["data"]["text"], (done or offered)[-1]["result"]
    head = {"id": str(task["data"].get("id") or task.get("id")), **{key: task["data"].get(key) for key in ("title", "published", "genre")}}
    return checked(text, head, _facts(text, result, where), where)


def _facts(text: str, result: Iterable[Region], where: str) -> list[dict[str, Any]]:
    spans: dict[str, Span] = {}
    labels: dict[str, str] = {}
    told: dict[str, dict[str, Any]] = {}
    units = Utf16(text)
    for region in result:
        if region["type"] == "labels":
            spans[region["id"]] = _span(text, units, region["value"], where)
            labels[region["id"]] = region["value"]["labels"][0]
        elif region["type"] in ("textarea", "choices"):
            field = next((field for field, name in TEXTS.items() if name == region["from_name"]), region["from_name"])
            answers = region["value"]["text" if region["type"] == "textarea" else "choices"]
            told.setdefault(region["id"], {})[field] = _read(field, [answers] if isinstance(answers, str) else answers)
        elif region["type"] == "relation":
            part = next(iter(region.get("labels") or []), None) or labels.get(region["to_id"])
            told.setdefault(region["from_id"], {}).setdefault("evidence", {})[part] = spans.get(region["to_id"])
    return [fact_fields(text, spans[label], where, told.get(label)) for label in spans if labels[label] == LABELS[0]]


def _span(text: str, units: Utf16, value: Mapping[str, Any], where: str) -> Span:
    """The span of a region in characters: as it is where that gives its text, else as UTF-16 code units."""
    start, end, told = int(value["start"]), int(value["end"]), value.get("text")
    for span in ((start, end), (units.back(start), units.back(end))):
        if told is None or text[slice(*span)] == told:
            return span
    raise GoldError(f"{where}: region {start}..{end} is {text[start:end]!r}, not {told!r}; the text was changed after the import")


def _read(field: str, answers: list[str]) -> Any:
    if field == "optional":
        return bool(answers)
    if field not in _SEVERAL:
        return answers[0]
    return [_read_answer(field, answer) for answer in answers]


def _read_answer(field: str, answer: str) -> Any:
    if answer == _NONE:
        return None
    if field != "date":
        return answer
    start, _, end = answer.partition(_RANGE)
    return {"start": start.strip() or None, "end": end.strip() or None}
