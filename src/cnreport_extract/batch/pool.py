"""Worker processes that may hang or die without taking the job with them.

Each worker has a pipe of its own, so that one that is killed, even while it is sending, is noticed at once and harms no
other (docs/decisions/0018 says why the pools of the standard library and of pebble do not do). Tasks go out in chunks, and
a heavy one only to a worker that has nothing in hand: it is then reading, so the parent is never held up by a full pipe, and
what is in flight stays bounded. A light one, which any pipe holds, is sent ahead of that, so that a worker has something
to do while the parent writes. Answers come back one by one.
"""

import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar, cast

from cnreport_extract.batch.chunks import chunk
from cnreport_extract.batch.serving import Ready, Trouble, serve, uninterrupted
from cnreport_extract.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 16
_CHUNK_WEIGHT = 50_000
_AHEAD_WEIGHT = 64_000 if sys.platform == "linux" else 0
"""What a pipe holds twice, by its default settings: elsewhere it is less, or unknown."""
_FRUITLESS_STARTS = 20
_TICK = 0.2
_REST = 0.05
_FAREWELL = 2.0


class Loss(Enum):
    """Why a task has no answer."""

    TIMEOUT = "timeout"
    DIED = "died"


@dataclass(slots=True)
class _Chunk(Generic[T]):
    """Tasks that go to one worker together; `again` holds for a single task that a worker died of. `weight` is None where it is unknown."""

    tasks: deque[T]
    again: bool = False
    weight: int | None = None

    @property
    def light(self) -> bool:
        return not self.again and self.weight is not None and self.weight <= _AHEAD_WEIGHT


@dataclass(slots=True, eq=False)
class _Hand(Generic[T]):
    """One worker, and the chunks that it has: one in hand, one ahead.

    `since` is when it turned to the first of its tasks, None before it has said that it is ready.
    """

    process: BaseProcess
    connection: "Connection[object, object]"
    chunks: deque[_Chunk[T]] = field(default_factory=deque)
    since: float | None = None

    @property
    def idle(self) -> bool:
        return self.since is not None and not self.chunks

    def takes_ahead(self, chunk: _Chunk[T]) -> bool:
        """Whether a chunk can be sent behind another without waiting, and stays alone where it must be."""
        return len(self.chunks) == 1 and not self.chunks[0].again and chunk.light


