"""Fits `models/attribution.json`: which phrase, name and period a number belongs to, and whether it is planned.

    python training/train_attribution.py GOLD_DIR… [--out models/attribution.json] [--rounds 3]

A gold folder holds `ID.txt` and `ID.json` pairs in the format of the annotation guideline. Each round reads all texts
with the weights of the round before, so that choices which lean on earlier choices are learned as they will be made.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from softmax import Example, fit

from cnreport_extract.evaluation.compare import Comparison
from cnreport_extract.evaluation.gold import Days, GoldFact, PredictedFact, gold_files, read_gold
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.facts.attribution import Attribution, Attributor
from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import Scorer
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.pipeline import Extractor
from cnreport_extract.records import Name, Period

TASKS = ("metric", "entity", "date", "target")
NO = ()
FOLDS = 5
SETTINGS: dict[str, dict[str, float]] = {"target": {"rate": 0.25}}  # few features, a clear question: larger steps


@dataclass(frozen=True)
class Lesson:
    """One text, read up to its mentions, with the gold facts that have to come out."""

    scene: Scene
    gold: tuple[GoldFact, ...]


def load_lessons(folders: Sequence[Path]) -> list[Lesson]:
    """Read all gold texts once; mentions do not depend on the weights."""
    extractor = Extractor()
    lessons = []
    for file in gold_files(folders):
        (document,) = read_gold([file]).values()
        text = file.with_suffix(".txt").read_text("utf-8")
        lessons.append(Lesson(extractor.scene(text, document.published), document.facts))
    return lessons


def pairs(lesson: Lesson, attributor: Attributor) -> Iterator[tuple[Attribution, GoldFact]]:
    """Attributions of the numbers whose gold fact is known and required."""
    gold = sorted((fact for fact in lesson.gold), key=lambda fact: fact.span)
    for found in attributor.attribute(lesson.scene):
        overlap = [(min(found.quantity.end, fact.span[1]) - max(found.quantity.start, fact.span[0]), fact) for fact in gold]
        shared, fact = max(overlap, key=lambda pair: pair[0], default=(0, None))
        if fact is not None and shared > 0 and not fact.optional:
            yield found, fact


class Judge:
    """Says which candidates a gold fact accepts."""

    def __init__(self) -> None:
        self._comparison = Comparison(Tolerances.load())

    def metric(self, candidate: Candidate, fact: GoldFact) -> bool:
        return self._comparison.same_metric(PredictedFact(span=(0, 1), metric=candidate.text), fact)

    def entity(self, candidate: Candidate, fact: GoldFact) -> bool:
        return self._comparison.same_entity(PredictedFact(span=(0, 1), entity=candidate.text), fact)

    def date(self, candidate: Candidate, fact: GoldFact) -> bool:
        period = candidate.mention
        days = Days(start=_iso(period.first), end=_iso(period.last)) if isinstance(period, Period) else None
        return self._comparison.same_date(PredictedFact(span=(0, 1), date=days, frequency=fact.frequency), fact)


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def examples(lessons: Sequence[Lesson], attributor: Attributor, judge: Judge) -> dict[str, list[Example]]:
    """The choices of one round, by task."""
    found: dict[str, list[Example]] = {task: [] for task in TASKS}
    for lesson in lessons:
        for attribution, fact in pairs(lesson, attributor):
            found["metric"].append(_example(attribution.metrics, judge.metric, fact))
            found["entity"].append(_example(attribution.entities, judge.entity, fact))
            found["date"].append(_example(attribution.dates, judge.date, fact))
            if "rank" not in fact.aspect:
                planned = "target" in fact.aspect
                found["target"].append(Example((attribution.target_features, NO), frozenset({0 if planned else 1})))
    return found


def _example(candidates: Sequence[Candidate], right: object, fact: GoldFact) -> Example:
    accepted = frozenset(index for index, candidate in enumerate(candidates) if right(candidate, fact))  # type: ignore[operator]
    return Example(tuple(candidate.features for candidate in candidates), accepted)


def ceiling(found: Mapping[str, Sequence[Example]]) -> str:
    """Share of the choices that have a right candidate at all, by task."""
    return "  ".join(f"{task} {sum(bool(e.right) for e in rows) / max(len(rows), 1):.3f}" for task, rows in found.items())


def accuracy(rows: Sequence[Example], weights: Mapping[str, float]) -> float:
    """Share of the choices made rightly."""
    scorer = Scorer(weights)
    hits = 0
    for row in rows:
        scores = [scorer.score(features) for features in row.candidates]
        hits += scores.index(max(scores)) in row.right if scores else 0
    return hits / max(len(rows), 1)


def learn(found: Mapping[str, Sequence[Example]]) -> dict[str, dict[str, float]]:
    """Fit the weights of all tasks."""
    return {task: fit(rows, **SETTINGS.get(task, {})) for task, rows in found.items()}


def merged(parts: Sequence[Mapping[str, Sequence[Example]]]) -> dict[str, list[Example]]:
    """The examples of several parts, by task."""
    return {task: [example for part in parts for example in part[task]] for task in TASKS}


def train(lessons: Sequence[Lesson], rounds: int) -> dict[str, dict[str, float]]:
    """Fit all tasks, round by round.

    The texts of each fold are read with weights that were fitted on the other folds: choices that lean on earlier
    choices meet errors as often as they will on new texts.
    """
    lexicon, judge = Lexicon(), Judge()
    folds = [lessons[start::FOLDS] for start in range(FOLDS)]
    weights: list[dict[str, dict[str, float]]] = [{task: {} for task in TASKS}] * FOLDS
    for number in range(1, rounds + 1):
        attributors = [Attributor(lexicon, {task: Scorer(table) for task, table in tables.items()}) for tables in weights]
        parts = [examples(fold, attributor, judge) for fold, attributor in zip(folds, attributors, strict=True)]
        found = merged(parts)
        print(f"round {number}: right candidate exists: {ceiling(found)}", flush=True)
        if number < rounds:
            weights = [learn(merged([part for other, part in enumerate(parts) if other != fold])) for fold in range(FOLDS)]
            held = {task: sum(accuracy(part[task], tables[task]) * len(part[task]) for part, tables in zip(parts, weights, strict=True)) for task in TASKS}
            print("         chosen in texts held out: " + "  ".join(f"{task} {held[task] / len(found[task]):.3f}" for task in TASKS), flush=True)
    return learn(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/attribution.json"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    weights = train(load_lessons(options.gold), options.rounds)
    options.out.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
