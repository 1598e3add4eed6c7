"""`[[pronoun]]` in `patterns/coreference.toml`: words that stand for a name given elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cnreport_extract.lexicon.load import load_rows
from cnreport_extract.lexicon.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronoun(Row):
    """One family of such words; the header of the file explains the fields."""

    words: tuple[str, ...]
    reach: Literal["close", "near", "main"]
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    free: bool = False
    same_noun: bool = False


def load_pronouns(roots: Sequence[Path]) -> dict[str, Pronoun]:
    """Word → its family.

    Example:
        >>> from cnreport_extract import resources
        >>> load_pronouns([resources.patterns()])["全市"].id
        'city'
    """
    return {word: row for row in load_rows(roots, "coreference.toml", "pronoun", Pronoun) for word in row.words}
