"""An archive answers as if its facts were a list in memory, and never changes."""

import hashlib
from collections import Counter
from datetime import date

import pytest
from servers import mysql, no_network, postgres  # noqa: F401  (fixtures)

from cnreport_extract import InputError
from cnreport_extract.server.archive import PAGE, Archive, Question


@pytest.fixture(scope="module", params=["sqlite", "postgres", "mysql"])
def opened(request, archive, fill):
    name = str(archive)
    if request.param != "sqlite":
        server = request.getfixturevalue(request.param)
        server.ask("CREATE DATABASE archive")
        name = server.address("archive")
        fill(name)
    made = Archive(name)
    yield made
    made.close()


@pytest.fixture
def everything(documents):
    return [fact for document in documents for fact in document.facts]


def ask_all(opened, **question):
    first = opened.ask(Question(**question))
    answers = [first, *(opened.ask(Question(**question, page=page)) for page in range(2, first.pages + 1))]
    return [item for answer in answers for item in answer.found], first


def end(fact):
    return (fact.date.end or fact.date.start) if fact.date else None


def start(fact):
    return (fact.date.start or fact.date.end) if fact.date else None


QUESTIONS = {
    "all": ({}, lambda _: True),
    "entity": ({"entity": "长沙市"}, lambda fact: fact.entity == "长沙市"),
    "entity by code": ({"entity": "430100"}, lambda fact: fact.entity_id == "430100"),
    "metric by id": ({"metric": "unions.members_new"}, lambda fact: fact.metric_id == "unions.members_new"),
    "unit": ({"unit": "%"}, lambda fact: fact.unit == "%"),
    "aspect": ({"aspect": "change"}, lambda fact: fact.aspect == "change"),
    "confidence": ({"least": 0.7}, lambda fact: fact.confidence >= 0.7),
    "since": ({"since": date(2025, 1, 1)}, lambda fact: end(fact) is not None and end(fact) >= date(2025, 1, 1)),
    "until": ({"until": date(2022, 6, 1)}, lambda fact: start(fact) is not None and start(fact) <= date(2022, 6, 1)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_filter_keeps_what_fits(opened, everything, name):
    question, fits = QUESTIONS[name]
    found, answer = ask_all(opened, once=False, **question)
    wanted = [fact for fact in everything if fits(fact)]
    assert wanted, "the fixture has facts that fit"
    assert sorted(item.fact.text for item in found) == sorted(fact.text for fact in wanted)
    assert (answer.total, answer.more) == (len(wanted), False)


def test_pages_hold_every_fact_once(opened, everything):
    found, answer = ask_all(opened, once=False)
    assert answer.pages > 1
    assert len(answer.found) == PAGE
    assert len({item.fact_id for item in found}) == len(found) == len(everything)
    assert opened.ask(Question(once=False, page=99)).found[-1] == found[-1]


@pytest.mark.parametrize("order", ["value", "confidence", "date"])
@pytest.mark.parametrize("down", [False, True])
def test_order(opened, order, down):
    found, _ = ask_all(opened, once=False, order=order, down=down, since=date(2000, 1, 1))
    keys = [{"value": item.fact.value, "confidence": item.fact.confidence, "date": end(item.fact)}[order] for item in found]
    assert keys == sorted(keys, reverse=down)


def test_search_looks_at_names_and_sentences(opened):
    found, _ = ask_all(opened, search="平江县 新增")
    assert {item.fact.metric_id for item in found} == {"unions.members_new"}
    assert all("平江县" in item.sentence for item in found)


@pytest.mark.parametrize("words", ["%", "_", "'", '"; DROP TABLE facts; --', "\\", "\0", "\ud800", "[", "字" * 5000])
def test_no_search_is_sql(opened, archive, words):
    before = hashlib.sha256(archive.read_bytes()).digest()
    found, _ = ask_all(opened, search=words)
    assert all(words in f"{item.fact.entity}{item.fact.metric}{item.title}{item.sentence}{item.fact.text}" for item in found)
    assert hashlib.sha256(archive.read_bytes()).digest() == before


def test_a_document_is_the_one_that_was_written(opened, documents):
    for item in opened.ask(Question(once=False)).found:
        stored = opened.document(item.document)
        original = next(document for document in documents if document.text == stored.text)
        assert stored.facts == original.facts
        assert (stored.title, stored.published) == (original.title, original.published)
    assert opened.document("missing") is None


def test_names_come_with_how_often_they_occur(opened, everything):
    choices = opened.ask(Question(once=False)).choices
    for field, names in choices.items():
        assert names == sorted(
            Counter(filter(None, (getattr(fact, field) for fact in everything))).items(), key=lambda item: (-item[1], item[0])
        )
    assert dict(choices["unit"])["%"] > 1


@pytest.mark.parametrize("question", [{}, {"search": "长沙市"}, {"search": "受理", "unit": "件"}, {"order": "value", "down": True}])
def test_beyond_what_is_counted_there_is_the_same_to_see(opened, monkeypatch, question):
    found, answer = ask_all(opened, **question)
    monkeypatch.setattr("cnreport_extract.server.archive.COUNTED", 10)
    some = opened.ask(Question(**question))
    assert (some.total, some.more, some.pages) == (10, True, 1)
    assert [item.fact_id for item in some.found[:10]] == [item.fact_id for item in found[:10]]
    assert {item.fact_id for item in some.charted} <= {item.fact_id for item in answer.charted}


def test_what_is_no_archive_is_one_clear_line(tmp_path):
    with pytest.raises(InputError, match=r"no such file; make an archive with: cnreport batch"):
        Archive(str(tmp_path / "missing.db"))
    (tmp_path / "a.db").write_text("no database", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.db: not an archive of facts"):
        Archive(str(tmp_path / "a.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
