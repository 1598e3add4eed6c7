"""A user's own names: a CSV file of organisations, places, persons, projects and their aliases.

========== ============================================================================================
column     content
========== ============================================================================================
`name`     the full name; the only column that must be there
`aliases`  other forms, `|` between them
`kind`     `organisation` (where empty), `place`, `person`, `project` or `group`
`id`       an id of the user's own; where empty facts have none
========== ============================================================================================

Names are folded as texts are. An alias that two rows share is refused: it would stand for both.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from cnreport_extract.chars import fold
from cnreport_extract.errors import InputError
from cnreport_extract.records import NameKind, record

_COLUMNS = ("name", "aliases", "kind", "id")
_KINDS: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind)}
_LONGEST = 60


@record
class OwnName:
    """One form of a name and what it stands for."""

    form: str
    name: str
    kind: NameKind
    name_id: str | None


def load_own_names(path: Path) -> tuple[OwnName, ...]:
    """All forms of all names of a file.

    Args:
        path: The CSV file, in UTF-8.

    Raises:
        InputError: The file cannot be read or a field is wrong; the message names line and column.
    """
    found: dict[str, tuple[int, OwnName]] = {}
    for line, row in _rows(path):
        for own in _forms(path, line, row):
            first, other = found.setdefault(own.form, (line, own))
            if other != own:
                column = "name" if own.form == own.name else "aliases"
                raise _error(path, line, column, f"{own.form!r} stands in line {first} for {other.name!r}", "write it in one line only")
    return tuple(own for _, own in found.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = [column.strip() for column in next(lines, [])]
            _check_header(path, header)
            for fields in lines:
                if not any(field.strip() for field in fields):
                    continue
                if len(fields) != len(header):
                    last = header[min(len(fields), len(header)) - 1]
                    raise _error(path, lines.line_num, last, f"{len(fields)} fields", f"write {len(header)}")
                yield lines.line_num, {column: field.strip() for column, field in zip(header, fields, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: {error}; expected a CSV file in UTF-8 with the columns {', '.join(_COLUMNS)}") from error


def _check_header(path: Path, header: list[str]) -> None:
    if "name" not in header:
        found = f"the columns {', '.join(header) or 'none'}"
        raise _error(path, 1, "name", found, "name the columns in the first line; 'name' must be there")
    for column in header:
        if column not in _COLUMNS or header.count(column) > 1:
            raise _error(path, 1, column, "an unknown or repeated column", f"use {', '.join(_COLUMNS)}")


def _forms(path: Path, line: int, row: dict[str, str]) -> Iterator[OwnName]:
    kind = _KINDS.get(row.get("kind") or "organisation")
    if kind is None:
        raise _error(path, line, "kind", repr(row["kind"]), f"use one of {', '.join(_KINDS)}")
    name = fold(row["name"])
    aliases = [fold(alias.strip()) for alias in (row.get("aliases") or "").split("|") if alias.strip()]
    for column, form in (("name", name), *(("aliases", alias) for alias in aliases)):
        if not 1 < len(form) <= _LONGEST:
            raise _error(path, line, column, f"{form!r}, {len(form)} characters", f"write 2 to {_LONGEST}")
        yield OwnName(form, name, kind, row.get("id") or None)


def _error(path: Path, line: int, column: str, found: str, wanted: str) -> InputError:
    return InputError(f"{path}: line {line}, column {column}: found {found}; {wanted}")
