"""What happens in the middle: a connection is cut, the server restarts, the disk is full, others write at the same time."""

import random
import shutil
import sqlite3
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from servers import Postgres, running
from sqlalchemy import event

from cnreport_extract import Extractor, TargetError
from cnreport_extract.sinks.outcomes import Failure, Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.targets import open_target

COUNT = 60
CUTS = {
    "postgres": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",
    "mysql": "KILL {connection}",
}


@pytest.fixture(scope="session")
def many():
    """Releases that share names and metrics, some of them twice, and a failure."""
    extractor = Extractor()
    texts = [f"2024年,清溪县总工会受理劳动争议案件{n // 2 + 10}件,培训职工{n // 2 * 7 + 3}人次。" for n in range(COUNT)]
    read = [result(Origin(f"{n}.txt", f"d{n}"), extractor.read(text), "rules-1") for n, text in enumerate(texts)]
    return [*read, Failure("bad.txt", "encoding", "no text", "d")]


@pytest.fixture
def expected(make, stored, many):
    name = make("sqlite")
    with open_target(name, Run("rules-1")) as target:
        target.write(many)
        target.finish()
    return stored(name)


@pytest.mark.parametrize("kind", ["postgres", "mysql"])
def test_a_connection_cut_at_any_statement_leaves_the_same_rows(request, make, kind, many, expected, stored):
    server, name = request.getfixturevalue(kind), make(kind)
    database = name.rsplit("/", 1)[1]
    with open_target(name, Run("rules-1")) as target:
        target._transactions._pauses = (0,) * 5
        statements = []
        cut_at = None

        def cut(connection, *_):
            statements.append(connection)
            if len(statements) == cut_at:
                number = connection.connection.thread_id() if kind == "mysql" else None
                server.ask(CUTS[kind].format(database=database, connection=number))

        event.listen(target._engine, "before_cursor_execute", lambda connection, *_: cut(connection))
        event.listen(target._engine, "commit", cut)
        target.write(many[:40])
        for cut_at in range(1, len(statements) + 1):  # noqa: B007  (the listener reads it)
            statements.clear()
            target.write([Failure("0.txt", "timeout", "too long", "x"), *many[1:20]])
            target.write(many[:40])
        cut_at = None
        target.write(many)
        target.finish()
    assert stored(name) == expected


def test_a_server_that_comes_back_is_waited_for(many, expected, stored):
    with running(Postgres, "postgres") as server:
        server.ask("CREATE DATABASE facts")
        name = server.address("facts")
        with open_target(name, Run("rules-1")) as target, ThreadPoolExecutor(1) as pool:
            target.write(many[:20])
            server.stop()
            waiting = pool.submit(target.write, many[20:])
            server.start()
            waiting.result()
            target.finish()
            assert stored(name) == expected
            target._transactions._pauses = (0, 0)
            server.stop()
            with pytest.raises(TargetError, match=r"^postgresql://press@127.0.0.1.* run the same command again$") as raised:
                target.write(many)
            assert "\n" not in str(raised.value)
            server.start()
            target.write(many)
        assert stored(name) == expected


def test_several_writers_at_a_time_leave_the_same_rows(name, many, expected, stored):
    def write(seed):
        draw = random.Random(seed)  # noqa: S311  (reproducible, not secret)
        mine = draw.sample(many, len(many))
        with open_target(name, Run("rules-1")) as target:
            for start in range(0, len(mine), 7):
                target.write(mine[start : start + 7])
            return target.finish()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert stored(name) == expected


@pytest.fixture
def small_disk():
    """A disk with little room, and a way to give it more."""
    place = Path(tempfile.mkdtemp(prefix="cnreport-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k,mode=777", "tmpfs", place]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield place, lambda: subprocess.run(["mount", "-o", "remount,size=200m", place], check=True)
    subprocess.run(["umount", "--lazy", place], check=True)
    place.rmdir()


def long(many):
    """Results with much text, so that a small disk fills up."""
    extractor, draw = Extractor(), random.Random(0)  # noqa: S311  (reproducible, not secret)
    for n in range(60):
        tail = "".join(map(chr, draw.choices(range(0x4E00, 0x9FA6), k=30_000)))  # no database can compress it away
        text = f"2024年,清溪县总工会受理案件{n + 10}件。"
        yield result(Origin(f"long {n}.txt", "d"), extractor.read(text).model_copy(update={"text": text + tail}), "rules-1")
    yield from many


@pytest.mark.parametrize("file", ["facts.db", "facts.jsonl"])
def test_a_full_disk_is_said_and_the_rest_goes_on_later(small_disk, tmp_path, many, stored, file):
    place, enlarge = small_disk
    outcomes = list(long(many))
    batches = [outcomes[start : start + 10] for start in range(0, len(outcomes), 10)]

    def write(name):
        with open_target(str(name), Run("rules-1")) as target:
            for batch in batches:
                target.write(batch)
            target.finish()

    with pytest.raises(TargetError, match=r"no room left .*run the same command again"):
        write(place / file)
    work = place / ("facts.db" if file == "facts.db" else ".facts.jsonl.work.db")
    with sqlite3.connect(work) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM sources").fetchone()[0] % 10 == 0, "whole batches or nothing"
    enlarge()
    write(place / file)
    write(tmp_path / file)
    assert stored(str(work)) == stored(str(tmp_path / work.name))
    if file == "facts.jsonl":
        assert (place / file).read_bytes() == (tmp_path / file).read_bytes()


def test_a_server_without_room_is_said(small_disk, many):
    place, enlarge = small_disk
    enlarge()
    with running(Postgres, "postgres") as server:
        space = place / "space"
        space.mkdir()
        if server.account:
            shutil.chown(space, server.account["user"])
        subprocess.run(["mount", "-o", "remount,size=11m", place], check=True)
        server.ask(f"CREATE TABLESPACE small LOCATION '{space}'")
        server.ask("CREATE DATABASE facts TABLESPACE small")
        with open_target(server.address("facts"), Run("rules-1")) as target:
            outcomes = list(long(many))
            with pytest.raises(TargetError, match="no room left"):
                target.write(outcomes)
            enlarge()
            target.write(outcomes)
            assert target.finish().documents == 90
        server.stop()
