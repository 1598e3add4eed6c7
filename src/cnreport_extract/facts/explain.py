"""How a fact came about: the text is attributed once more, and each decision tells its words and its rivals.

Nothing is kept for this while facts are made, so it costs nothing until somebody asks.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cnreport_extract.facts.assemble import (
    FactAssembler,
    Fields,
    aspect_fields,
    date_fields,
    entity_fields,
    frequency_fields,
    frequency_of,
    metric_fields,
    number_fields,
)
from cnreport_extract.facts.attribution import PLANNED, Attribution
from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.confidence import product
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import Choice, Scorer
from cnreport_extract.models import DateRange, Explanation, Fact, Offsets, Option, Part, Step, plain
from cnreport_extract.records import Name, Period, Span


class Explainer:
    """Explains the facts of one page.

    Args:
        assembler: What made them.
        raw: The text as it was given.
        scene: Its page and mentions.
    """

    def __init__(self, assembler: FactAssembler, raw: str, scene: Scene) -> None:
        self._assembler, self._raw, self._scene = assembler, raw, scene
        found = list(assembler.attributor.attribute(scene))
        self._found = {(one.quantity.start, one.quantity.end): one for one in found}
        self._facts = {fact.span: fact for fact in assembler.facts_of(raw, scene, found)}

    def explain(self, span: Offsets) -> Explanation | None:
        """The steps that led to the fact with this span, None where no fact has it."""
        fact = self._facts.get(span)
        return Explanation(fact=fact, steps=tuple(self._steps(fact, self._found[span]))) if fact is not None else None

    def _steps(self, fact: Fact, found: Attribution) -> Iterator[Step]:
        yield self._number(found)
        yield self._aspect(found)
        yield self._target(found)
        yield self._metric(found)
        yield Step(field="metric_id", rule="canonical" if fact.metric_id else "none", gives=self._assembler.metric_id(found))
        yield self._entity(found)
        yield self._date(found)
        period = frequency_of(found)
        if period is not None:
            yield Step(field="frequency", rule=period.rule, words=self._words([("frequency", period)]), gives=frequency_fields(found))
        if fact.evidence.restated:
            copies = self._words(("copy", Span(*copy)) for copy in fact.evidence.restated)
            yield Step(field="restated", rule="merge", words=copies, gives=_written({"evidence": {"restated": fact.evidence.restated}}))
        if fact.notes:
            words = self._words((note.kind, Span(*other)) for note in fact.notes for other in note.others)
            notes = [note.model_dump(mode="json") for note in fact.notes]
            yield Step(field="notes", rule=" ".join(note.rule for note in fact.notes), words=words, gives={"notes": notes})
        yield Step(field="confidence", rule="calibrated", gives={"confidence": self._assembler.calibration(product(found))})

    def _number(self, found: Attribution) -> Step:
        quantity = found.quantity
        given = _written(number_fields(self._raw, self._scene, found))
        parts = [(part.name, part) for part in quantity.parts]
        return Step(field="number", rule=quantity.rule, words=self._words(parts or [("number", quantity)]), gives=given)

    def _aspect(self, found: Attribution) -> Step:
        reading = found.reading
        cue = found.window.items[reading.cue] if reading.cue is not None else None
        words = [("cue", Span(cue.start, cue.end))] if cue is not None else []
        basis = self._assembler.attributor.changes.basis(found.window, self._scene.page.text)[1] if reading.basis else None
        words += [("basis", basis)] if basis is not None else []
        given = {**aspect_fields(found), "aspect": reading.aspect}
        return Step(field="aspect", rule=reading.rule, words=self._words(words), gives=given)

    def _target(self, found: Attribution) -> Step:
        evidence = _weights(self._assembler.scorers["target"], found.target_features)
        planned = Option(
            text="target",
            rule="planned",
            score=sum(evidence.values()),
            probability=found.planned,
            chosen=found.is_planned,
            evidence=evidence,
        )
        sure = found.is_planned and found.planned <= PLANNED
        rule = ("certain" if sure else "planned") if found.is_planned else "real"
        return Step(field="target", rule=rule, gives={"aspect": "target"} if found.is_planned else {}, options=(planned,))

    def _metric(self, found: Attribution) -> Step:
        given = _written(metric_fields(self._raw, self._scene, found))
        if found.metric is None:
            return Step(field="metric", rule="none", gives=given)
        chosen = found.metric.candidate
        return Step(
            field="metric",
            rule=chosen.rule,
            words=self._words(self._phrase(found, chosen)),
            gives=given,
            options=self._options("metric", found.metric, found.metrics),
        )

    def _phrase(self, found: Attribution, chosen: Candidate) -> list[tuple[str, Span]]:
        """Where the words of a metric stand: its own, and those of the number before that it shares them with."""
        own = [("metric", chosen.span)] if chosen.span is not None else []
        if chosen.span is not None and chosen.text in chosen.span.of(self._scene.page.text):
            return own
        earlier = (other for span, other in self._found.items() if span[0] < found.quantity.start and other.metric is not None)
        spans = {other.metric.candidate.text: other.metric.candidate.span for other in earlier if other.metric is not None}
        shared = [span for text, span in spans.items() if span is not None and text and text in chosen.text]
        return [*(("shared", span) for span in shared[-1:]), *own]

    def _entity(self, found: Attribution) -> Step:
        chosen = found.entity.candidate
        name = chosen.mention
        rule = f"{chosen.rule}/{name.rule}" if isinstance(name, Name) else chosen.rule
        words = [("name", name)] if isinstance(name, Name) else []
        options = self._options("entity", found.entity, found.entities)
        return Step(
            field="entity",
            rule=rule,
            words=self._words(words),
            gives=_written(entity_fields(self._raw, self._scene, found)),
            options=options,
        )

    def _date(self, found: Attribution) -> Step:
        given, period = _written(date_fields(found)), found.period
        words: list[tuple[str, Span]] = [] if period is None else [(part.name, part) for part in period.parts] or [("period", period)]
        options = self._options("date", found.date, found.dates)
        return Step(field="date", rule=found.date.candidate.rule, words=self._words(words), gives=given, options=options)

    def _options(self, task: str, choice: Choice, candidates: Sequence[Candidate]) -> tuple[Option, ...]:
        """All candidates, the best first."""
        scorer, options = self._assembler.scorers[task], []
        total = sum(math.exp(score - max(choice.scores)) for score in choice.scores)
        for candidate, score in zip(candidates, choice.scores, strict=True):
            options.append(
                Option(
                    text=_said(candidate),
                    rule=candidate.rule,
                    span=_place(candidate),
                    score=score,
                    probability=math.exp(score - max(choice.scores)) / total,
                    chosen=candidate is choice.candidate,
                    evidence=_weights(scorer, candidate.features),
                )
            )
        return tuple(sorted(options, key=lambda option: (not option.chosen, -option.score)))

    def _words(self, spans: Iterable[tuple[str, Span]]) -> tuple[Part, ...]:
        """The stretches of the raw text; the country that nobody named has none."""
        return tuple(Part(name=name, span=(at.start, at.end), text=at.of(self._raw)) for name, at in spans if at.start < at.end)


def _written(fields: Fields) -> Fields:
    """The fields as JSON holds them."""
    written: Fields = json.loads(json.dumps(fields, default=_as_json))
    return written


def _as_json(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, DateRange) else plain(value) if isinstance(value, Decimal) else str(value)


def _weights(scorer: Scorer, features: Iterable[str]) -> dict[str, float]:
    """The features that have a weight, the weightiest first."""
    weighed = {feature: scorer.weights[feature] for feature in features if scorer.weights.get(feature)}
    return dict(sorted(weighed.items(), key=lambda pair: (-abs(pair[1]), pair[0])))


def _said(candidate: Candidate) -> str | None:
    """What the candidate would fill in, None for nothing."""
    mention = candidate.mention
    if isinstance(mention, Period):
        return f"{mention.first or '..'}/{mention.last or '..'}"
    return candidate.text or None


def _place(candidate: Candidate) -> Offsets | None:
    """Where its words stand, in this sentence or another one."""
    span = candidate.span or candidate.mention
    return (span.start, span.end) if span is not None and span.start < span.end else None
