"""What differs between SQLite, PostgreSQL and MySQL: the driver, the transaction, the words for “insert or update”."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.dml import Insert

from cnreport_extract.errors import TargetError

_DRIVERS = {"sqlite": ("sqlite", "sqlite3"), "postgresql": ("postgresql+pg8000", "pg8000"), "mysql": ("mysql+pymysql", "pymysql")}
_BUSY_SECONDS = 60
_LOCK = 20250402


def engine(address: str) -> Engine:
    """Make the engine for `sqlite:///…`, `postgresql://…` or `mysql://…`.

    Raises:
        TargetError: The address is malformed, of another kind, or its driver is not installed.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
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
    made = create_engine(url, pool_pre_ping=True, pool_size=1, isolation_level="READ COMMITTED")
    made.dialect.use_insertmanyvalues_wo_returning = True  # one statement for many rows, not one journey each
    return made


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


def upsert(engine: Engine, table: Table, update: Sequence[str] = ()) -> Insert:
    """An INSERT that, where the row exists by its primary key, updates the named columns (none: leaves it)."""
    keys = [column.name for column in table.primary_key]
    if engine.dialect.name == "mysql":
        statement = mysql.insert(table)
        names = update or keys  # setting a key to itself changes nothing
        return statement.on_duplicate_key_update({name: statement.inserted[name] for name in names})
    insert = postgresql.insert(table) if engine.dialect.name == "postgresql" else sqlite.insert(table)
    if not update:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_={name: insert.excluded[name] for name in update})
