"""Reads a whole journal for the words of this command that show something of it."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from queue_server.cli.failures import failed, refused
from queue_server.core.events import KINDS, Event

if TYPE_CHECKING:
    from queue_server.journal.base import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A journal as it was read; `events` beside their `records`."""

    centre: str
    epoch: str
    records: Sequence[Record]
    events: Sequence[Event]

    @property
    def chained(self) -> list[tuple[int, str, Event]]:
        """Version, hash and event of each."""
        return [(each.version, each.hash, event) for each, event in zip(self.records, self.events, strict=True)]


def with_history(options: argparse.Namespace, show: Callable[[History], int]) -> int:
    """Read the journal in the data folder, its chain checked, and show something of it."""
    from queue_server.journal.base import JournalError
    from queue_server.serving import JOURNAL

    if not (options.data / JOURNAL).exists():
        return refused(
            f"Không có nhật ký ở {options.data}: chỉ đúng thư mục bằng --data",
            f"{options.data / JOURNAL}: no such journal; give its folder with --data",
            status=2,
        )
    try:
        history = asyncio.run(_history(options.data))
    except (JournalError, OSError) as error:
        return failed(error)
    return show(history)


async def _history(folder: Path) -> History:
    """Every record of the journal in a data folder; of a copy of it, when a server has it open."""
    from queue_server.keeping import ask_for_copy
    from queue_server.serving import JOURNAL

    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / JOURNAL
        try:
            await ask_for_copy(folder, copy)
        except FileNotFoundError:
            copy = folder / JOURNAL
        return await _read(copy)


async def _read(file: Path) -> History:
    from queue_server.journal.codec import EventCodec
    from queue_server.journal.sql import SqlJournal
    from queue_server.live import event_of

    journal, codec = await SqlJournal.open(file, centre=await SqlJournal.centre_of(file)), EventCodec(KINDS)
    try:
        records = [record async for record in journal.read()]
        events = [event_of(codec, record) for record in records]
        return History(centre=journal.centre, epoch=journal.epoch, records=records, events=events)
    finally:
        await journal.close()
