"""Fits `models/attribution.json`: which phrase, name and period a number belongs to, and whether it is planned.

    python training/train_attribution.py GOLD_DIR… [--half GOLD_DIR…] [--out models/attribution.json] [--rounds 3]

A gold folder holds `ID.txt` and `ID.json` pairs in the format of the annotation guideline. Texts behind `--half` count
half: written ones teach what real ones seldom show, but real ones should decide where both speak. Each round reads all texts
with the weights of the round before, so that choices which lean on earlier choices are learned as they will be made.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from softmax import Example, fit

from cnreport_extract.chars import fold
from cnreport_extract.evaluation.compare import Comparison
from cnreport_extract.evaluation.gold import Days, GoldFact, PredictedFact, gold_files, read_gold
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.facts.attribution import Attribution, Attributor
from cnreport_extract.facts.candidates import Candidate
from cnreport_extract.facts.confidence import product
from cnreport_extract.facts.scene import Scene
from cnreport_extract.facts.scoring import Scorer
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.pipeline import Extractor
from cnreport_extract.records import Period

TASKS = ("metric", "entity", "date", "target")
NO = ()
FOLDS = 5
BINS = 20
PENALTIES = {"target": 1.0, "entity": 16.0}  # few features and a clear question; features that often come together


@dataclass(frozen=True)
class Lesson:
    """One text, read up to its mentions, with the gold facts that have to come out, and how much its choices count."""

    scene: Scene
    gold: tuple[GoldFact, ...]
    weight: float = 1.0


def load_lessons(folders: Sequence[Path], weight: float = 1.0) -> list[Lesson]:
    """Read all gold texts once; mentions do not depend on the weights."""
    extractor = Extractor()
    lessons = []
    for file in gold_files(folders):
        (document,) = read_gold([file]).values()
        text = file.with_suffix(".txt").read_text("utf-8")
        gold = tuple([folded(fact) for fact in document.facts])
        lessons.append(Lesson(extractor.scene(text, document.published), gold, weight))
    return lessons


def folded(fact: GoldFact) -> GoldFact:
    """A gold fact whose phrases and names are folded as the candidates are."""
    names = {field: tuple([name and fold(name) for name in getattr(fact, field)]) for field in ("metric", "entity")}
    return fact.model_copy(update=names)


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
        """Whether the phrase is one that the gold fact accepts."""
        return self._comparison.same_metric(PredictedFact(span=(0, 1), metric=candidate.text), fact)

    def entity(self, candidate: Candidate, fact: GoldFact) -> bool:
        """Whether the name, or having none, is what the gold fact accepts."""
        return self._comparison.same_entity(PredictedFact(span=(0, 1), entity=candidate.text), fact)

    def date(self, candidate: Candidate, fact: GoldFact) -> bool:
        """Whether the period, or having none, is what the gold fact accepts."""
        period = candidate.mention
        days = Days(start=_iso(period.first), end=_iso(period.last)) if isinstance(period, Period) else None
        return self._comparison.same_date(PredictedFact(span=(0, 1), date=days, frequency=fact.frequency), fact)

    def wholly(self, found: Attribution, fact: GoldFact) -> bool:
        """Whether metric, aspect, entity and period are all as the gold fact accepts them."""
        if found.metric is None or not self.metric(found.metric.candidate, fact):
            return False
        aspect = "target" if found.is_planned else found.reading.aspect
        accepted = {"level" if one == "share" else one for one in fact.aspect}
        right = ("level" if aspect == "share" else aspect) in accepted
        return right and self.entity(found.entity.candidate, fact) and self.date(found.date.candidate, fact)


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def examples(lessons: Sequence[Lesson], attributor: Attributor, judge: Judge) -> dict[str, list[Example]]:
    """The choices of one round, by task."""
    found: dict[str, list[Example]] = {task: [] for task in TASKS}
    for lesson in lessons:
        for attribution, fact in pairs(lesson, attributor):
            found["metric"].append(_example(attribution.metrics, judge.metric, fact, lesson.weight))
            found["entity"].append(_example(attribution.entities, judge.entity, fact, lesson.weight))
            found["date"].append(_example(attribution.dates, judge.date, fact, lesson.weight))
            if "rank" not in fact.aspect:
                right = {0 if aspect == "target" else 1 for aspect in fact.aspect}
                found["target"].append(Example((attribution.target_features, NO), frozenset(right), lesson.weight))
    return found


def _example(candidates: Sequence[Candidate], right: object, fact: GoldFact, weight: float) -> Example:
    accepted = frozenset(index for index, candidate in enumerate(candidates) if right(candidate, fact))  # type: ignore[operator]
    return Example(tuple(candidate.features for candidate in candidates), accepted, weight)


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
    return {task: fit(rows, penalty=PENALTIES.get(task, 4.0)) for task, rows in found.items()}


def merged(parts: Sequence[Mapping[str, Sequence[Example]]]) -> dict[str, list[Example]]:
    """The examples of several parts, by task."""
    return {task: [example for part in parts for example in part[task]] for task in TASKS}


def reliability(folds: Sequence[Sequence[Lesson]], partial: Sequence[Mapping[str, Mapping[str, float]]], judge: Judge) -> dict[str, float]:
    """How often facts of a given probability are wholly right, on texts held out: points for `facts.confidence`."""
    seen: list[tuple[float, bool]] = []
    for lessons, tables in zip(folds, partial, strict=True):
        attributor = Attributor(Lexicon(), {task: Scorer(table) for task, table in tables.items()})
        for lesson in lessons:
            seen += [(product(found), judge.wholly(found, fact)) for found, fact in pairs(lesson, attributor)]
    return rising(sorted(seen))


def rising(seen: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Pool the outcomes into bins of equal size whose shares rise with the probability (pool adjacent violators)."""
    size = max(len(seen) // BINS, 1)
    bins = [seen[start : start + size] for start in range(0, len(seen), size)]
    pools = [[sum(p for p, _ in one) / len(one), sum(right for _, right in one) / len(one), float(len(one))] for one in bins]
    index = 0
    while index + 1 < len(pools):
        low, high = pools[index], pools[index + 1]
        if low[1] <= high[1]:
            index += 1
            continue
        weight = low[2] + high[2]
        pools[index : index + 2] = [[(low[place] * low[2] + high[place] * high[2]) / weight for place in (0, 1)] + [weight]]
        index = max(index - 1, 0)
    return {"0": round(pools[0][1] / 2, 3), **{str(round(p, 3)): round(share, 3) for p, share, _ in pools}, "1": round(pools[-1][1], 3)}


def train(lessons: Sequence[Lesson], rounds: int) -> dict[str, dict[str, float]]:
    """Fit all tasks, round by round: each round reads the texts with the weights of the round before.

    Each fold is read with weights from the other folds, so that choices lean on earlier choices that are as often wrong
    as on new texts. With 15,000 facts that gained 0.004 of whole facts held out; with 6,000 it lost.
    """
    lexicon, judge = Lexicon(), Judge()
    folds = [lessons[start::FOLDS] for start in range(FOLDS)]
    partial: list[dict[str, dict[str, float]]] = [{task: {} for task in TASKS}] * FOLDS
    for number in range(1, rounds + 1):
        readers = [Attributor(lexicon, {task: Scorer(table) for task, table in tables.items()}) for tables in partial]
        parts = [examples(fold, reader, judge) for fold, reader in zip(folds, readers, strict=True)]
        partial = [learn(merged([part for other, part in enumerate(parts) if other != held])) for held in range(FOLDS)]
        print(f"round {number}: right candidate exists: {ceiling(merged(parts))}", flush=True)
        held = [[accuracy(part[task], tables[task]) for part, tables in zip(parts, partial, strict=True)] for task in TASKS]
        print(
            "         chosen in folds held out: " + "  ".join(f"{task} {sum(f) / FOLDS:.3f}" for task, f in zip(TASKS, held, strict=True))
        )
    weights = learn(merged(parts))
    return {**average([weights, *partial]), "confidence": reliability(folds, partial, judge)}


def average(models: Sequence[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """The mean of several fits: what only one of them believes counts little."""
    mean: dict[str, dict[str, float]] = {}
    for task in TASKS:
        names = sorted({name for model in models for name in model[task]})
        mean[task] = {name: round(sum(model[task].get(name, 0.0) for model in models) / len(models), 3) for name in names}
    return mean


def main() -> None:
    """Fit the weights of the folders that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--half", nargs="+", type=Path, default=[], help="gold folders whose texts count half")
    parser.add_argument("--out", type=Path, default=Path("models/attribution.json"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    weights = train([*load_lessons(options.gold), *load_lessons(options.half, 0.5)], options.rounds)
    options.out.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
