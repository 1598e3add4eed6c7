"""Draw sentences with numbers, periods, or whole texts from an archive and print how they are read, for judging by eye.

Usage::

    python benchmarks/sample.py ARCHIVE quantities --seed 1 --count 200
    python benchmarks/sample.py ARCHIVE periods --seed 1 --count 200
    python benchmarks/sample.py ARCHIVE facts --seed 1 --count 30

ARCHIVE is JSON Lines, gzipped or not, with `text` and `published` in each line. `quantities` draws sentences that
hold a number, whether or not it measures anything, so that what was missed is seen too; `periods` draws mentions;
`facts` draws texts that hold a number and prints each with all its facts.
The same seed draws the same sentences whatever the library reads in them: a changed rule can be judged again.
Quantities are printed as [text = value unit], with the qualifier; periods as {text = first..last}. At the end stands
how many mentions were printed: the denominator of errors per 1,000.
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cnreport_extract.models import plain
from cnreport_extract.pipeline import Extractor
from cnreport_extract.records import Period, Quantity
from cnreport_extract.view.amounts import amount

NUMBER = re.compile(  # a number that is no date by its form, or Chinese digits before a unit
    r"(?<![0-9.])[0-9][0-9,.]*(?![0-9,.]|[年月日号时点届:])|百分之|一[个名项次家成倍]"
    "|[二两三四五六七八九十百千万亿几数半][多余来]?[个名项次家人件位条余多成倍岁元吨米]"
)
SENTENCE = re.compile(r"[^。!?;\n]{4,300}")


def main() -> None:
    """Print the sample."""
    options = arguments()
    generator = random.Random(options.seed)  # noqa: S311  (a sample, not a secret)
    rows = documents(options.archive)
    generator.shuffle(rows)
    extractor = Extractor()
    mentions = 0
    drawn = (
        texts(extractor, rows)
        if options.kind == "facts"
        else (sentences if options.kind == "quantities" else periods)(extractor, rows, generator)
    )
    for number, (line, count) in enumerate(drawn, 1):
        print(number, line)
        mentions += count
        if number == options.count:
            break
    print(f"{mentions} mentions")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("kind", choices=["quantities", "periods", "facts"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    return parser.parse_args()


def documents(archive: Path) -> list[tuple[str, str | None]]:
    """Text and publish date of each line."""
    content = gzip.decompress(archive.read_bytes()) if archive.suffix == ".gz" else archive.read_bytes()
    return [(row["text"], row["published"]) for row in map(json.loads, content.splitlines())]


def sentences(extractor: Extractor, rows: Sequence[tuple[str, str | None]], generator: random.Random) -> Iterator[tuple[str, int]]:
    """One sentence with a number from each text."""
    for text, published in rows:
        scene = extractor.scene(text, published)
        folded = scene.page.text
        found = [match for match in SENTENCE.finditer(folded) if NUMBER.search(match[0])]
        if found:
            start, end = generator.choice(found).span()
            inside = [one for one in scene.quantities if start <= one.number.start < end]
            dated = [one for one in scene.periods if start <= one.start < end and not any(one.overlaps(other) for other in inside)]
            yield f"({published}) " + marked(folded, start, end, [*inside, *dated]), len(inside)


def periods(extractor: Extractor, rows: Sequence[tuple[str, str | None]], generator: random.Random) -> Iterator[tuple[str, int]]:
    """One period from each text, with what stands around it."""
    for text, published in rows:
        scene = extractor.scene(text, published)
        if scene.periods:
            one = generator.choice(scene.periods)
            opening = max(0, one.start - 40)
            yield f"({published}) " + marked(scene.page.text, opening, one.end + 24, [one]), 1


def texts(extractor: Extractor, rows: Sequence[tuple[str, str | None]]) -> Iterator[tuple[str, int]]:
    """Whole texts that hold a number: the text, then a line for each fact."""
    for text, published in rows:
        if not NUMBER.search(text):
            continue
        document = extractor.read(text, published)
        lines = [f"({document.published}) {text.strip()}"]
        for number, fact in enumerate(document.facts, 1):
            near = text[max(fact.span[0] - 12, 0) : fact.span[0]].replace("\n", "|")
            dated = f"{fact.date.start or ''}..{fact.date.end or ''}" if fact.date else "-"
            read = (fact.entity, fact.metric, amount(fact), fact.aspect, fact.direction, fact.basis, dated, fact.frequency)
            lines.append(f"  {number:3} …{near}[{fact.text}] " + " · ".join(str(field or "-") for field in read))
        yield "\n".join(lines) + "\n", len(document.facts)


def marked(text: str, start: int, end: int, found: Sequence[Quantity | Period]) -> str:
    """The stretch of text with its mentions in brackets."""
    parts, at = [], start
    for one in sorted(found, key=lambda mention: mention.start):
        parts += [text[at : one.start], note(one, text)]
        at = one.end
    return "".join([*parts, text[at:end]]).replace("\n", "|")


def note(one: Quantity | Period, text: str) -> str:
    """A mention with its value."""
    if isinstance(one, Period):
        ends = f"{one.first or ''}..{one.last or ''}" if one.first or one.last else one.frequency or "?"
        return f"{{{one.of(text)} = {ends} {one.role}}}"
    upper = f"~{plain(one.value_max)}" if one.value_max is not None else ""
    return f"[{one.of(text)} {one.qualifier} {plain(one.value)}{upper} {one.unit}]"


if __name__ == "__main__":
    main()
