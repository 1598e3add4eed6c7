"""The genre of each text: what its gold file says, or a table with the columns `id` and `genre` (CSV, or TSV by its name)."""

import csv
from collections.abc import Mapping
from pathlib import Path

from cnreport_extract.errors import GoldError
from cnreport_extract.evaluation.gold import GoldDocument

_COLUMNS = ("id", "genre")


def genres_of(documents: Mapping[str, GoldDocument], table: Path | None = None) -> dict[str, str]:
    """Id → genre of the documents that have one; the table wins.

    Raises:
        GoldError: The table cannot be read or lacks a column.
    """
    told = _rows(table) if table else {}
    found = {name: told.get(name) or document.genre for name, document in documents.items()}
    return {name: genre for name, genre in found.items() if genre}


def _rows(table: Path) -> dict[str, str]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t" if table.suffix == ".tsv" else ",")
            if missing := [column for column in _COLUMNS if column not in (rows.fieldnames or ())]:
                raise GoldError(f"{table}: no column {missing[0]!r}; expected the columns id and genre, with tabs between them in a .tsv")
            return {row["id"]: row["genre"] for row in rows if row["genre"]}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GoldError(f"{table}: not readable ({error}); expected a table in UTF-8") from error
