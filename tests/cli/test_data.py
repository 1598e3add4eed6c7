"""`cnreport data`: what it finds in folders of one's own, what it begins, what it lists."""

import json
import shutil
from pathlib import Path

import pytest

from cnreport_extract import resources
from cnreport_extract.authoring.templates import PLACES

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "authoring"
CASES = sorted(folder for folder in FIXTURES.iterdir() if folder.is_dir())
ONLY_NOTES = {"alias_taken", "built_in_replaced", "when_shares"}
PATTERN_KINDS = [kind for kind in PLACES if kind != "names"]


@pytest.fixture
def mine(tmp_path):
    """A copy of a case as the folder `mine`."""
    return lambda folder: shutil.copytree(folder, tmp_path / "mine").name


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_problem_is_told_with_file_and_line(run, mine, folder):
    result = run("data", "check", mine(folder))
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert result.stdout.splitlines() == [f"mine/{line}" for line in expected]
    assert result.exit_code == (0 if folder.name in ONLY_NOTES else 1)
    assert result.stderr.endswith(("mistake\n", "mistakes\n"))


def test_problems_as_json(run, mine):
    result = run("data", "check", "--json", mine(FIXTURES / "example_idle"))
    (problem,) = map(json.loads, result.stdout.splitlines())
    assert (problem["file"], problem["line"], problem["entry"]) == ("mine/metrics/own.toml", 2, "metric own.classrooms")
    assert (problem["note"], result.stderr, result.exit_code) == (False, "", 1)


def test_built_in_patterns_are_right(run):
    result = run("data", "check", resources.patterns())
    assert (result.stdout, result.stderr, result.exit_code) == ("", "no mistakes\n", 0)


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_what_is_no_folder_of_patterns_is_one_line(run, place):
    result = run("data", "check", place)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert place in result.stderr


def test_list_of_names_is_checked_too(run):
    Path("names.csv").write_text("name,kind\n澜江职工书屋,shop\n", encoding="utf-8")
    assert "names.csv: line 2, column kind: found 'shop'" in run("data", "check", "names.csv").stderr


@pytest.mark.parametrize("kind", PATTERN_KINDS)
def test_template_is_right_as_it_is_and_changes_nothing_else(run, kind):
    assert run("data", "new", kind, "--into", "mine").stdout == f"mine/{PLACES[kind]}\n"
    result = run("data", "check", "mine")
    assert (result.stdout, result.stderr, result.exit_code) == ("", "no mistakes\n", 0)
    assert run("data", "new", kind).stdout == Path("mine", PLACES[kind]).read_text(encoding="utf-8")


def test_template_of_names_is_a_list_that_can_be_used(run):
    Path("names.csv").write_text(run("data", "new", "names").stdout, encoding="utf-8")
    Path("a.txt").write_text("去年，澜力新增专利12项。", encoding="utf-8")
    assert run("data", "check", "names.csv").exit_code == 0
    result = run("extract", "--gazetteer", "names.csv", "--format", "jsonl", "a.txt")
    assert json.loads(result.stdout)["facts"][0]["entity_id"] == "A1"


def test_new_never_writes_over_a_file(run):
    run("data", "new", "unit", "--into", "mine")
    Path("mine/units/own.toml").write_text("mine", encoding="utf-8")
    result = run("data", "new", "unit", "--into", "mine")
    assert result.exit_code == 1
    assert "mine/units/own.toml: this file is there already" in result.stderr
    assert Path("mine/units/own.toml").read_text(encoding="utf-8") == "mine"


def test_own_metric_is_used_by_extract(run):
    run("data", "new", "metric", "--into", "mine")
    Path("a.txt").write_text("去年，平江县建成车间课堂36个。", encoding="utf-8")
    ids = [
        json.loads(run("extract", *options, "--format", "jsonl", "a.txt").stdout)["facts"][0]["metric_id"]
        for options in (("--patterns", "mine"), ())
    ]
    assert ids == ["own.workshop_classrooms", None]


def test_list_finds_by_kind_and_words(run):
    rows = [json.loads(line) for line in run("data", "list", "--kind", "metric", "--json", "高级工").stdout.splitlines()]
    assert "skills.advanced_workers_trained" in {row["id"] for row in rows}
    assert {row["kind"] for row in rows} == {"metric"}
    for row in rows:
        assert "高级工" in "".join([row["id"], *row["labels"], *row["words"]])
        line = (resources.patterns() / row["file"]).read_text(encoding="utf-8").splitlines()[row["line"] - 1]
        assert line == f'id = "{row["id"]}"'


def test_list_shows_own_entries_with_their_folder(run):
    run("data", "new", "metric", "--into", "mine")
    shown = run("data", "list", "--patterns", "mine", "车间课堂").stdout
    assert shown.startswith("metric own.workshop_classrooms  车间课堂 · workshop classrooms  mine/metrics/own.toml:")
    assert run("data", "list", "车间课堂").stderr == "cnreport: no entry holds all of these words\n"


def test_every_kind_is_listed(run):
    kinds = {json.loads(line)["kind"] for line in run("data", "list", "--json").stdout.splitlines()}
    assert kinds == {"metric", "unit", "date", "cue", "organisation", "pronoun"}
