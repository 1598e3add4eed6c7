"""`cnreport batch`: an archive into a database, resumable, with statuses that scripts can use."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

TEXTS = [
    "去年，平江县总工会共受理劳动争议案件126件，调解成功率达89.7%。",
    "3月28日，平江县新增就业1206人，同比增长3.5%。",
    "今年1—9月，全市工会培训职工2300人次。",
]


def line(number):
    return json.dumps({"id": number, "published": "2025-04-02", "text": f"第{number}号：{TEXTS[number % 3]}"}, ensure_ascii=False)


@pytest.fixture
def archive(tmp_path):
    """Forty releases: half of them in a dump, half as files, and two that cannot be read."""
    folder = tmp_path / "archive"
    (folder / "2025").mkdir(parents=True)
    (folder / "dump.jsonl").write_text("\n".join(map(line, range(20))) + "\n{broken\n", encoding="utf-8")
    for number in range(20, 40):
        encoding = "gb18030" if number % 2 else "utf-8"
        (folder / "2025" / f"{number}.txt").write_text(f"第{number}号：{TEXTS[number % 3]}", encoding=encoding)
    (folder / "2025" / "empty.txt").touch()
    return folder


@pytest.fixture
def here(monkeypatch, extractor):
    """Read in this process: starting workers is what takes time, and tests/batch/test_pool.py has them."""

    class InProcess:
        def __init__(self, make, *_):
            self._read = make()
            self._read._extractor = extractor

        def map(self, items):
            return map(self._read, items)

    monkeypatch.setattr("cnreport_extract.batch.local.Pool", InProcess)


def rows(database, query="SELECT place, digest, document_id FROM sources ORDER BY place"):
    with sqlite3.connect(database) as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_an_archive_becomes_a_database(run, archive):
    done = run("batch", archive, "--to", "facts.db", "--published", "2025-04-02", "--quiet")
    assert done.exit_code == 3, done.stderr
    this_run, whole = done.stdout.splitlines()
    assert this_run == "40 documents read, 67 facts, 2 failures (1 empty, 1 malformed)"
    assert whole.startswith("facts.db: 40 documents")
    assert whole.endswith(", 67 facts, 2 failures (1 empty, 1 malformed)")
    assert len(rows("facts.db")) == 42
    (found,) = rows("facts.db", "SELECT substr(d.text, f.span_start + 1, f.span_end - f.span_start), f.text FROM facts f "
                                "JOIN documents d ON d.id = f.document_id JOIN sources s ON s.document_id = d.id "
                                "WHERE s.place LIKE '%/23.txt' AND f.unit = '人次'") or [None]  # fmt: skip
    assert found == ("2300人次", "2300人次")


@pytest.mark.usefixtures("here")
def test_the_second_time_there_is_nothing_to_do(run, archive):
    run("batch", archive, "--to", "facts.db", "--quiet")
    before = rows("facts.db")
    again = run("batch", archive, "--to", "facts.db", "--json", "--quiet")
    assert json.loads(again.stdout)["run"] == {"documents": 0, "facts": 0, "failures": {}, "skipped": 42}
    assert rows("facts.db") == before


@pytest.mark.usefixtures("here")
def test_all_is_read_again_on_demand_and_stays_as_it_was(run, archive):
    run("batch", archive, "--to", "facts.db", "--resume", "--quiet")
    before = rows("facts.db")
    again = run("batch", archive, "--to", "facts.db", "--no-resume", "--json", "--quiet")
    assert json.loads(again.stdout)["run"] == {"documents": 40, "facts": 67, "failures": {"empty": 1, "malformed": 1}, "skipped": 0}
    assert rows("facts.db") == before


@pytest.mark.usefixtures("here")
def test_failures_are_read_again_on_demand(run, archive):
    run("batch", archive, "--to", "facts.db", "--quiet")
    again = run("batch", archive, "--to", "facts.db", "--retry", "--json", "--quiet")
    assert json.loads(again.stdout)["run"] == {"documents": 0, "facts": 0, "failures": {"empty": 1, "malformed": 1}, "skipped": 40}


@pytest.mark.usefixtures("here")
def test_mended_documents_and_other_options_are_read_again(run, archive):
    run("batch", archive, "--to", "facts.db", "--quiet")
    (archive / "2025" / "empty.txt").write_text(TEXTS[0], encoding="utf-8")
    mended = json.loads(run("batch", archive, "--to", "facts.db", "--json", "--quiet").stdout)
    assert (mended["run"]["documents"], mended["target"]["failures"]) == (1, {"malformed": 1})
    dated = json.loads(run("batch", archive, "--to", "facts.db", "--published", "2020-01-01", "--json", "--quiet").stdout)
    assert (dated["run"]["documents"], dated["run"]["skipped"]) == (41, 0)


@pytest.mark.usefixtures("here")
def test_shards_and_limits_add_up_to_the_whole(run, archive):
    run("batch", archive, "--to", "whole.db", "--quiet")
    for shard in ("1/3", "2/3", "3/3"):
        run("batch", archive, "--to", "shards.db", "--shard", shard, "--quiet")
    while json.loads(run("batch", archive, "--to", "limits.db", "--limit", 15, "--json", "--quiet").stdout)["run"]["skipped"] < 42:
        pass
    assert rows("whole.db") == rows("shards.db") == rows("limits.db")
    facts = "SELECT * FROM facts ORDER BY id"
    assert rows("whole.db", facts) == rows("shards.db", facts) == rows("limits.db", facts)


@pytest.mark.usefixtures("here")
def test_dry_run_reads_and_writes_nothing(run, archive, tmp_path):
    before = sorted(tmp_path.iterdir())
    done = run("batch", archive, "--to", "facts.db", "--dry-run", "--quiet")
    assert done.stdout.startswith("40 documents read")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.usefixtures("here")
def test_the_target_is_no_part_of_the_archive(run, archive):
    for _ in range(2):
        done = run("batch", archive, "--to", archive / "facts.db", "--json", "--quiet")
    assert json.loads(done.stdout)["target"]["failures"] == {"empty": 1, "malformed": 1}


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["nowhere", "--to", "facts.db"], 1, "cnreport: nowhere: no such file or folder; check the path\n"),
        (["archive", "--to", "facts.xyz"], 1, "facts.xyz: no kind of target"),
        (["archive", "--to", "facts.db", "--shard", "3/2"], 1, "write i/N with i from 1 to N"),
        (["archive", "--to", "facts.db", "--gazetteer", "no.csv"], 1, "no.csv"),
        (["archive"], 2, "Missing option '--to'"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, tmp_path, arguments, status, message):
    done = run("batch", *arguments)
    assert (done.exit_code, message in done.stderr) == (status, True), done.stderr
    assert "Traceback" not in done.stderr
    assert status == 2 or done.stderr.count("\n") == 1
    assert not (tmp_path / "facts.db").exists() or "gazetteer" not in message


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on(archive, tmp_path):
    many = archive / "many.jsonl"
    many.write_text("\n".join(map(line, range(100, 900))), encoding="utf-8")
    command = [sys.executable, "-m", "cnreport_extract", "batch", str(archive), "--to", str(tmp_path / "facts.db"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as job:
        while not (tmp_path / "facts.db").exists() or not rows(tmp_path / "facts.db", "SELECT 1 FROM sqlite_master WHERE name = 'sources'") or not rows(tmp_path / "facts.db"):  # fmt: skip  # noqa: E501
            assert job.poll() is None, job.communicate()
            time.sleep(0.1)
        job.send_signal(signal.SIGINT)
        output, complaints = job.communicate(timeout=60)
    assert job.returncode == 130
    assert "run the same command again to go on" in complaints
    assert "Traceback" not in complaints
    read = json.loads(output)["run"]
    assert 0 < read["documents"] + sum(read["failures"].values()) == len(rows(tmp_path / "facts.db")) < 842
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 3
    assert json.loads(again.stdout)["run"]["skipped"] == read["documents"] + sum(read["failures"].values())
    assert json.loads(again.stdout)["target"]["documents"] == 840
