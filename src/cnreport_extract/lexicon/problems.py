"""What the data checks talk about: one file with its text and content, and one problem in it."""

import re
from pathlib import Path
from typing import Any

import tomli

from cnreport_extract.records import record

Entry = dict[str, Any]


def read_files(root: Path) -> "tuple[list[DataFile], list[Problem]]":
    """The files below a folder in order of name, and what cannot be read of them."""
    files, problems = [], []
    for path in sorted(root.rglob("*.toml")):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            files.append(DataFile(name, text, tomli.loads(text)))
        except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
            line = re.search(r"at line (\d+)", str(error))
            problems.append(Problem(name, int(line[1]) if line else None, "whole file", str(error), "a readable TOML file in UTF-8"))
    return files, problems


def texts(entry: Entry, key: str) -> list[str]:
    """The texts of a list of an entry; nothing where the value is no list, which the schema check reports."""
    value = entry.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


@record
class Problem:
    """One mistake in one data file.

    Attributes:
        file: Path relative to the folder that is checked.
        line: Line of the entry, counted from 1, where it is known.
        entry: The table and id of the entry.
        found: What stands there.
        expected: What should stand there, or what to do.
        note: Whether it is no mistake but worth knowing: an entry that takes something away from a built-in one.
    """

    file: str
    line: int | None
    entry: str
    found: str
    expected: str
    note: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        told = f"note: {self.found}; {self.expected}" if self.note else f"found {self.found}; expected {self.expected}"
        return f"{place}: {self.entry}: {told}"


@record
class DataFile:
    """A file of `patterns/`.

    Attributes:
        name: Path relative to the folder that is checked.
        text: Its characters.
        content: What TOML makes of them.
    """

    name: str
    text: str
    content: dict[str, Any]

    @property
    def tables(self) -> dict[str, list[Entry]]:
        """The arrays of tables in it, by name."""
        lists = {key: value for key, value in self.content.items() if isinstance(value, list)}
        return {key: value for key, value in lists.items() if value and all(isinstance(entry, dict) for entry in value)}

    def problem(self, table: str, entry: Entry, found: str, expected: str, *, note: bool = False) -> Problem:
        """A problem of one entry."""
        label = str(entry.get("id", "without id"))
        return Problem(self.name, self.line(table, label), f"{table} {label}", found, expected, note)

    def line(self, table: str, label: str) -> int | None:
        """The line on which the entry's id stands (the last such line), None where it is written in an unusual way."""
        pattern = rf"""^\[\[{re.escape(table)}\]\]\n(?:#.*\n)*id *= *["']({re.escape(label)})["']"""
        found = list(re.finditer(pattern, self.text, re.MULTILINE))
        return self.text.count("\n", 0, found[-1].start(1)) + 1 if found else None
