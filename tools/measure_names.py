"""Precision, recall and F1 of the names on a corpus with one character and its BIO tag a line: exact spans, by type.

    python tools/measure_names.py corpus.bio           the rules and gazetteers alone
    python tools/measure_names.py corpus.bio --ner lac   the recogniser alone, cleaned, and both together

Tags are B-PER, I-LOC …; sentences stand apart by an empty line. 我国, 全国 and the like stand for the country and are no
names by the usual guideline: they are left out. Projects and groups have no type there and are left out too.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.names import NameFinder
from cnreport_extract.mentions.recognised import Cleaner
from cnreport_extract.mentions.recognisers import recogniser
from cnreport_extract.records import Name

KINDS = {"organisation": "ORG", "place": "LOC", "person": "PER"}
DEICTIC = ("我国", "全国", "全球", "全世界")
Spans = set[tuple[int, int, str]]


def sentences(path: Path) -> Iterator[tuple[str, Spans]]:
    """Each sentence with its gold spans."""
    for part in path.read_text(encoding="utf-8").strip("\n").split("\n\n"):
        rows = [line.replace("\t", " ").rpartition(" ") for line in part.split("\n") if line]
        yield "".join(row[0] for row in rows), set(spans([row[2] for row in rows]))


def spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """The spans of a row of BIO tags."""
    start = -1
    for at, tag in enumerate([*tags, "O"]):
        if start >= 0 and not tag.startswith("I"):
            yield start, at, tags[start][2:]
            start = -1
        if tag.startswith("B"):
            start = at


def report(label: str, corpus: list[tuple[str, Spans]], find: Callable[[str], Iterable[Name]]) -> None:
    """Print the figures of one finder."""
    find("热身")
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    clock = time.process_time()
    for text, gold in corpus:
        names = {(name.start, name.end, KINDS[name.kind]) for name in find(fold(text)) if name.kind in KINDS}
        predicted = {name for name in names if text[name[0] : name[1]] not in DEICTIC}
        for counter, items in ((hits, predicted & gold), (found, predicted), (wanted, gold)):
            counter.update(kind for *_, kind in items)
            counter["all"] += len(items)
    clock = time.process_time() - clock
    print(f"{label}: {sum(len(text) for text, _ in corpus) / clock:,.0f} characters per CPU second")
    for kind in ("PER", "LOC", "ORG", "all"):
        precision, recall = hits[kind] / max(found[kind], 1), hits[kind] / max(wanted[kind], 1)
        f1 = 2 * hits[kind] / max(found[kind] + wanted[kind], 1)
        print(f"  {kind}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ner", choices=["lac"])
    options = parser.parse_args()
    corpus, lexicon = list(sentences(options.corpus)), Lexicon()
    report("rules and gazetteers", corpus, NameFinder(lexicon).find)
    if (other := recogniser(options.ner)) is not None:
        cleaner = Cleaner(lexicon)
        report(f"{options.ner} as it is", corpus, other.find_names)
        report(f"{options.ner}, cleaned", corpus, lambda text: cleaner.clean(text, other.find_names(text)))
        report(f"rules, then {options.ner}", corpus, NameFinder(lexicon, other, lazy=False).find)


if __name__ == "__main__":
    main()
