"""The views answer what an analyst asks: series, newest values, sentences; copies count once."""

import sqlite3

import pytest

from cnreport_extract import Extractor
from cnreport_extract.sinks.outcomes import Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.targets import open_target

BODY = "2024年,浏阳市总工会走访慰问困难职工2300人次,发放慰问金1.66亿元,帮助420名职工实现就业,新建工会组织36家,开展送温暖活动。"
TEXTS = {
    "original": (BODY, "2025-04-02"),
    "copy": ("本报讯 " + BODY, "2025-04-03"),
    "copy of a copy": (BODY + "全县另有3个乡镇受到表彰。", "2025-04-04"),
    "last year": ("🏭2023年,浏阳市总工会新建工会组织28家。2024年,平江县总工会新建工会组织5家。", "2025-04-02"),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path, extractor = tmp_path_factory.mktemp("views") / "facts.db", Extractor()
    read = [result(Origin(place, "d"), extractor.read(text, day), "rules-1") for place, (text, day) in TEXTS.items()]
    with open_target(str(path), Run("rules-1")) as target:
        target.write(read)
        assert target.finish().duplicates == 2
    with sqlite3.connect(path) as connection:
        yield connection


def asked(database, query, *given):
    return database.execute(query, given).fetchall()


def test_facts_of_copies_count_once_and_what_only_a_copy_says_counts(database):
    assert asked(database, "SELECT count(*) FROM facts WHERE text = '1.66亿元'") == [(3,)]
    assert asked(database, "SELECT value, unit, duplicate_of FROM facts_once WHERE text = '1.66亿元'") == [("166000000", "元", None)]
    assert asked(database, "SELECT text FROM facts_once WHERE duplicate_of IS NOT NULL") == [("3个",)]


def test_a_series_is_a_metric_over_time(database):
    query = "SELECT entity, date_start, value FROM metric_series WHERE metric = '新建工会组织' ORDER BY entity, date_start"
    assert asked(database, query) == [
        ("平江县总工会", "2024-01-01", "5"),
        ("浏阳市总工会", "2023-01-01", "28"),
        ("浏阳市总工会", "2024-01-01", "36"),
    ]


def test_the_newest_value_is_one_for_each_entity_and_metric(database):
    query = "SELECT entity, date_end, number FROM newest_values WHERE metric = '新建工会组织' ORDER BY entity"
    assert asked(database, query) == [("平江县总工会", "2024-12-31", 5.0), ("浏阳市总工会", "2024-12-31", 36.0)]


def test_each_fact_leads_to_its_sentence_and_its_characters(database):
    rows = asked(database, "SELECT sentence, text, span_start, span_end, document_id FROM fact_details")
    texts = dict(asked(database, "SELECT id, text FROM documents"))
    assert rows
    for sentence, text, start, end, document in rows:
        assert texts[document][start:end] == text
        assert text in sentence
        assert sentence in texts[document]
    assert ("2024年,平江县总工会新建工会组织5家。",) in asked(database, "SELECT sentence FROM fact_details")
