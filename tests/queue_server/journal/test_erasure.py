"""What is erased has no content any more, keeps its place and hash, and the chain is checked across it."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.journal.base import ERASED, Draft, Record
from queue_server.journal.sql import SqlJournal


async def read(journal: SqlJournal) -> list[Record]:
    return [record async for record in journal.read()]


async def written(journal: SqlJournal) -> list[Record]:
    """Six records of two kinds."""
    drafts = [
        Draft(at=place, kind=kind, body=f'{{"secret":"word-{place}"}}', request=f"r{place}", actor="an")
        for place, kind in enumerate(("plan", "ticket") * 3, start=1)
    ]
    await journal.append(drafts)
    return await read(journal)


def erased(record: Record) -> Record:
    return Record(
        version=record.version, at=record.at, kind=ERASED, body=f'{{"at":{record.at}}}', request=None, actor=None,
        hash=record.hash,
    )  # fmt: skip


async def erases(journal: SqlJournal) -> None:
    """The same of every database."""
    before = await written(journal)
    assert await journal.erase(up_to=4, kept={"plan"}) == 2
    wanted = [erased(each) if each.version in (2, 4) else each for each in before]
    assert await read(journal) == wanted
    assert await journal.erase(up_to=4, kept={"plan"}) == 0, "once"
    await journal.append([Draft(at=9, kind="ticket", body="{}")])
    await journal.reopen()
    assert (await read(journal))[:6] == wanted
    await journal.renew()
    assert [each.kind for each in await read(journal)] == ["plan", ERASED, "plan", ERASED, "plan", "ticket", "ticket"]


async def test_a_file(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "j.sqlite", centre="c")
    await erases(journal)
    await journal.close()


async def test_nothing_of_it_can_be_read_out_of_the_file(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "j.sqlite", centre="c")
    await written(journal)
    await journal.erase(up_to=6, kept={"plan"})
    while_open = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    await journal.close()
    closed = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    for content in (while_open, closed):
        assert [b"word-%d" % place in content for place in range(1, 7)] == [True, False] * 3


@pytest.mark.needs("pg_ctl")
async def test_a_shared_database(database: str) -> None:
    journal = await SqlJournal.open(database, centre="c")
    await erases(journal)
    await journal.close()
