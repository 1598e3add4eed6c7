"""Ray: the pieces of an archive are read on the nodes of a cluster, the results are written by the process that asked.

For each piece a first task tells which documents there are, with their digests; the selection says which of them are to be read;
a second task reads them and sends rows of Arrow back as it goes. So shards, limits and resumption are those of the local
engine. A piece whose process dies is halved until the document that it died of is alone; tried once more, it is lost.

The files must lie where every node sees them under the same path, and every node must have the same version of this package.
"""

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from cnreport_extract.batch.archive import Archive
from cnreport_extract.batch.chunks import chunk
from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers.walk import STANDARD_INPUT, shown
from cnreport_extract.batch.reading import Outcome, Reading, died, digest
from cnreport_extract.batch.ruleset import ruleset
from cnreport_extract.batch.selection import Selection
from cnreport_extract.batch.shards import Shard
from cnreport_extract.engines.arrow import batch_of, extract_batch, outcomes_of
from cnreport_extract.engines.pieces import Piece, piece_size, pieces
from cnreport_extract.errors import InputError, WorkerError

_ROWS, _BYTES = 64, 4_000_000
_BUFFERED = 4
_TICK = 0.5


@dataclass(frozen=True, slots=True)
class Order:
    """What a task is told besides its piece."""

    reading: Reading
    rules: str
    shard: Shard
    time_limit: float


def list_piece(piece: Piece, order: Order) -> tuple[list[tuple[str, str]], list[Failure]]:
    """What there is: place and digest of each document, and what cannot be had."""
    if ruleset(order.reading) != order.rules:
        raise WorkerError("a node reads by other rules than this machine; install the same version of the package on all")
    marks, failures = [], []
    for found in piece.items(order.reading.options.limits, order.shard):
        if isinstance(found, Item):
            marks.append((found.place, digest(found)))
        else:
            failures.append(found)
    return marks, failures


def read_piece(piece: Piece, order: Order, wanted: frozenset[str]) -> Iterator[Any]:
    """The documents that are wanted, as rows of Arrow."""
    found = piece.items(order.reading.options.limits, order.shard)
    items = (item for item in found if isinstance(item, Item) and item.place in wanted)
    while part := chunk(items, _ROWS, _BYTES, lambda item: len(item.data)):
        yield extract_batch(batch_of(part), order.reading, order.time_limit)


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Reads an archive on a cluster.

    Args:
        archive: What there is.
        reading: How it is read.
        rules: Names the rules.
        workers: How many tasks at a time; None: as many as the cluster has cores.
        time_limit: Seconds for one document.
        address: The cluster (`auto`, `host:port`, `ray://host:port`); None: one is started on this machine.

    Raises:
        WorkerError: Ray is not installed, the cluster cannot be reached, or a node lacks the files or has other rules.
    """

    archive: Archive
    reading: Reading
    rules: str
    workers: int | None
    time_limit: float
    address: str | None = None

    def __call__(self, selection: Selection) -> Iterator[Outcome]:
        """Read what the selection wants, in the order in which it is done."""
        ray = _ray()
        ours = not ray.is_initialized()
        if ours:
            _connect(ray, self.address, self.workers)
        try:
            order = Order(self.reading, self.rules, selection.shard, self.time_limit)
            workers = self.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
            yield from _Reading(ray, self.archive, order, workers, selection).outcomes()
        finally:
            if ours:
                ray.shutdown()


def _ray() -> Any:
    try:
        import ray  # noqa: PLC0415  (an extra, slow to import)
    except ModuleNotFoundError as error:
        raise WorkerError("the engine ray needs a package: pip install 'cnreport-extract[ray]'") from error
    return ray


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    """Join a cluster, or start one here, which reports its use to nobody."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray.init(address=address or "local", num_cpus=None if address else workers, include_dashboard=None if address else False,
                 log_to_driver=False, logging_level="ERROR")  # fmt: skip
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise WorkerError(f"{address}: no Ray cluster can be reached there ({error}); start one with ray start --head") from error


@dataclass(slots=True, eq=False)
class _Task:
    """A piece at a task: first it is listed (`left` is None), then the places in `left` are read, which it tells the digests of."""

    piece: Piece
    left: dict[str, str] | None = None
    again: bool = False


