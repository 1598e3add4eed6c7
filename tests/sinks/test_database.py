"""A database holds the same rows whatever the order, the batches and the interruptions were; each test runs on real servers."""

import functools

import pytest
from sqlalchemy import select, text

from cnreport_extract import Extractor, TargetError
from cnreport_extract.sinks.engines import engine
from cnreport_extract.sinks.migrations import STEPS, migrate
from cnreport_extract.sinks.outcomes import Failure, Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.schema import runs
from cnreport_extract.sinks.targets import open_target
from cnreport_extract.sinks.transactions import Transactions
from cnreport_extract.sinks.views import VIEWS

B = "2024年,清溪县总工会培训职工2300人次,发放慰问金1.66亿元。"
BAD = Failure("e.txt", "encoding", "no text", "digest of e.txt")


def write(name, *batches, ruleset="rules-1"):
    with open_target(name, Run(ruleset)) as target:
        for batch in batches:
            target.write(batch)
        return target.finish()


def test_order_batches_and_repetition_leave_the_same_rows(make, name, results, stored):
    a, b, c, d = results.values()
    reference = make("sqlite")
    totals = write(reference, [a, b, c, d, BAD])
    assert (totals.documents, totals.facts, totals.failures) == (3, 4, {"encoding": 1})
    expected = stored(reference)
    assert list(map(len, expected.values())) == [3, 5, 4, 1, 4, 1]
    assert write(name, [BAD, d], [c], [b], [a]) == totals
    assert stored(name) == expected
    assert write(name, [d, a], [a, b, c, d, BAD]) == totals
    assert stored(name) == expected


def test_what_is_written_is_done_until_item_or_rules_change(name, results):
    write(name, [results["a.txt"], BAD, Failure("f.txt", "missing", "gone")])
    marks = [("a.txt", "digest of a.txt"), ("b.txt", "digest of b.txt"), ("e.txt", "digest of e.txt"), ("f.txt", "d6")]
    with open_target(name, Run("rules-1")) as target:
        assert target.done(marks) == {"a.txt", "e.txt"}
        assert target.done(marks, failed=False) == {"a.txt"}
        assert target.done([("a.txt", "another digest")]) == set()
    with open_target(name, Run("rules-2")) as target:
        assert target.done(marks) == set()


def test_other_rules_replace_the_facts_of_a_document(name, results, stored):
    first = results["b.txt"]
    fewer = first._replace(facts=first.facts[:1], metrics=first.metrics[:1], document={**first.document, "ruleset": "rules-2"})
    write(name, [first, results["a.txt"]])
    write(name, [fewer], ruleset="rules-2")
    found = stored(name)
    assert [row[-1] for row in found["facts"] if row[1] == first.document["id"]] == [first.facts[0]["confidence"]]
    assert len(found["metrics"]) == 3, "a metric that no fact names any more goes"


def test_an_item_that_changes_takes_its_old_document_along(make, name, results, stored):
    a, b, c, _ = results.values()
    write(name, [a, b, c])
    write(name, [a._replace(place="b.txt", digest="new")])
    assert len(stored(name)["documents"]) == 2, "c.txt still holds the text"
    write(name, [Failure("c.txt", "timeout", "too long", "new")])
    found = stored(name)
    assert [row[0] for row in found["documents"]] == [a.document["id"]]
    assert len(found["facts"]) == len(a.facts)
    expected = make("sqlite")
    write(expected, [a, a._replace(place="b.txt", digest="new"), Failure("c.txt", "timeout", "too long", "new")])
    assert found == stored(expected)


HOSTILE = [
    "'; DROP TABLE facts; --",
    '=HYPERLINK("http://evil.example","x")',
    "标题\0后半\ud800",
    "%s %(id)s :id ? $1 {0}",
    "𠮷野家🏭" * 3,
    "\\' \\\" \\\\",
]


def test_hostile_titles_are_only_text(name, stored):
    extractor = Extractor()
    read = {title: extractor.read(f"{title}\n2024年,清溪县总工会受理案件90件。") for title in HOSTILE}
    write(name, [result(Origin(title, "d", title, key=title, notes=(title,)), text, "rules-1") for title, text in read.items()])
    found = stored(name)
    shown = sorted(title.replace("\0", "\ufffd").replace("\ud800", "\ufffd") for title in HOSTILE)
    assert sorted(row[1] for row in found["documents"]) == shown
    assert sorted(row[1] for row in found["sources"]) == sorted(row[5] for row in found["sources"]) == shown
    assert sum("90件" in row for row in found["facts"]) == len(HOSTILE)


VALUES = ["0.1", "12345678901234567890123456789012345.678901234567890123456789", "1" + "0" * 400, "-0.000000000000000000001", "166000000"]


