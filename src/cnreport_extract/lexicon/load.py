"""TOML files of `patterns/` → rows. Errors name the file, the entry, what was found and what was expected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args

import tomli

from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.layers import Placed, overlaid
from cnreport_extract.lexicon.rows import Row

R = TypeVar("R", bound=Row)
_TEXT = frozenset({str})


def read_toml(path: Path) -> dict[str, Any]:
    """Read one file; decimals stay exact.

    Raises:
        DataError: The file is missing or no TOML.
    """
    try:
        with path.open("rb") as file:
            return tomli.load(file, parse_float=Decimal)
    except (OSError, tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError.at(str(path), "whole file", str(error), "expected a readable TOML file in UTF-8") from error


def load_rows(roots: Sequence[Path], pattern: str, table: str, kind: type[R], **shared: str) -> Iterator[R]:
    """Yield the rows of `[[table]]` in all files below the roots that match the glob `pattern`, in file order.

    Args:
        roots: The folder `patterns/`; behind it folders of the user that are laid over it (`layers.py`).
        pattern: Glob relative to them, such as `units/*.toml`.
        table: Name of the array of tables.
        kind: Row class.
        shared: Row field → key at the head of the file that fills it (`dimension="dimension"`); the key `@stem`
            stands for the file's stem.

    Raises:
        DataError: A file or an entry is not as its row class says.
    """
    known = {field.name: field for field in fields(kind)}
    layers = [
        list(_entries(root, pattern, table, shared, shown="" if number == 0 else f"{root.as_posix()}/"))
        for number, root in enumerate(roots)
    ]
    for placed in overlaid(layers, table):
        yield _row(kind, known, placed)


def _entries(root: Path, pattern: str, table: str, shared: Mapping[str, str], shown: str) -> Iterator[Placed]:
    for path in sorted(root.glob(pattern)):
        content = read_toml(path)
        name = path.relative_to(root).as_posix()
        heads = {field: path.stem if key == "@stem" else content.get(key) for field, key in shared.items()}
        heads = {field: value for field, value in heads.items() if value is not None}
        entries = content.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise DataError.at(f"{shown}{name}", table, f"{table} = {entries!r}", f"expected tables, each under [[{table}]]")
        for entry in entries:
            yield Placed(name, f"{shown}{name}", {**heads, **entry})


def fits(value: object, field: "Field[Any]") -> bool:
    """Whether a TOML value fits the annotation of a row's field, as far as texts, lists of texts and truth values go."""
    if field.type is bool:
        return isinstance(value, bool)
    if field.type == tuple[str, ...]:
        return isinstance(value, list) and set(map(type, value)) <= _TEXT and "" not in value
    if field.type is str or str in get_args(field.type):
        return isinstance(value, str) and bool(value)
    return True


def wanted(field: "Field[Any]") -> str:
    """What `fits` asks for, in words."""
    if field.type is bool:
        return "true or false"
    return "a list of texts, none empty" if field.type == tuple[str, ...] else "a text in quotes, not empty"


def _row(kind: type[R], known: Mapping[str, "Field[Any]"], placed: Placed) -> R:
    for key, value in placed.entry.items():
        if key not in known:
            expected = f"expected only {', '.join(sorted(set(known) - {'file'}))}"
            raise DataError.at(placed.shown, placed.label, f"unknown key {key}", expected)
        if not fits(value, known[key]):
            raise DataError.at(placed.shown, placed.label, f"{key} = {value!r}", f"expected {wanted(known[key])}")
    try:
        return kind(file=placed.file, **{key: _freeze(value) for key, value in placed.entry.items()})
    except TypeError as error:
        raise DataError.at(placed.shown, placed.label, str(error), f"expected the keys of {kind.__name__} in lexicon/rows.py") from error


def _freeze(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple([item if isinstance(item, str) else _freeze(item) for item in value])
    if isinstance(value, dict):
        return tuple(sorted((key, _freeze(item)) for key, item in value.items()))
    return value
