"""A new epoch holds what the former one held, chained anew; the former can still be proved."""

from __future__ import annotations

from pathlib import Path

from queue_server.journal.base import Draft
from queue_server.journal.sql import SqlJournal


async def test_the_new_epoch_holds_the_same_records_and_goes_on(tmp_path: Path) -> None:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="kt")
    drafts = [Draft(at=n, kind="k", body=f"{n}", request=f"r{n}", actor="a") for n in range(7)]
    before = await journal.append(drafts)
    epoch = journal.epoch
    await journal.renew()
    assert journal.epoch != epoch
    after = [record async for record in journal.read()]
    assert [(r.version, r.body, r.request, r.actor) for r in after] == [
        (r.version, r.body, r.request, r.actor) for r in before
    ]
    assert {r.hash for r in after}.isdisjoint(r.hash for r in before)
    await journal.append([Draft(at=9, kind="k", body="9")])
    await journal.reopen()
    assert journal.version == 8
    await journal.close()
