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

    def start(self) -> None:
        """On a socket only; everything that makes commits durable is as it is by default."""
        settings = f"-k {self.folder} -c listen_addresses='' -c shared_buffers=16MB -c max_connections=50"
        self.control("-l", str(self.folder / "log"), "-o", settings, "start")

    def run(self, program: str, *words: str) -> None:
        """Run a program of PostgreSQL as its owner. Raises CalledProcessError with what it said."""
        as_owner = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_owner, str(self.programs / program), *words], check=True, capture_output=True, cwd="/", text=True
        )


def _owner() -> str:
    return _USER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


@contextmanager
def running_postgres(program: str) -> Iterator[Postgres]:
    """A fresh server; `program` is the path of its `pg_ctl`. The folder's path is short, as sockets want it."""
    # In memory where there is such a folder: these tests are not about the disk, and each makes a database or two.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _USER, _USER)
        server = Postgres(Path(program).parent, folder)
        server.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
