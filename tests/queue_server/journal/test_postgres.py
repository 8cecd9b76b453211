"""What the journal in PostgreSQL has beyond the contract: one owner per centre, a fence, a server that goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
import pytest
import sqlalchemy

from queue_server.journal import postgres as database_of_postgres
from queue_server.journal.base import Draft, Journal, JournalConflict, JournalTaken, JournalUnavailable, Record
from queue_server.journal.sql import SqlJournal
from tests.postgres import Postgres

pytestmark = pytest.mark.needs("pg_ctl")

SomeDrafts = Callable[[int], list[Draft]]
ReadAll = Callable[[Journal], Awaitable[list[Record]]]


def do(address: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


async def test_one_server_owns_a_centre_until_it_goes_away(database: str, some_drafts: SomeDrafts) -> None:
    first = await SqlJournal.open(database, centre="kt-tp")
    await first.append(some_drafts(2))
    with pytest.raises(JournalTaken, match="another server owns 'kt-tp'"):
        await SqlJournal.open(database, centre="kt-tp")
    other_centre = await SqlJournal.open(database, centre="kt-tinh")
    await other_centre.append(some_drafts(1))
    await first.close()
    second = await SqlJournal.open(database, centre="kt-tp")
    assert (second.version, second.epoch) == (2, first.epoch)
    assert (other_centre.version, other_centre.epoch == second.epoch) == (1, False)
    await second.close()
    await other_centre.close()


async def test_an_owner_that_lost_its_line_cannot_write_over_the_next_one(
    database: str, some_drafts: SomeDrafts, read_all: ReadAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = await SqlJournal.open(database, centre="kt-tp")
    await former.append(some_drafts(1))
    # Its lock is gone, but it does not know: the key of the records must stop it.
    monkeypatch.setattr(database_of_postgres, "_OWN", sqlalchemy.text("SELECT true"))
    next_one = await SqlJournal.open(database, centre="kt-tp")
    await next_one.append(some_drafts(1))
    with pytest.raises(JournalConflict):
        await former.append(some_drafts(1))
    assert len(await read_all(next_one)) == 2
    await former.close()
    await next_one.close()


async def test_a_line_cut_in_the_middle_is_found_out_by_reopening(
    database: str, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    journal = await SqlJournal.open(database, centre="kt-tp")
    await journal.append(some_drafts(3))
    do(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'motcua'")
    with pytest.raises(JournalUnavailable, match="does not answer"):
        await journal.append(some_drafts(1))
    with pytest.raises(JournalUnavailable, match="must be reopened"):
        await journal.append(some_drafts(1))
    await journal.reopen()
    assert journal.version == 3
    await journal.append(some_drafts(1))
    assert len(await read_all(journal)) == 4
    await journal.close()


async def test_a_server_killed_while_all_write_keeps_what_it_acknowledged(
    postgres: Postgres, database: str, some_drafts: SomeDrafts, read_all: ReadAll
) -> None:
    journal = await SqlJournal.open(database, centre="kt-tp")
    acknowledged, many = 0, asyncio.Event()

    async def write() -> None:
        nonlocal acknowledged
        while True:
            records = await journal.append(some_drafts(2))
            acknowledged = max(acknowledged, records[-1].version)
            if acknowledged >= 20:
                many.set()

    writing = asyncio.create_task(write())
    await many.wait()
    await asyncio.to_thread(postgres.control, "-m", "immediate", "stop")
    with pytest.raises(JournalUnavailable):
        await writing
    await asyncio.to_thread(postgres.start)
    await journal.reopen()
    assert len(await read_all(journal)) == journal.version >= acknowledged
    await journal.close()


async def test_a_database_that_does_not_wait_for_its_disk_is_refused(postgres: Postgres, database: str) -> None:
    do(database, "ALTER SYSTEM SET fsync = off")
    do(database, "SELECT pg_reload_conf()")
    try:
        with pytest.raises(JournalUnavailable, match="does not wait for its disk"):
            await SqlJournal.open(database, centre="kt-tp")
    finally:
        do(database, "ALTER SYSTEM RESET fsync")
        do(database, "SELECT pg_reload_conf()")


async def test_what_is_wrong_with_an_address_is_said_without_the_password() -> None:
    with pytest.raises(JournalUnavailable) as refusal:
        await SqlJournal.open("postgresql://somebody:secret@127.0.0.1:1/none", centre="kt-tp")
    assert "does not answer" in str(refusal.value)
    assert "secret" not in str(refusal.value)
