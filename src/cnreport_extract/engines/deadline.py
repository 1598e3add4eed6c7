"""A time limit for a stretch of code, for engines whose processes are not ours to kill."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 1.0  # seconds; an exception that is raised while something is being cleared away is lost, so it is raised again


class OutOfTimeError(BaseException):
    """The time is up. Not an `Exception`: what guards against mistakes must not swallow it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise in the body when it takes too long: where there are no Unix signals, or outside of the main thread, it is left to run.

    Example:
        >>> import time
        >>> try:
        ...     with deadline(0.05):
        ...         time.sleep(60)
        ... except OutOfTimeError:
        ...     print("enough")
        enough
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_: int, __: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
