"""CSV files of `gazetteers/` → rows. Errors name the file, the line, what was found and what was expected.

`places.csv` holds every division of China down to the county (GB/T 2260 code), `townships.csv` those below,
`former_places.csv` names that are no longer in use, `regions.csv` regions, rivers and new areas, `world.csv`
countries and cities, `organisations.csv` national bodies and central enterprises. `SOURCES.md` says where each is from.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from cnreport_extract.errors import DataError
from cnreport_extract.records import record

Use = Literal["free", "evidence", "parent", "whole"]
USES: Mapping[str, Use] = {"free": "free", "evidence": "evidence", "parent": "parent", "whole": "whole"}


@record
class Place:
    """A place.

    Attributes:
        code: GB/T 2260 code; ISO 3166 for countries; an id of our own for regions and foreign cities.
        name: Official name.
        short: Name without the word for its kind, empty where that would leave one character.
        aliases: Other full forms (恩施州).
        kind: `province`, `city`, `county_city`, `district`, `township`, `region`, `country` …
        level: 0 country and larger, 1 province, 2 prefecture, 3 county, 4 township, 9 has no level.
        parent: Code of the division above, empty where there is none.
        use: How far the short name may be trusted: `free`; `evidence` (needs its parent or its full name in the
            text); `parent` (directly behind its parent only); `whole` (the full name too needs its parent).
    """

    code: str
    name: str
    short: str
    aliases: tuple[str, ...]
    kind: str
    level: int
    parent: str
    use: Use

    @property
    def forms(self) -> tuple[str, ...]:
        """Every full form; the short name is not among them."""
        return (self.name, *self.aliases)

    def is_in_full(self, surface: str) -> bool:
        """Whether this is one of its full forms."""
        return surface == self.name or surface in self.aliases


@record
class Organisation:
    """A national body or enterprise: id, official name, other names, and its kind (`government`, `company` …)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str


def read_csv(path: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row of a CSV file that has these columns.

    Raises:
        DataError: The file is missing, a column is missing or a line has another number of fields.
    """
    wanted = list(columns)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = next(lines, [])
            if missing := [column for column in wanted if column not in header]:
                raise DataError.at(path.name, "line 1", f"no column {missing[0]}", f"expected the columns {', '.join(wanted)}")
            for fields in lines:
                if len(fields) != len(header):
                    raise DataError.at(path.name, f"line {lines.line_num}", f"{len(fields)} fields", f"expected {len(header)}")
                yield lines.line_num, dict(zip(header, fields, strict=True))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError.at(str(path), "whole file", str(error), "expected a readable CSV file in UTF-8") from error


def _names(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _divisions(path: Path) -> Iterator[Place]:
    for line, row in read_csv(path, ("code", "name", "short", "aliases", "kind", "level", "parent", "use")):
        use = USES.get(row["use"])
        if use is None or not row["level"].isdigit() or not row["name"]:
            found = f"use {row['use']!r}, level {row['level']!r}, name {row['name']!r}"
            raise DataError.at(path.name, f"line {line}", found, f"expected a name, a digit and one of {', '.join(USES)}")
        yield Place(row["code"], row["name"], row["short"], _names(row["aliases"]), row["kind"], int(row["level"]), row["parent"], use)


def _others(path: Path, levels: Mapping[str, int]) -> Iterator[Place]:
    for _, row in read_csv(path, ("id", "name", "aliases", "kind", "parent")):
        level = levels.get(row["kind"], 9)
        yield Place(row["id"], row["name"], "", _names(row["aliases"]), row["kind"], level, row["parent"], "free")


@dataclass(frozen=True)
class Gazetteer:
    """All name lists of one folder; each file is read when it is first asked for.

    Example:
        >>> from cnreport_extract import resources
        >>> gazetteer = Gazetteer(resources.gazetteers())
        >>> gazetteer.places["421281"].name, [place.code for place in gazetteer.by_name["赤壁"]]
        ('赤壁市', ['421281'])
    """

    root: Path

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places of all files but the townships, by code; of two rows with one code the first."""
        return {place.code: place for place in reversed(self._rows)}

    @cached_property
    def _rows(self) -> tuple[Place, ...]:
        others = (place for name in ("regions.csv", "world.csv") for place in _others(self.root / name, {"country": 0}))
        return (*_divisions(self.root / "places.csv"), *others)

    @cached_property
    def by_name(self) -> dict[str, tuple[Place, ...]]:
        """Full, short and other names → the places that bear them, the larger first."""
        found: dict[str, list[Place]] = {}
        for place in self._rows:
            for name in {*place.forms, place.short} - {""}:
                found.setdefault(name, []).append(place)
        for code, name in self._former:
            if name not in found:
                found[name] = [Place(code, name, "", (), "former", 3, self._parent(code), "free")]
        return {name: tuple(sorted(places, key=lambda place: (place.level, place.code))) for name, places in found.items()}

    @cached_property
    def _former(self) -> tuple[tuple[str, str], ...]:
        columns = ("code", "name", "until", "successor", "successor_name")
        return tuple((row["code"], row["name"]) for _, row in read_csv(self.root / "former_places.csv", columns))

    def _parent(self, code: str) -> str:
        upper = (code[:4] + "00", code[:2] + "0000")
        return next((parent for parent in upper if parent in self.places and parent != code), "")

    def line(self, code: str) -> tuple[str, ...]:
        """The code and the codes of all places above it, the nearest first.

        Example:
            >>> from cnreport_extract import resources
            >>> Gazetteer(resources.gazetteers()).line("421281")
            ('421281', '421200', '420000', '100000')
        """
        line = self._lines.get(code)
        if line is None:
            found = [code]
            while (place := self.places.get(found[-1])) and place.parent and place.parent not in found:
                found.append(place.parent)
            line = self._lines[code] = tuple(found)
        return line

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        """The lines that were asked for; texts name few places, again and again."""
        return {}

    @cached_property
    def township_codes(self) -> dict[str, tuple[str, ...]]:
        """Township name → the codes of all that bear it."""
        found: dict[str, tuple[str, ...]] = {}
        for _, row in read_csv(self.root / "townships.csv", ("county", "townships")):
            county = row["county"]
            for entry in row["townships"].split(" "):
                name, digits = entry.split(":")
                found[name] = (*found[name], county + digits) if name in found else (county + digits,)
        return found

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """National bodies and central enterprises."""
        columns = ("id", "name", "aliases", "kind")
        return tuple(
            Organisation(row["id"], row["name"], _names(row["aliases"]), row["kind"])
            for _, row in read_csv(self.root / "organisations.csv", columns)
        )
