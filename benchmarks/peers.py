"""Compare quantities and periods with the test cases of other projects.

Usage::

    python benchmarks/peers.py FOLDER

FOLDER holds JSON Lines files. A line is one case: `id`, `text`, `reference` (the date that relative dates resolve
against, or null) and `expected`, a list of `{text, start, end}` with that project's own resolution: `value` and
`unit` (numbers), `isoCurrency` (currencies), `value` such as `[20,100)` (ranges), `past` and `future` (dates).

Agreement is counted by expectation. Value and unit have to be equal (a share as per cent equals the fraction; thirds
are rounded to two decimals of a per cent), of a range both ends, of a date the first and the last day in one of the
readings that are offered. Whether an end belongs to its range is not compared, nor what more we find in the text.

Every difference is put down to a cause in `peers.toml`: there stands the fingerprint of the case, and whether the
convention is ours too. A difference that is not listed counts as a miss.
"""

import argparse
import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cnreport_extract.chars import fold
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.dates import PeriodFinder
from cnreport_extract.mentions.quantities import QuantityFinder
from cnreport_extract.records import Period, Quantity

CAUSES = Path(__file__).with_suffix(".toml")
UNLISTED = "unlisted"
PLACES = Decimal("0.000001")
PER = {"%": Decimal(100), "‰": Decimal(1000), "百分点": Decimal(100)}
BOUNDS = re.compile(r"[\[(](-?[\d.]*),(-?[\d.]*)[\])]")
ONE_DAY = timedelta(days=1)
Row = dict[str, Any]
Days = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """An expectation that we do not meet, with what we read in its place."""

    file: str
    text: str
    expected: str
    ours: str

    @property
    def fingerprint(self) -> str:
        """What stands for the case in `peers.toml`."""
        return hashlib.sha256(f"{self.file}\0{self.text}\0{self.expected}".encode()).hexdigest()[:12]


class Comparison:
    """Reads the cases and compares."""

    def __init__(self, lexicon: Lexicon, units: dict[str, str]) -> None:
        self.index, self.units = lexicon.unit_index, units
        self.quantities, self.periods = QuantityFinder(lexicon), PeriodFinder(lexicon)

    def differences(self, file: str, row: Row) -> Iterator[Difference | None]:
        """For each expectation of a case None where we agree, else the difference."""
        text = fold(row["text"])
        dated = "_dt_" in file
        found = self.dates(text, row["reference"]) if dated else self.numbers(text)
        for one in row["expected"]:
            beside = [reading for reading in found if reading.start < one["end"] and one["start"] < reading.end]
            if any(self.agree(reading, one) for reading in beside):
                yield None
            else:
                yield Difference(file, row["text"], one["text"], "; ".join(dict.fromkeys(shown(reading, text) for reading in beside)))

    def dates(self, text: str, reference: str | None) -> list[Period]:
        """The periods of a text."""
        return self.periods.find(text, date.fromisoformat(reference[:10]) if reference else None)

    def numbers(self, text: str) -> list[Quantity]:
        """The quantities of a text, and every other number: these projects read those too."""
        return [*self.quantities.find(text), *self.quantities.numbers(text)]

    def agree(self, ours: Quantity | Period, theirs: Row) -> bool:
        """Whether a reading of ours says what is expected."""
        if isinstance(ours, Period):
            return (iso(ours.first), iso(ours.last)) in offered(theirs)
        value = str(theirs.get("value") or "")
        if bounds := BOUNDS.fullmatch(value):
            return spread(ours) == (number(bounds[1]), number(bounds[2]))
        expected = number(value.rstrip("%"))
        if expected is None or not self.same_unit(ours, theirs):
            return False
        return share(ours) == rounded(expected / 100) if value.endswith("%") else rounded(expected) in (share(ours), rounded(ours.value))

    def same_unit(self, ours: Quantity, theirs: Row) -> bool:
        """Whether the units are one: by currency code, or by the names of `peers.toml`."""
        if theirs.get("isoCurrency"):
            return ours.unit_id is not None and self.index.measure(ours.unit_id).system == theirs["isoCurrency"]
        if "unit" not in theirs or ours.unit_id is None:
            return "unit" not in theirs
        expected, found = self.index.measure(self.units[theirs["unit"]]), self.index.measure(ours.unit_id)
        return (expected.dimension, expected.scale) == (found.dimension, found.scale)