@dataclass(slots=True)
class Pool(Generic[T, R]):
    """Maps tasks to answers in worker processes, in the order in which they are done.

    Args:
        make: Called once in each worker; gives the function that answers a task. It must be picklable.
        lost: Answers for a task that no worker could answer.
        workers: How many processes at most; they are started as there is work.
        time_limit: Seconds for one task; a worker that takes longer is killed and its task is lost.
        weigh: Size of a task in bytes; bounds what is sent at once.
    """

    make: Callable[[], Callable[[T], R]]
    lost: Callable[[T, Loss], R]
    workers: int
    time_limit: float
    weigh: Callable[[T], int]
    _hands: list[_Hand[T]] = field(default_factory=list)
    _backlog: deque[_Chunk[T]] = field(default_factory=deque)
    _fruitless: int = 0

    def map(self, tasks: Iterable[T]) -> Iterator[R]:
        """Answer all tasks.

        A worker that dies is replaced: the task that it was at is given out once more, alone, and is lost if a worker dies
        of it again; what else it had goes to others.

        Raises:
            WorkerError: No worker can be started.
        """
        source = iter(tasks)
        try:
            while self._feed(source):
                began, answers = time.monotonic(), 0
                heard = wait([hand.connection for hand in self._hands], _TICK)
                for hand in [hand for hand in self._hands if hand.connection in heard]:
                    for answer in self._receive(hand):
                        yield answer
                        answers += 1
                yield from self._expired()
                if answers:
                    self._rest((time.monotonic() - began) / answers)
        finally:
            self._close()

    def _rest(self, pace: float) -> None:
        """Let answers gather while every worker has enough to do: waking up for each costs more than it does. `pace` is seconds for one."""
        if all(len(hand.chunks) > 1 for hand in self._hands):
            time.sleep(min(_REST, pace * len(self._hands) * _CHUNK / 2))

    def _feed(self, source: Iterator[T]) -> bool:
        """Give chunks to the workers, the idle ones first; keep one, and start workers where there are more. False when all is done."""
        starting = sum(hand.since is None for hand in self._hands)
        for hand in sorted(self._hands, key=lambda hand: len(hand.chunks)):
            self._stock(source, 1)
            if self._backlog and (hand.idle or (not starting and hand.takes_ahead(self._backlog[0]))):
                self._send(hand, self._backlog.popleft())
        missing = self.workers - len(self._hands)
        self._stock(source, max(1, missing))
        for _ in range(min(missing, len(self._backlog) - starting)):
            self._start()
        return bool(self._backlog) or any(hand.chunks for hand in self._hands)

    def _stock(self, source: Iterator[T], chunks: int) -> None:
        while len(self._backlog) < chunks and (tasks := chunk(source, _CHUNK, _CHUNK_WEIGHT, self.weigh)):
            self._backlog.append(_Chunk(deque(tasks), weight=sum(map(self.weigh, tasks))))

    def _start(self) -> None:
        if self._fruitless >= _FRUITLESS_STARTS:
            raise WorkerError(f"{_FRUITLESS_STARTS} workers in a row died before they had read anything; free memory or use fewer workers")
        self._fruitless += 1
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.make, self.time_limit), daemon=True)
        with uninterrupted(), theirs:
            process.start()
        self._hands.append(_Hand(process, ours))

    def _send(self, hand: _Hand[T], tasks: _Chunk[T]) -> None:
        if hand.idle:
            hand.since = time.monotonic()
        hand.chunks.append(tasks)
        with suppress(OSError):  # it has just died: `_receive` finds out
            hand.connection.send(list(tasks.tasks))

    def _receive(self, hand: _Hand[T]) -> Iterator[R]:
        """Take what a worker has to say, all of it."""
        while hand in self._hands and hand.connection.poll():
            try:
                message = hand.connection.recv()
            except (EOFError, OSError):
                yield from self._bury(hand, Loss.DIED)
                return
            if isinstance(message, Trouble):
                raise WorkerError(message.line)
            hand.since = time.monotonic()
            if not isinstance(message, Ready):
                yield self._answer(hand, cast("R", message))

    def _answer(self, hand: _Hand[T], message: R) -> R:
        self._fruitless = 0
        hand.chunks[0].tasks.popleft()
        if not hand.chunks[0].tasks:
            hand.chunks.popleft()
        return message

    def _expired(self) -> Iterator[R]:
        """Kill the workers that have been at one task for too long and have said nothing meanwhile."""
        now = time.monotonic()
        for hand in list(self._hands):
            if hand.chunks and hand.since is not None and now - hand.since > self.time_limit and not hand.connection.poll():
                yield from self._bury(hand, Loss.TIMEOUT)

    def _bury(self, hand: _Hand[T], loss: Loss) -> Iterator[R]:
        """Remove a worker. Its first task is lost or tried again, the others go back to the front of the line."""
        self._hands.remove(hand)
        _end(hand)
        if not hand.chunks:
            return
        first = hand.chunks[0]
        suspect = first.tasks.popleft()
        self._backlog.extendleft(chunk for chunk in reversed(hand.chunks) if chunk.tasks)
        if loss is Loss.TIMEOUT or first.again:
            self._fruitless = 0
            yield self.lost(suspect, loss)
        else:
            self._backlog.append(_Chunk(deque([suspect]), again=True))

    def _close(self) -> None:
        """End all workers: those with nothing in hand leave by themselves when their pipe closes."""
        for hand in self._hands:
            hand.connection.close()
        for hand in self._hands:
            hand.process.join(_FAREWELL if hand.idle else 0)
            _end(hand)
        self._hands.clear()


def _end(hand: _Hand[T]) -> None:
    hand.process.kill()
    hand.process.join()
    hand.process.close()
    hand.connection.close()
