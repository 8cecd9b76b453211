"""What the journal in memory has beyond the contract in test_base.py."""

from __future__ import annotations

import pytest

from queue_server.journal.base import Draft, JournalUnavailable
from queue_server.journal.memory import MemoryJournal


async def test_the_epoch_may_be_given() -> None:
    one, other = MemoryJournal("kt-tp", epoch="e"), MemoryJournal("kt-tp", epoch="e")
    drafts = [Draft(at=1, kind="k", body="b")]
    assert one.epoch == "e"
    assert await one.append(drafts) == await other.append(drafts)


async def test_a_closed_one_gives_its_records_again_when_reopened() -> None:
    journal = MemoryJournal("kt-tp")
    written = await journal.append([Draft(at=1, kind="k", body="b")])
    await journal.close()
    with pytest.raises(JournalUnavailable):
        await journal.append([])
    await journal.reopen()
    assert tuple([record async for record in journal.read()]) == written
