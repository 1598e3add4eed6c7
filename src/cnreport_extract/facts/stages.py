"""Whether a stretch of a page looks back or ahead: what its headings, lead-ins and neighbouring sentences say.

一、2020年工作总结 looks back, and all that stands under it does, sub-headings that say nothing included; 二、2021年工作计划 looks
ahead. So does what a line announces that ends with a colon (明年将抓好以下几个重点:), up to the next heading of its rank.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from cnreport_extract.facts.scene import Scene
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.records import Page

_AHEAD, _BACK = "ahead", "back"
_OPENING = 20  # characters in which a paragraph says what it is about (下步打算。)
_NEAR = 3  # sentences before and behind
_MANY = 2
_STRONG = ("plan", "duty", "forecast")
_LED = (":", "：")


@dataclass(frozen=True)
class Stages:
    """What stands around the sentences of a page.

    Attributes:
        modes: For each sentence `ahead`, `back` or empty, and whether a heading says so or a lead-in.
        strong, real: Indexes of the sentences that hold a word of plans, and of those that hold one of results, in order.
        openings: Tells the cues in the first words of a block.
    """

    modes: Sequence[str]
    strong: Sequence[int]
    real: Sequence[int]
    openings: Callable[[int, int], frozenset[str]]
    page: Page

    def features(self, sentence: int) -> Iterator[str]:
        """Features of all numbers of one sentence."""
        mode = self.modes[sentence]
        yield f"mode={mode or 'none'}"
        block = self.page.blocks[self.page.sentences[sentence].block]
        yield from (f"opening.{cue}" for cue in sorted(self.openings(block.start, block.end)))
        plans, results = (self._near(found, sentence) for found in (self.strong, self.real))
        yield f"near.plans={plans}"
        yield f"near.results={results}"
        yield f"near={plans},{results}|mode={mode or 'none'}"

    def _near(self, found: Sequence[int], sentence: int) -> int:
        """How many of the sentences near one hold such a word, that sentence left out; 2 for more."""
        low, high = bisect_left(found, sentence - _NEAR), bisect_left(found, sentence + _NEAR + 1)
        itself = found[bisect_left(found, sentence) :][:1] == [sentence] if len(found) < _MANY else sentence in found[low:high]
        return min(high - low - itself, _MANY)


class StageReader:
    """Reads them. Immutable after construction."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = {cue: re.compile(lexicon.words("targets", cue)) for cue in lexicon.cues("targets")}
        self._agenda, self._pledge, self._review, self._real = (words[cue] for cue in ("agenda", "pledge", "review", "real"))
        self._strong = re.compile("|".join(words[cue].pattern for cue in _STRONG))
        self._opening = {cue: words[cue] for cue in ("agenda", "review", *_STRONG)}

    def read(self, scene: Scene) -> Stages:
        """The stages of a page."""
        page = scene.page
        return Stages(
            self._modes(page),
            self._holding(self._strong, page),
            self._holding(self._real, page),
            partial(self._opens, page.text),
            page,
        )

    def mode(self, text: str, start: int, end: int) -> str:
        """What a heading says: `ahead`, `back`, or nothing where it says both or neither."""
        ahead, back = self._agenda.search(text, start, end), self._review.search(text, start, end)
        return "" if bool(ahead) == bool(back) else _AHEAD if ahead else _BACK

    def _modes(self, page: Page) -> list[str]:
        events = sorted([*self._headings(page), *self._lead_ins(page)])
        found: list[str] = []
        above: list[tuple[float, str]] = []
        at = 0
        for sentence in page.sentences:
            while at < len(events) and events[at][0] <= sentence.start:
                _, rank, said = events[at]
                while above and above[-1][0] >= rank:
                    above.pop()
                if said:
                    above.append((rank, said))
                at += 1
            found.append(above[-1][1] if above else "")
        return found

    def _headings(self, page: Page) -> Iterator[tuple[int, float, str]]:
        for section in page.sections:
            if section.heading is not None:
                yield section.heading.start, section.level, self.mode(page.text, section.heading.start, section.heading.end)

    def _lead_ins(self, page: Page) -> Iterator[tuple[int, float, str]]:
        """Paragraphs that end with a colon and announce plans; they are in force from their end on."""
        starts = [sentence.start for sentence in page.sentences]
        for block in page.blocks:
            if block.kind == "title" or not page.text[block.start : block.end].rstrip().endswith(_LED):
                continue
            ahead = self._agenda.search(page.text, block.start, block.end) or self._pledge.search(page.text, block.start, block.end)
            if ahead and not self._review.search(page.text, block.start, block.end):
                section = page.sentences[index].section if (index := bisect_left(starts, block.end)) < len(starts) else -1
                yield block.end, (page.sections[section].level if section >= 0 else 0) + 0.5, _AHEAD

    @staticmethod
    def _holding(pattern: re.Pattern[str], page: Page) -> list[int]:
        """Indexes of the sentences that hold one of the words."""
        starts = [sentence.start for sentence in page.sentences]
        found: list[int] = []
        for match in pattern.finditer(page.text) if page.sentences else ():
            index = bisect_left(starts, match.start() + 1) - 1
            if index >= 0 and (not found or found[-1] != index) and match.end() <= page.sentences[index].end:
                found.append(index)
        return found

    def _opens(self, text: str, start: int, end: int) -> frozenset[str]:
        stop = min(start + _OPENING, end)
        marks = [place for mark in "。:】" if (place := text.find(mark, start, stop)) >= 0]
        if not marks:
            return frozenset()
        return frozenset(cue for cue, pattern in self._opening.items() if pattern.search(text, start, min(marks)))
