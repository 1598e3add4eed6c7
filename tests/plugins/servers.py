"""Real database servers, each in a folder of its own on a free port of this machine, started and stopped by the tests."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

PLACES = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, ("/usr/local/bin", "/usr/bin", "/usr/sbin"))]


def program(name, package):
    """Find a program of a server; CI must have it, elsewhere the tests are skipped."""
    found = next((place / name for place in PLACES if (place / name).exists()), None) or shutil.which(name)
    if found is None:
        missing = f"{name} is not installed: apt-get install {package}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return found


def account(folder, name):
    """Servers refuse to run as root: the folder is given to another user then."""
    if os.geteuid():
        return {}
    known = {user.pw_name for user in pwd.getpwall()}
    entry = pwd.getpwnam(name if name in known else "nobody")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Server:
    """One server: `start`, `stop` (connections are cut), `address(database)`."""

    def __init__(self, folder, owner):
        self.folder, self.account = Path(folder), account(folder, owner)
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self.port = listening.getsockname()[1]
        self.process = None
        self.prepare()

    def run(self, *command):
        subprocess.run(list(map(str, command)), check=True, capture_output=True, cwd="/", timeout=120, **self.account)

    def start(self):
        with (self.folder / "log").open("ab") as log:
            command = list(map(str, self.command()))
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **self.account)
        deadline, last = time.monotonic() + 60, None
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.ask("SELECT 1")
            except Exception as error:  # noqa: BLE001  (each driver has its own)
                last = error
                time.sleep(0.1)
            else:
                return self
        raise AssertionError(f"{last!r}\n{(self.folder / 'log').read_text(errors='replace')[-2000:]}")

    def stop(self):
        self.process.send_signal(self.stop_signal)
        self.process.wait(60)


class Postgres(Server):
    """PostgreSQL."""

    stop_signal = signal.SIGINT

    def prepare(self):
        options = ("-U", "press", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.run(program("initdb", "postgresql"), "-D", self.folder / "data", *options)
        certificate = ("-subj", "/CN=press", "-keyout", self.folder / "data/server.key", "-out", self.folder / "data/server.crt")
        self.run(program("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *certificate)

    def command(self):
        return (program("postgres", "postgresql"), "-D", self.folder / "data", "-F", "-k", "", "-h", "127.0.0.1", "-p", self.port, "-l")

    def ask(self, statement, database="postgres"):
        import pg8000.dbapi  # noqa: PLC0415  (not every test of this folder needs it)

        with contextlib.closing(pg8000.dbapi.connect("press", host="127.0.0.1", port=self.port, database=database)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    def address(self, database):
        return f"postgresql://press@127.0.0.1:{self.port}/{database}"


class Mysql(Server):
    """MariaDB, which speaks MySQL."""

    stop_signal = signal.SIGTERM

    def prepare(self):
        options = (f"--datadir={self.folder / 'data'}", "--auth-root-authentication-method=normal", "--skip-test-db")
        self.run(program("mariadb-install-db", "mariadb-server"), "--no-defaults", *options)

    def command(self):
        data, listening = self.folder / "data", self.folder / "socket"
        places = (f"--datadir={data}", f"--socket={listening}", f"--pid-file={self.folder / 'pid'}")
        network = ("--bind-address=127.0.0.1", f"--port={self.port}")
        return (program("mariadbd", "mariadb-server"), "--no-defaults", *places, *network, "--innodb-log-file-size=8M")

    def ask(self, statement, database=None):
        import pymysql  # noqa: PLC0415  (not every test of this folder needs it)

        with contextlib.closing(pymysql.connect(host="127.0.0.1", port=self.port, user="root", database=database)) as connection:
            connection.cursor().execute(statement)

    def address(self, database):
        return f"mysql://root@127.0.0.1:{self.port}/{database}"


@contextlib.contextmanager
def running(kind, owner):
    """A server for as long as the block lasts."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (a folder with a random name in it)
    with tempfile.TemporaryDirectory(prefix=f"cnreport-{owner}-", dir=memory) as folder:
        server = kind(folder, owner).start()
        try:
            yield server
        finally:
            server.process.kill()  # the folder goes with it, so nothing needs to be put in order
            server.process.wait(60)


@pytest.fixture(scope="session")
def postgres():
    with running(Postgres, "postgres") as server:
        yield server


@pytest.fixture(scope="session")
def mysql():
    with running(Mysql, "mysql") as server:
        yield server


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Instead of the fixture for all tests: servers on this machine may be asked; any other connection is still a failure."""
    connect = socket.socket.connect

    def local(self, address):
        if isinstance(address, tuple) and address[0] != "127.0.0.1":
            pytest.fail(f"connection to {address}: the package works offline")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local)
