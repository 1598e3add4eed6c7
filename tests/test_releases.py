"""The release fixtures, folder by folder; `fixtures/releases/README.md` defines them."""

import json
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cnreport_extract.batch.beside import extracted, text_of
from cnreport_extract.evaluation.compare import LEVELS, Comparison
from cnreport_extract.evaluation.gold import read_gold
from cnreport_extract.evaluation.scorer import evaluate
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "tests" / "fixtures" / "releases"
SAMPLE = ROOT / "examples" / "sample.json"
BASELINE = json.loads((ROOT / "benchmarks" / "baseline.json").read_text(encoding="utf-8"))["quality"]
GOLD = sorted([*(RELEASES / "synthetic").glob("*.json"), *(RELEASES / "negative").glob("*.json"), SAMPLE])
KNOWN_FAILURES = [
    case for path in sorted((RELEASES / "known_failures").glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
ABSENT = "absent"


@cache
def extractor():
    return Extractor()


@cache
def document(path):
    gold = next(iter(read_gold([path]).values()))
    return gold, extractor().read(text_of(path, gold.sha256), gold.published)


@cache
def report(name):
    documents = read_gold([ROOT / name])
    return evaluate(documents, extracted([ROOT / name], documents, extractor()), Comparison(Tolerances.load()))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_gold_is_sound(path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    text = text_of(path, raw["sha256"])
    assert (raw["id"], raw["chars"]) == (path.stem, len(text))
    assert raw["title"] in text[:200]
    for fact in raw["facts"]:
        assert text[slice(*fact["span"])] == fact["text"] != ""
        assert fact["qualifier"] in {"=", "≈", ">", "≥", "<", "≤"}
        assert fact["metric"]
        aspects = fact["aspect"] if isinstance(fact["aspect"], list) else [fact["aspect"]]
        assert set(aspects) <= {"level", "change", "share", "rank", "target"}
        assert not fact["direction"] or {"change", "target"} & set(aspects)
    spans = sorted(fact["span"] for fact in raw["facts"])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_fixtures_are_there():
    counts = {folder.name: len(list(folder.glob("*.json"))) for folder in RELEASES.iterdir() if folder.is_dir()}
    assert counts["synthetic"] >= 24
    assert counts["negative"] >= 12
    assert counts["broken"] >= 8


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", BASELINE["floors"])
def test_releases_are_read_no_worse_than_before(name, level):
    floor = BASELINE["floors"][name][level]
    assert report(name).score(level).f1 >= floor, "below its floor in benchmarks/baseline.json; see with: python benchmarks/quality.py"


def test_floors_cover_our_releases_and_say_why_they_were_lowered():
    assert set(BASELINE["floors"]) == {"tests/fixtures/releases/synthetic", "examples/sample.json"}
    assert BASELINE["reason"] is None or len(BASELINE["reason"]) > 20


def test_a_floor_that_does_not_hold_is_told(tmp_path):
    done = subprocess.run([sys.executable, ROOT / "benchmarks" / "quality.py", SAMPLE], capture_output=True, text=True, check=True)
    assert "quantity" in done.stdout
    copy = tmp_path / "benchmarks"
    shutil.copytree(ROOT / "benchmarks", copy)
    floors = {str(SAMPLE): dict.fromkeys(LEVELS, 0.1) | {"full": 1.01}}
    (copy / "baseline.json").write_text(json.dumps({"quality": {"floors": floors, "reason": None}}), encoding="utf-8")
    done = subprocess.run([sys.executable, copy / "quality.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("BELOW")) == (1, 1)
    subprocess.run([sys.executable, copy / "quality.py", "--raise"], capture_output=True, check=True)
    raised = json.loads((copy / "baseline.json").read_text(encoding="utf-8"))["quality"]["floors"][str(SAMPLE)]
    assert raised["full"] == 1.01, "a floor is never lowered"
    assert raised["quantity"] > 0.9


@pytest.mark.parametrize("path", sorted((RELEASES / "negative").glob("*.json")), ids=lambda path: path.stem)
def test_negative_release_has_no_fact(path):
    gold, found = document(path)
    assert not gold.facts
    assert [(fact.text, fact.metric, fact.rule) for fact in found.facts] == []


@pytest.mark.parametrize("path", sorted((RELEASES / "broken").glob("*.json")), ids=lambda path: path.stem)
def test_broken_release_still_gives_what_is_readable(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    assert case["id"] == path.stem
    found = {fact.text for fact in extractor().read(case["text"] * case["repeat"], "2025-04-02").facts}
    assert found >= set(case["found"])


def holds(case):
    """Whether the expected fact is found with all the fields that the case gives (or is rightly absent)."""
    expected = dict(case["fact"])
    facts = [fact.model_dump(mode="json") for fact in extractor().read(case["text"], case.get("published")).facts]
    if expected.pop(ABSENT, False):
        return all(fact["text"] != expected["text"] for fact in facts)
    return any(all(fact[name] == value for name, value in expected.items()) for fact in facts)


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=lambda case: case["id"])
def test_known_failure(case, request):
    assert case["fact"].get("text", "") in case["text"]
    assert len(case["fact"]) > 1
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    assert holds(case)
