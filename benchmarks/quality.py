"""Read gold texts, print how well, and compare with the floors that must hold.

Usage::

    python benchmarks/quality.py                 # the sets of baseline.json, beside their floors; exit status 1 below one
    python benchmarks/quality.py DIR... --docs   # any folders of gold facts, with a line a text
    python benchmarks/quality.py --raise         # lift the floors to what is reached now, rounded down to half a point

`baseline.json` holds under `quality` the least F1 of each set at each level. Whoever lowers a floor does it by hand and says
why in `reason`, which a raise empties. `tests/test_releases.py` compares.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cnreport_extract.batch.beside import extracted
from cnreport_extract.evaluation.compare import LEVELS, Comparison
from cnreport_extract.evaluation.gold import read_gold
from cnreport_extract.evaluation.scorer import Report, evaluate
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "benchmarks" / "baseline.json"
_STEP = 200  # floors are multiples of 1/200


def main() -> int:
    """Print a table; 1 where a floor does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--docs", action="store_true", help="one line a text, too")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is reached now")
    options = parser.parse_args()
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    floors = {} if options.folders else baseline["quality"]["floors"]
    reached = {name: report(path) for name, path in sets(options.folders, floors).items()}
    for name, found in reached.items():
        print(line(name, found, floors.get(name, {})))
        for document in sorted({outcome.document for outcome in found.outcomes}) if options.docs else ():
            print(line(f"  {document}", found.of(document), {}))
    if options.lift and floors:
        write(baseline, {name: lifted(floors[name], found) for name, found in reached.items()})
        return 0
    return int(any(below(found, floors[name]) for name, found in reached.items() if name in floors))


def sets(folders: list[Path], floors: Mapping[str, object]) -> dict[str, Path]:
    """What is read: the folders given, or the sets that have floors."""
    return {str(folder): folder for folder in folders} or {name: ROOT / name for name in floors}


def report(path: Path) -> Report:
    """How well one folder (or file) of gold facts is read."""
    documents = read_gold([path])
    return evaluate(documents, extracted([path], documents, Extractor()), Comparison(Tolerances.load()))


def line(name: str, found: Report, floors: Mapping[str, float]) -> str:
    """One set with its four levels, each with its floor where it has one."""
    scores = []
    for level in LEVELS:
        floor = f" (floor {floors[level]:.3f}{'' if found.score(level).f1 >= floors[level] else ': BELOW'})" if level in floors else ""
        scores.append(f"{level} {found.score(level).f1:.3f}{floor}")
    return f"{name:36} {found.gold:5d} facts  " + "  ".join(scores)


def below(found: Report, floors: Mapping[str, float]) -> bool:
    """Whether a floor does not hold."""
    return any(found.score(level).f1 < floor for level, floor in floors.items())


def lifted(floors: Mapping[str, float], found: Report) -> dict[str, float]:
    """The floors, none lower than before."""
    return {level: max(floor, int(found.score(level).f1 * _STEP) / _STEP) for level, floor in floors.items()}


def write(baseline: dict[str, Any], floors: Mapping[str, Mapping[str, float]]) -> None:
    """Put new floors into the file; other entries stay."""
    baseline["quality"] = {"floors": floors, "reason": None}
    BASELINE.write_text(json.dumps(baseline, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