def share(ours: Quantity) -> Decimal | None:
    """The value as a plain number: 25 % is 0.25."""
    return rounded(ours.value / PER.get(ours.unit, Decimal(1)))


def spread(ours: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """The lower and the upper end of a reading; None for an open end."""
    low = share(ours)
    if ours.value_max is not None:
        return low, rounded(ours.value_max / PER.get(ours.unit, Decimal(1)))
    return (low, None) if ours.qualifier in (">", "≥") else (None, low) if ours.qualifier in ("<", "≤") else (low, low)


def number(text: str) -> Decimal | None:
    """The value of a numeral in digits; None where it is none."""
    try:
        return rounded(Decimal(text))
    except InvalidOperation:
        return None


def rounded(value: Decimal) -> Decimal:
    """The value to six decimals where it has more: shares are rounded in different places."""
    return value.quantize(PLACES) if abs(value) < 1 else value.quantize(Decimal("0.0001")) if abs(value) < 10**20 else value


def iso(day: date | None) -> str | None:
    """A day in ISO form."""
    return day.isoformat() if day else None


def offered(theirs: Row) -> set[Days]:
    """The intervals that are offered; their ends are exclusive, but for those that name their last day."""
    found: set[Days] = set()
    for reading in (theirs.get("past") or {}, theirs.get("future") or {}):
        if "date" in reading:
            found.add((reading["date"], reading["date"]))
        elif reading:
            first, last = reading.get("startDate"), reading.get("endDate")
            found.add((first, last))
            found.add((first, last and (date.fromisoformat(last) - ONE_DAY).isoformat()))
    return found


def shown(reading: Quantity | Period, text: str) -> str:
    """A reading for the table."""
    if isinstance(reading, Period):
        return f"{reading.of(text)} = {reading.first or ''}..{reading.last or ''}"
    upper = f"~{reading.value_max}" if reading.value_max is not None else ""
    return f"{reading.of(text)} {reading.qualifier} {reading.value}{upper} {reading.unit}".rstrip()


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    declared = tomllib.loads(CAUSES.read_text(encoding="utf-8"))
    causes = {cause["id"]: cause for cause in declared["cause"]} | {UNLISTED: {"shared": True, "why": "not looked into: a miss"}}
    cause_of = {case: cause["id"] for cause in declared["cause"] for case in cause["cases"]}
    comparison = Comparison(Lexicon(), declared["units"])
    cases: Counter[str] = Counter()
    missed: dict[str, list[Difference]] = {}
    for path in sorted(parser.parse_args().folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for difference in comparison.differences(path.stem, row):
                cases[path.stem] += 1
                if difference:
                    missed.setdefault(cause_of.get(difference.fingerprint, UNLISTED), []).append(difference)
    report(cases, missed, causes)


def report(cases: Counter[str], missed: dict[str, list[Difference]], causes: dict[str, Row]) -> None:
    """Print agreement by file, and the differences by cause."""
    print(f"{'file':36} {'cases':>6} {'agree':>6} {'':>6} {'shared':>7} {'agree':>6}")
    for file in [*cases, "all"]:
        total = cases[file] if file != "all" else cases.total()
        differ = [(cause, one) for cause, found in missed.items() for one in found if file in (one.file, "all")]
        other = sum(not causes[cause]["shared"] for cause, _ in differ)
        agree, shared = total - len(differ), total - other
        print(f"{file:36} {total:6} {agree:6} {agree / total:6.3f} {shared:7} {agree:6} {agree / shared:6.3f}")
    for cause in sorted(missed, key=lambda name: (causes[name]["shared"], name)):
        kind = "a miss" if causes[cause]["shared"] else "another convention"
        print(f"\n{cause} ({len(missed[cause])}, {kind}): {causes[cause]['why']}")
        for one in missed[cause]:
            print(f"    {one.fingerprint} {one.file.removeprefix('recognizers_')}: {one.text} | {one.expected} | {one.ours or 'nothing'}")


if __name__ == "__main__":
    main()
