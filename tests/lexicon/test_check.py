"""The data checks: silent on what we ship, and one message for each kind of mistake."""

from functools import cache
from pathlib import Path

import pytest

from cnreport_extract import resources
from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.check import check
from cnreport_extract.lexicon.lexicon import Lexicon

BROKEN = sorted(path for path in (Path(__file__).parents[1] / "fixtures" / "lexicon" / "broken").iterdir() if path.is_dir())
UNIT = '[[unit]]\nid = "吨"\naliases = ["吨"]\nexamples = ["产量达26吨。"]\ncounterexamples = ["吨是单位。"]\n'


FILES = sorted(path.relative_to(resources.patterns()).as_posix() for path in resources.patterns().rglob("*.toml"))


@cache
def shipped():
    return check(resources.patterns())


@pytest.mark.parametrize("file", FILES)
def test_shipped_file_is_right(file):
    assert [str(problem) for problem in shipped() if problem.file == file] == []


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_mistake_is_named(folder):
    assert list(map(str, check(folder))) == (folder / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_every_kind_of_mistake_has_a_message():
    assert all((folder / "expected.txt").stat().st_size for folder in BROKEN)
    assert len(BROKEN) >= 25


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"# \xff\xfe")
    (problem,) = check(tmp_path)
    assert (problem.file, problem.entry, problem.line) == ("a.toml", "whole file", None)


def test_header_may_say_that_order_carries_meaning(tmp_path):
    cues = "".join(f'[[cue]]\nid = "{name}"\nwords = ["增"]\nexamples = ["增"]\ncounterexamples = ["减"]\n' for name in "ba")
    (tmp_path / "a.toml").write_text(f"# Order carries meaning: the first that fits wins.\n{cues}", encoding="utf-8")
    assert check(tmp_path) == []
    (tmp_path / "a.toml").write_text(f"# Cues.\n{cues}", encoding="utf-8")
    assert [problem.entry for problem in check(tmp_path)] == ["cue a"]


def data(tmp_path, unit, head='dimension = "mass"\n'):
    (tmp_path / "patterns" / "units").mkdir(parents=True)
    (tmp_path / "patterns" / "units" / "mass.toml").write_text(head + unit, encoding="utf-8")
    return Lexicon(tmp_path)


def test_data_of_the_user_replaces_ours(tmp_path):
    (unit,) = data(tmp_path, UNIT).units
    assert (unit.id, unit.dimension, unit.file) == ("吨", "mass", "units/mass.toml")


@pytest.mark.parametrize(
    ("unit", "head", "says"),
    [
        (UNIT + 'colour = "red"\n', 'dimension = "mass"\n', "units/mass.toml: 吨: unknown key colour; expected only aliases"),
        (UNIT.replace('["吨"]', '"吨"'), 'dimension = "mass"\n', "units/mass.toml: 吨: aliases = '吨'; expected a list of texts"),
        (UNIT + "factor = 1000\n", 'dimension = "mass"\n', "units/mass.toml: 吨: factor = 1000; expected a text in quotes"),
        (UNIT + 'per_only = "yes"\n', 'dimension = "mass"\n', "units/mass.toml: 吨: per_only = 'yes'; expected true or false"),
        (UNIT, "", "'dimension'"),
        (UNIT.replace('id = "吨"\n', ""), 'dimension = "mass"\n', "units/mass.toml: entry without id: "),
        ("[[unit]", 'dimension = "mass"\n', "expected a readable TOML file in UTF-8"),
    ],
)
def test_loading_stops_at_a_mistake(tmp_path, unit, head, says):
    lexicon = data(tmp_path, unit, head)
    with pytest.raises(DataError) as error:
        _ = lexicon.units
    assert says in str(error.value)
