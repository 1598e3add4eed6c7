"""On clusters of two workers, Ray's and Spark's, the rows are those of the local run."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

OURS = f"CNREPORT_TEST_CLUSTER={uuid.uuid4().hex}"
"""By this in their environment we know the processes of our clusters among others."""

CLUSTER = """
import ray.cluster_utils
cluster = ray.cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
cluster.add_node(num_cpus=1)
cluster.wait_for_nodes()
print(cluster.address, flush=True)
input()
cluster.shutdown()
"""

SPARK = """
import sys
from pyspark.sql import SparkSession
from cnreport_extract.engines.arrow import outcomes_of
from cnreport_extract.engines.spark import facts_of
from cnreport_extract.sinks.outcomes import Run
from cnreport_extract.sinks.targets import open_target

spark = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").getOrCreate()
texts = spark.read.schema("id string, title string, published string, text string").json(sys.argv[1]).repartition(4)
documents = facts_of(texts).toArrow()
executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1  # one of them is the driver
with open_target(sys.argv[2], Run(documents["ruleset"][0].as_py())) as target:
    for batch in documents.to_batches():
        target.write(list(outcomes_of(batch)))
    target.finish()
print(executors)
spark.stop()
"""


@pytest.fixture
def quiet_environment(monkeypatch):
    """Clusters of our own that report to nobody; their workers find the package where we do."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv(*OURS.split("="))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.delenv("SPARK_HOME", raising=False)


@pytest.fixture
def address(quiet_environment):  # noqa: ARG001
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as cluster:
        yield cluster.stdout.readline().strip()
        cluster.communicate("\n", timeout=60)


def test_ray_gives_the_rows_of_the_local_run_and_goes_on(make_archive, batch, rows, address):
    archive = make_archive(600)
    batch(archive, "--to", "local.db")
    ray = ("--engine", "ray", "--address", address)
    first = batch(archive, "--to", "ray.db", *ray, "--shard", "1/2")["run"]
    rest = batch(archive, "--to", "ray.db", *ray)["run"]
    assert rest["skipped"] == first["documents"] + sum(first["failures"].values())
    assert 0 < first["documents"] < first["documents"] + rest["documents"] == 620
    assert rows("ray.db") == rows("local.db")
    assert batch(archive, "--to", "ray.db", *ray)["run"]["documents"] == 0


def test_tasks_that_are_killed_cost_no_document(make_archive, command, batch, rows, address):
    archive, kills = make_archive(2_000), 0
    batch(archive, "--to", "local.db")
    words = command(archive, "--to", "ray.db", "--engine", "ray", "--address", address)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as job:
        while job.poll() is None:
            readers = [pid for pid in processes() if b"ray::read_piece" in told(pid, "cmdline") and OURS.encode() in told(pid, "environ")]
            if readers and kills < 3:
                os.kill(readers[0], signal.SIGKILL)
                kills += 1
                time.sleep(2)
            time.sleep(0.05)
        complaints = job.stderr.read()
    assert job.returncode == 3, complaints
    assert kills >= 1
    assert rows("ray.db") == rows("local.db")


def processes():
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def told(pid, what):
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


@pytest.mark.skipif(not shutil.which("java") and not os.environ.get("CI"), reason="Spark needs Java 17")
def test_spark_gives_the_rows_of_the_local_run(batch, rows, quiet_environment, tmp_path):  # noqa: ARG001
    texts = tmp_path / "dump.jsonl"
    lines = [
        {"id": f"dump.jsonl#{number}", "title": f"第{number}号", "published": "2025-04-02", "text": text(number)}
        for number in range(1, 401)
    ]
    texts.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    batch("dump.jsonl", "--to", "local.db")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SPARK, str(texts), "spark.db"], capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert int(done.stdout) == 2, "executors"
    local, spark = rows("local.db"), rows("spark.db")
    assert len(local["facts"]) > 400
    assert {table: spark[table] for table in ("documents", "facts", "entities", "metrics")} == {
        table: local[table] for table in ("documents", "facts", "entities", "metrics")
    }
    assert [source[1] for source in spark["sources"]] == [source[1] for source in local["sources"]]


def text(number):
    return f"去年，长沙市总工会第{number}次培训职工{number}00人次，投入经费{number}.6万元，同比增长{number % 90}.5%。"
