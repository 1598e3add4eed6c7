"""`cnreport extract`: what it prints, and where."""

import csv
import io
import json
from pathlib import Path

import pytest

TEXT = "去年,平江县总工会共受理劳动争议案件90件,成功调解82件,调解成功率达91%。\n"


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "017.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_jsonl_is_one_line_a_document_in_the_order_of_the_files(run, tmp_path):
    for name in "bca":
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    result = run("extract", "--format", "jsonl", "--published", "2025-04-02", "b.txt", "a.txt", "c.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [document["id"] for document in documents] == ["b", "a", "c"]
    assert set(documents[0]) == {"id", "title", "published", "facts"}
    assert documents[0]["published"] == "2025-04-02"
    assert documents[0]["facts"] == documents[1]["facts"] == documents[2]["facts"]


def test_facts_say_what_the_text_says(run, release):
    result = run("extract", "--format", "jsonl", "--published", "2025-04-02", release)
    facts = json.loads(result.stdout)["facts"]
    assert [fact["text"] for fact in facts] == ["90件", "82件", "91%"]
    assert [(fact["value"], fact["unit"]) for fact in facts] == [("90", "件"), ("82", "件"), ("91", "%")]
    assert {fact["entity"] for fact in facts} == {"平江县总工会"}
    assert facts[0]["date"] == {"start": "2024-01-01", "end": "2024-12-31"}
    for fact in facts:
        assert TEXT[slice(*fact["span"])] == fact["text"]


def test_json_is_one_array_with_the_same_documents(run, release):
    lines = run("extract", "--format", "jsonl", release).stdout
    array = json.loads(run("extract", "--format", "json", release, release).stdout)
    assert array == [json.loads(lines)] * 2


def test_csv_has_a_row_for_each_fact(run, release):
    rows = list(csv.DictReader(io.StringIO(run("extract", "--format", "csv", "--published", "2025-04-02", release).stdout)))
    assert [(row["id"], row["value"], row["unit"], row["date_start"]) for row in rows] == [
        ("017", "90", "件", "2024-01-01"),
        ("017", "82", "件", "2024-01-01"),
        ("017", "91", "%", "2024-01-01"),
    ]
    assert TEXT[int(rows[2]["span_start"]) : int(rows[2]["span_end"])] == "91%"


def test_table_is_the_default_and_shows_each_value(run, release):
    result = run("extract", "--published", "2025-04-02", release)
    assert result.exit_code == 0
    for shown in ("90 件", "82 件", "91%", "2024", "平江县总工会", "3 facts"):
        assert shown in result.stdout
    assert "\x1b" not in result.stdout


def test_evidence_marks_the_number_in_its_sentence(run, release):
    plain = run("extract", release).stdout
    marked = run("extract", "--evidence", release).stdout
    assert "【" not in plain
    assert "受理劳动争议案件【90件】,成功调解82件" in marked
    assert "成功调解【82件】" in marked


def test_standard_input_is_a_dash(run):
    result = run("extract", "--format", "jsonl", "-", stdin=TEXT.encode("gb18030"))
    assert json.loads(result.stdout)["id"] == "stdin"
    assert len(json.loads(result.stdout)["facts"]) == 3


def test_publish_date_in_the_text_is_found_and_the_option_beats_it(run, tmp_path):
    (tmp_path / "a.txt").write_text(f"平江县总工会维权工作见闻\n发布时间:2021-03-01\n\n  {TEXT}", encoding="utf-8")
    found = json.loads(run("extract", "--format", "jsonl", "a.txt").stdout)
    told = json.loads(run("extract", "--format", "jsonl", "--published", "2025-04-02", "a.txt").stdout)
    assert found["published"] == "2021-03-01"
    assert told["published"] == "2025-04-02"
    assert found["facts"][0]["date"]["start"] == "2020-01-01"
    assert told["facts"][0]["date"]["start"] == "2024-01-01"


def test_min_confidence_leaves_out_what_is_less_sure(run, release):
    facts = json.loads(run("extract", "--format", "jsonl", release).stdout)["facts"]
    least = max(fact["confidence"] for fact in facts)
    kept = json.loads(run("extract", "--format", "jsonl", "--min-confidence", least, release).stdout)["facts"]
    assert kept == [fact for fact in facts if fact["confidence"] >= least]
    assert 0 < len(kept) < len(facts)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_min_confidence_holds_for_every_format(run, release, form):
    facts = json.loads(run("extract", "--format", "jsonl", release).stdout)["facts"]
    least = max(fact["confidence"] for fact in facts)
    shown = run("extract", "--format", form, "--min-confidence", least, release).stdout
    kept = [fact["text"] for fact in facts if (fact["value"] if form == "table" else fact["text"]) in shown]
    assert kept == [fact["text"] for fact in facts if fact["confidence"] >= least]


def test_min_confidence_of_one_may_leave_nothing_and_is_no_error(run, release):
    result = run("extract", "--format", "csv", "--min-confidence", 1, release)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_output_file_holds_what_standard_output_would(run, release):
    printed = run("extract", "--format", "jsonl", release).stdout
    result = run("extract", "--format", "jsonl", release, "-o", "facts.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("facts.jsonl").read_text(encoding="utf-8") == printed
    assert sorted(path.name for path in Path().iterdir()) == ["017.txt", "facts.jsonl"]


def test_output_is_replaced_only_when_all_is_written(run, release, extractor, monkeypatch):
    Path("facts.jsonl").write_text("before", encoding="utf-8")
    monkeypatch.setattr(extractor, "read", lambda *_: 1 / 0)
    result = run("extract", "--format", "jsonl", release, "-o", "facts.jsonl")
    assert result.exit_code == 1
    assert Path("facts.jsonl").read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in Path().iterdir()) == ["017.txt", "facts.jsonl"]


def test_files_of_the_same_name_are_pointed_out(run, release):
    Path("more").mkdir()
    Path("more/017.txt").write_text(TEXT, encoding="utf-8")
    result = run("extract", "--format", "jsonl", release, "more/017.txt")
    assert result.exit_code == 0
    assert result.stderr.count("\n") == 1
    assert "'017'" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encoding_is_detected(run, tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    (tmp_path / "b.txt").write_bytes(TEXT.encode())
    first, second = (run("extract", "--format", "jsonl", name) for name in ("a.txt", "b.txt"))
    assert first.stderr == ""
    assert json.loads(first.stdout)["facts"] == json.loads(second.stdout)["facts"]


@pytest.mark.parametrize("encoding", ["gb18030", "GBK", "gb2312", "utf-16"])
def test_encoding_can_be_told(run, tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    result = run("extract", "--format", "jsonl", "--encoding", encoding, "a.txt")
    assert [fact["text"] for fact in json.loads(result.stdout)["facts"]] == ["90件", "82件", "91%"]
