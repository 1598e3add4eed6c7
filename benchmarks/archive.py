"""An archive into several targets: are the rows equal, how long does it take, how much memory does it need.

Usage::

    python benchmarks/archive.py ARCHIVE... --to facts.db --to facts.parquet/ --to postgresql://user@host/name
    python benchmarks/archive.py ARCHIVE... --to facts.db --workers 1 --workers 2

Each target is written anew for each number of workers, so it must not be there yet; `{workers}` in its name stands for that number,
and a database on a server must be empty. Printed is a line for each run: seconds on the clock, documents a second, seconds of processor
time of the process that writes and of all workers, the share of the first (it bounds what more workers can bring), and the most
memory that it and any worker had. The exit status is 1 where two runs left other rows. Runs on Linux.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

TABLES = ("documents", "sources", "facts", "entities", "metrics", "failures")
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Run them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", nargs="+")
    parser.add_argument("--to", action="append", required=True, metavar="TARGET")
    parser.add_argument("--workers", action="append", type=int, metavar="N")
    told = parser.parse_args()
    held = []
    print("seconds  docs/s  writer s  workers s  share  writer MB  worker MB  workers  target", flush=True)
    for target in told.to:
        for workers in told.workers or [2]:
            name = target.replace("{workers}", str(workers))
            spent = run(told.archive, name, workers)
            marks = {table: mark(name, table) for table in TABLES}
            print(spent.line(marks["documents"][0], workers, name), flush=True)
            held.append(marks)
    same = all(marks == held[0] for marks in held)
    print({table: count for table, (count, _) in held[0].items()}, "equal in all" if same else f"NOT equal: {held}")
    return 0 if same else 1


@dataclass(slots=True)
class Spent:
    """What one run took: seconds, and for each process seconds of processor time and megabytes."""

    job: int
    seconds: float = 0.0
    processes: dict[int, tuple[float, float]] = field(default_factory=dict)

    def look(self) -> None:
        """Note what the job and its workers have used up to now."""
        for pid in (self.job, *_children(self.job)):
            before, used = self.processes.get(pid, (0.0, 0.0)), _used(pid)
            self.processes[pid] = max(before[0], used[0]), max(before[1], used[1])

    def line(self, documents: int, workers: int, name: str) -> str:
        """The line of a run."""
        writer, memory = self.processes.get(self.job, (0.0, 0.0))
        others = [used for pid, used in self.processes.items() if pid != self.job]
        busy, most = sum(time for time, _ in others), max((memory for _, memory in others), default=0.0)
        share = writer / (writer + busy) if writer else 0.0
        return (
            f"{self.seconds:7.1f} {documents / self.seconds:7.1f} {writer:9.2f} {busy:10.2f} {share:6.1%} {memory:10.0f} {most:10.0f}"
            f" {workers:8}  {name.rpartition('@')[2]}"
        )


def run(archive: Sequence[str], target: str, workers: int) -> Spent:
    """One run of the command, watched."""
    words = [sys.executable, "-m", "cnreport_extract", "batch", *archive, "--to", target, "--workers", str(workers), "--quiet"]
    began = time.monotonic()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as job:  # noqa: S603  (our own command)
        spent = Spent(job.pid)
        while job.poll() is None:
            spent.look()
            time.sleep(0.05)
    spent.seconds = time.monotonic() - began
    if job.returncode not in {0, 3}:
        raise SystemExit(f"{target}: exit status {job.returncode}")
    return spent


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _used(pid: int) -> tuple[float, float]:
    """Seconds of processor time, and the most memory in megabytes, of a process that may be gone by now."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0.0, 0.0
    memory = next((int(line.split()[1]) for line in status if line.startswith("VmHWM")), 0)
    return (int(stat[11]) + int(stat[12])) / TICKS, memory / 1_000


def mark(target: str, table: str) -> tuple[int, int]:
    """The number of rows of a table and a sum over their content, in whatever order they come."""
    count = total = 0
    for row in _rows(target, table):
        content = repr(sorted((name, str(cell)) for name, cell in row.items() if cell is not None))
        count, total = count + 1, (total + int.from_bytes(blake2b(content.encode(), digest_size=8).digest())) % (1 << 64)
    return count, total


def _rows(target: str, table: str) -> Iterator[Mapping[str, Any]]:
    if target.endswith("/"):
        from pyarrow import parquet  # noqa: PLC0415  (an extra)

        with parquet.ParquetFile(Path(target) / f"{table}.parquet") as file:
            for batch in file.iter_batches(1_000):
                yield from batch.to_pylist()
        return
    from sqlalchemy import select  # noqa: PLC0415  (an extra)

    from cnreport_extract.sinks.engines import engine  # noqa: PLC0415
    from cnreport_extract.sinks.schema import metadata  # noqa: PLC0415

    with engine(target if "://" in target else f"sqlite:///{target}").connect() as connection:
        for row in connection.execute(select(metadata.tables[table])).mappings():
            yield dict(row)


if __name__ == "__main__":
    sys.exit(main())
