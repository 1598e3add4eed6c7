"""How a database is named: what is filled in, what is refused in one line, how a connection is encrypted."""

import gc
import getpass
import socket
import time

import pytest

from cnreport_extract import TargetError
from cnreport_extract.sinks import engines
from cnreport_extract.sinks.outcomes import Run
from cnreport_extract.sinks.targets import open_target
from cnreport_extract.sinks.transactions import Transactions


def encrypted(address):
    made = engines.engine(address)
    try:
        query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        return Transactions(made, ()).run(lambda connection: connection.exec_driver_sql(query).scalar())
    finally:
        made.dispose()


@pytest.mark.parametrize(("mode", "expected"), [("disable", False), ("prefer", True), ("require", True)])
def test_a_connection_is_encrypted_as_the_address_says(postgres, mode, expected):
    assert encrypted(f"{postgres.address('postgres')}?sslmode={mode}") is expected


def test_a_certificate_is_checked(postgres):
    known = f"sslrootcert={postgres.folder / 'data/server.crt'}"
    assert encrypted(f"{postgres.address('postgres')}?sslmode=verify-ca&{known}") is True
    for query in ("sslmode=verify-ca", f"sslmode=verify-full&{known}"):
        with pytest.raises(TargetError, match="certificate verify failed"):
            encrypted(f"{postgres.address('postgres')}?{query}")


def test_the_user_is_the_one_at_the_keyboard_where_none_is_named():
    assert engines.engine("postgresql://localhost/facts").url.username == getpass.getuser()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "postgresql://press:secret@127.0.0.1:1/x",
            r"^postgresql://press:\*\*\*@127.0.0.1:1/x: Can't create a connection .*that the server runs$",
        ),
        ("mysql://press:secret@127.0.0.1:1/x", r"^mysql://press:\*\*\*@127.0.0.1:1/x: .*Connection refused.*that the server runs$"),
        ("postgresql://127.0.0.1:1/x?sslmode=maybe", r"sslmode 'maybe' is unknown; use one of disable, allow, prefer, require"),
        ("postgresql://127.0.0.1:1/x?options=-c", r"option 'options' of the address is unknown; use one of sslmode"),
        (
            "postgresql://127.0.0.1:1/x?connect_timeout=soon",
            r"option 'connect_timeout' of the address: found 'soon', expected seconds such as 10",
        ),
        (
            "mysql://127.0.0.1:1/x?statement_timeout=0",
            r"option 'statement_timeout' of the address: found '0', expected seconds such as 3600",
        ),
        ("mysql://127.0.0.1:1/x?ssl=yes", r"option 'ssl' of the address is unknown; use one of charset"),
        ("postgresql://127.0.0.1:port/x", "not an address of a database; write it like"),
        ("oracle://host/x", "no kind of target"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(name, message):
    with pytest.raises(TargetError, match=message) as raised:
        open_target(name, Run("rules-1"))
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "facts.db").write_text("no database at all, but some text", encoding="utf-8")
    with pytest.raises(TargetError, match="file is not a database; check its name"):
        open_target(str(tmp_path / "facts.db"), Run("rules-1"))


def test_a_missing_driver_is_said(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(engines, "import_module", missing)
    with pytest.raises(TargetError, match=r"needs the package pymysql: pip install 'cnreport-extract\[mysql\]'"):
        open_target("mysql://host/x", Run("rules-1"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the drivers leave their sockets to the collector
@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_server_that_accepts_and_says_nothing_is_given_up(kind):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"{kind}://press:secret@127.0.0.1:{silent.getsockname()[1]}/x?connect_timeout=1"
        began = time.monotonic()
        with pytest.raises(TargetError, match=r"timed out|Lost connection|network error"):
            open_target(address, Run("rules-1"))
    gc.collect()
    assert time.monotonic() - began < 30, "three tries of a second each"


@pytest.mark.parametrize(("kind", "query"), [("postgres", "SELECT pg_sleep(30)"), ("mysql", "SELECT sleep(30)")])
def test_a_statement_without_end_is_given_up(request, make, kind, query):
    server, name = request.getfixturevalue(kind), make(kind)
    assert server
    made = engines.engine(f"{name}{'&' if '?' in name else '?'}statement_timeout=1")
    began = time.monotonic()
    with pytest.raises(TargetError, match=r"statement timeout|timed out"):
        Transactions(made, ()).run(lambda connection: connection.exec_driver_sql(query).scalar())
    made.dispose()
    assert time.monotonic() - began < 20


def test_what_takes_longer_than_to_connect_goes_on(make):
    made = engines.engine(f"{make('postgres')}?connect_timeout=1")
    Transactions(made, ()).run(lambda connection: connection.exec_driver_sql("SELECT pg_sleep(1.5)").scalar())
    made.dispose()
