"""A real PostgreSQL of Debian's package, in a folder of its own, for as long as a test session needs it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

#: PostgreSQL refuses to run as root: then it runs as the user of its package.
_USER = "postgres"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, reached through a socket in `folder`."""

    programs: Path
    folder: Path

    def address(self, database: str = "postgres") -> str:
        """For SQLAlchemy and for us."""
        return f"postgresql://{_owner()}@/{database}?host={self.folder}"

    def create(self, database: str) -> str:
        """A new, empty database's address."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
        return self.address(database)

    def control(self, *words: str) -> None:
        """`pg_ctl`, waiting until it is done."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-s", "-w", *words)

    def start(self, *, options: str = "") -> None:
        """On a socket only; everything that makes commits durable is as it is by default."""
        settings = f"-k {self.folder} -c listen_addresses='' -c shared_buffers=16MB -c max_connections=50 {options}"
        self.control("-l", str(self.folder / "log"), "-o", settings, "start")

    def stop(self) -> None:
        """As a power cut ends it, if it runs."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.control("-m", "immediate", "stop")

    def run(self, program: str, *words: str) -> None:
        """Run a program of PostgreSQL as its owner. Raises CalledProcessError with what it said."""
        as_owner = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_owner, str(self.programs / program), *words], check=True, capture_output=True, cwd="/", text=True
        )


def _owner() -> str:
    return _USER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


@contextmanager
def _place(program: str) -> Iterator[Postgres]:
    """Where a server may be made, stopped and removed in the end. The folder's path is short, as sockets want it."""
    # In memory where there is such a folder: these tests are not about the disk, and each makes a database or two.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _USER, _USER)
        server = Postgres(Path(program).resolve().parent, folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_postgres(program: str) -> Iterator[Postgres]:
    """A fresh server; `program` is the path of its `pg_ctl`."""
    with _place(program) as server:
        server.run("initdb", "-D", str(server.folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server.start()
        yield server


@contextmanager
def synchronous_standby(primary: Postgres) -> Iterator[Postgres]:
    """A second server that follows the first, which from now on waits for it at every commit."""
    with _place(str(primary.programs / "pg_ctl")) as standby:
        source = f"host={primary.folder} user={_owner()}"
        standby.run("pg_basebackup", "-D", str(standby.folder / "data"), "-d", source, "-R", "-c", "fast", "--no-sync")
        standby.start()
        with psycopg.connect(primary.address(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
        yield standby
