"""Check the files of `patterns/`: what enters is a folder, what leaves is a list of everything wrong in it.

Loading stops at the first mistake that makes a file useless; this check goes on and also finds what loading does
not care about: order, missing examples, aliases that two entries share. The tests call it on the shipped data;
`authoring/check.py` calls it on a folder of the user and replays the sentences as well.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cnreport_extract.lexicon.check_entries import check_entries
from cnreport_extract.lexicon.check_layer import check_places, check_taken, completed
from cnreport_extract.lexicon.check_metrics import check_metrics
from cnreport_extract.lexicon.check_units import check_units
from cnreport_extract.lexicon.problems import DataFile, Problem, read_files


def check(root: Path, below: Path | None = None) -> list[Problem]:
    """Everything that is wrong in the files below `root`.

    Args:
        root: A folder laid out as `patterns/`.
        below: The folder that it is laid over; None: it stands for itself. A folder that lies over another need not keep
            to our order and header, and its notes say what it takes away from the other.

    Returns:
        The problems by file and line; empty where all is well.

    Example:
        >>> from cnreport_extract import resources
        >>> check(resources.patterns() / "units")
        []
    """
    files, problems = read_files(root)
    if below is None:
        problems += _all_checks(files)
    else:
        problems += _checks_of_a_layer(files, read_files(below)[0])
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.entry, problem.found))


def _all_checks(files: Sequence[DataFile], below: Sequence[DataFile] = ()) -> Iterator[Problem]:
    for file in files:
        yield from check_entries(file, ours=not below)
    of = {table: [file for file in files if table in file.tables] for table in ("unit", "metric")}
    units_below = [file for file in below if "unit" in file.tables]
    yield from check_units(of["unit"], units_below)
    yield from check_metrics(of["metric"], [*units_below, *of["unit"]])


def _checks_of_a_layer(files: Sequence[DataFile], below: Sequence[DataFile]) -> Iterator[Problem]:
    whole, problems = completed(files, below)
    yield from problems
    yield from check_places(files)
    yield from _all_checks(whole, below)
    yield from check_taken(files, below)
