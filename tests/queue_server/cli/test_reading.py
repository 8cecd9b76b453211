"""A journal is read for a word piece by piece: one of years takes no more memory than one of a day."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.cli import reading
from queue_server.cli.reading import History, with_history
from queue_server.core.events import Administered
from queue_server.journal.base import Draft, Record
from queue_server.journal.sql import SqlJournal
from queue_server.serving import open_journal


async def made(folder: Path, count: int) -> None:
    journal, codec = await open_journal(folder, "thu-nghiem")
    kind, body = codec.encode(Administered(at=1, what="pin_changed", subject="an", officer="quan"))
    await journal.append([Draft(at=1, kind=kind, body=body)] * count)
    await journal.close()


def test_it_is_read_whole_again_and_from_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PIECE", 3)
    asyncio.run(made(tmp_path, 7))

    def show(history: History) -> int:
        assert [version for version, _, _ in history.placed()] == list(range(1, 8))
        assert [event.what for event in history.events() if isinstance(event, Administered)] == ["pin_changed"] * 7
        assert [each.version for each in history.records(after=5)] == [6, 7]
        return 5

    assert with_history(argparse.Namespace(data=tmp_path), show) == 5


def test_no_more_is_in_memory_than_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading, "_PIECE", 3)
    monkeypatch.setattr(reading, "_LONG", 6)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    asyncio.run(made(tmp_path, 7))
    read, whole = list[int](), SqlJournal.read

    async def noted(journal: SqlJournal, *, after: int = 0) -> AsyncIterator[Record]:
        async for record in whole(journal, after=after):
            read.append(record.version)
            yield record

    def show(history: History) -> int:
        records = history.records()
        assert next(records).version == 1
        assert read == [1, 2, 3]
        assert [each.version for each in records] == [2, 3, 4, 5, 6, 7]
        return 0

    monkeypatch.setattr(SqlJournal, "read", noted)
    assert with_history(argparse.Namespace(data=tmp_path), show) == 0
    assert "\r3 / 7\r6 / 7\r7 / 7" in capsys.readouterr().err, "whoever waits sees that it goes on"
