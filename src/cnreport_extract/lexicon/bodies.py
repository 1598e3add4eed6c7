"""`[[body]]` in `patterns/organisations.toml`: words that end the name of an organisation, park, project or event."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from cnreport_extract.lexicon.load import load_rows
from cnreport_extract.lexicon.rows import Row
from cnreport_extract.records import NameKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Row):
    """One family of such words; the header of the file explains the fields."""

    group: str
    kind: NameKind
    stems: tuple[str, ...]
    heads: tuple[str, ...] = ("",)
    reach: Literal["admin", "left"]
    need: Literal["name", "strong", "country", "place", "brand", "again", "word", "any"] = "name"
    alone: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Every stem with every head."""
        return tuple(stem + head for stem, head in product(self.stems, self.heads))


def load_bodies(roots: Sequence[Path]) -> dict[str, Body]:
    """Word → its family.

    Example:
        >>> from cnreport_extract import resources
        >>> load_bodies([resources.patterns()])["人社局"].id
        'hrss'
    """
    rows = load_rows(roots, "organisations.toml", "body", Body)
    return {word: row for row in rows for word in row.words}
