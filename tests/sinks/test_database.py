"""A database holds the same rows whatever the order, the batches and the interruptions were."""

import sqlite3

import pytest

from cnreport_extract import Extractor
from cnreport_extract.sinks.outcomes import Failure, Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.targets import open_target

TEXTS = {
    "a.txt": "2024年,清溪县总工会受理劳动争议案件90件,调解成功率达91%。",
    "b.txt": "2024年,清溪县总工会培训职工2300人次。",
    "c.txt": "2024年,清溪县总工会培训职工2300人次。",
    "d.txt": "今天天气很好。",
}
TABLES = {"documents": "id", "sources": "id", "facts": "id", "entities": "id", "metrics": "id", "failures": "source_id"}


@pytest.fixture(scope="session")
def results():
    extractor = Extractor()
    return {place: result(Origin(place, f"digest of {place}"), extractor.read(text), "rules-1") for place, text in TEXTS.items()}


def rows(path):
    with sqlite3.connect(path) as connection:
        queries = {table: f"SELECT * FROM {table} ORDER BY {key}" for table, key in TABLES.items()}  # noqa: S608  (names of our own)
        return {table: connection.execute(query).fetchall() for table, query in queries.items()}


def written(path, *batches, ruleset="rules-1"):
    with open_target(str(path), Run(ruleset)) as target:
        for batch in batches:
            target.write(batch)
        target.finish()
    return rows(path)


def test_order_batches_and_repetition_leave_the_same_rows(tmp_path, results):
    a, b, c, d = results.values()
    bad = Failure("e.txt", "encoding", "no text", "digest of e.txt")
    first = written(tmp_path / "1.db", [a, b, c, d, bad])
    assert [len(first[table]) for table in ("documents", "sources", "facts", "failures")] == [3, 5, 3, 1]
    assert written(tmp_path / "2.db", [bad, d], [c], [b], [a]) == first
    assert written(tmp_path / "1.db", [d, a], [a, b, c, d, bad]) == first


def test_what_is_written_is_done_until_item_or_rules_change(tmp_path, results):
    path = tmp_path / "facts.db"
    written(path, [results["a.txt"], Failure("e.txt", "timeout", "too long", "d5"), Failure("f.txt", "missing", "gone")])
    marks = [("a.txt", "digest of a.txt"), ("b.txt", "digest of b.txt"), ("e.txt", "d5"), ("f.txt", "d6")]
    with open_target(str(path), Run("rules-1")) as target:
        assert target.done(marks) == {"a.txt", "e.txt"}
        assert target.done(marks, failed=False) == {"a.txt"}
        assert target.done([("a.txt", "another digest")]) == set()
    with open_target(str(path), Run("rules-2")) as target:
        assert target.done(marks) == set()
