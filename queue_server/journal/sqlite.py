"""Opens an SQLite file the one way in which a commit is on the disk when it returns, and looks whether it is sound.

One connection, exclusively: SQLite before 3.51.3 can damage a write-ahead log that two connections share. The file must
lie on a local disk. Nothing else in this process may open it either: closing it there would drop our lock.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine

from queue_server.journal.base import JournalCorrupt, JournalUnavailable

logger = logging.getLogger(__name__)

#: A file is the journal of one centre.
SHARED = False

#: Where a whole copy may lie for a while, on a disk: /tmp is memory on newer systems.
SCRATCH = "/var/tmp"  # noqa: S108

#: Pragma, what it is set to, and what it must then be. The order matters: with the exclusive lock asked for first, the
#: write-ahead log needs no shared memory. FULL: each commit waits for the disk. Mapped memory hides errors of the disk.
SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("mmap_size", "0", 0),
)

_ADVICE = {
    sqlite3.SQLITE_BUSY: "another server has this journal open: {file}",
    sqlite3.SQLITE_CANTOPEN: "cannot open {file}: its folder must exist and be writable",
    sqlite3.SQLITE_FULL: "the disk is full, make room: {file}",
    sqlite3.SQLITE_IOERR: "the disk does not read or write: {file}",
    sqlite3.SQLITE_READONLY: "may not write: {file}",
}
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def connect(url: URL, *, centre: str = "") -> Connection:
    """The one connection, locked and sound, whoever's journal it is; its ledger looks at that.

    A transaction takes the write lock with its first change. Raises `JournalTaken` while another server has the file.
    """
    del centre
    if url.database not in (None, "", ":memory:"):
        _keep_to_ourselves(Path(str(url.database)))
    # NullPool: to close is to close, and lets go of the lock. No waiting: whoever holds the lock keeps it for the day.
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 0, "isolation_level": "IMMEDIATE"})
    connection = engine.connect()
    try:
        for pragma, value, wanted in SETTINGS:
            _settle(connection, pragma, value, wanted)
        _look_over(connection)
    except BaseException:
        connection.close()
        raise
    logger.info(
        "SQLite %s opened %s",
        sqlite3.sqlite_version,
        url.database,
        extra={"action": "sqlite_opened", "sqlite": sqlite3.sqlite_version, "file": url.database},
    )
    return connection


def _keep_to_ourselves(path: Path) -> None:
    """A new file is its owner's only: hashes of PINs are in it. The log beside it gets the rights of the file."""
    with suppress(OSError):  # the file is there already, or SQLite says in better words why it cannot be
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _settle(connection: Connection, pragma: str, value: str, wanted: object) -> None:
    connection.exec_driver_sql(f"PRAGMA {pragma} = {value}")
    found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
    connection.commit()
    # An SQLite built without mapped memory has nothing to say about it.
    if found != wanted and not (pragma == "mmap_size" and found is None):
        raise JournalUnavailable(
            f"SQLite keeps {pragma} at {found!r} instead of {value}: put the journal into a file on a local disk"
        )


def _look_over(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA quick_check(10)").scalars().all()
    connection.commit()
    if found != ["ok"]:
        raise JournalCorrupt(f"the file is damaged, restore it from a copy: {'; '.join(map(str, found))}")


def begin_change_of_tables(connection: Connection) -> None:
    """Make the transaction take in changes of tables too; Python's driver begins one by itself only for rows."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def copy(connection: Connection, target: Path) -> None:
    """A copy of the whole file, as it stands, in one other file; there when this returns, or not at all."""
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    _keep_to_ourselves(draft)
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    with closing(sqlite3.connect(draft)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")  # no second file beside it
    for path in (draft, target.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if path is draft:
            draft.replace(target)


def before_erasure(connection: Connection) -> None:
    """From now on this connection overwrites what it lets go of."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    connection.commit()


def after_erasure(connection: Connection) -> None:
    """Empty the log of what was written before, which still holds the pages as they were."""
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.commit()


def advice(error: object, *, url: URL) -> str | None:
    """What is to be done about an error of the driver; None where SQLite does not say enough."""
    sentence = _ADVICE.get(_kind(error))
    return sentence and sentence.format(file=url.database)


def taken(error: object) -> bool:
    """Whether the driver says that another server has the file."""
    return _kind(error) == sqlite3.SQLITE_BUSY


def damaged(error: object) -> bool:
    """Whether the driver says that the file itself is wrong."""
    return _kind(error) in _DAMAGE or "Could not decode to UTF-8" in str(error)


def _kind(error: object) -> int:
    # The low byte is the kind of error; the rest, its details.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
