"""Whether a number is planned, required or forecast: the features of that yes-or-no question."""

import re
from collections.abc import Iterator

from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.windows import Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Period, Quantity

_REACH = 60  # items before a number in which a word can show that it is real


class TargetReader:
    """Collects what speaks for a plan. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._cues = {cue: re.compile(lexicon.words("targets", cue)) for cue in lexicon.cues("targets")}

    def features(
        self, scene: Scene, sentence: int, window: Window, period: Period | None, before: tuple[bool, int] | None
    ) -> tuple[str, ...]:
        """Features of one number.

        Args:
            scene: The page with its mentions.
            sentence: Index of the number's sentence.
            window: The number's neighbourhood.
            period: The period that was chosen for it.
            before: Whether the fact before was planned, and the index of its sentence.
        """
        return tuple(self._collect(scene, sentence, window, period, before))

    def _collect(
        self, scene: Scene, sentence: int, window: Window, period: Period | None, before: tuple[bool, int] | None
    ) -> Iterator[str]:
        yield "bias"
        quantity = window.item.mention
        if isinstance(quantity, Quantity):
            yield f"form={quantity.form}"
        yield from self._words(scene, sentence, window)
        yield from _of_period(period, scene)
        first = window.items[0]
        yield f"opens={'verb' if first.is_verb else first.kind if first.kind != 'word' else first.tag[:1]}"
        if any(
            item.tag == "ul" or item.is_cue("copulas.total") or item.is_cue("copulas.done")
            for item in window.items[max(window.clause, window.at - _REACH) : window.at + 2]
        ):
            yield "done"
        if before is not None:
            place = (
                "sentence"
                if before[1] == sentence
                else "block"
                if scene.page.sentences[before[1]].block == scene.page.sentences[sentence].block
                else "far"
            )
            yield f"before.{place}.{'planned' if before[0] else 'real'}"

    def _words(self, scene: Scene, sentence: int, window: Window) -> Iterator[str]:
        text, here = scene.page.text, scene.page.sentences[sentence]
        clause = window.items[window.clause].start
        section = scene.section_of(here)
        heading = section.heading if section is not None else None
        earlier = scene.page.sentences[sentence - 1] if sentence else None
        for cue, pattern in self._cues.items():
            if pattern.search(text, clause, window.item.end):
                yield f"{cue}.clause"
            elif pattern.search(text, here.start, window.item.start):
                yield f"{cue}.sentence"
            elif earlier is not None and pattern.search(text, earlier.start, earlier.end):
                yield f"{cue}.earlier"
            if heading is not None and pattern.search(text, heading.start, heading.end):
                yield f"{cue}.heading"
            if scene.page.title is not None and pattern.search(text, scene.page.title.start, scene.page.title.end):
                yield f"{cue}.title"


def _of_period(period: Period | None, scene: Scene) -> Iterator[str]:
    if period is None:
        yield "period.none"
        return
    yield f"period.{period.role}"
    published = scene.page.published
    if published is not None:
        last, first = period.last or published, period.first or published
        yield "period.begins.ahead" if first > published else "period.ends.ahead" if last > published else "period.past"
