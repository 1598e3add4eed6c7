"""`cnreport evaluate`: scores, misses, and gold or predictions that are malformed."""

import hashlib
import json
from pathlib import Path

import pytest

TEXT = "去年,平江县总工会共受理劳动争议案件90件,成功调解82件。\n"
DATE = {"start": "2024-01-01", "end": "2024-12-31"}
FACT = {"span": [18, 21], "text": "90件", "value": "90", "unit": "件", "metric": "受理劳动争议案件", "entity": "平江县总工会", "date": DATE}


def gold(*facts, **more):
    return {"id": "017", "title": "题", "published": "2025-04-02", "facts": list(facts), **more}


def written(name, content):
    Path(name).write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return name


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("gold").mkdir()
    Path("gold/017.txt").write_text(TEXT, encoding="utf-8")
    second = {
        **FACT,
        "span": [26, 29],
        "text": "82件",
        "value": "82",
        "metric": ["成功调解", "调解成功案件"],
        "entity": ["平江县总工会", "平江县"],
    }
    written("gold/017.json", gold(FACT, second, sha256=hashlib.sha256(TEXT.encode()).hexdigest()))
    return "gold"


def test_without_predictions_the_extractor_runs_with_the_publish_date_of_the_gold_file(run, folder):
    assert TEXT[18:21] == "90件"
    assert TEXT[26:29] == "82件"
    result = json.loads(run("evaluate", folder, "--json").stdout)
    assert (result["documents"], result["gold"], result["predicted"]) == (1, 2, 2)
    assert result["quantity"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    extracted = run("extract", "--format", "jsonl", "--published", "2025-04-02", "gold/017.txt").stdout
    assert json.loads(run("evaluate", folder, "--pred", written("pred.jsonl", extracted), "--json").stdout) == result


def test_report_counts_and_names_the_misses(run):
    written("017.json", gold(FACT, {**FACT, "span": [26, 29], "value": "82"}))
    written("pred.jsonl", {"id": "017", "facts": [{**FACT, "unit": "起"}, {**FACT, "span": [1, 2]}]})
    result = run("evaluate", "017.json", "--pred", "pred.jsonl", "--docs", "--worst", "9")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert " ".join(lines[0].split()) == "017 gold 2 predicted 2 quantity 0.000 metric 0.000 entity 0.000 full 0.000 题"
    assert lines[1] == "documents 1  gold facts 2  predicted 2"
    assert lines[2] == "quantity  precision 0.000  recall 0.000  F1 0.000"
    assert lines[6] == "misses    unit 1  spurious 1  missed 1"
    assert [line for line in lines if line.startswith("[")] == ["[017] unit", "[017] spurious", "[017] missed"]


def test_why_and_worst_choose_the_misses(run):
    written("017.json", gold(FACT, {**FACT, "span": [26, 29]}))
    written("pred.jsonl", {"id": "017", "facts": [{**FACT, "unit": "起"}]})
    shown = run("evaluate", "017.json", "--pred", "pred.jsonl", "--worst", "9", "--why", "missed").stdout
    assert "[017] missed" in shown
    assert "[017] unit" not in shown
    assert "[017]" not in run("evaluate", "017.json", "--pred", "pred.jsonl").stdout


BAD_GOLD = {
    "missing": (None, "017.json: no gold facts here"),
    "no JSON": ("{", "017.json: no JSON"),
    "no object": ("[]", "017.json: the whole: "),
    "no facts": ({"id": "017"}, "017.json: facts: field required"),
    "no span": (gold({"value": "1", "metric": "甲"}), "017.json: facts.0.span: field required"),
    "span of words": (gold({**FACT, "span": ["a", 3]}), "017.json: facts.0.span.0: "),
}


@pytest.mark.parametrize("case", BAD_GOLD)
def test_bad_gold_is_one_line_that_names_the_place(run, case):
    content, message = BAD_GOLD[case]
    if content is not None:
        written("017.json", content)
    result = run("evaluate", "017.json", "--pred", written("pred.jsonl", ""))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"cnreport: {message}")
    assert result.stderr.count("\n") == 1


def test_bad_prediction_names_the_line(run):
    written("017.json", gold(FACT))
    good = json.dumps({"id": "017", "facts": []})
    result = run("evaluate", "017.json", "--pred", written("pred.jsonl", f'{good}\n\n{{"id": "017", "facts": [{{}}]}}\n'))
    assert result.exit_code == 1
    assert result.stderr.startswith("cnreport: pred.jsonl, line 3: facts.0.span: field required")


