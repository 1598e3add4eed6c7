"""Check a folder of patterns of one's own: schema, ambiguities, and every sentence replayed.

What enters is a folder laid out as `patterns/`. What leaves is a list of problems with file and line: mistakes, and notes about
what the folder takes away from the built-in patterns. The built-in folder itself is checked by its own, stricter rules.
"""

from collections.abc import Iterator
from pathlib import Path

from cnreport_extract import resources
from cnreport_extract.authoring.replay import Replay
from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.check import check
from cnreport_extract.lexicon.layers import ACROSS_FILES, pattern_folders
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.lexicon.problems import DataFile, Problem, read_files
from cnreport_extract.lexicon.rows import Row


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong in a folder of patterns, and what it changes about the built-in ones.

    Args:
        folder: A folder of one's own, or the built-in `patterns/`.

    Returns:
        Problems by file and line; those with `note` are no mistakes.

    Raises:
        InputError: No such folder, or no file in it is where patterns are looked for.
    """
    built_in = folder.resolve() == resources.patterns().resolve()
    pattern_folders([folder])
    problems = check(folder, None if built_in else resources.patterns())
    if all(problem.note for problem in problems):
        problems += _replayed(folder, Lexicon() if built_in else Lexicon(layers=(folder,)))
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0))


def _replayed(folder: Path, lexicon: Lexicon) -> Iterator[Problem]:
    """The sentences that are read otherwise than their entries say; the error of a step that cannot use an entry at all."""
    files = read_files(folder)[0]
    holders = {
        _key(table, file.name, str(entry.get("id"))): file for file in files for table in file.tables for entry in file.tables[table]
    }
    try:
        replay = Replay(lexicon)
        for table, rows in _rows(lexicon).items():
            for row in rows:
                if file := holders.get(_key(table, row.file, row.id)):
                    yield from _misses(replay, file, table, row)
    except DataError as error:
        yield _unusable(files, str(error))


def _unusable(files: list[DataFile], message: str) -> Problem:
    """What a step said that cannot use an entry, at the line of the entry."""
    name, label, told = message.split(": ", 2)
    found, _, expected = told.partition("; expected ")
    lines = (line for file in files if file.name == name for table in file.tables if (line := file.line(table, label)))
    return Problem(name, next(lines, None), label, found, expected)


def _key(table: str, file: str, label: str) -> tuple[str, str, str]:
    """What tells an entry: units and metrics are known by their ids in whatever file."""
    return table, "" if table in ACROSS_FILES else file, label


def _rows(lexicon: Lexicon) -> dict[str, tuple[Row, ...]]:
    return {
        "unit": lexicon.units,
        "metric": lexicon.metrics,
        "period": lexicon.periods,
        "cue": lexicon.all_cues,
        "body": tuple(dict.fromkeys(lexicon.bodies.values())),
        "pronoun": tuple(dict.fromkeys(lexicon.pronouns.values())),
    }


def _misses(replay: Replay, file: DataFile, table: str, row: Row) -> Iterator[Problem]:
    for miss in replay.misses(row):
        found = f"{miss.sentence!r} {'read as this entry' if miss.fires else 'not read as this entry'}"
        expected = "a counterexample in which it does not fire" if miss.fires else "an example in which it fires"
        yield file.problem(table, {"id": row.id}, found, expected)
