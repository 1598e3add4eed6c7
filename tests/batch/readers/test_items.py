"""Inputs → items: what is found, in which order, under which place."""

import json

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import Limits, TextReader, items

TEXT = "去年，平江县总工会受理劳动争议案件90件。"


def test_folders_are_walked_in_the_order_of_names(tmp_path):
    for name in ("b/2.txt", "b/1.txt", "a/z.html", "c.jsonl", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": TEXT}) + "\n\n{}\n" if name == "c.jsonl" else TEXT, encoding="utf-8")
    found = list(items([str(tmp_path)]))
    assert [item.place.removeprefix(f"{tmp_path}/") for item in found] == ["a/z.html", "b/1.txt", "b/2.txt", "c.jsonl#1", "c.jsonl#3"]
    assert [item.media_type for item in found] == ["text/html", "text/plain", "text/plain", "application/json", "application/json"]
    assert found == list(items([str(tmp_path)]))


def test_patterns_are_resolved_and_a_missing_file_is_a_failure(tmp_path):
    for name in ("2.txt", "1.txt", "3.htm"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = list(items([f"{tmp_path}/*.txt", f"{tmp_path}/none.txt"]))
    assert [item.place.removeprefix(f"{tmp_path}/") for item in found] == ["1.txt", "2.txt", "none.txt"]
    assert isinstance(found[2], Failure)
    assert found[2].kind == "missing"


def test_a_link_to_a_folder_above_is_no_loop(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [item.place for item in items([str(tmp_path)])] == [f"{tmp_path}/a.txt"]


def test_a_document_that_is_too_large_is_a_failure_and_the_rest_goes_on(tmp_path):
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{"9" * 900}"}}\n{{"text": "好"}}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"9" * 501)
    (tmp_path / "c.txt").write_bytes(b"9" * 500)
    found = list(items([str(tmp_path)], Limits(max_document_bytes=500)))
    assert [(one.place.removeprefix(f"{tmp_path}/"), getattr(one, "kind", "item")) for one in found] == [
        ("a.jsonl#1", "too-large"),
        ("a.jsonl#2", "item"),
        ("b.txt", "too-large"),
        ("c.txt", "item"),
    ]


def test_a_record_gives_its_id_title_and_date():
    line = json.dumps({"id": 7, "title": " 标题 ", "published": "2025-04-02 09:30:00", "text": TEXT}).encode()
    found = TextReader().read(Item("a.jsonl#1", "application/json", line))
    assert (found.key, found.title, found.published.isoformat(), found.text) == ("7", "标题", "2025-04-02", TEXT)
