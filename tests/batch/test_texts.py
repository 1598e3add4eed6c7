"""Texts of a program into a target: once each, again where they changed, and nothing that is no text."""

import sqlite3

import pytest

from cnreport_extract import InputError, TargetError, extract_to
from cnreport_extract.batch.documents import SourceText
from cnreport_extract.pipeline import Extractor

TEXT = "去年,清溪县总工会培训职工2300人次。"


def asked(path, query):
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_the_same_texts_are_read_once(tmp_path, monkeypatch):
    path = tmp_path / "facts.db"
    texts = [TEXT, ("b", TEXT), SourceText("c", TEXT, title="标题"), TEXT]
    first = extract_to(str(path), iter(texts), "2025-04-02")
    assert (first.documents, first.facts) == (2, 2), "another title is another document"
    assert asked(path, "SELECT count(*) FROM sources") == [(3,)]
    assert asked(path, "SELECT DISTINCT date_start FROM facts") == [("2024-01-01",)]
    monkeypatch.setattr(Extractor, "read", lambda *_: pytest.fail("it is read again"))
    assert extract_to(str(path), texts, "2025-04-02") == first


def test_another_date_or_text_is_read_again(tmp_path):
    path = tmp_path / "facts.db"
    extract_to(str(path), [("a", TEXT), ("b", TEXT)], "2025-04-02")
    extract_to(str(path), [("a", TEXT), ("b", TEXT)], "2024-04-02")
    assert asked(path, "SELECT DISTINCT date_start FROM facts") == [("2023-01-01",)]
    extract_to(str(path), [("a", TEXT.replace("2300", "2400")), ("b", TEXT)], "2024-04-02")
    assert asked(path, "SELECT value FROM facts ORDER BY value") == [("2300",), ("2400",)]


@pytest.mark.parametrize("nothing", [b"text", ("a", b"text"), 90, None], ids=repr)
def test_what_is_no_text_is_a_type_error(tmp_path, nothing):
    with pytest.raises(TypeError, match=r"reads str, got (bytes|int|NoneType)"):
        extract_to(str(tmp_path / "facts.db"), [nothing])


def test_wrong_arguments_are_said(tmp_path):
    with pytest.raises(InputError, match="expected a date"):
        extract_to(str(tmp_path / "facts.db"), [TEXT], "yesterday")
    with pytest.raises(TargetError, match=r"facts\.txt: no kind of target; name one like .*facts\.db"):
        extract_to(str(tmp_path / "facts.txt"), [TEXT])
    with pytest.raises(TargetError, match=r"missing/facts\.db: there is no folder .*missing; make it"):
        extract_to(str(tmp_path / "missing" / "facts.db"), [TEXT])
