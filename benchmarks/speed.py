"""What reading costs: beside what others cost, against length and number, at the start, in memory, with workers.

Usage::

    python benchmarks/speed.py                      # all parts, on the texts of this repository
    python benchmarks/speed.py --part rates --peers # with the peers that are installed (extra `bench`)
    python benchmarks/speed.py --texts FILE         # JSON lines with `text` (and `published`), or one plain text
    python benchmarks/speed.py --lower              # lower the ceilings to what is reached now, and a quarter

Machines differ and are shared, so seconds say little: each reader takes its turn with each text, the least processor time
of all rounds counts, and what is kept are ratios to `jieba.cut`. `baseline.json` holds under `speed` the highest ratio that
is let through; `tests/test_speed.py` compares. Whoever lifts a ceiling does it by hand and says why in `reason`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import process_time

import growth
import rivals
import steps

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "benchmarks" / "baseline.json"
SETS = {
    "sample": ("examples/sample.txt",),
    "releases": ("tests/fixtures/releases/synthetic/*.txt",),
}
MARGIN = 1.25
PARTS = ("rates", "steps", "growth", "start", "workers")
Times = dict[str, list[list[float]]]  # reader → text → seconds of each round


def main() -> int:
    """Print what is asked for; 1 where a ceiling does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--texts", type=Path, help="JSON lines or one plain text, in place of the texts of the repository")
    parser.add_argument("--set", choices=SETS, action="append", help="only these texts of the repository")
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="the file of the ceilings")
    parser.add_argument("--limit", type=int, default=200, help="how many of them, spread evenly (default 200)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--lower", action="store_true")
    options = parser.parse_args()
    parts = options.part or PARTS
    sets = (
        {options.texts.stem: given(options.texts, options.limit)}
        if options.texts
        else {name: shipped(name) for name in options.set or SETS}
    )
    reached = {}
    if "rates" in parts:
        print(f"{sys.version.split()[0]}; {rivals.versions()}")
        readers = dict(rivals.readers(peers=options.peers))
        reached = {name: rates(name, texts, readers, options.rounds) for name, texts in sets.items()}
    every = [text for texts in sets.values() for text in texts]
    for part, measure in (("steps", steps.steps), ("start", growth.start), ("workers", growth.workers)):
        if part in parts:
            measure(every)
    if "growth" in parts:
        growth.length("\n".join(next(iter(sets.values()))))
    return 0 if options.texts else compared(options.baseline, reached, lower=options.lower)


def shipped(name: str) -> list[str]:
    """The texts of a set of the repository."""
    return [path.read_text(encoding="utf-8") for pattern in SETS[name] for path in sorted(ROOT.glob(pattern))]


def given(path: Path, limit: int) -> list[str]:
    """The texts of a file of the user."""
    content = path.read_text(encoding="utf-8")
    if not content.startswith("{"):
        return [content]
    texts = [json.loads(line)["text"] for line in content.splitlines() if line]
    return texts[:: max(len(texts) // limit, 1)][:limit]


def rates(name: str, texts: Sequence[str], readers: Mapping[str, rivals.Read], rounds: int) -> dict[str, float]:
    """Print and return what each reader costs beside the first, on one set of texts."""
    characters = sum(map(len, texts))
    times, found = interleaved(texts, readers, rounds)
    print(f"\n{name}: {len(texts)} texts, {characters} characters")
    print(f"{'':20}{'characters/s':>14}{'found/s':>10}{'x ' + rivals.REFERENCE:>14}   least to most of {rounds} rounds")
    base = times[rivals.REFERENCE]
    ratios = {}
    for reader, rows in times.items():
        seconds, ratios[reader] = sum(map(min, rows)), sum(map(min, rows)) / sum(map(min, base))
        spread = sorted(sum(row[turn] for row in rows) / sum(row[turn] for row in base) for turn in range(rounds))
        line = f"{reader:20}{characters / seconds:14,.0f}{found[reader] / seconds:10,.0f}{ratios[reader]:14.2f}"
        print(f"{line}   {spread[0]:.2f} to {spread[-1]:.2f}")
    return ratios


def interleaved(texts: Sequence[str], readers: Mapping[str, rivals.Read], rounds: int) -> tuple[Times, dict[str, int]]:
    """Seconds of each reader, text and round, and how much each reader found; the readers take turns at each text."""
    times: Times = {reader: [[] for _ in texts] for reader in readers}
    found = dict.fromkeys(readers, 0)
    for turn in range(rounds):
        for place, text in enumerate(texts):
            for reader, read in readers.items():
                seconds, number = timed(read, text)
                times[reader][place].append(seconds)
                found[reader] += number if not turn else 0
    return times, found


def timed(read: Callable[[str], int], text: str) -> tuple[float, int]:
    """Processor seconds of one call, and what it returns."""
    began = process_time()
    number = read(text)
    return process_time() - began, number


def compared(path: Path, reached: Mapping[str, Mapping[str, float]], *, lower: bool) -> int:
    """Compare with the ceilings, or write them down again."""
    baseline = json.loads(path.read_text(encoding="utf-8"))
    ceilings = baseline["speed"]["ceilings"]
    if lower:
        for name, ratios in reached.items():
            ceilings[name] = {reader: min(ceilings[name][reader], round(MARGIN * ratios[reader], 2)) for reader in ceilings[name]}
        path.write_text(json.dumps(baseline, indent=2) + "\n", encoding="utf-8")
        return 0
    over = [
        f"{name}, {reader}: {reached[name][reader]:.2f} x {rivals.REFERENCE}, at most {ceiling} is let through"
        for name, limits in ceilings.items()
        for reader, ceiling in limits.items()
        if name in reached and reached[name][reader] > ceiling
    ]
    print("\n".join(over))
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
