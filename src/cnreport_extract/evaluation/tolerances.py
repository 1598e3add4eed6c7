"""What counts as equal though it is not the same string: `patterns/evaluation.toml` as an object."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cnreport_extract import resources
from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.load import load_rows, read_toml
from cnreport_extract.lexicon.rows import Row

_FILE = "evaluation.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence(Row):
    """An entry of any of the tables: words that count as one."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The tables of `patterns/evaluation.toml`; its header defines them."""

    unit_classes: tuple[frozenset[str], ...]
    bare: frozenset[str]
    qualifiers: tuple[frozenset[str], ...]
    averages: tuple[str, ...]
    ignored: frozenset[str]
    number_ends: frozenset[str]
    minimum: Decimal

    @classmethod
    def load(cls, root: Path | None = None) -> "Tolerances":
        """Read the tables from a folder of pattern files, the package's own by default.

        Raises:
            DataError: The file is missing or malformed.
        """
        root = root or resources.patterns()
        head = read_toml(root / _FILE)
        if missing := [key for key in ("ignored", "number_ends", "minimum") if key not in head]:
            raise DataError.at(_FILE, "head of the file", f"no key {missing[0]}", "its header comment says what belongs there")
        return cls(
            unit_classes=_classes(root, "unit_class"),
            bare=frozenset({""}).union(*_classes(root, "bare")),
            qualifiers=_classes(root, "qualifier"),
            averages=tuple(word for words in _classes(root, "average") for word in sorted(words)),
            ignored=frozenset(head["ignored"]),
            number_ends=frozenset(head["number_ends"]),
            minimum=head["minimum"],
        )


def _classes(root: Path, table: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row.words) for row in load_rows([root], _FILE, table, Equivalence))
