"""The pieces of an archive hold each of its documents once, called as they are called locally; a missing extra is one line."""

import sys

import pytest

from cnreport_extract.batch.archive import Archive
from cnreport_extract.batch.documents import Failure
from cnreport_extract.batch.readers import Limits
from cnreport_extract.batch.reading import Reading
from cnreport_extract.batch.selection import Selection
from cnreport_extract.batch.shards import Shard
from cnreport_extract.engines import spark
from cnreport_extract.engines.pieces import pieces
from cnreport_extract.engines.ray import RayEngine
from cnreport_extract.errors import WorkerError


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"去年受理案件{number}件。", encoding="utf-8")
    (folder / "dump.jsonl").write_text("".join('{"text": "新增就业%d人。"}\n' % number for number in range(100)), encoding="utf-8")  # noqa: UP031
    return Archive(["archive"], Limits(), "facts.db")


@pytest.mark.parametrize("size", [1, 100, 1_000, 1_000_000])
@pytest.mark.parametrize("shard", [Shard(), Shard(1, 2), Shard(3, 7)])
def test_each_document_is_in_one_piece(archive, tmp_path, monkeypatch, size, shard):
    expected = [(item.place, item.data) for item in archive.items() if shard.holds(item.place)]
    cut = list(pieces((file for file in archive.files() if not isinstance(file, Failure)), size, tmp_path))
    monkeypatch.chdir("/")
    found = [(item.place, item.data) for piece in cut for item in piece.items(Limits(), shard)]
    assert sorted(found) == sorted(expected)
    assert expected


def test_slices_of_a_shard_are_of_one_size():
    places = [f"dump.jsonl#{number}" for number in range(4_000)]
    half = [place for place in places if Shard(1, 2).holds(place)]
    assert 1_800 < len(half) < 2_200
    slices = [sum(Shard(number, 4, salt="slice").holds(place) for place in half) for number in range(1, 5)]
    assert sum(slices) == len(half)
    assert min(slices) > 400, slices


@pytest.mark.parametrize("package", ["ray", "pyspark"])
def test_a_missing_extra_is_one_line(archive, monkeypatch, package):
    for name in [package, *(name for name in sys.modules if name.startswith(f"{package}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "pyspark.sql.pandas.types", None)
    read = {
        "ray": lambda: list(RayEngine(archive, Reading(), "rules", 1, 1.0)(Selection(None))),
        "pyspark": lambda: spark.facts_of(None),
    }
    extra = {"ray": "ray", "pyspark": "spark"}[package]
    with pytest.raises(WorkerError, match=rf"pip install 'cnreport-extract\[{extra}\]'"):
        read[package]()
