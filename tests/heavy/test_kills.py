"""A job that is killed, or whose workers are, ends with the rows of an undisturbed run."""

import random
import subprocess
import time
from pathlib import Path

import pytest

KILLS = 50
DOCUMENTS = 300


def written(database):
    """Changes whenever the database does."""
    return tuple((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in Path().glob(f"{database}*"))


def wait_for_a_moment(job, chance, duration, database):
    """Some time of the run, or just when something is being written."""
    if chance.random() < 0.5:
        deadline = time.monotonic() + chance.uniform(0, duration)
        while job.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        return
    for _ in range(chance.randint(1, 4)):
        before = written(database)
        while job.poll() is None and written(database) == before:
            time.sleep(0.0005)
    time.sleep(chance.uniform(0, 0.03))


def test_a_job_that_is_killed_again_and_again_loses_and_doubles_nothing(make_archive, command, batch, rows, descendants, alive):
    archive, chance = make_archive(DOCUMENTS), random.Random(20250402)  # noqa: S311
    started = time.monotonic()
    batch(archive, "--to", "undisturbed.db")
    duration, expected = time.monotonic() - started, rows("undisturbed.db")
    assert len(expected["documents"]) == DOCUMENTS + 20
    assert len(expected["failures"]) == 2
    kills = round_ = 0
    left = []
    while kills < KILLS:
        round_ += 1
        database = f"killed{round_}.db"
        while True:
            with subprocess.Popen(command(archive, "--to", database), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as job:
                wait_for_a_moment(job, chance, duration, database)
                left += descendants(job.pid)
                job.kill()
            if job.returncode == 3:
                break
            kills += 1
        assert rows(database) == expected, f"round {round_}, after {kills} kills"
        assert batch(archive, "--to", database)["run"]["documents"] == 0
    deadline = time.monotonic() + 30
    while alive(left) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(left), "workers outlive a job that was killed"


def test_workers_that_are_killed_cost_no_document(make_archive, command, batch, rows, descendants):
    archive, chance = make_archive(1_000), random.Random(7)  # noqa: S311
    batch(archive, "--to", "undisturbed.db")
    kills, before = 0, ()
    with subprocess.Popen(command(archive, "--to", "killed.db", "--workers", "2"), stdout=subprocess.DEVNULL) as job:
        while job.poll() is None:
            while job.poll() is None and written("killed.db") == before:
                time.sleep(0.01)  # so that there is progress between two kills, however slow the machine
            before = written("killed.db")
            time.sleep(chance.uniform(0, 0.5))
            workers = [pid for pid in descendants(job.pid) if b"spawn_main" in words(pid)]
            if workers and job.poll() is None:
                subprocess.run(["kill", "-9", str(chance.choice(workers))], check=False, stderr=subprocess.DEVNULL)
                kills += 1
    assert job.returncode == 3
    assert kills >= 2
    lost = [failure for failure in rows("killed.db")["failures"] if "died" in failure]
    assert len(lost) <= kills // 2, "a document is lost only when two workers died of it"
    batch(archive, "--to", "killed.db", "--retry")
    assert rows("killed.db") == rows("undisturbed.db")


def words(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("options", [(), ("--retry",)])
def test_a_document_that_takes_too_long_is_a_failure_of_its_own(make_archive, batch, rows, options):
    archive = make_archive(60)
    (archive / "0.txt").write_text("去年，长沙市新增就业1206人，同比增长3.5%。" * 50_000, encoding="utf-8")
    for _ in range(2):
        summary = batch(archive, "--to", "facts.db", "--time-limit", "5", *options)
        assert summary["target"]["failures"] == {"empty": 1, "malformed": 1, "timeout": 1}
        assert summary["target"]["documents"] == 80
    (late,) = [failure for failure in rows("facts.db")["failures"] if "timeout" in failure]
    assert "not read within 5 s" in str(late)
    assert "archive/0.txt" in str(late)
