"""Checks of a folder that lies over another (`layers.py`): what it extends, what it takes away, what nobody reads."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.layers import ACROSS_FILES, EXTEND, PLACES, Placed, claims, extended
from cnreport_extract.lexicon.problems import DataFile, Entry, Problem, texts

TABLES = ("unit", "metric", "period", "cue", "body", "pronoun")
_FOLDERS = {"unit": "units/", "metric": "metrics/", "period": "dates/"}
Found = tuple[DataFile, Entry]


def completed(files: Sequence[DataFile], below: Sequence[DataFile]) -> tuple[list[DataFile], list[Problem]]:
    """The files with each entry that extends another written out, and a problem for each that cannot be."""
    problems: list[Problem] = []
    done = []
    for file in files:
        tables = {table: list(_completed(file, table, entries, below, problems)) for table, entries in file.tables.items()}
        done.append(replace(file, content={**file.content, **tables}))
    return done, problems


def _completed(file: DataFile, table: str, entries: Sequence[Entry], below: Sequence[DataFile], problems: list[Problem]) -> Iterator[Entry]:
    for entry in entries:
        if not entry.get(EXTEND):
            yield {key: value for key, value in entry.items() if key != EXTEND}
            continue
        found = _below(file, table, entry, below)
        if found is None:
            problems.append(
                file.problem(table, entry, "extend, but no entry below has this id", f"the id of a built-in {table}, or no extend")
            )
            continue
        try:
            yield extended(Placed("", "", found[1]), Placed("", "", entry)).entry
        except DataError as error:
            problems.append(file.problem(table, entry, str(error).removeprefix(": "), "a list"))


def _below(file: DataFile, table: str, entry: Entry, below: Sequence[DataFile]) -> Found | None:
    """The entry below that has the same id, in the file of the same name unless ids are unique in all files."""
    places = (other for other in below if table in ACROSS_FILES or other.name == file.name)
    return next(((other, old) for other in places for old in other.tables.get(table, []) if old.get("id") == entry.get("id")), None)


def check_places(files: Sequence[DataFile]) -> Iterator[Problem]:
    """Files and tables that no step reads because they stand in the wrong place or bear a wrong name."""
    for file in files:
        if not any(PurePath(file.name).match(place) and file.name.count("/") == place.count("/") for place in PLACES):
            yield Problem(file.name, None, "whole file", "a file that nobody reads", f"one of {', '.join(PLACES)}")
            continue
        for table in (name for name in TABLES if name in file.content and name not in file.tables):
            yield Problem(file.name, None, table, f"{table} = {file.content[table]!r}", f"tables, each under [[{table}]]")
        if not file.tables:
            yield Problem(file.name, None, "whole file", "no entry", "a table such as [[metric]], [[unit]], [[period]] or [[cue]]")
        for table in file.tables:
            folder = _FOLDERS.get(table, "")
            if not file.name.startswith(folder) or (not folder and "/" in file.name):
                yield Problem(
                    file.name, None, f"[[{table}]]", "a table that nobody reads here", f"[[{table}]] in {folder or 'the folder itself'}"
                )


def check_taken(files: Sequence[DataFile], below: Sequence[DataFile]) -> Iterator[Problem]:
    """Notes: entries that replace one below, and aliases that they take from others."""
    for file in files:
        for table in file.tables:
            for entry in file.tables[table]:
                old = _below(file, table, entry, below)
                if old is not None and not entry.get(EXTEND):
                    yield file.problem(table, entry, f"replaces that of {old[0].name}", f"{EXTEND} = true adds to it instead", note=True)
                if table in ACROSS_FILES:
                    yield from _aliases_taken(file, table, entry if old is None else {**old[1], **entry}, below)


def _aliases_taken(file: DataFile, table: str, entry: Entry, below: Sequence[DataFile]) -> Iterator[Problem]:
    for other in below:
        for old in other.tables.get(table, []):
            shared = [alias for alias in texts(entry, "aliases") if alias in texts(old, "aliases")]
            if shared and old.get("id") != entry.get("id"):
                taken = claims(entry, old, table)
                names = " ".join(shared)
                says = (
                    (f"takes {names} from", "it is yours alone now")
                    if taken
                    else (f"shares {names} with", "the dimension, or when, tells them apart")
                )
                yield file.problem(table, entry, f"{says[0]} {table} {old.get('id')} ({other.name})", says[1], note=True)