def test_values_are_exact(name, results, stored):
    first = results["a.txt"]
    facts = [
        {**first.facts[0], "id": str(place), "value": value, "number": float(value) if len(value) < 100 else None}
        for place, value in enumerate(VALUES)
    ]
    write(name, [first._replace(facts=tuple(facts))])
    rows = stored(name)["facts"]
    assert [row[5] for row in rows] == VALUES
    assert [row[7] for row in rows] == [fact["number"] for fact in facts]


def test_ids_of_the_users_own_may_be_long(name, results, stored):
    first = results["a.txt"]
    entities = tuple({**row, "code": "编号" * 300, "name": "名" * 500} for row in first.entities)
    write(name, [first._replace(entities=entities)])
    assert {row[3] for row in stored(name)["entities"]} == {"编号" * 300}


def test_a_long_text_is_stored_whole(name, stored):
    text = "2024年,清溪县总工会受理案件90件。" + "职工之家建设。" * 30_000
    read = Extractor().read(text[:30]).model_copy(update={"text": text})
    write(name, [result(Origin("a", "d"), read, "rules-1")])
    assert stored(name)["documents"][0][3] == text


def test_copies_name_the_earliest_as_their_original(name, stored, results):
    body = "2024年,清溪县总工会全年走访慰问困难职工2300人次,发放慰问金1.66亿元,帮助420名职工实现就业,培训职工3600人次。" * 2
    extractor = Extractor()
    texts = {"z": (body, "2025-04-02"), "y": ("本报讯 " + body, "2025-04-03"), "x": (body + "责任编辑:某某", None)}
    copies = {place: result(Origin(place, "d"), extractor.read(text, published), "rules-1") for place, (text, published) in texts.items()}
    assert write(name, [copies["x"]], [results["a.txt"], copies["y"]], [copies["z"]]).duplicates == 2
    original = copies["z"].document["id"]
    linked = {row[0]: row[6] for row in stored(name)["documents"]}
    assert linked == {
        original: None,
        copies["y"].document["id"]: original,
        copies["x"].document["id"]: original,
        results["a.txt"].document["id"]: None,
    }
    write(name, [results["b.txt"]._replace(place="z")])
    linked = {row[0]: row[6] for row in stored(name)["documents"]}
    assert original not in linked
    assert linked[copies["x"].document["id"]] == copies["y"].document["id"], "without it the next earliest takes its place"


def test_the_row_of_a_run_tells_what_it_wrote_though_it_was_broken_off(name, results):
    with open_target(name, Run("rules-1")) as target:
        target.write([*results.values(), BAD])
        target.write([results["a.txt"]])
    made = engine(name if "://" in name else f"sqlite:///{name}")
    with made.connect() as connection:
        assert connection.execute(select(runs.c.written, runs.c.failed, runs.c.finished)).all() == [(5, 1, None)]
    made.dispose()


def migrated(name, steps):
    made = engine(name if "://" in name else f"sqlite:///{name}")
    try:
        Transactions(made, ()).run(functools.partial(migrate, steps=steps))
    finally:
        made.dispose()


def language(connection):
    connection.execute(text("ALTER TABLE documents ADD COLUMN language VARCHAR(10)"))


def test_a_new_step_is_taken_once_and_keeps_the_rows(name, results, stored):
    write(name, list(results.values()))
    before = stored(name)
    migrated(name, (*STEPS, language))
    migrated(name, (*STEPS, language))
    assert stored(name) == before


def test_a_database_without_labels_gets_them_when_its_documents_are_read_again(name, results, stored):
    labels = Extractor().labels
    labelled = result(Origin("b.txt", "digest of b.txt"), Extractor().read(B), "rules-2", labels)
    write(name, list(results.values()))
    made = engine(name if "://" in name else f"sqlite:///{name}")
    with made.begin() as connection:  # as the first version of the schema was
        for view in reversed(list(VIEWS)):
            connection.execute(text(f"DROP VIEW {view}"))
        for column in ("label_zh", "label_en"):
            connection.execute(text(f"ALTER TABLE metrics DROP COLUMN {column}"))
        connection.execute(text("DELETE FROM schema_steps WHERE step = 2"))
    made.dispose()
    with open_target(name, Run("rules-2")) as target:
        target.write([labelled])
    told = {row[2]: row[3:] for row in stored(name)["metrics"]}
    assert told["skills.workers_trained"] == labels["skills.workers_trained"]


def test_schema_of_a_newer_version_is_refused(name):
    migrated(name, (*STEPS, language))
    with pytest.raises(TargetError, match=rf"has schema {len(STEPS) + 1}, this version knows {len(STEPS)}; install the newer"):
        open_target(name, Run("rules-1"))


def test_a_database_of_somebody_else_is_refused(name):
    made = engine(name if "://" in name else f"sqlite:///{name}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE facts (id INTEGER)"))
    made.dispose()
    with pytest.raises(TargetError, match="its table 'facts' is not ours"):
        open_target(name, Run("rules-1"))
