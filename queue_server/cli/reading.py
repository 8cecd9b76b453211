"""Reads a journal for the words of this command that show something of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from queue_server.cli.failures import failed, refused
from queue_server.core.events import KINDS, Event

if TYPE_CHECKING:
    from queue_server.journal.base import Record
    from queue_server.journal.sql import SqlJournal


#: Records are read so many at a time: a journal of years need not be in memory at once.
_PIECE = 2_000
#: With fewer nobody wonders whether it still goes on.
_LONG = 50_000


class History:
    """A journal that is open, its chain checked as it is read. Each call reads it from its beginning."""

    def __init__(self, journal: SqlJournal, runner: asyncio.Runner) -> None:
        self.centre = journal.centre
        self.epoch = journal.epoch
        self._journal = journal
        self._runner = runner

    def records(self, *, after: int = 0) -> Iterator[Record]:
        """Those after a version. Raises `JournalCorrupt`."""
        reading = self._journal.read(after=after)
        shown = self._journal.version - after > _LONG and sys.stderr.isatty()
        while piece := self._runner.run(_some(reading)):
            yield from piece
            if shown:
                print(f"\r{piece[-1].version} / {self._journal.version}", end="", file=sys.stderr, flush=True)
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def placed(self) -> Iterator[tuple[int, str, Event]]:
        """Version, hash and event of each."""
        from queue_server.journal.codec import EventCodec
        from queue_server.live import event_of

        codec = EventCodec(KINDS)
        for record in self.records():
            yield record.version, record.hash, event_of(codec, record)

    def events(self) -> Iterator[Event]:
        """What happened, in order."""
        return (event for _, _, event in self.placed())


async def _some(reading: AsyncIterator[Record]) -> list[Record]:
    found: list[Record] = []
    async for record in reading:
        found.append(record)
        if len(found) == _PIECE:
            break
    return found


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
        with asyncio.Runner() as runner, _opened(options.data, runner) as history:
            return show(history)
    except BrokenPipeError:
        raise
    except (JournalError, OSError) as error:
        return failed(error)


@contextmanager
def _opened(folder: Path, runner: asyncio.Runner) -> Iterator[History]:
    """The journal in a data folder, or a copy of it when a server has it open."""
    from queue_server.journal.sqlite import SCRATCH
    from queue_server.keeping import ask_for_copy
    from queue_server.serving import JOURNAL

    with tempfile.TemporaryDirectory(dir=SCRATCH) as place:
        file = Path(place) / JOURNAL
        try:
            runner.run(ask_for_copy(folder, file))
        except FileNotFoundError:
            file = folder / JOURNAL
        journal = runner.run(_open(file))
        try:
            yield History(journal, runner)
        finally:
            runner.run(journal.close())


async def _open(file: Path) -> SqlJournal:
    from queue_server.journal.sql import SqlJournal

    return await SqlJournal.open(file, centre=await SqlJournal.centre_of(file))
