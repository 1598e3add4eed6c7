"""`cnreport explain`: a tree for people, JSON for programs."""

import json
import re

import pytest

from cnreport_extract import Explanation

TEXT = "去年,平江县总工会共受理劳动争议案件90件,成功调解82件,调解成功率达91%。\n"


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "017.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_is_one_explanation_a_line(run, release):
    lines = [json.loads(line) for line in run("explain", release, "--json", "--published", "2025-04-02").stdout.splitlines()]
    facts = json.loads(run("extract", "--format", "jsonl", "--published", "2025-04-02", release).stdout)["facts"]
    assert [line.pop("number") for line in lines] == [1, 2, 3]
    assert [line["fact"] for line in lines] == facts
    for line, fact in zip(lines, facts, strict=True):
        assert json.loads(Explanation.model_validate(line).replay().model_dump_json()) == fact


def test_tree_tells_rule_words_choice_and_rivals(run, release):
    shown = run("explain", release, "--published", "2025-04-02", "--fact", 2).stdout
    assert "成功调解【82件】" in shown
    assert re.search(r"number +count +“82” “件” → value 82", shown)
    assert re.search(r"date +year\.\S+ +“去年” → date 2024-01-01\.\.2024-12-31", shown)
    assert "90件】" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(("rivals", "least", "most"), [(0, 0, 0), (1, 1, 3), (50, 4, 200)])
def test_rivals_are_as_many_as_asked_for(run, release, rivals, least, most):
    shown = run("explain", release, "--fact", 2, "--rivals", rivals).stdout
    assert least <= len(re.findall(r"── not ", shown)) <= most


def test_without_a_number_all_facts_are_explained(run, release):
    shown = run("explain", release).stdout
    assert re.findall(r"^(\d)  ", shown, re.MULTILINE) == ["1", "2", "3"]


def test_facts_that_are_not_sure_enough_are_left_out_and_keep_their_numbers(run, release):
    facts = [json.loads(line) for line in run("explain", release, "--json").stdout.splitlines()]
    least = sorted(line["fact"]["confidence"] for line in facts)[1]
    kept = [json.loads(line) for line in run("explain", release, "--json", "--min-confidence", least).stdout.splitlines()]
    assert kept == [line for line in facts if line["fact"]["confidence"] >= least]
    assert 0 < len(kept) < 3


def test_standard_input_is_a_dash(run):
    assert len(run("explain", "-", "--json", stdin=TEXT.encode()).stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("017.txt", "--fact", "9"), 1, "there is no fact 9, the text has 3"),
        (("017.txt", "--fact", "0"), 2, "--fact"),
        (("no.txt",), 1, "no.txt: no such file"),
        (("017.txt", "--published", "soon"), 1, "--published: 'soon' is no date"),
    ],
)
@pytest.mark.usefixtures("release")
def test_what_is_wrong_is_one_line(run, arguments, status, told):
    result = run("explain", *arguments)
    assert result.exit_code == status
    assert told in result.stderr
    assert "Traceback" not in result.stderr
