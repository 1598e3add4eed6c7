"""Running a transaction until it is through, or saying in one line why it cannot be.

What another try may mend (a dropped connection, a deadlock, a row that another writer was quicker with) is tried again,
each time after a longer pause; anything else is a `TargetError` at once. A transaction that failed has left nothing behind.
"""

import time
from collections.abc import Callable
from ssl import SSLError
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, SQLAlchemyError

from cnreport_extract.errors import TargetError

_PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)
_FULL = ("disk is full", "no space left", "disk full", "is full", "disk i/o error")
_TRANSIENT_STATES = ("08", "40", "57P", "53300")
"""Of SQLSTATE: no connection, rolled back for another's sake, the server goes down, too many connections."""
_TRANSIENT_CODES = (1040, 1053, 1205, 1213, 2002, 2003, 2006, 2013)
"""The same among the codes of MySQL."""

_ADVICE = "nothing of this batch was written: mend that, then run the same command again"

_T = TypeVar("_T")


class Transactions:
    """Runs functions of a connection, each in a transaction of its own. `pauses` lie between tries, `advice` ends an error."""

    def __init__(self, engine: Engine, pauses: tuple[float, ...] = _PAUSES, advice: str = _ADVICE) -> None:
        self._engine, self._pauses, self._advice = engine, pauses, advice

    def run(self, work: Callable[[Connection], _T]) -> _T:
        """Run `work` in a transaction. It may be run more than once, so it must not change anything but the database.

        Raises:
            TargetError: It cannot be done; the database is as it was before.
        """
        for pause in self._pauses:
            try:
                return self._once(work)
            except DBAPIError as error:
                if not _transient(error):
                    raise self._explained(error) from error
                self._engine.dispose()
                time.sleep(pause)
            except (SQLAlchemyError, SSLError) as error:
                raise self._explained(error) from error
        try:
            return self._once(work)
        except (SQLAlchemyError, SSLError) as error:
            raise self._explained(error) from error

    def _once(self, work: Callable[[Connection], _T]) -> _T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except SSLError:
            raise
        except OSError as error:
            if self._engine.dialect.name == "sqlite":
                raise  # from a file that `work` writes
            raise InterfaceError(None, None, error) from error  # pg8000 lets some errors of the network through

    def _explained(self, error: Exception) -> TargetError:
        reason = _said(error)
        url = self._engine.url
        shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
        if any(sign in reason.lower() for sign in _FULL):
            return TargetError(f"{shown}: no room left ({reason}); make room, then run the same command again: it goes on where it stopped")
        return TargetError(f"{shown}: {reason}; {self._advice}")


def _said(error: Exception) -> str:
    """What the database said, in one line without the driver's wrapping."""
    said = error.orig.args if isinstance(error, DBAPIError) and error.orig is not None else (error,)
    told = said[0].get("M", said[0]) if said and isinstance(said[0], dict) else ": ".join(map(str, said))  # pg8000 gives a dict
    return " ".join(str(told).split())[:300].removesuffix(".")


def _transient(error: DBAPIError) -> bool:
    if error.connection_invalidated or isinstance(error, IntegrityError | InterfaceError):
        return True
    details = error.orig.args[0] if error.orig is not None and error.orig.args else None
    if isinstance(details, dict):  # how pg8000 tells
        return str(details.get("C", "")).startswith(_TRANSIENT_STATES)
    return details in _TRANSIENT_CODES or "database is locked" in str(error.orig)
