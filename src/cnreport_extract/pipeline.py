"""The whole way from a raw text to its facts, as one page.

raw text ─▶ page ─▶ periods ─▶ names ─▶ quantities ─▶ facts
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cnreport_extract import resources
from cnreport_extract.chars import as_written
from cnreport_extract.errors import InputError
from cnreport_extract.facts.assemble import FactAssembler
from cnreport_extract.facts.explain import Explainer
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import load_scorers
from cnreport_extract.lexicon.layers import pattern_folders
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.conversion import convert
from cnreport_extract.mentions.coreference import Resolver
from cnreport_extract.mentions.dates import PeriodFinder
from cnreport_extract.mentions.names import NameFinder
from cnreport_extract.mentions.overlaps import outside
from cnreport_extract.mentions.quantities import QuantityFinder
from cnreport_extract.mentions.recognisers import recogniser
from cnreport_extract.models import Document, Explanation, Fact, Mention, Part, Section
from cnreport_extract.records import Name, Period, Quantity, Span
from cnreport_extract.text.page import PageReader
from cnreport_extract.text.segmenters import DEFAULT

Places = Path | str | Iterable[Path | str]


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold back the collector of cyclic garbage: a reading makes none, and to look for it costs up to a seventh of a long text."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Extractor:
    """Reads texts. One extractor may serve many threads; it can be pickled.

    Args:
        data: Folder with `patterns/`, `gazetteers/` and `models/` in place of the built-in ones.
        patterns: Folders (or one) with patterns of your own, laid out as `patterns/`; they beat the built-in ones, a later
            folder an earlier one (`lexicon/layers.py`).
        gazetteers: CSV files (or one) with names of your own (columns name, aliases, kind, id); they beat the built-in ones.
        ner: A statistical recogniser for sentences whose names the rules do not settle: "lac" (the extra `ner`), a spaCy
            pipeline, or an object with `find_names(text)`.
        segmenter: What cuts the sentences that hold a number into words: "rjieba", "jieba", "characters" or "pkuseg:FOLDER"
            (docs/segmenters.md). The weights were fitted on the words of "rjieba".

    Raises:
        InputError: A folder does not exist, a list of names is malformed (the message names line and column), or `ner` or
            `segmenter` is none of these.

    Example:
        >>> document = Extractor().read("去年,市总工会培训职工2300人次。", published="2025-04-02")
        >>> [(fact.metric, str(fact.value), fact.unit) for fact in document.facts]
        [('培训职工', '2300', '人次')]
    """

    @_without_collecting()
    def __init__(
        self,
        data: Path | None = None,
        *,
        patterns: Places = (),
        gazetteers: Places = (),
        ner: object = None,
        segmenter: str = DEFAULT,
    ) -> None:
        self._data, self._patterns, self._gazetteers, self._ner, self._segmenter = (
            data,
            _paths(patterns),
            _paths(gazetteers),
            ner,
            segmenter,
        )
        lexicon = Lexicon(data, self._gazetteers, pattern_folders(self._patterns))
        models = (data / "models") if data is not None else resources.models()
        self._lexicon = lexicon
        self._labels = MappingProxyType({metric.id: (metric.zh, metric.en) for metric in lexicon.metrics})
        self._pages = PageReader(lexicon)
        self._periods = PeriodFinder(lexicon)
        self._names = NameFinder(lexicon, recogniser(ner))
        self._resolver = Resolver(lexicon)
        self._quantities = QuantityFinder(lexicon)
        self._facts = FactAssembler(lexicon, load_scorers(models / "attribution.json"), segmenter)

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            partial(Extractor, patterns=self._patterns, gazetteers=self._gazetteers, ner=self._ner, segmenter=self._segmenter),
            (self._data,),
        )

    @property
    def labels(self) -> Mapping[str, tuple[str, str]]:
        """What each canonical metric (`Fact.metric_id`) is called in Chinese and in English.

        Example:
            >>> Extractor().labels["skills.workers_trained"]
            ('培训职工', 'workers trained')
        """
        return self._labels

    @_without_collecting()
    def read(self, text: str, published: date | str | None = None) -> Document:
        """Read one text.

        Args:
            text: Any string; its first line is taken as the title where it looks like one.
            published: Publish date, as a date or in ISO form; None: looked for in the text.

        Returns:
            The document with its sections, mentions and facts. All spans index into `text`.

        Raises:
            TypeError: `text` is not a string.
            InputError: `published` is no date.
        """
        scene = self.scene(text, published)
        return self._document(text, scene, self._facts.assemble(text, scene))

    def _document(self, text: str, scene: Scene, facts: Sequence[Fact]) -> Document:
        page = scene.page
        sections = [
            Section.of(heading=_slice(text, section.heading), span=(section.start, section.end), level=section.level, parent=section.parent)
            for section in page.sections
        ]
        return Document.of_reading(
            self,
            partial(_mentions, text, page.text, [*scene.quantities, *scene.periods, *scene.names]),
            text=text,
            title=_slice(text, page.title),
            published=page.published,
            sections=tuple(sections),
            facts=tuple(facts),
        )

    def convert(self, fact: Fact, unit: str) -> Fact:
        """A fact in another unit of its dimension, as `fact.to`, with the units of this extractor's own patterns too.

        Raises:
            UnitError: An unknown unit, one of another dimension, or no fixed ratio between the two.

        Example:
            >>> extractor = Extractor()
            >>> (fact,) = extractor.read("全县新建高标准农田4500亩。").facts
            >>> extractor.convert(fact, "公顷").value
            Decimal('300')
        """
        return convert(fact, unit, self._lexicon)

    def explain(self, document: Document, fact: Fact) -> Explanation:
        """How a fact of a document came about; the same as `document.explain(fact)` where this extractor read it.

        Args:
            document: What this extractor read.
            fact: One of its facts.

        Raises:
            InputError: The fact is none of the document, or this extractor reads it otherwise.
        """
        return next(self.explain_all(document, [fact]))

    def explain_all(self, document: Document, facts: Iterable[Fact]) -> Iterator[Explanation]:
        """Explain several facts of one document, which is read once more for all of them. Errors as of `explain`."""
        explainer = Explainer(self._facts, document.text, self.scene(document.text, document.published))
        for fact in facts:
            explanation = explainer.explain(fact.span)
            if explanation is None or explanation.fact != fact:
                place = f"{fact.text!r} at {fact.span}"
                raise InputError(f"{place}: no such fact is read here; explain a fact of `document.facts`, with the extractor that read it")
            yield explanation

    def scene(self, text: str, published: date | str | None = None) -> Scene:
        """The page and its mentions, before any number is attributed. Same arguments and errors as `read`."""
        if not isinstance(text, str):
            raise TypeError(f"extract() reads a str, got {type(text).__name__}; decode bytes first")
        page = self._pages.read(text, _as_date(published))
        periods = self._periods.find(page.text, page.published)
        names = outside(self._names.find(page.text), periods)
        blocked = sorted([*periods, *names], key=attrgetter("start"))
        quantities = self._quantities.find(page.text, blocked=blocked)
        return Scene(page, quantities, periods, self._resolver.resolve(page, names))

    def pipe(self, texts: Iterable[str], published: date | str | None = None) -> Iterator[Document]:
        """Read many texts, one after the other, in their order."""
        return (self.read(text, published) for text in texts)


def extract(text: str, published: date | str | None = None) -> list[Fact]:
    """The facts of one text, read by the built-in patterns.

    Args:
        text: Any string.
        published: Publish date, as a date or in ISO form; None: looked for in the text.

    Returns:
        The facts in text order; an empty list where there are none.

    Raises:
        TypeError: `text` is not a string.
        InputError: `published` is no date.

    Example:
        >>> [fact.text for fact in extract("去年,调解中心共受理案件90件,调解成功率达91%。", "2025-04-02")]
        ['90件', '91%']
    """
    return list(default_extractor().read(text, published).facts)


@cache
def default_extractor() -> Extractor:
    """The extractor with the built-in patterns, made once."""
    return Extractor()


def _paths(places: Places) -> tuple[Path, ...]:
    return tuple(map(Path, (places,) if isinstance(places, (Path, str)) else places))


def _as_date(published: date | str | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published)
    except (TypeError, ValueError) as error:
        raise InputError(f"published: found {published!r}, expected a date such as 2025-04-02") from error


def _mentions(text: str, folded: str, found: list[Quantity | Period | Name]) -> tuple[Mention, ...]:
    return tuple([_mention(text, folded, mention) for mention in sorted(found, key=attrgetter("start"))])


def _slice(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span is not None else None


def _mention(text: str, folded: str, mention: Quantity | Period | Name) -> Mention:
    start, end = mention.start, mention.end
    if isinstance(mention, Name):
        return Mention.of(
            kind=mention.kind, span=(start, end), text=text[start:end], value=as_written(mention.name, folded, text), id=mention.name_id,
            rule=mention.rule, post=mention.post, post_of=mention.post_of,
        )  # fmt: skip
    parts = tuple([Part.of(name=part.name, span=(part.start, part.end), text=part.of(text)) for part in mention.parts])
    if isinstance(mention, Quantity):
        value = format(mention.value, "f") if mention.value_max is None else f"{mention.value:f}/{mention.value_max:f}"
        return Mention.of(
            kind="quantity", span=(start, end), text=text[start:end], value=value, id=mention.unit_id, rule=mention.rule, parts=parts
        )
    return Mention.of(
        kind="period", span=(start, end), text=text[start:end], value=_interval(mention), rule=mention.rule, parts=parts,
        rules=mention.rules, reference=mention.reference,
    )  # fmt: skip


def _interval(period: Period) -> str | None:
    if period.first is None and period.last is None:
        return None
    return f"{period.first or '..'}/{period.last or '..'}"
