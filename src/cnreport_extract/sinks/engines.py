"""What differs between SQLite, PostgreSQL and MySQL: the driver, the transaction, the words for “insert or update”."""

import getpass
import json
import logging
import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks.outcomes import Row

_DRIVERS = {"sqlite": ("sqlite", "sqlite3"), "postgresql": ("postgresql+pg8000", "pg8000"), "mysql": ("mysql+pymysql", "pymysql")}
_OPTIONS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "postgresql": ("sslmode", "sslrootcert", "application_name", "connect_timeout", "statement_timeout"),
        "mysql": ("charset", "connect_timeout", "statement_timeout", "ssl_ca", "ssl_cert", "ssl_key", "unix_socket"),
    }
)
_TIMEOUTS: Mapping[str, int] = MappingProxyType({"connect_timeout": 10, "statement_timeout": 3600})
"""Seconds until a server that says nothing is given up. Finishing a large archive takes minutes, so a statement may."""
_KEEPALIVE: Mapping[str, int] = MappingProxyType({"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 60_000})
"""So that a network that is gone is noticed within a minute, however long a statement may take; where the system has these."""
_BUSY_SECONDS = 60
_ENCRYPTION: Mapping[str, Any] = MappingProxyType(
    {"disable": False, "allow": None, "prefer": None, "require": True, "verify-ca": None, "verify-full": None}
)
_LOCK = 20250402
_POOL: Mapping[str, Any] = MappingProxyType({"pool_pre_ping": True, "pool_size": 1, "isolation_level": "READ COMMITTED"})
_Insert = TypeVar("_Insert", postgresql.Insert, sqlite.Insert)


def engine(address: str) -> Engine:
    """Make the engine for `sqlite:///…`, `postgresql://…` or `mysql://…`.

    Raises:
        TargetError: The address is malformed, of another kind, or its driver is not installed.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise TargetError("not an address of a database; write it like postgresql://user:password@host/name") from error
    kind = {"postgres": "postgresql", "mariadb": "mysql"}.get(url.get_backend_name(), url.get_backend_name())
    if kind not in _DRIVERS:
        raise TargetError(f"unknown kind of database {kind!r}; use one of {', '.join(_DRIVERS)}")
    name, driver = _DRIVERS[kind]
    _driver(driver, kind)
    return _sqlite(url) if kind == "sqlite" else _server(url.set(drivername=name))


def _driver(name: str, extra: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise TargetError(f"this needs the package {name}: pip install 'cnreport-extract[{extra}]'") from error


def _sqlite(url: URL) -> Engine:
    made = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(made, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin transactions late, and commit before some statements
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # a writer waits at the door, not in the middle

    return made


def _server(url: URL) -> Engine:
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())  # a connection that is gone is ours to tell, not a traceback's
    known = _OPTIONS[url.get_backend_name()]
    if strange := sorted(set(url.query) - set(known)):
        raise TargetError(f"option {strange[0]!r} of the address is unknown; use one of {', '.join(known)}")
    connecting, answering = (_seconds(url, name) for name in _TIMEOUTS)
    url = url.difference_update_query(_TIMEOUTS)
    if url.get_backend_name() == "mysql":
        timeouts = {"connect_timeout": connecting, "read_timeout": connecting, "write_timeout": answering}
        made = create_engine(url, connect_args=timeouts, **_POOL)
        event.listen(made, "connect", lambda connection, _: setattr(connection, "_read_timeout", answering))  # the greeting came
        return made
    url, given = _as_psql(url)
    made = create_engine(url, connect_args={**given, "timeout": connecting}, **_POOL)
    event.listen(made, "connect", lambda connection, _: _watch(connection, answering))
    return made


def _seconds(url: URL, name: str) -> int:
    """A timeout of the address, or else its default."""
    told = str(url.query.get(name, _TIMEOUTS[name]))
    if not re.fullmatch(r"[1-9]\d{0,5}", told, re.ASCII):
        raise TargetError(f"option {name!r} of the address: found {told!r}, expected seconds such as {_TIMEOUTS[name]}")
    return int(told)


def _watch(connection: Any, answering: int) -> None:
    """From now on PostgreSQL says what takes too long, and the system whether it is still there."""
    connection.cursor().execute(f"SET statement_timeout = '{answering}s'")
    connection.commit()
    wire: socket.socket = connection._usock  # noqa: SLF001  (pg8000 has one timeout for all)
    wire.settimeout(None)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            wire.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _as_psql(url: URL) -> tuple[URL, dict[str, Any]]:
    """Fill in and read what PostgreSQL's own programs do and the driver does not: the user's name, `sslmode`, `sslrootcert`."""
    mode, root = str(url.query.get("sslmode", "prefer")), url.query.get("sslrootcert")
    if mode not in _ENCRYPTION:
        raise TargetError(f"sslmode {mode!r} is unknown; use one of {', '.join(_ENCRYPTION)}")
    checked = ssl.create_default_context(cafile=str(root) if root else None) if mode.startswith("verify") else _ENCRYPTION[mode]
    if mode == "verify-ca" and checked:
        checked.check_hostname = False
    known = url.difference_update_query(["sslmode", "sslrootcert"]).set(username=url.username or getpass.getuser())
    return known, {"ssl_context": checked}


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Wait until no other writer does what only one may do at a time (schema, near-duplicates).

    SQLite has one writer at a time anyway, PostgreSQL holds the lock to the end of the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    if connection.dialect.name != "mysql":
        yield
        return
    name = func.concat("cnreport ", func.md5(func.database()))
    if not connection.scalar(select(func.get_lock(name, _BUSY_SECONDS))):
        raise TargetError(f"another writer has been finishing for {_BUSY_SECONDS} seconds; run the same command again")
    try:
        yield
    finally:
        connection.execute(select(func.release_lock(name)))


def put(connection: Connection, table: Table, rows: Sequence[Row], update: Sequence[str] = ()) -> None:
    """Insert rows; where one exists by its primary key, update the named columns (none: leave it as it is)."""
    if not rows:
        return
    if connection.dialect.name == "mysql":
        many = mysql.insert(table)
        names = update or [key.name for key in table.primary_key]  # setting a key to itself changes nothing
        connection.execute(many.on_duplicate_key_update({name: many.inserted[name] for name in names}), list(map(dict, rows)))
    elif connection.dialect.name == "postgresql":
        document = json.dumps(rows, ensure_ascii=False, default=_as_json)
        connection.execute(_or_update(_from_json(table, list(rows[0])), table, update), {"document": document})
    else:
        _at_once(connection, _or_update(sqlite.insert(table).values(dict.fromkeys(rows[0])), table, update), rows)


def _at_once(connection: Connection, statement: sqlite.Insert, rows: Sequence[Row]) -> None:
    """Give rows to the driver as they are: SQLite takes every cell, and looking at each costs as much as writing it."""
    compiled = statement.compile(dialect=connection.dialect)
    names = compiled.positiontup or ()
    connection.exec_driver_sql(str(compiled), [tuple([row[name] for name in names]) for row in rows])


def _from_json(table: Table, columns: Sequence[str]) -> postgresql.Insert:
    """All rows in one parameter: one journey to the server, however many rows and whatever the driver."""
    rows = f"json_populate_recordset(CAST(NULL AS {table.name}), CAST(:document AS json))"
    chosen = text(f"SELECT {', '.join(columns)} FROM {rows}").columns(*(table.c[name] for name in columns))  # noqa: S608  (our names)
    return postgresql.insert(table).from_select(columns, chosen)


def _or_update(statement: _Insert, table: Table, update: Sequence[str]) -> _Insert:
    keys = list(table.primary_key)
    if update:
        return statement.on_conflict_do_update(index_elements=keys, set_={name: statement.excluded[name] for name in update})
    return statement.on_conflict_do_nothing(index_elements=keys)


def _as_json(cell: object) -> str:
    """Dates and bytes as PostgreSQL writes them."""
    return "\\x" + cell.hex() if isinstance(cell, bytes) else str(cell)
