"""Archives that are made up, and the command as a user starts it. `make heavy` runs these tests, one at a time."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

SENTENCES = (
    "去年，{place}总工会共受理劳动争议案件{n}件，成功调解{m}件，涉及金额{n}.6万元，调解成功率达{p}.7%。",
    "今年1—9月，{place}新增城镇就业{n}人，同比增长{p}.5%，增速比上年同期提高1.2个百分点。",
    "截至2024年底，{place}工会会员达{m}.8万人，比上年末增加{n}人，其中农民工会员{m}人。",
    "{place}规模以上工业企业实现增加值{m}亿元，增长{p}.1%；固定资产投资{n}亿元，下降{p}.9%。",
    "据介绍，{place}投入职工技能培训经费{n}万元，开展岗位练兵、技能比武{m}余场，参与职工{p}.3万人次。",
)
PLACES = ("平江县", "长沙市", "浏阳市", "岳阳县", "湘潭市", "株洲市", "衡阳县", "邵东市")


def release(number):
    """A release of our own; no two are alike."""
    words = {"place": PLACES[number % len(PLACES)], "n": 100 + number, "m": 50 + number % 977, "p": number % 90}
    body = "\n".join(SENTENCES[(number + step) % len(SENTENCES)].format(**words) for step in range(2 + number % 4))
    return f"{words['place']}第{number}号简报\n2025年4月2日\n{body}\n"


@pytest.fixture
def make_archive(tmp_path):
    """Makes a folder with a dump and files, some of which cannot be read."""

    def make(documents, name="archive"):
        folder = tmp_path / name
        folder.mkdir()
        records = (json.dumps({"id": number, "text": release(number)}, ensure_ascii=False) for number in range(documents))
        (folder / "dump.jsonl").write_text("\n".join(records) + "\n{broken\n", encoding="utf-8")
        for number in range(documents, documents + 20):
            (folder / f"{number}.txt").write_text(release(number), encoding="gb18030")
        (folder / "empty.txt").touch()
        return folder

    return make


@pytest.fixture
def command(tmp_path, monkeypatch):
    """The words of a call of `cnreport batch`, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda archive, *options: [sys.executable, "-m", "cnreport_extract", "batch", str(archive), *map(str, options)]


@pytest.fixture
def batch(command):
    """Run the command to its end; gives its summary. Its status tells whether the target holds failures."""

    def run(archive, *options):
        done = subprocess.run([*command(archive, *options), "--json"], capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode in {0, 3}, done.stderr
        summary = json.loads(done.stdout)
        assert done.returncode == (3 if summary["target"]["failures"] else 0)
        return summary

    return run


TABLES = ("documents", "sources", "facts", "entities", "metrics", "failures")


@pytest.fixture
def rows():
    """All that a database holds, but for the table of runs."""

    def read(database):
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            held = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}  # noqa: S608
        connection.close()
        return held

    return read


@pytest.fixture
def descendants():
    """Finds the processes that a process started."""

    def find(pid):
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        except OSError:
            return []
        return [int(child) for child in children]

    return find


@pytest.fixture
def alive():
    """Tells which processes still run (one that only waits to be taken note of does not)."""

    def still(pids):
        return [pid for pid in pids if os.path.exists(f"/proc/{pid}/stat") and _state(pid) != "Z"]  # noqa: PTH110

    return still


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
