"""Attributions → public facts."""

from collections.abc import Mapping

from cnreport_extract.facts.attribution import Attribution, Attributor
from cnreport_extract.facts.canonical import MetricIndex
from cnreport_extract.facts.changes import Reading
from cnreport_extract.facts.confidence import Calibration, product
from cnreport_extract.facts.merge import merge_restated
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import Scorer
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.models import DateRange, Evidence, Fact, Offsets
from cnreport_extract.records import Name, Period, Quantity, Span
from cnreport_extract.text.segmenters import DEFAULT

_REACH = 60  # items before a number in which 每年 governs it


class FactAssembler:
    """Turns a page and its mentions into facts. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, scorers: Mapping[str, Scorer], segmenter: str = DEFAULT) -> None:
        self._attributor = Attributor(lexicon, scorers, segmenter)
        self._metrics = MetricIndex(lexicon)
        self._calibration = Calibration.of(scorers["confidence"].weights if "confidence" in scorers else {})

    def assemble(self, raw: str, scene: Scene) -> list[Fact]:
        """The facts of one page, in text order.

        Args:
            raw: The text as it was given; facts quote it.
            scene: Its page and mentions.
        """
        found = list(self._attributor.attribute(scene))
        framed = [scene.block_of(scene.page.sentences[one.sentence]).kind != "body" for one in found]
        return merge_restated([self._fact(raw, scene, one) for one in found], framed)

    def _fact(self, raw: str, scene: Scene, found: Attribution) -> Fact:
        quantity, aspect = found.quantity, _aspect(found)
        metric = found.metric.candidate if found.metric is not None else None
        phrase = metric.text if metric is not None else None
        return Fact.model_validate(
            {
                **_entity(found),
                "metric": phrase,
                "metric_id": self._metrics.find(phrase, quantity.dimension, aspect, quantity.unit) if phrase else None,
                **_value(quantity, found.reading),
                "aspect": aspect,
                "direction": found.reading.direction,
                "basis": found.reading.basis,
                "date": _date(found.period),
                "frequency": _frequency(found),
                "span": (quantity.start, quantity.end),
                "text": raw[quantity.start : quantity.end],
                "evidence": _evidence(scene, found),
                "rule": f"{quantity.rule}/{metric.rule if metric is not None else 'none'}",
                "confidence": self._calibration(product(found)),
            }
        )


def _aspect(found: Attribution) -> str:
    return "target" if found.is_planned else found.reading.aspect


def _entity(found: Attribution) -> dict[str, str | None]:
    name = found.entity.candidate.mention
    if not isinstance(name, Name):
        return {"entity": None}
    return {"entity": found.entity.candidate.text, "entity_type": name.kind, "entity_id": name.name_id}


def _value(quantity: Quantity, reading: Reading) -> dict[str, object]:
    """The number; of a change its size, for the direction says the rest."""
    return {
        "value": abs(quantity.value) if reading.aspect == "change" else quantity.value,
        "value_max": quantity.value_max,
        "qualifier": quantity.qualifier,
        "unit": quantity.unit,
        "dimension": quantity.dimension,
    }


def _evidence(scene: Scene, found: Attribution) -> Evidence:
    sentence = scene.page.sentences[found.sentence]
    return Evidence(
        entity=_offsets(found.entity.candidate.span),
        metric=_offsets(found.metric.candidate.span) if found.metric is not None else None,
        date=_offsets(found.date.candidate.span),
        sentence=(sentence.start, sentence.end),
    )


def _date(period: Period | None) -> DateRange | None:
    return DateRange(start=period.first, end=period.last) if period is not None else None


def _frequency(found: Attribution) -> str | None:
    view = found.window
    for item in view.items[max(view.clause, view.at - _REACH) : view.at]:
        if item.kind == "period" and isinstance(item.mention, Period) and item.mention.role == "frequency":
            return item.mention.frequency
    return None


def _offsets(span: Span | None) -> Offsets | None:
    """An empty span is no evidence: the country that a national figure is about stands nowhere in the text."""
    return (span.start, span.end) if span is not None and span.start < span.end else None
