"""Check the files of `patterns/`: what enters is a folder, what leaves is a list of everything wrong in it.

Loading stops at the first mistake that makes a file useless; this check goes on and also finds what loading does
not care about: order, missing examples, aliases that two entries share. The tests call it on the shipped
data, a user on a folder of their own::

    python -m cnreport_extract.lexicon.check my-data/patterns
"""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cnreport_extract.lexicon.check_entries import check_entries
from cnreport_extract.lexicon.check_metrics import check_metrics
from cnreport_extract.lexicon.check_units import check_units
from cnreport_extract.lexicon.problems import DataFile, Problem


def check(root: Path) -> list[Problem]:
    """Everything that is wrong in the files below `root`.

    Args:
        root: A folder laid out as `patterns/`.

    Returns:
        The problems by file and line; empty where all is well.

    Example:
        >>> from cnreport_extract import resources
        >>> check(resources.patterns() / "units")
        []
    """
    files, problems = [], []
    for path in sorted(root.rglob("*.toml")):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            files.append(DataFile(name, text, tomllib.loads(text)))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(Problem(name, None, "whole file", str(error), "a readable TOML file in UTF-8"))
    problems += _all_checks(files)
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.entry, problem.found))


def _all_checks(files: list[DataFile]) -> Iterator[Problem]:
    for file in files:
        yield from check_entries(file)
    yield from check_units([file for file in files if "unit" in file.tables])
    yield from check_metrics([file for file in files if "metric" in file.tables], [file for file in files if "unit" in file.tables])


def main(arguments: list[str]) -> int:
    """Print the problems of the folders that are named, one a line; 1 where there are any, else 0."""
    problems = [problem for argument in arguments for problem in check(Path(argument))]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
