"""`cnreport convert`: what it reads by name, where it writes, what it refuses."""

import json
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sample.json"
TEXT = "去年，平江县总工会共受理劳动争议案件126件。"


def test_the_way_of_a_text_to_gold(run):
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert run("convert", "a.txt", "--to", "label-studio", "--published", "2025-04-02", "-o", "tasks.json").exit_code == 0
    (task,) = json.loads(Path("tasks.json").read_text(encoding="utf-8"))
    assert "annotations" not in task
    refused = run("convert", "tasks.json", "--to", "gold", "-o", "gold")
    assert (refused.exit_code, "nobody has annotated it" in refused.stderr) == (1, True)
    task["annotations"] = task.pop("predictions")
    Path("export.json").write_text(json.dumps([task]), encoding="utf-8")
    assert run("convert", "export.json", "--to", "gold", "-o", "gold").exit_code == 0
    assert Path("gold/a.txt").read_text(encoding="utf-8") == TEXT
    scores = json.loads(run("evaluate", "gold", "--json").stdout)
    assert (scores["gold"], scores["full"]["f1"]) == (1, 1.0)


def test_formats_are_told_by_the_names(run):
    steps = [("d.jsonl", "doccano"), ("s.spacy", "spacy"), ("t.json", "label-studio"), ("gold", "gold")]
    source = str(SAMPLE)
    for path, name in steps:
        assert run("convert", source, "--to", name, "-o", path).exit_code == 0
        source = path
    rows = [json.loads(Path(path).read_text(encoding="utf-8")) for path in (SAMPLE, "gold/sample.json")]
    assert rows[0] == rows[1]


def test_several_inputs_keep_their_order_and_go_to_standard_output(run):
    for name in "ba":
        Path(f"{name}.txt").write_text(TEXT, encoding="utf-8")
    shown = run("convert", "b.txt", "a.txt", "--to", "doccano").stdout
    assert [json.loads(line)["cnreport"]["id"] for line in shown.splitlines()] == ["b", "a"]


def test_a_text_that_cannot_be_read_is_told_and_the_others_go_through(run):
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    result = run("convert", "missing.txt", "a.txt", "--to", "doccano")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 1)
    assert "missing.txt: no such file" in result.stderr


def test_labelling_interface_is_printed(run):
    assert run("convert", "--interface", "label-studio").stdout.startswith("<View")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ((), 2, "name what to convert and --to which format"),
        (("a.txt",), 2, "name what to convert and --to which format"),
        (("a.txt", "--to", "gold"), 1, "--to gold writes a folder; name it with --output"),
        (("nowhere.json", "--to", "doccano"), 1, "nowhere.json: not readable"),
        (("a.txt", "--from", "label-studio", "--to", "doccano"), 1, "a.txt: no JSON"),
    ],
)
def test_what_does_not_go_is_one_clear_line(run, arguments, status, says):
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    result = run("convert", *arguments)
    assert result.exit_code == status
    assert says in result.stderr


def test_files_that_are_there_are_kept(run):
    Path("gold").mkdir()
    Path("gold/sample.json").write_text("mine", encoding="utf-8")
    result = run("convert", SAMPLE, "--to", "gold", "-o", "gold")
    assert (result.exit_code, "this file is there already" in result.stderr) == (1, True)
    assert Path("gold/sample.json").read_text(encoding="utf-8") == "mine"
