"""Memory does not grow with the archive: what is in flight is bounded."""

import subprocess
import time
from pathlib import Path

import pytest


@pytest.fixture
def peaks(command, descendants):
    """The most memory, in megabytes, that the job and any of its workers had at a time."""

    def measure(archive, database):
        most = {"job": 0, "worker": 0}
        words = command(archive, "--to", database, "--workers", "2")
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as job:
            while job.poll() is None:
                most["job"] = max(most["job"], peak(job.pid))
                most["worker"] = max([most["worker"], *map(peak, descendants(job.pid))])
                time.sleep(0.05)
        assert job.returncode == 3
        return most

    return measure


def peak(pid):
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1_000 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def test_ten_times_the_documents_need_no_more_memory(make_archive, peaks):
    small = peaks(make_archive(300, "small"), "small.db")
    large = peaks(make_archive(3_000, "large"), "large.db")
    assert large["worker"] < small["worker"] * 1.15
    assert large["job"] < small["job"] + 20, "caches fill up, nothing else grows"
