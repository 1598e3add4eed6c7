"""Files hold the same rows as databases, are replaced in one step, and are never anybody else's."""

import csv
import json
from datetime import date

import duckdb
import pytest
from pyarrow import parquet

from cnreport_extract import Extractor, Fact, TargetError
from cnreport_extract.evaluation.gold import GoldFact
from cnreport_extract.sinks import csv_rows, exports
from cnreport_extract.sinks.engines import engine
from cnreport_extract.sinks.outcomes import Failure, Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.schema import documents, entities, facts, failures, metrics, sources
from cnreport_extract.sinks.targets import open_target
from cnreport_extract.sinks.views import VIEWS

TABLES = (documents, sources, facts, entities, metrics, failures)
FILES = ["facts.jsonl", "facts.csv", "facts.duckdb", "facts.parquet"]
TITLE = "=HYPERLINK('http://evil.example')\n𠮷'; DROP TABLE facts; --"
TEXT = f"{TITLE}\n2024年🏭,清溪县总工会受理案件90至95件,培训职工2300余人次。"
EXTRA = (Origin("h.txt", "d", TITLE, date(2025, 4, 2), "key", ("label says gbk",)), TEXT)


def write(name, batches, ruleset="rules-1"):
    with open_target(str(name), Run(ruleset, "cnreport batch --to postgresql://u:secret@h/x")) as target:
        for batch in batches:
            target.write(batch)
        return target.finish()


@pytest.fixture(scope="session")
def archive(results):
    origin, text = EXTRA
    extractor = Extractor()
    extra = result(origin, extractor.read(text, origin.published), "rules-1", extractor.labels)
    return [*results.values(), extra, Failure("e.txt", "encoding", "no text", "d5")]


def of_duckdb(path):
    with duckdb.connect(path, read_only=True) as database:
        return {table.name: database.execute(f"SELECT * FROM {table.name} ORDER BY 1").fetchall() for table in TABLES}  # noqa: S608


def of_parquet(path):
    tables = {table.name: parquet.read_table(path / f"{table.name}.parquet") for table in TABLES}
    return {name: [tuple(row.values()) for row in table.to_pylist()] for name, table in tables.items()}


def test_all_targets_hold_the_same_rows(make, tmp_path, archive, stored):
    names = {kind: make(kind) for kind in ("sqlite", "postgres", "mysql")}
    for name in (*names.values(), tmp_path / "facts.duckdb", tmp_path / "facts.parquet"):
        write(name, [archive[:2], archive[2:]])
    expected = stored(names["sqlite"])
    assert [len(rows) for rows in expected.values()] == [4, 6, 6, 1, 5, 1]
    assert stored(names["postgres"]) == stored(names["mysql"]) == expected
    assert of_duckdb(tmp_path / "facts.duckdb") == expected
    assert of_parquet(tmp_path / "facts.parquet") == expected


def test_views_show_the_same_in_all_databases(make, tmp_path, archive):
    kinds = [make(kind) for kind in ("sqlite", "postgres", "mysql")]
    for name in (*kinds, tmp_path / "facts.duckdb"):
        write(name, [archive])
    for view in VIEWS:
        shown = [seen(name, view) for name in kinds]
        with duckdb.connect(tmp_path / "facts.duckdb", read_only=True) as database:
            shown.append(plain(database.execute(f"SELECT * FROM {view}").fetchall()))  # noqa: S608
        assert shown[0]
        assert shown[1:] == shown[:1] * 3


def seen(name, view):
    made = engine(name if "://" in name else f"sqlite:///{name}")
    with made.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT * FROM {view}").fetchall()  # noqa: S608
    made.dispose()
    return plain(rows)


def plain(rows):
    return sorted(tuple(None if cell is None else str(cell) for cell in row) for row in rows)


@pytest.mark.parametrize("file", FILES)
def test_order_and_repetition_leave_the_same_bytes(tmp_path, archive, file):
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "1" / file, [archive])
    first = content(tmp_path / "1" / file)
    assert first
    write(tmp_path / "2" / file, [[one] for one in reversed(archive)])
    write(tmp_path / "1" / file, [archive[1:], archive[:2]])
    assert content(tmp_path / "1" / file) == content(tmp_path / "2" / file) == first
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("file", FILES)
def test_what_a_killed_run_left_behind_goes(tmp_path, archive, file):
    place = tmp_path / file
    rest = place / "facts.parquet" if file == "facts.parquet" else place
    rest.parent.mkdir(exist_ok=True)
    write(place, [archive[:2]])
    for ending in (".part", ".part.wal"):
        rest.with_name(rest.name + ending).write_bytes(b"half a file")
    write(place, [archive])
    assert not [left for left in tmp_path.rglob("*") if ".part" in left.name]
    (tmp_path / "whole").mkdir()
    write(tmp_path / "whole" / file, [archive])
    assert content(place) == content(tmp_path / "whole" / file)


def content(path):
    """The bytes; of DuckDB the rows (its files hold when they were written)."""
    if path.suffix == ".duckdb":
        return of_duckdb(path)
    if path.is_file():
        return path.read_bytes()
    return {file.name: file.read_bytes() for file in sorted(path.glob("*.parquet")) if file.name != "runs.parquet"}


def test_json_lines_read_as_facts_and_say_where_copies_are(tmp_path, archive):
    write(tmp_path / "facts.jsonl", [archive])
    lines = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(place for line in lines for place in line["places"]) == ["a.txt", "b.txt", "c.txt", "d.txt", "h.txt"]
    by_title = {line["title"]: line for line in lines}
    expected = Extractor().read(TEXT, "2025-04-02").facts
    assert tuple(Fact.model_validate(fact) for fact in by_title[TITLE]["facts"]) == expected
    assert all(GoldFact.model_validate(fact) for line in lines for fact in line["facts"])


def test_csv_holds_no_formula_and_every_fact(tmp_path, archive):
    write(tmp_path / "facts.csv", [archive])
    with (tmp_path / "facts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == (*csv_rows.columns(), "duplicate_of", "places")
    assert len(rows) == 6
    assert {row["title"] for row in rows if row["places"] == "h.txt"} == {f"'{TITLE}"}


def test_manifest_counts_the_rows(tmp_path, archive):
    write(tmp_path / "facts.parquet", [archive])
    counted = json.loads((tmp_path / "facts.parquet" / "manifest.json").read_text(encoding="utf-8"))["rows"]
    assert counted["facts.parquet"] == counted["facts_once.parquet"] == 6
    assert counted["documents.parquet"] == 4


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_somebody_else_is_not_replaced(tmp_path, file):
    place = tmp_path / file
    if file == "facts.parquet":
        place.mkdir()
        (place / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        place.write_text("mine", encoding="utf-8")
    with pytest.raises(TargetError, match="already there"):
        write(place, [])
    assert (place / "mine.txt" if place.is_dir() else place).read_text(encoding="utf-8") == "mine"


def test_an_export_that_fails_leaves_the_file_before_it(tmp_path, archive, monkeypatch):
    place = tmp_path / "facts.jsonl"
    write(place, [archive])
    before = place.read_bytes()

    def full(_connection, path):
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "json_lines", full)
    with pytest.raises(TargetError, match="no space left on device\\); make room, then run the same command again"):
        write(place, [archive])
    assert place.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == [".facts.jsonl.work.db", "facts.jsonl"]


def test_passwords_are_not_kept(tmp_path, archive):
    write(tmp_path / "facts.parquet", [archive])
    assert parquet.read_table(tmp_path / "facts.parquet" / "runs.parquet")["command"].to_pylist() == [
        "cnreport batch --to postgresql://u:***@h/x"
    ]
