"""What reading costs, as a ratio to `jieba.cut` on the same texts: the ceilings of `benchmarks/baseline.json`.

A ratio of the least times of several turns, taken by both in turn: it holds on a slow and on a busy machine.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEED = json.loads((ROOT / "benchmarks" / "baseline.json").read_text(encoding="utf-8"))["speed"]
COMMAND = [sys.executable, "benchmarks/speed.py", "--part", "rates", "--rounds", "3"]


def test_ceilings_are_ratios_with_a_reason_where_one_was_lifted():
    assert {name for limits in SPEED["ceilings"].values() for name in limits} == {"our quantities", "our facts"}
    assert SPEED["reason"] is None or SPEED["reason"].strip()


def test_reading_costs_no_more_than_is_let_through():
    pytest.importorskip("jieba")
    run = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("our facts") == len(SPEED["ceilings"])


def test_a_broken_ceiling_is_told(tmp_path):
    pytest.importorskip("jieba")
    lower = tmp_path / "lower.json"
    lower.write_text(json.dumps({"speed": {"ceilings": {"sample": {"our facts": 0.001}}}}), encoding="utf-8")
    run = subprocess.run([*COMMAND, "--set", "sample", "--baseline", lower], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "sample, our facts:" in run.stdout
