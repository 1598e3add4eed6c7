"""A batch: items → those that are not done yet → workers → target, with the target as its own checkpoint.

What is written is done; what is not is read again by the next run. So a job may be killed at any moment, and the same
command goes on where it stopped.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, takewhile

from cnreport_extract.batch.chunks import chunk
from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.pool import Loss, Pool
from cnreport_extract.batch.reading import ItemReader, Reading, digest
from cnreport_extract.batch.shards import Shard
from cnreport_extract.sinks.outcomes import Result, Target

Outcome = Result | Failure
Engine = Callable[[Iterable[Item]], Iterator[Outcome]]
"""What reads items: any order, all of them, only so many in flight."""

_ASKED, _ASKED_WEIGHT = 200, 4_000_000
_BATCH, _BATCH_WEIGHT = 500, 8_000_000
_BATCH_SECONDS = 2.0


@dataclass(slots=True)
class Count:
    """What a run has done up to now."""

    documents: int = 0
    facts: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    skipped: int = 0

    @property
    def read(self) -> int:
        """Documents that were tried."""
        return self.documents + self.failures.total()


@dataclass(slots=True)
class Job:
    """One run of a batch.

    Args:
        items: What is to be read, as `readers.items` gives it.
        target: Where results go; it knows what is done.
        engine: What reads the items.
        shard: Only documents of this part are read.
        limit: Stop after so many documents.
        retry: Read again what failed before.
        watch: Called after each document with the counts.
    """

    items: Iterable[Item | Failure]
    target: Target
    engine: Engine
    shard: Shard = field(default_factory=Shard)
    limit: int | None = None
    retry: bool = False
    watch: Callable[[Count], None] = lambda _: None
    count: Count = field(default_factory=Count)
    _stopping: bool = False
    _unread: list[Failure] = field(default_factory=list)

    def stop(self) -> None:
        """Take no new documents; what is in hand is finished and written. May be called from a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """Read and write all there is to do.

        Raises:
            CnreportError: The target cannot be written or no worker can be started. What was written stays; run it again to go on.
        """
        batch: list[Outcome] = []
        weight, due = 0, time.monotonic() + _BATCH_SECONDS
        for outcome in self._outcomes():
            self._counted(outcome)
            batch.append(outcome)
            weight += len(outcome.document["text"]) if isinstance(outcome, Result) else 0
            if len(batch) >= _BATCH or weight >= _BATCH_WEIGHT or time.monotonic() >= due:
                self.target.write(batch)
                batch, weight, due = [], 0, time.monotonic() + _BATCH_SECONDS
        self.target.write(batch)

    def _outcomes(self) -> Iterator[Outcome]:
        for outcome in self.engine(self._pending()):
            yield outcome
            yield from self._taken()
        yield from self._taken()

    def _taken(self) -> list[Failure]:
        """The items that could not even be had since the last call."""
        taken, self._unread = self._unread, []
        return taken

    def _pending(self) -> Iterator[Item]:
        """The items that are to be read; those that cannot be had are put aside."""
        source = (item for item in takewhile(self._going, self.items) if self.shard.holds(item.place))
        asked = iter(partial(chunk, source, _ASKED, _ASKED_WEIGHT, _weight), [])
        fresh = (item for part in asked for item in self._fresh(part))
        yield from takewhile(self._going, islice(fresh, self.limit))

    def _going(self, _: object) -> bool:
        return not self._stopping

    def _fresh(self, asked: Sequence[Item | Failure]) -> Iterator[Item]:
        """Of some items, those to read; asks the target once for all of them."""
        self._unread += [item for item in asked if isinstance(item, Failure)]
        found = {item.place: (item, digest(item)) for item in asked if isinstance(item, Item)}
        done = self.target.done([(place, mark) for place, (_, mark) in found.items()], failed=not self.retry)
        self.count.skipped += len(done)
        for place, (item, _) in found.items():
            if place not in done:
                yield item

    def _counted(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failure):
            self.count.failures[outcome.kind] += 1
        else:
            self.count.documents += 1
            self.count.facts += len(outcome.facts)
        self.watch(self.count)


def local_engine(reading: Reading, ruleset: str, workers: int, time_limit: float) -> Engine:
    """Worker processes on this machine."""
    make = partial(ItemReader, reading, ruleset)
    return Pool(make, partial(lost, time_limit), workers, time_limit, weigh=_weight).map


def lost(time_limit: float, item: Item, loss: Loss) -> Failure:
    """The failure of an item that no worker could read."""
    told = {
        Loss.TIMEOUT: f"not read within {time_limit:g} s; look at it, or raise the time limit",
        Loss.DIED: "the worker process died of it twice (out of memory, or a crash in a library); look at it, or free memory",
    }
    return Failure(item.place, loss.value, told[loss], digest(item))


def _weight(item: Item | Failure) -> int:
    return len(item.data) if isinstance(item, Item) else 0