@dataclass(slots=True)
class _Reading:
    """One run: what waits and what is under way on the cluster."""

    ray: Any
    archive: Archive
    order: Order
    workers: int
    selection: Selection
    _waiting: deque[_Task] = field(default_factory=deque)
    _under_way: dict[Any, _Task] = field(default_factory=dict)
    _failed: list[Failure] = field(default_factory=list)

    def outcomes(self) -> Iterator[Outcome]:
        """Read all, with a task for each core."""
        size = piece_size(self.archive.size(), self.workers)
        cut = pieces(self._files(), size, Path.cwd())
        while self._fill(cut):
            ready, _ = self.ray.wait(list(self._under_way), num_returns=1, timeout=_TICK, fetch_local=False)
            for reference in ready:
                yield from self._heard(reference)
            yield from self._taken()
            if self.selection.stopped:
                self._cancel()
        yield from self._taken()

    def _files(self) -> Iterator[Any]:
        for found in self.archive.files():
            if isinstance(found, Failure):
                if self.selection.shard.holds(found.place):
                    self._failed.append(found)
            elif found.path == STANDARD_INPUT:
                raise InputError("standard input cannot be read on a cluster; name files that all nodes see")
            else:
                yield found

    def _taken(self) -> list[Failure]:
        taken, self._failed = self._failed, []
        return taken

    def _fill(self, cut: Iterator[Piece]) -> bool:
        """Start tasks while there are cores for them; False when all is done."""
        while len(self._under_way) < self.workers and not self.selection.stopped:
            if not self._waiting and (not self.selection.going() or not (more := [_Task(piece) for piece in islice(cut, 1)])):
                break
            self._start(self._waiting.popleft() if self._waiting else more[0])
        return bool(self._under_way)

    def _start(self, task: _Task) -> None:
        if task.left is None:
            remote = self.ray.remote(list_piece).options(num_cpus=1, max_retries=0)
            reference = remote.remote(task.piece, self.order)
        else:
            remote = self.ray.remote(read_piece)
            remote = remote.options(num_cpus=1, max_retries=0, num_returns="streaming", _generator_backpressure_num_objects=_BUFFERED)
            reference = remote.remote(task.piece, self.order, frozenset(task.left))
        self._under_way[reference] = task

    def _heard(self, reference: Any) -> Iterator[Outcome]:
        task = self._under_way[reference]
        try:
            if task.left is None:
                del self._under_way[reference]
                self._listed(task, *self.ray.get(reference))
            else:
                yield from self._read(task, self.ray.get(next(reference)))
        except StopIteration:
            del self._under_way[reference]
            self.archive.meter.done += task.piece.size
        except self.ray.exceptions.RayTaskError as error:
            raise WorkerError(str(error.cause)) from error
        except self.ray.exceptions.RayError:
            self._under_way.pop(reference, None)
            self._died(task)

    def _listed(self, task: _Task, marks: list[tuple[str, str]], failures: list[Failure]) -> None:
        for failure in failures:
            if failure.kind == "missing" and Path(failure.place).exists():
                raise WorkerError(f"{failure.place}: not there on a node of the cluster; put it where all nodes see it under the same path")
        self._failed += failures
        digests = dict(marks)
        left = {place: digests[place] for place in self.selection.fresh(marks)}
        if left:
            self._waiting.append(_Task(task.piece, left))
        else:
            self.archive.meter.done += task.piece.size

    def _read(self, task: _Task, batch: Any) -> Iterator[Outcome]:
        for outcome in outcomes_of(batch):
            assert task.left is not None
            task.left.pop(outcome.place, None)
            yield outcome

    def _died(self, task: _Task) -> None:
        """Halve what is left of the piece of a process that died; what is alone gets another try, then it is lost."""
        if task.left is None:
            self._died_listing(task)
            return
        left = list(task.left.items())
        if len(left) > 1:
            half, piece = len(left) // 2, replace(task.piece, size=task.piece.size // 2)
            self._waiting += [_Task(piece, dict(left[:half])), _Task(piece, dict(left[half:]))]
        elif left and not task.again:
            self._waiting.append(replace(task, again=True))
        else:
            self._failed += [died(place, mark) for place, mark in left]

    def _died_listing(self, task: _Task) -> None:
        files = task.piece.files
        if len(files) > 1:
            self._waiting += [_Task(replace(task.piece, files=(file,), size=file.size)) for file in files]
        elif not task.again:
            self._waiting.append(replace(task, again=True))
        else:
            self._failed.append(died(shown(files[0].path), None))

    def _cancel(self) -> None:
        """Give up what is under way: it is not written, so the next run reads it."""
        for reference in self._under_way:
            self.ray.cancel(reference, force=True)
        self._under_way.clear()
        self._waiting.clear()
