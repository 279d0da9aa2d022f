"""A real PostgreSQL server for tests and benchmarks: a data folder of its own, a free port, ended by its own pid.

Nothing of the machine's own clusters is touched. The server syncs every commit to disk (`fsync` is on), so that what a
kill leaves behind is what a user would find. As root it runs as another user, for PostgreSQL refuses root.
"""

from __future__ import annotations

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
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import psycopg

from geo.tables.postgis import DatabaseStore
from geo.tables.postgis.address import parse

if TYPE_CHECKING:
    from geo.tables.schema import EventsTable

PASSWORD = "geheim/@:%& 密"
"""A password that has to be escaped in an address, and that must never be seen in a message."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "fsync": "on",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "jit": "off",
    "autovacuum_naptime": "10s",
    "log_min_messages": "warning",
}
_EMPTY = """
ALTER TABLE {0}.corrections DISABLE TRIGGER corrections_stay;
DELETE FROM {0}.corrections;
ALTER TABLE {0}.corrections ENABLE TRIGGER corrections_stay;
DELETE FROM {0}.facts;
DELETE FROM {0}.findings;
DELETE FROM {0}.documents;
UPDATE {0}.project SET revision = 0, last_correction = 0, findings_changed = 0, columns = '[]';
"""
LOCALE = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def binaries() -> Path | None:
    """Return the folder of the newest server programs, Debian's own folders included; None where there are none."""
    on_path = shutil.which("postgres")
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = Path(on_path).resolve() if on_path else newest
    return found.parent if found and (found.parent / "initdb").exists() else None


def missing() -> str:
    """Return what a test needs and does not find, in a sentence; empty when all is there."""
    programs = binaries()
    if programs is None:
        return "no PostgreSQL server found; on Debian: apt-get install postgresql-15 postgresql-15-postgis-3"
    shared = Path(_output(programs / "pg_config", "--sharedir"))
    if not (shared / "extension" / "postgis.control").exists():
        return f"no PostGIS found for {programs}; on Debian: apt-get install postgresql-15-postgis-3"
    return ""


class Server:
    """One cluster in a folder of its own; a context that ends it and takes the folder away."""

    def __init__(self) -> None:
        programs = binaries()
        assert programs is not None
        self.programs = programs
        self.home = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
        self.data = self.home / "data"
        self.user = _server_user()
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._session: psycopg.Connection | None = None

    def __enter__(self) -> Self:
        secret = self.home / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        if self.user:
            shutil.chown(self.home, self.user)
            shutil.chown(secret, self.user)
        try:
            self._initialise(secret)
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.home)

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        assert self._process is not None
        return self._process.pid

    def address(self, database: str = "postgres", *, user: str = "atlas", schema: str = "") -> str:
        """Return the address of a database, with its password."""
        query = f"?schema={schema}" if schema else ""
        return f"postgresql://{user}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{database}{query}"

    def start(self) -> None:
        """Start, or start again, and wait until it answers; what was not in order is recovered first."""
        self.port = self.port or _free_port()
        settings = [argument for name, value in SETTINGS.items() for argument in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.data, "-p", str(self.port), *settings]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as_user())
        self._wait()

    def kill(self) -> None:
        """End the postmaster and all its children at once, as a power cut would."""
        if self._process is None:
            return
        if self._session is not None:
            self._session.close()
            self._session = None
        family = [*_children(self._process.pid), self._process.pid]
        for pid in reversed(family):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        # A child that the postmaster made while its list was read sees it gone and ends by itself.
        _until_gone(family)
        self._process = None

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        """Run statements as the superuser, in no transaction of their own."""
        if self._session is None:
            self._session = psycopg.connect(self.address(), autocommit=True)
        done = self._session.execute(text)  # type: ignore[call-overload]
        return done.fetchall() if done.description else []

    def _initialise(self, secret: Path) -> None:
        command = [self.programs / "initdb", "-D", self.data, "-U", "atlas", "--auth=scram-sha-256"]
        options = [f"--pwfile={secret}", "--encoding=UTF8", "--no-instructions", "--no-sync"]
        done = subprocess.run([*command, *options], capture_output=True, text=True, **self._as_user())
        assert done.returncode == 0, done.stderr

    def _as_user(self) -> dict[str, Any]:
        other = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}
        return {"cwd": self.home, "env": {**os.environ, **LOCALE}, "stdin": subprocess.DEVNULL, **other}

    def _wait(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + 60
        while not self._answers():
            log = (self.home / "log").read_text(encoding="utf-8", errors="replace")
            assert self._process.poll() is None, f"the server ended:\n{log[-2000:]}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{log[-2000:]}"
            time.sleep(0.03)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def _server_user() -> str:
    """Return the account to run the server under; empty for one's own."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 30
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < deadline, f"still running: {pids}"
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _output(*command: Path | str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


class Projects:
    """Empty projects, each in a schema of its own; making one costs more than emptying it, so they are used again."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._free: list[str] = []
        self._given: list[DatabaseStore] = []
        self._made = 0

    def new(self, table: EventsTable | None = None, **options: Any) -> DatabaseStore:
        """Return a project with these findings."""
        if self._free:
            address = self._server.address(schema=self._free.pop())
            store = DatabaseStore(address, **options)
            if table is not None:
                store.put(table)
        else:
            self._made += 1
            store = DatabaseStore.create(self._server.address(schema=f"project_{self._made}"), table, **options)
        self._given.append(store)
        return store

    def take_back(self) -> None:
        """Empty the projects that were given out, after a look whether what they publish is what their logs say."""
        for store in self._given:
            assert not [said for said in store.verify() if "withheld" not in said]
            schema = parse(store.name).schema
            self._server.sql(_EMPTY.format(schema))
            self._free.append(schema)
        self._given.clear()
