"""TOML files of `patterns/` → rows. Errors name the file, the entry, what was found and what was expected."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.rows import Row

R = TypeVar("R", bound=Row)


def read_toml(path: Path) -> dict[str, Any]:
    """Read one file; decimals stay exact.

    Raises:
        DataError: The file is missing or no TOML.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError.at(str(path), "whole file", str(error), "expected a readable TOML file in UTF-8") from error


def load_rows(root: Path, pattern: str, table: str, kind: type[R], **shared: str) -> Iterator[R]:
    """Yield the rows of `[[table]]` in all files below `root` that match the glob `pattern`, in file order.

    Args:
        root: The folder `patterns/`.
        pattern: Glob relative to it, such as `units/*.toml`.
        table: Name of the array of tables.
        kind: Row class.
        shared: Row field → key at the head of the file that fills it (`dimension="dimension"`); the key `@stem`
            stands for the file's stem.

    Raises:
        DataError: A file or an entry is not as its row class says.
    """
    for path in sorted(root.glob(pattern)):
        content = read_toml(path)
        name = path.relative_to(root).as_posix()
        heads = {field: path.stem if key == "@stem" else content.get(key) for field, key in shared.items()}
        for entry in content.get(table, []):
            yield _row(kind, name, {**heads, **entry})


def _row(kind: type[R], file: str, entry: Mapping[str, Any]) -> R:
    label = str(entry.get("id", "entry without id"))
    known = {field.name for field in fields(kind)}
    if unknown := sorted(set(entry) - known):
        raise DataError.at(file, label, f"unknown key {unknown[0]}", f"expected only {', '.join(sorted(known - {'file'}))}")
    try:
        return kind(file=file, **{key: _freeze(value) for key, value in entry.items()})
    except TypeError as error:
        raise DataError.at(file, label, str(error), f"expected the keys of {kind.__name__} in lexicon/rows.py") from error


def _freeze(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_freeze, value))
    if isinstance(value, dict):
        return tuple(sorted((key, _freeze(item)) for key, item in value.items()))
    return value
