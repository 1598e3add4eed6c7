"""Attributions → public facts."""

from collections.abc import Mapping

from cnreport_extract.facts.attribution import Attribution, Attributor
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import Choice, Scorer
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.models import DateRange, Evidence, Fact, Offsets
from cnreport_extract.records import Name, Period, Span


class FactAssembler:
    """Turns a page and its mentions into facts. Immutable after construction."""

    def __init__(self, lexicon: Lexicon, scorers: Mapping[str, Scorer]) -> None:
        self._attributor = Attributor(lexicon, scorers)

    def assemble(self, raw: str, scene: Scene) -> list[Fact]:
        """The facts of one page, in text order.

        Args:
            raw: The text as it was given; facts quote it.
            scene: Its page and mentions.
        """
        return [_fact(raw, scene, attribution) for attribution in self._attributor.attribute(scene)]


def _fact(raw: str, scene: Scene, found: Attribution) -> Fact:
    quantity, reading = found.quantity, found.reading
    name = found.entity.candidate.mention
    planned = found.planned > 0.5 and reading.aspect != "rank"
    sentence = scene.page.sentences[found.sentence]
    metric = found.metric.candidate if found.metric is not None else None
    return Fact.model_validate(
        {
            "entity": found.entity.candidate.text or None,
            "entity_type": name.kind if isinstance(name, Name) else None,
            "entity_id": name.name_id if isinstance(name, Name) else None,
            "metric": metric.text if metric is not None else None,
            "value": abs(quantity.value) if reading.aspect == "change" else quantity.value,
            "value_max": quantity.value_max,
            "qualifier": quantity.qualifier,
            "unit": quantity.unit,
            "dimension": quantity.dimension,
            "aspect": "target" if planned else reading.aspect,
            "direction": reading.direction,
            "basis": reading.basis,
            "date": _date(found.period),
            "frequency": _frequency(found),
            "span": (quantity.start, quantity.end),
            "text": raw[quantity.start : quantity.end],
            "evidence": Evidence(
                entity=_offsets(found.entity.candidate.span),
                metric=_offsets(metric.span if metric is not None else None),
                date=_offsets(found.date.candidate.span),
                sentence=(sentence.start, sentence.end),
            ),
            "rule": f"{quantity.rule}/{metric.rule if metric is not None else 'none'}",
            "confidence": _confidence(found),
        }
    )


def _date(period: Period | None) -> DateRange | None:
    return DateRange(start=period.first, end=period.last) if period is not None else None


def _frequency(found: Attribution) -> str | None:
    for item in found.window.items[found.window.clause : found.window.at]:
        if item.kind == "period" and isinstance(item.mention, Period) and item.mention.role == "frequency":
            return item.mention.frequency
    return None


def _offsets(span: Span | None) -> Offsets | None:
    """An empty span is no evidence: the country that a national figure is about stands nowhere in the text."""
    return (span.start, span.end) if span is not None and span.start < span.end else None


def _confidence(found: Attribution) -> float:
    choices: tuple[Choice | None, ...] = (found.metric, found.entity, found.date)
    product = 1.0
    for choice in choices:
        product *= choice.probability if choice is not None else 0.2
    return round(product, 3)
