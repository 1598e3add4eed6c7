"""Attributions → public facts."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from cnreport_extract.chars import as_written
from cnreport_extract.facts.attribution import Attribution, Attributor
from cnreport_extract.facts.canonical import MetricIndex
from cnreport_extract.facts.confidence import Calibration, product
from cnreport_extract.facts.merge import merge_restated
from cnreport_extract.facts.notes import noted
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import Scorer
from cnreport_extract.facts.sums import SumReader
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.models import Aspect, DateRange, Evidence, Fact, Offsets
from cnreport_extract.records import Name, Period, Span
from cnreport_extract.text.segmenters import DEFAULT

_REACH = 60  # items before a number in which 每年 governs it
Fields = dict[str, Any]


class FactAssembler:
    """Turns a page and its mentions into facts. Immutable after construction.

    Attributes:
        attributor: Decides what belongs to each number.
        scorers: The weights of its choices.
        metrics: The canonical metrics.
        calibration: Probability of the choices → confidence.
    """

    def __init__(self, lexicon: Lexicon, scorers: Mapping[str, Scorer], segmenter: str = DEFAULT) -> None:
        self.attributor = Attributor(lexicon, scorers, segmenter)
        self.scorers = scorers
        self.metrics = MetricIndex(lexicon)
        self._sums = SumReader(lexicon)
        self.calibration = Calibration.of(scorers["confidence"].weights if "confidence" in scorers else {})

    def assemble(self, raw: str, scene: Scene) -> list[Fact]:
        """The facts of one page, in text order.

        Args:
            raw: The text as it was given; facts quote it.
            scene: Its page and mentions.
        """
        return self.facts_of(raw, scene, self.attributor.attribute(scene))

    def facts_of(self, raw: str, scene: Scene, found: Iterable[Attribution]) -> list[Fact]:
        """The facts of a page whose numbers are attributed; an attribution, which holds all rivals, is let go with its fact."""
        framed: list[bool] = []
        facts: list[Fact] = []
        for one in found:
            framed.append(scene.block_of(scene.page.sentences[one.sentence]).kind != "body")
            facts.append(self._fact(raw, scene, one))
        return noted(merge_restated(facts, framed), self._sums.find(scene.page.text, facts))

    def _fact(self, raw: str, scene: Scene, found: Attribution) -> Fact:
        steps: tuple[Fields, ...] = (
            number_fields(raw, scene, found),
            aspect_fields(found),
            metric_fields(raw, scene, found),
            self.metric_id(found),
            entity_fields(raw, scene, found),
            date_fields(found),
            frequency_fields(found),
            {"confidence": self.calibration(product(found))},
        )
        evidence: dict[str, Any] = {}
        given: dict[str, Any] = {}
        for fields in steps:
            evidence.update(fields.get("evidence", {}))
            given.update(fields)
        return Fact.of(**{**given, "evidence": Evidence.of(**evidence)})

    def metric_id(self, found: Attribution) -> Fields:
        """The canonical metric."""
        phrase, quantity = found.metric.candidate.text if found.metric is not None else None, found.quantity
        return {"metric_id": self.metrics.find(phrase, quantity.dimension, aspect_of(found), quantity.unit) if phrase else None}


def number_fields(raw: str, scene: Scene, found: Attribution) -> Fields:
    """The number; of a change its size, for the direction says the rest."""
    quantity, sentence = found.quantity, scene.page.sentences[found.sentence]
    return {
        "value": abs(quantity.value) if aspect_of(found) == "change" else quantity.value,
        "value_max": quantity.value_max,
        "qualifier": quantity.qualifier,
        "unit": quantity.unit,
        "dimension": quantity.dimension,
        "span": (quantity.start, quantity.end),
        "text": raw[quantity.start : quantity.end],
        "evidence": {"sentence": (sentence.start, sentence.end)},
    }


def aspect_of(found: Attribution) -> Aspect:
    """What is said of the number: a plan comes before how it is read."""
    return "target" if found.is_planned else cast("Aspect", found.reading.aspect)


def aspect_fields(found: Attribution) -> Fields:
    """Aspect, direction and basis."""
    return {"aspect": aspect_of(found), "direction": found.reading.direction, "basis": found.reading.basis}


def metric_fields(raw: str, scene: Scene, found: Attribution) -> Fields:
    """The phrase with the marks of its page; where it was found is part of the fact's `rule`."""
    chosen = found.metric.candidate if found.metric is not None else None
    return {
        "metric": as_written(chosen.text, scene.page.text, raw) if chosen is not None else None,
        "rule": f"{found.quantity.rule}/{chosen.rule if chosen is not None else 'none'}",
        "evidence": {"metric": _offsets(chosen.span) if chosen is not None else None},
    }


def entity_fields(raw: str, scene: Scene, found: Attribution) -> Fields:
    """The name with the marks of its page, its type and id."""
    chosen = found.entity.candidate
    evidence = {"entity": _offsets(chosen.span)}
    if not isinstance(chosen.mention, Name):
        return {"entity": None, "evidence": evidence}
    name = as_written(chosen.text, scene.page.text, raw)
    return {"entity": name, "entity_type": chosen.mention.kind, "entity_id": chosen.mention.name_id, "evidence": evidence}


def date_fields(found: Attribution) -> Fields:
    """The days of the period."""
    period = found.period
    days = DateRange.of(start=period.first, end=period.last) if period is not None else None
    return {"date": days, "evidence": {"date": _offsets(found.date.candidate.span)}}


def frequency_of(found: Attribution) -> Period | None:
    """每年 and the like before the number, in its clause."""
    view = found.window
    for item in view.items[max(view.clause, view.at - _REACH) : view.at]:
        if item.kind == "period" and isinstance(item.mention, Period) and item.mention.role == "frequency":
            return item.mention
    return None


def frequency_fields(found: Attribution) -> Fields:
    """How often the value occurs."""
    period = frequency_of(found)
    return {"frequency": period.frequency if period is not None else None}


def _offsets(span: Span | None) -> Offsets | None:
    """An empty span is no evidence: the country that a national figure is about stands nowhere in the text."""
    return (span.start, span.end) if span is not None and span.start < span.end else None