def test_text_that_is_not_the_annotated_one_is_refused(run, folder):
    Path("gold/017.txt").write_text(TEXT.replace("90", "91"), encoding="utf-8")
    result = run("evaluate", folder)
    assert result.exit_code == 1
    assert "not the text that 017.json was made for" in result.stderr


def test_text_that_is_missing_is_named(run, folder):
    Path("gold/017.txt").unlink()
    result = run("evaluate", folder)
    assert result.exit_code == 1
    assert "no readable text 017.txt beside it" in result.stderr


def test_two_gold_files_of_one_id_are_refused(run):
    result = run("evaluate", written("a.json", gold(FACT)), written("b.json", gold(FACT)), "--pred", written("pred.jsonl", ""))
    assert result.exit_code == 1
    assert "b.json: id '017' is taken by a.json" in result.stderr


def test_folder_without_gold_is_refused(run):
    Path("empty").mkdir()
    result = run("evaluate", "empty")
    assert result.exit_code == 1
    assert result.stderr.startswith("cnreport: empty: no gold facts here")


def test_scores_of_fields_count_the_facts_that_were_found(run):
    written("017.json", gold(FACT, {**FACT, "span": [26, 29], "value": "82"}))
    written("pred.jsonl", {"id": "017", "facts": [{**FACT, "value": "91", "entity": "别处"}]})
    lines = run("evaluate", "017.json", "--pred", "pred.jsonl", "--by", "field").stdout.splitlines()
    told = {line.split()[0]: line.split()[2:5] for line in lines if " right " in line}
    assert told["value"] == told["entity"] == ["0", "of", "1"]
    assert told["unit"] == told["metric"] == told["date"] == ["1", "of", "1"]
    fields = json.loads(run("evaluate", "017.json", "--pred", "pred.jsonl", "--json").stdout)["fields"]
    assert fields["entity"] == {"right": 0, "of": 1}


@pytest.mark.parametrize("table", [None, ("genres.tsv", "id\tgenre\na\tunion\nb\tnews\n"), ("genres.csv", "genre,id\nunion,a\nnews,b\n")])
def test_scores_of_genres_are_told_by_the_gold_files_or_a_table(run, table):
    for name, genre in (("a", "union"), ("b", "news")):
        written(f"{name}.json", {**gold(FACT), "id": name, **({} if table else {"genre": genre})})
    written("pred.jsonl", {"id": "a", "facts": [FACT]})
    options = ("--genres", written(*table)) if table else ()
    result = run("evaluate", "a.json", "b.json", "--pred", "pred.jsonl", *options, "--by", "genre")
    told = [line.split() for line in result.stdout.splitlines()[-2:]]
    assert [(row[0], row[-1]) for row in told] == [("news", "0.000"), ("union", "1.000")]
    genres = json.loads(run("evaluate", "a.json", "b.json", "--pred", "pred.jsonl", *options, "--json").stdout)["genres"]
    assert (genres["union"]["gold"], genres["union"]["full"]["f1"]) == (1, 1.0)


def test_table_of_genres_that_is_none_is_named(run):
    written("017.json", gold(FACT))
    result = run("evaluate", "017.json", "--pred", written("pred.jsonl", ""), "--genres", written("genres.csv", "id,kind\n"))
    assert (result.exit_code, "genres.csv: no column 'genre'" in result.stderr) == (1, True)


def test_page_of_misses_is_written_with_the_texts_beside_the_gold_files(run, folder):
    result = run("evaluate", folder, "--pred", written("pred.jsonl", ""), "--html", "misses.html")
    assert result.exit_code == 0
    page = Path("misses.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 2
    assert '<span class="k number gold">90件</span>' in page


def test_own_patterns_are_used(run, folder):
    text = "客岁,平江县总工会共受理劳动争议案件90件,成功调解82件。\n"
    Path("gold/017.txt").write_text(text, encoding="utf-8")
    Path("gold/017.json").write_text(json.dumps(gold({**FACT, "span": [18, 21]}), ensure_ascii=False), encoding="utf-8")
    run("data", "new", "date", "--into", "mine")
    right = [
        json.loads(run("evaluate", folder, "--json", *options).stdout)["fields"]["date"]["right"]
        for options in (("--patterns", "mine"), ())
    ]
    assert right == [1, 0]
