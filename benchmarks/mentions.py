"""Measure how fast quantities and periods are found, and what one more file of units costs.

Usage::

    python benchmarks/mentions.py ARCHIVE --texts 500

ARCHIVE is JSON Lines, gzipped or not, with `text` in each line. Each finder reads the same texts; the best of three
rounds counts. Then the texts are read again with files of 50 made-up units more: units are looked up in a
table by their first character, so that neither one file nor a hundred should show.
"""

import argparse
import gzip
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cnreport_extract import resources
from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.dates import PeriodFinder
from cnreport_extract.mentions.quantities import QuantityFinder

ROUNDS = 3
ENTRY = '\n[[unit]]\nid = "{name}"\naliases = ["{name}"]\nexamples = ["新增3{name}。"]\ncounterexamples = ["新增3件。"]\n'
UNITS_A_FILE = 50
FIRST_CHARACTER = 0x4E00


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--texts", type=int, default=500)
    options = parser.parse_args()
    texts = read(options.archive, options.texts)
    characters = sum(map(len, texts))
    print(f"{len(texts)} texts, {characters} characters")
    lexicon = Lexicon()
    periods, quantities = PeriodFinder(lexicon), QuantityFinder(lexicon)
    measured("periods", lambda text: len(periods.find(text, None)), texts)
    plain = measured("quantities", partial(found, quantities), texts)
    for files in (1, 100):
        with tempfile.TemporaryDirectory() as folder:
            finder = QuantityFinder(Lexicon(enlarged(Path(folder), files)))
            seconds = measured(f"quantities, {files} unit files more", partial(found, finder), texts)
        print(f"    {seconds / plain - 1:+.1%} of the time")


def found(finder: QuantityFinder, text: str) -> int:
    """How many quantities a text has."""
    return len(finder.find(text))


def read(archive: Path, count: int) -> list[str]:
    """The first folded texts of an archive."""
    content = gzip.decompress(archive.read_bytes()) if archive.suffix == ".gz" else archive.read_bytes()
    return [fold(json.loads(line)["text"]) for line in content.splitlines()[:count]]


def measured(name: str, find: Callable[[str], int], texts: Sequence[str]) -> float:
    """Print mentions and characters a second; return the seconds of the best round."""
    rounds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        mentions = sum(map(find, texts))
        rounds.append(time.process_time() - begin)
    best = min(rounds)
    characters = sum(map(len, texts)) / best / 1e6
    print(f"{name:32} {mentions:7} mentions {mentions / best:8.0f} a second {characters:6.2f} million characters a second")
    return best


def enlarged(folder: Path, files: int) -> Path:
    """A data folder with more unit files; every unit has a name of its own."""
    shutil.copytree(resources.patterns(), folder / "patterns")
    shutil.copytree(resources.gazetteers(), folder / "gazetteers")
    for file in range(files):
        names = (chr(FIRST_CHARACTER + file) + chr(FIRST_CHARACTER + number) + "箱" for number in range(UNITS_A_FILE))
        entries = "".join(ENTRY.format(name=name) for name in names)
        (folder / "patterns" / "units" / f"more_{file}.toml").write_text(f'# More units.\ndimension = "count"\n{entries}', encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
