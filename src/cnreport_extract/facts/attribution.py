"""One number after the other: aspect ▸ metric ▸ entity ▸ period ▸ planned or not, each chosen among candidates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cnreport_extract.facts.aligned import Earlier
from cnreport_extract.facts.candidates import Candidate, Marks
from cnreport_extract.facts.changes import ChangeReader, Reading
from cnreport_extract.facts.columns import ColumnReader
from cnreport_extract.facts.dates import Interval, OfferedPeriods, date_candidates, departs, of_total, offered_periods, without_title_ahead
from cnreport_extract.facts.entities import OfferedNames, entity_candidates, entity_key, offered_names
from cnreport_extract.facts.genres import GenreReader
from cnreport_extract.facts.holder_places import placed
from cnreport_extract.facts.holders import Held, HolderReader, remembered
from cnreport_extract.facts.items import ItemReader, Row
from cnreport_extract.facts.metric_features import MetricFeatures
from cnreport_extract.facts.metrics import MetricWords, metric_candidates
from cnreport_extract.facts.name_roles import RoleReader
from cnreport_extract.facts.name_scene import COUNTRY, NameScene
from cnreport_extract.facts.quotations import SpeechReader
from cnreport_extract.facts.scene import GOVERNING, Scene
from cnreport_extract.facts.scoring import Choice, Scorer
from cnreport_extract.facts.targets import PlansAround, TargetReader
from cnreport_extract.facts.windows import Window, window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Name, Period, Quantity, record
from cnreport_extract.text.segmenters import DEFAULT

PLANNED = 0.5  # probability above which a number counts as planned
_RECENT = 20  # numbers before whose metrics are no holders of this one
_CERTAIN = frozenset({"period.begins.ahead", "period.goal", "duty.clause", "forecast.clause"})  # a plan whatever else is said


@record
class Attribution:
    """All that was decided about one number, with the rivals of each choice."""

    quantity: Quantity
    sentence: int
    window: Window
    reading: Reading
    metric: Choice | None
    entity: Choice
    date: Choice
    planned: float
    metrics: tuple[Candidate, ...]
    entities: tuple[Candidate, ...]
    dates: tuple[Candidate, ...]
    target_features: tuple[str, ...]

    @property
    def is_planned(self) -> bool:
        """Whether the number is planned, required or forecast rather than real."""
        certain = not _CERTAIN.isdisjoint(self.target_features)
        return self.reading.aspect != "rank" and (certain or self.planned > PLANNED)

    @property
    def period(self) -> Period | None:
        """The period that governs the number."""
        mention = self.date.candidate.mention
        return mention if isinstance(mention, Period) else None


@record
class _Before:
    """What the fact before leaves to the next."""

    entity: tuple[str, int] | None = None
    date: tuple[Interval | None, int] | None = None
    planned: tuple[bool, int] | None = None
    metric: str = ""
    holders: tuple[Held, ...] = ()


@record
class _Outside:
    """What the numbers of one sentence are offered from outside of it."""

    names: OfferedNames
    periods: OfferedPeriods
    plans: PlansAround
    holders: Sequence[Held]


class Attributor:
    """Attributes the numbers of a page. Immutable after construction.

    Args:
        lexicon: The patterns.
        scorers: Weights of the tasks `metric`, `entity`, `date`, `target`.
        segmenter: Name of what cuts the words.
    """

    def __init__(self, lexicon: Lexicon, scorers: Mapping[str, Scorer], segmenter: str = DEFAULT) -> None:
        self._items = ItemReader(lexicon, segmenter)
        self.changes = ChangeReader(lexicon)
        self._targets = TargetReader(lexicon)
        self._metrics = MetricFeatures(lexicon)
        self._holders = HolderReader(lexicon)
        self._columns = ColumnReader(lexicon)
        self._roles = RoleReader(lexicon)
        self._genres = GenreReader(lexicon)
        self._speeches = SpeechReader(lexicon)
        country = lexicon.gazetteer.places[COUNTRY]
        self._places = lexicon.gazetteer.places
        self._country = Name(0, 0, "place", country.name, country.code, (), "country")
        (self._nationwide,) = lexicon.cues("roles")["nationwide"].words
        self._scorers = scorers
        self._particles = "".join(lexicon.cues("roles")["of"].words)
        self._known = lexicon.metric_names
        self._anaphors = tuple(lexicon.cues("coreference")["metrics"].words)
        self._implied = {unit: cue.words for unit, cue in lexicon.cues("implied_metrics").items()}

    def attribute(self, scene: Scene) -> Iterator[Attribution]:
        """Attributions of all numbers that stand in sentences, in text order."""
        if not scene.quantities_of:
            return
        before = _Before()
        dated = {period.end for period in scene.periods if period.role in GOVERNING}
        roles = self._roles.roles(scene.page.text, scene.names, dated)
        names = NameScene(
            scene, roles, self._country, self._nationwide, self._places, self._genres.of(scene.page), self._speeches.read(scene)
        )
        stages = self._targets.stages(scene)
        for sentence in sorted(scene.quantities_of):
            items = self._read(scene, sentence)
            held = self._holders.read(scene.page.text, sentence, items)
            plans = self._targets.around(scene, sentence, stages)
            for attribution, left in self._in_sentence(names, plans, items, held, before):
                yield attribution
                before = left
            before = replace(before, holders=remembered(before.holders, held))

    def _in_sentence(
        self, names: NameScene, plans: PlansAround, items: Row, held: Sequence[Held], before: _Before
    ) -> Iterator[tuple[Attribution, _Before]]:
        """The attributions of a sentence, each with what it leaves to the next number."""
        scene, sentence = names.scene, plans.sentence
        outside = _Outside(offered_names(names, sentence), offered_periods(scene, sentence), plans, held)
        earlier: list[Earlier] = []
        reading: Reading | None = None
        clause = -1
        for at in items.numbers:
            view = window(items, at)
            reading = self.changes.read(view, reading if clause == view.clause else None, scene.page.text)
            clause = view.clause
            attribution = self._attribute(names, outside, view, reading, earlier, before)
            before = _left_behind(attribution, before)
            if attribution.metric is not None:
                chosen = attribution.metric.candidate
                earlier.append(Earlier(chosen.text, chosen.verb, attribution.quantity, clause, reading.aspect))
            yield attribution, before

    @staticmethod
    def _free_holders(
        scene: Scene, outside: _Outside, view: Window, phrase: Candidate | None, earlier: list[Earlier], before: _Before
    ) -> Iterator[tuple[Name, Marks]]:
        """The common nouns that could hold the metric, those left out that an earlier number measures."""
        measured = tuple(one.metric for one in earlier[-_RECENT:])
        holders = placed(scene.page, outside.holders, before.holders, outside.names.sentence, view, phrase)
        return (
            pair for pair in holders if not (pair[0].name.endswith(measured) or any(metric.endswith(pair[0].name) for metric in measured))
        )

    def _dated(
        self, scene: Scene, outside: _Outside, view: Window, before: _Before, dates: list[Candidate]
    ) -> tuple[Choice, tuple[str, ...], float]:
        """The period of a number, what then speaks for a plan, and how probable it is that it is one."""
        date = self._scorers["date"].choose(dates)
        period = date.candidate.mention if isinstance(date.candidate.mention, Period) else None
        planned = self._targets.features(scene, outside.plans, view, period, before.planned)
        return date, planned, self._scorers["target"].probability(planned)

    def _read(self, scene: Scene, sentence: int) -> Row:
        mentions: list[Quantity | Period | Name] = [
            *scene.quantities_of[sentence],
            *scene.periods_of.get(sentence, []),
            *scene.names_of.get(sentence, []),
        ]
        mentions.sort(key=lambda mention: mention.start)
        return self._items.read(scene.page.text, scene.page.sentences[sentence], mentions)

    def _phrases(
        self, scene: Scene, outside: _Outside, view: Window, reading: Reading, earlier: list[Earlier], before: _Before
    ) -> list[Candidate]:
        """The candidates for the metric of a number."""
        column = self._columns.candidate(view, scene.page.text)
        if column is not None:
            return [column]
        quantity = view.item.mention
        unit = quantity.unit if isinstance(quantity, Quantity) else ""
        holders = [held.name for held in outside.holders]
        told = earlier[-1].metric if earlier else before.metric
        words = MetricWords(self._implied.get(unit, ()), self._particles, self._known, holders, self._anaphors, told)
        phrases = metric_candidates(view, reading, earlier, words)
        return phrases or ([Candidate("carried", before.metric, None, ())] if before.metric else [])

    def _attribute(
        self, names: NameScene, outside: _Outside, view: Window, reading: Reading, earlier: list[Earlier], before: _Before
    ) -> Attribution:
        scene = names.scene
        quantity = view.item.mention
        assert isinstance(quantity, Quantity)
        phrases = self._phrases(scene, outside, view, reading, earlier, before)
        self._metrics.describe(phrases, view, reading)
        metric = self._scorers["metric"].choose(phrases) if phrases else None
        phrase = metric.candidate if metric is not None else None
        holders = self._free_holders(scene, outside, view, phrase, earlier, before)
        entities = entity_candidates(names, outside.names, view, before.entity, holders, phrase)
        dates = date_candidates(scene, outside.periods, view, reading, before.date, names.genre)
        if any(candidate.rule == "own" and candidate.holds("own.itemised") for candidate in entities):
            dates = of_total(dates, before.date)
        date, planned, probability = self._dated(scene, outside, view, before, dates)
        if probability <= PLANNED and (others := without_title_ahead(dates, date.candidate, scene.page.published)):
            dates = others
            date, planned, probability = self._dated(scene, outside, view, before, dates)
        return Attribution(
            quantity=quantity,
            sentence=outside.names.sentence,
            window=view,
            reading=reading,
            metric=metric,
            entity=self._scorers["entity"].choose(entities),
            date=date,
            planned=probability,
            metrics=tuple(phrases),
            entities=tuple(entities),
            dates=tuple(dates),
            target_features=planned,
        )


def _left_behind(attribution: Attribution, before: _Before) -> _Before:
    """What the next number may lean on; the period from which a change started is gone after its number."""
    view, period = attribution.window, attribution.period
    started = departs(view, attribution.reading)
    interval = (period.first, period.last) if period is not None else None
    whole = attribution.reading.aspect not in {"share", "rank"}  # 其中,A市5万人: the parts are of a total, not of a share
    name = attribution.entity.candidate.mention
    return _Before(
        entity=(entity_key(name), attribution.sentence) if isinstance(name, Name) else None,
        date=before.date if started or (period is not None and period.role == "reference") else (interval, attribution.sentence),
        planned=(attribution.is_planned, attribution.sentence),
        metric=attribution.metric.candidate.text if attribution.metric is not None and whole else before.metric,
        holders=before.holders,
    )
