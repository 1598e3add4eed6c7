"""How far a batch has come: a bar on a terminal, now and then a line elsewhere (the log of a night)."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cnreport_extract.cli.messages import complain

if TYPE_CHECKING:
    from cnreport_extract.batch.job import Count

_EVERY = 60.0


@contextmanager
def shown(*, quiet: bool) -> Iterator[Callable[["Count"], None]]:
    """Gives the function that a job calls after each document."""
    if quiet:
        yield lambda _: None
    elif sys.stderr is not None and sys.stderr.isatty():
        with _bar() as progress:
            task = progress.add_task("", total=None)
            yield lambda count: progress.update(task, completed=count.read, description=_told(count))
    else:
        yield _Log()


def _bar() -> Progress:
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), refresh_per_second=4, transient=True)


def _told(count: "Count") -> str:
    failed = count.failures.total()
    return f"{count.documents:,} documents, {count.facts:,} facts" + (f", {failed:,} failures" if failed else "")


class _Log:
    """A line a minute."""

    def __init__(self) -> None:
        self._started = self._told = time.monotonic()

    def __call__(self, count: "Count") -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            complain(f"{_told(count)}, {count.read / (now - self._started):,.0f} documents/s")
