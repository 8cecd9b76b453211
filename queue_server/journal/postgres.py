"""Opens a PostgreSQL database so that a commit is durable and one server owns the centre, and reads its errors.

Owning is an advisory lock of the session: the server that dies lets go of it as soon as PostgreSQL sees the line drop.
The fence against one that does not know yet that it lost is the key of `records`, not the lock.
"""

from __future__ import annotations

import logging
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, NullPool, create_engine, text

from queue_server.journal.base import JournalTaken, JournalUnavailable

logger = logging.getLogger(__name__)

#: One database may hold the journals of many centres.
SHARED = True

#: The server's side must notice within seconds that we are gone, and we that it is. No statement of ours takes long.
_SESSION = {
    "synchronous_commit": "on",
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "8s",
}
_CONNECT = {
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "application_name": "motcua",
}
#: First key of our advisory locks; the second is the centre, or nobody for a change of tables.
_LOCKS = 0x6D63
_OWN = text("SELECT pg_try_advisory_lock(:locks, hashtext(:centre))")

_ADVICE = {
    psycopg.errors.DiskFull: "the database's disk is full, make room",
    psycopg.errors.InvalidCatalogName: "there is no such database: create it, or correct its name in the address",
    psycopg.errors.InvalidPassword: "the database refuses the password: correct it in the address",
    psycopg.errors.InsufficientPrivilege: "the database's user may not do this: make it the owner of the database",
    psycopg.errors.ReadOnlySqlTransaction: "this is a standby: give the address of the primary, or of all hosts with "
    "target_session_attrs=read-write",
    psycopg.OperationalError: "the database does not answer: is it running, and its address right?",
}
_DAMAGE = (psycopg.errors.DataCorrupted, psycopg.errors.IndexCorrupted)


def connect(url: URL, *, centre: str) -> Connection:
    """The connection that owns the centre. Raises `JournalTaken` while another server owns it."""
    engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=_CONNECT)
    connection = engine.connect()
    try:
        for name, value in _SESSION.items():
            connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})
        if connection.execute(text("SHOW fsync")).scalar() != "on":
            raise JournalUnavailable("this PostgreSQL does not wait for its disk (fsync is off): nothing would be safe")
        owned = connection.execute(_OWN, {"locks": _LOCKS, "centre": centre}).scalar()
        connection.commit()
        if not owned:
            raise JournalTaken(f"another server owns {centre!r} in {url.render_as_string()}")
    except BaseException:
        connection.close()
        raise
    logger.info("PostgreSQL opened", extra={"action": "postgres_opened", "database": url.render_as_string()})
    return connection


def begin_change_of_tables(connection: Connection) -> None:
    """Let one server at a time make or change the tables."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:locks, 0)"), {"locks": _LOCKS})


def copy(connection: Connection, target: Path) -> None:
    """Raises `JournalUnavailable`: PostgreSQL has its own ways, which do not stop a hundred centres."""
    del connection
    raise JournalUnavailable(f"copies of PostgreSQL are made with pg_basebackup or pg_dump, not to {target}")


def before_erasure(connection: Connection) -> None:
    """Nothing: PostgreSQL keeps the rows as they were until they are swept away."""
    del connection


def after_erasure(connection: Connection) -> None:
    """Sweep away the rows as they were. Their pages in archives of the log are the database's keeper's matter."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.autocommit = True
    try:
        driver.execute("VACUUM records")
    finally:
        driver.autocommit = False


def advice(error: object, *, url: URL) -> str | None:
    """What is to be done about an error of the driver; None where it says enough."""
    sentence = next((words for kind, words in _ADVICE.items() if isinstance(error, kind)), None)
    return sentence and f"{sentence}: {url.render_as_string()}"


def taken(error: object) -> bool:
    """Never: that another server owns the centre is an answer here, not an error."""
    del error
    return False


def damaged(error: object) -> bool:
    """Whether the driver says that the stored data itself is wrong."""
    return isinstance(error, _DAMAGE)
