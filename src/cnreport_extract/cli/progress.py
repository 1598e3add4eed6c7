"""How far a batch has come: a bar on a terminal, now and then a line elsewhere (the log of a night)."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cnreport_extract.batch.archive import Archive
from cnreport_extract.batch.job import Count
from cnreport_extract.cli.messages import complain

_EVERY = 60.0


@contextmanager
def shown(archive: Archive, *, quiet: bool) -> Iterator[Callable[[Count], None]]:
    """Gives the function that a job calls after each document."""
    if quiet:
        yield lambda _: None
        return
    way = _Way(archive)
    Thread(target=way.measure, daemon=True).start()
    if sys.stderr is not None and sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task("", total=None)
            yield lambda count: bar.update(task, description=way.told(count), completed=archive.meter.done, total=way.size)
    else:
        yield _Log(way)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("/"), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), refresh_per_second=4, transient=True)


@dataclass(slots=True)
class _Way:
    """The way through an archive: `size` is known once its folders were gone through."""

    archive: Archive
    size: int | None = None
    started: float = field(default_factory=time.monotonic)

    def measure(self) -> None:
        self.size = self.archive.size()

    def told(self, count: Count) -> str:
        failed = count.failures.total()
        failures = f", {failed:,} failures" if failed else ""
        rate = count.read / max(time.monotonic() - self.started, 0.001)
        return f"{count.documents:,} documents, {count.facts:,} facts{failures}, {rate:,.0f} documents/s"


class _Log:
    """A line a minute."""

    def __init__(self, way: _Way) -> None:
        self._way = way
        self._last = (time.monotonic(), 0)

    def __call__(self, count: Count) -> None:
        now, done = time.monotonic(), self._way.archive.meter.done
        before, done_before = self._last
        if now - before < _EVERY:
            return
        self._last = (now, done)
        left = (
            f", {duration((self._way.size - done) * (now - before) / (done - done_before))} left"
            if self._way.size and done > done_before
            else ""
        )
        complain(self._way.told(count) + left)


def duration(seconds: float) -> str:
    """A time as a person says it.

    Example:
        >>> duration(42), duration(600), duration(9_000)
        ('1 min', '10 min', '2 h 30 min')
    """
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
