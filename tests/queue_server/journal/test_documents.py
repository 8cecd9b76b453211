"""Documents beside a journal: by name, of one centre, and no part of the chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.journal.sql import SqlJournal


async def keeps(location: str | Path) -> None:
    journal = await SqlJournal.open(location, centre="c")
    assert await journal.document_names() == []
    assert await journal.document("access.json") is None
    for name, body in (("access.json", "{}"), ("configuration/000001.json", "ă"), ("access.json", "{1}")):
        await journal.keep_document(name, body)
    await journal.reopen()
    assert await journal.document_names() == ["access.json", "configuration/000001.json"]
    assert await journal.document("access.json") == "{1}"
    await journal.forget_document("access.json")
    assert await journal.document_names() == ["configuration/000001.json"]
    assert await journal.document("configuration/000001.json") == "ă"
    assert journal.version == 0
    await journal.close()


async def test_in_a_file(tmp_path: Path) -> None:
    await keeps(tmp_path / "j.sqlite")


@pytest.mark.needs("pg_ctl")
async def test_in_a_shared_database(database: str) -> None:
    await keeps(database)
    other = await SqlJournal.open(database, centre="d")
    assert await other.document_names() == [], "another centre's are not told"
    await other.close()
