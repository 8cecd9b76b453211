"""The one way in which an SQLite file is opened, and what is said when it cannot be."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from queue_server.journal.base import JournalCorrupt, JournalUnavailable
from queue_server.journal.sqlite import advice, connect, damaged


def address(path: Path | str) -> URL:
    return URL.create("sqlite", database=str(path))


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    connection = connect(address(path))
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("locking_mode", "exclusive"), ("journal_mode", "wal"), ("synchronous", 2), ("mmap_size", 0)]
)
def test_each_commit_waits_for_the_disk(connection: Connection, pragma: str, value: object) -> None:
    assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_version_of_sqlite_is_logged(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="queue_server.journal"):
        connect(address(path)).close()
    [record] = [record for record in caplog.records if getattr(record, "action", "") == "sqlite_opened"]
    assert record.__dict__["sqlite"] == sqlite3.sqlite_version
    assert record.__dict__["file"] == str(path)


def test_a_second_connection_is_told_that_the_file_is_taken(path: Path, connection: Connection) -> None:
    with pytest.raises(OperationalError) as caught:
        connect(address(path))
    assert advice(caught.value.orig, url=address(path)) == f"another server has this journal open: {path}"


def test_the_lock_goes_with_the_connection(path: Path) -> None:
    for _ in range(3):
        connect(address(path)).close()
    assert [file.name for file in path.parent.iterdir()] == [path.name], "the write-ahead log is folded in"


def test_a_database_in_memory_is_no_journal() -> None:
    with pytest.raises(JournalUnavailable, match="keeps journal_mode at 'memory' instead of WAL"):
        connect(address(":memory:"))


def test_mapped_memory_is_refused(path: Path) -> None:
    def map_again(cursor: sqlite3.Cursor, statement: str) -> None:
        if statement == "PRAGMA mmap_size":
            cursor.execute("PRAGMA mmap_size = 1048576")

    @event.listens_for(Engine, "before_cursor_execute")
    def listener(_connection: object, cursor: sqlite3.Cursor, statement: str, *_rest: object) -> None:
        map_again(cursor, statement)

    try:
        with pytest.raises(JournalUnavailable, match="keeps mmap_size at 1048576 instead of 0"):
            connect(address(path))
    finally:
        event.remove(Engine, "before_cursor_execute", listener)


def test_a_file_that_is_no_database_is_damaged(path: Path) -> None:
    path.write_bytes(b"Nhat ky, nhung khong phai SQLite. " * 100)
    with pytest.raises(DatabaseError, match="not a database") as caught:
        connect(address(path))
    assert damaged(caught.value.orig)


def test_a_page_that_was_never_written_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID")
        database.executemany("INSERT INTO t VALUES (?)", [("x" * 50 + str(n),) for n in range(2000)])
    pages = path.read_bytes()
    path.write_bytes(pages[:-4096] + bytes(4096))
    with pytest.raises(DatabaseError) as caught:
        connect(address(path))
    assert damaged(caught.value.orig)
    path.write_bytes(pages)
    connect(address(path)).close()


def test_rows_that_break_the_tables_own_rules_are_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE t (a TEXT)")
        database.execute("INSERT INTO t VALUES (NULL)")
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE t (a TEXT NOT NULL)'")
    with pytest.raises(JournalCorrupt, match=r"damaged, restore it from a copy: NULL value in t\.a"):
        connect(address(path))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_BUSY, "another server has this journal open: /j"),
        (sqlite3.SQLITE_CANTOPEN, "cannot open /j: its folder must exist and be writable"),
        (sqlite3.SQLITE_FULL, "the disk is full, make room: /j"),
        (sqlite3.SQLITE_IOERR_FSYNC, "the disk does not read or write: /j"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "may not write: /j"),
        (sqlite3.SQLITE_MISUSE, None),
    ],
)
def test_each_kind_of_error_has_its_advice(code: int, sentence: str | None) -> None:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code  # type: ignore[misc]
    assert advice(error, url=address("/j")) == sentence
    assert not damaged(error)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CORRUPT_INDEX, sqlite3.SQLITE_NOTADB])
def test_damage_is_told_from_refusal(code: int) -> None:
    error = sqlite3.DatabaseError("…")
    error.sqlite_errorcode = code  # type: ignore[misc]
    assert damaged(error)
    assert damaged(sqlite3.OperationalError("Could not decode to UTF-8 column 'body' with text '?'"))
    assert not damaged(None)
