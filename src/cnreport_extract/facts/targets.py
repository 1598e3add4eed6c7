"""Whether a number is planned, required or forecast: the features of that yes-or-no question."""

import re
from collections.abc import Iterator

from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.stages import StageReader, Stages
from cnreport_extract.facts.windows import Window
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Period, Quantity, record

_NONE: frozenset[str] = frozenset()
_AGENDA = frozenset({"agenda", "plan"})
_AROUND = frozenset({"review", "real"})  # read by `stages`
_REACH = 60  # items before a number in which a word can show that it is real


@record
class PlansAround:
    """The cues of plans in what stands around a sentence; the same for all its numbers.

    Attributes:
        sentence: Index of the sentence.
        earlier, heading, title: Ids of the cues in the sentence before, the heading above and the title.
        stage: Features of the stretch of the page in which the sentence stands.
    """

    sentence: int
    earlier: frozenset[str]
    heading: frozenset[str]
    title: frozenset[str]
    stage: tuple[str, ...] = ()


class TargetReader:
    """Collects what speaks for a plan. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = {name: cue for name, cue in lexicon.cues("targets").items() if name not in _AROUND}
        self._cues = {cue: re.compile(lexicon.words("targets", cue)) for cue in cues}
        heads = "".join(sorted({re.escape(word[0]) for cue in cues.values() for word in cue.words}))
        any_cue = "|".join(pattern.pattern for pattern in self._cues.values())  # most stretches hold none
        self._any = re.compile(f"[{heads}](?<=(?={any_cue}).)")  # a search skips to a first character, and looks back at it
        self._stages = StageReader(lexicon)
        self._wills = frozenset(lexicon.cues("targets")["will"].words)

    def stages(self, scene: Scene) -> Stages:
        """Which stretches of a page look back or ahead."""
        return self._stages.read(scene)

    def around(self, scene: Scene, sentence: int, stages: Stages) -> PlansAround:
        """What stands around the sentence with this index."""
        page = scene.page
        section = scene.section_of(page.sentences[sentence])
        earlier = page.sentences[sentence - 1] if sentence else None
        stretches = (earlier, section.heading if section is not None else None, page.title)
        said = (_NONE if span is None else self._said(page.text, span.start, span.end) for span in stretches)
        earlier_said, heading, title = said
        if page.title is not None and title and self._stages.mode(page.text, page.title.start, page.title.end) != "ahead":
            title -= _AGENDA  # 2020年工作总结暨2021年工作计划
        return PlansAround(sentence, earlier_said, heading, title, tuple(stages.features(sentence)))

    def _said(self, text: str, start: int, end: int) -> frozenset[str]:
        """Ids of the cues between two offsets."""
        if self._any.search(text, start, end) is None:
            return _NONE
        return frozenset(cue for cue, pattern in self._cues.items() if pattern.search(text, start, end))

    def features(
        self, scene: Scene, around: PlansAround, window: Window, period: Period | None, before: tuple[bool, int] | None
    ) -> tuple[str, ...]:
        """Features of one number.

        Args:
            scene: The page with its mentions.
            around: What stands around the number's sentence.
            window: The number's neighbourhood.
            period: The period that was chosen for it.
            before: Whether the fact before was planned, and the index of its sentence.
        """
        return tuple(self._collect(scene, around, window, period, before))

    def _collect(
        self, scene: Scene, around: PlansAround, window: Window, period: Period | None, before: tuple[bool, int] | None
    ) -> Iterator[str]:
        sentence = around.sentence
        yield "bias"
        quantity = window.item.mention
        if isinstance(quantity, Quantity):
            yield f"form={quantity.form}"
            yield f"qualifier={quantity.qualifier}"
        times = tuple(_of_period(period, scene))
        said = list(self._words(scene, around, window))
        if window.items.tells_done(max(window.clause, window.at - _REACH), window.at + 2):
            said.append("done")
        said += self._acts(window)
        yield from said
        yield from around.stage
        yield from times
        yield from (f"{word}|{times[-1]}" for word in said)
        yield f"{around.stage[0]}|{times[-1]}" if around.stage else "mode=none"
        first = window.items[0]
        yield f"opens={'verb' if first.is_verb else first.kind}"
        if before is not None:
            place = (
                "sentence"
                if before[1] == sentence
                else "block"
                if scene.page.sentences[before[1]].block == scene.page.sentences[sentence].block
                else "far"
            )
            yield f"before.{place}.{'planned' if before[0] else 'real'}"

    def _acts(self, window: Window) -> Iterator[str]:
        """Whether what may announce a plan stands before a verb (将投入) or before a noun that it acts on (将规模扩大)."""
        for index in range(max(window.clause, window.at - _REACH), window.at):
            item = window.items[index]
            if item.kind == "word" and item.text in self._wills:
                following = window.items[index + 1]
                yield "will.acts" if following.is_verb or following.tag in {"d", "p", "v"} else "will.object"

    def _words(self, scene: Scene, around: PlansAround, window: Window) -> Iterator[str]:
        text, here = scene.page.text, scene.page.sentences[around.sentence]
        clause = self._said(text, window.items[window.clause].start, window.item.end)
        sentence = self._said(text, here.start, window.item.start)
        for cue in self._cues if clause or sentence or around.earlier or around.heading or around.title else ():
            if cue in clause:
                yield f"{cue}.clause"
            elif cue in sentence:
                yield f"{cue}.sentence"
            elif cue in around.earlier:
                yield f"{cue}.earlier"
            if cue in around.heading:
                yield f"{cue}.heading"
            if cue in around.title:
                yield f"{cue}.title"


def _of_period(period: Period | None, scene: Scene) -> Iterator[str]:
    if period is None:
        yield "period.none"
        return
    yield f"period.{period.role}"
    yield f"period.rule.{period.rule}"
    published = scene.page.published
    if published is not None:
        last, first = period.last or published, period.first or published
        if period.role == "ahead" and last > published:
            yield "period.goal"
        yield "period.begins.ahead" if first > published else "period.ends.ahead" if last > published else "period.past"
