"""What the journal in SQLite has beyond the contract in test_base.py: its file, its lock, and errors translated."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from traceback import format_exception

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from queue_server.journal.base import (
    Draft,
    Journal,
    JournalConflict,
    JournalCorrupt,
    JournalUnavailable,
    Record,
)
from queue_server.journal.sql import SqlJournal

SomeDrafts = Callable[[int], list[Draft]]
ReadAll = Callable[[Journal], Awaitable[list[Record]]]

SECOND_OPENER = """
import asyncio, sys
from queue_server.journal.sql import SqlJournal
asyncio.run(SqlJournal.open(sys.argv[1], centre="kt-tp"))
"""


@contextmanager
def listening(name: str, listener: Callable[..., None]) -> Iterator[None]:
    """With SQLAlchemy telling `listener`, on every engine."""
    event.listen(Engine, name, listener)
    try:
        yield
    finally:
        event.remove(Engine, name, listener)


@pytest.mark.parametrize("make", [str, Path, lambda path: f"sqlite:///{path}"], ids=["text", "path", "address"])
async def test_a_file_is_given_by_path_or_address(
    path: Path, some_drafts: SomeDrafts, read_all: ReadAll, make: Callable[[Path], str | Path]
) -> None:
    first = await SqlJournal.open(make(path), centre="kt-tp")
    written = await first.append(some_drafts(2))
    await first.close()
    second = await SqlJournal.open(path, centre="kt-tp")
    assert (second.centre, second.epoch, second.version) == ("kt-tp", first.epoch, 2)
    assert tuple(await read_all(second)) == written
    await second.close()


@pytest.mark.parametrize(
    ("location", "complaint"),
    [
        ("mysql://hub/motcua", "an SQLite file or in PostgreSQL, not in mysql"),
        ("nothing of the kind://", "is not an address of a database"),
        ("postgresql://motcua@hub:s3cret", "is not an address of a database"),
        ("sqlite://", "keeps journal_mode at 'memory'"),
    ],
)
async def test_what_is_no_file_is_refused(location: str, complaint: str) -> None:
    with pytest.raises(JournalUnavailable, match=complaint) as told:
        await SqlJournal.open(location, centre="kt-tp")
    assert "s3cret" not in "".join(format_exception(told.value))


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "journal.sqlite"
    with pytest.raises(JournalUnavailable, match=f"cannot open {missing}: its folder must exist"):
        await SqlJournal.open(missing, centre="kt-tp")


async def test_another_centres_journal_is_not_taken_over(path: Path) -> None:
    await (await SqlJournal.open(path, centre="kt-tp")).close()
    with pytest.raises(JournalUnavailable, match="journal of the centre 'kt-tp'"):
        await SqlJournal.open(path, centre="kon-ray")
    await (await SqlJournal.open(path, centre="kt-tp")).close()


async def test_a_second_opener_is_told_and_the_first_goes_on(path: Path, some_drafts: SomeDrafts) -> None:
    first = await SqlJournal.open(path, centre="kt-tp")
    with pytest.raises(JournalUnavailable, match=f"another server has this journal open: {path}"):
        await SqlJournal.open(path, centre="kt-tp")
    await first.append(some_drafts(1))
    await first.close()
    second = await SqlJournal.open(path, centre="kt-tp")
    assert second.version == 1
    with pytest.raises(JournalUnavailable, match="another server has this journal open"):
        await first.reopen()
    with pytest.raises(JournalUnavailable, match="must be reopened, because earlier: another server"):
        await first.append(some_drafts(1))
    await second.close()
    await first.reopen()
    assert len(await first.append(some_drafts(1))) == 1
    await first.close()


async def test_another_process_is_told_too(path: Path, some_drafts: SomeDrafts) -> None:
    journal = await SqlJournal.open(path, centre="kt-tp")
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SECOND_OPENER, str(path), stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await other.communicate()
    assert other.returncode == 1
    assert f"JournalTaken: another server has this journal open: {path}" in complaint.decode()
    await journal.append(some_drafts(1))
    await journal.close()


async def test_the_event_loop_does_not_wait_for_the_disk(path: Path, some_drafts: SomeDrafts) -> None:
    journal = await SqlJournal.open(path, centre="kt-tp")
    held, entered = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(_connection: object) -> None:
        loop.call_soon_threadsafe(entered.set)
        held.wait()

    with listening("commit", hold):
        appending = asyncio.ensure_future(journal.append(some_drafts(1)))
        await entered.wait()
        assert not appending.done()
        assert journal.version == 0
        held.set()
        await appending
    assert journal.version == 1
    await journal.close()


async def test_another_writers_record_is_a_conflict(path: Path, some_drafts: SomeDrafts, read_all: ReadAll) -> None:
    journal = await SqlJournal.open(path, centre="kt-tp")
    written = await journal.append(some_drafts(1))

    def write_first(_connection: object, cursor: sqlite3.Cursor, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO records"):
            cursor.execute("INSERT INTO records SELECT centre, epoch, 2, at, 'x', 'x', '', '', 'x' FROM records")

    with (
        listening("before_cursor_execute", write_first),
        pytest.raises(JournalConflict, match="another server wrote to this journal: load it again"),
    ):
        await journal.append(some_drafts(2))
    with pytest.raises(JournalUnavailable, match="must be reopened, because earlier: another server wrote"):
        await journal.append(some_drafts(2))
    assert tuple(await read_all(journal)) == written
    await journal.reopen()
    await journal.append(some_drafts(2))
    assert [record.version for record in await read_all(journal)] == [1, 2, 3]
    await journal.close()


async def test_after_a_sync_that_failed_nothing_is_taken_until_it_is_reopened(
    path: Path, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    journal = await SqlJournal.open(path, centre="kt-tp")
    written = await journal.append(some_drafts(3))
    statements: list[str] = []

    def fail(_connection: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC  # type: ignore[misc]
        raise OperationalError("COMMIT", None, error)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with listening("commit", fail), pytest.raises(JournalUnavailable, match=f"does not read or write: {path}"):
        await journal.append(some_drafts(2))
    with listening("before_cursor_execute", note):
        for _ in range(2):
            with pytest.raises(JournalUnavailable, match="must be reopened, because earlier: the disk does not"):
                await journal.append(some_drafts(2))
    assert statements == [], "the disk is not asked again"
    assert journal.version == 3
    await journal.reopen()
    more = await journal.append(some_drafts(1))
    assert await read_all(journal) == [*written, *more]
    await journal.close()


async def test_a_reopening_that_fails_may_be_tried_again(
    path: Path, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    journal = await SqlJournal.open(path, centre="kt-tp")
    written = await journal.append(some_drafts(3))

    def fail(_dialect: object, *_rest: object) -> None:
        raise OperationalError("connect", None, sqlite3.OperationalError("no such disk"))

    with listening("do_connect", fail), pytest.raises(JournalUnavailable, match="no such disk"):
        await journal.reopen()
    assert journal.version == 3
    with pytest.raises(JournalUnavailable, match="must be reopened, because earlier: no such disk"):
        await journal.append(some_drafts(1))
    with pytest.raises(JournalUnavailable, match="must be reopened, because earlier: no such disk"):
        await read_all(journal)
    await journal.reopen()
    assert tuple(await read_all(journal)) == written
    await journal.close()


async def test_a_draft_that_cannot_be_kept_is_the_callers_fault_alone(
    path: Path, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    journal = await SqlJournal.open(path, centre="kt-tp")
    with pytest.raises(OverflowError):
        await journal.append([*some_drafts(2), Draft(at=2**63, kind="k", body="b")])
    written = await journal.append(some_drafts(1))
    assert tuple(await read_all(journal)) == written
    await journal.close()


def test_what_is_no_database_is_damaged(path: Path) -> None:
    path.write_bytes(b"not a database, but long enough to be looked at " * 20)
    with pytest.raises(JournalCorrupt, match="the file is damaged, restore it from a copy"):
        asyncio.run(SqlJournal.open(path, centre="kt-tp"))


def test_another_programs_database_is_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as songs:
        songs.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(JournalUnavailable, match="this database is not a journal: it holds songs"):
        asyncio.run(SqlJournal.open(path, centre="kt-tp"))
    with closing(sqlite3.connect(path)) as songs:
        assert songs.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
