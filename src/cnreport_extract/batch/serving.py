"""What a worker process does: it says that it is ready, then answers the chunks of tasks that come through its pipe.

It ends when the pipe closes, so that no worker outlives a job that was killed; one that hangs at that moment ends itself.
"""

import faulthandler
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from cnreport_extract.errors import CnreportError

T = TypeVar("T")
R = TypeVar("R")

_GRACE = 30.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is set up."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The worker cannot be set up: the line to show."""

    line: str


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and SIGTERM. A process that is started meanwhile never gets them: its parent decides when it ends."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(connection: "Connection[Any, Any]", make: Callable[[], Callable[[T], R]], time_limit: float) -> None:
    """Answer tasks until the pipe closes.

    Args:
        connection: Our end of the pipe.
        make: Gives the function that answers a task.
        time_limit: Seconds for one task. The parent watches over it; only when it is gone, the worker ends itself a while later.
    """
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  (faulthandler wants a file that stays open)
        try:
            answer = make()
        except CnreportError as error:
            connection.send(Trouble(str(error)))
            return
        try:
            connection.send(Ready())
            while True:
                for task in connection.recv():
                    faulthandler.dump_traceback_later(time_limit + _GRACE, exit=True, file=nowhere)
                    connection.send(answer(task))
                    faulthandler.cancel_dump_traceback_later()
        except (EOFError, OSError):
            return  # the parent is done, or gone
