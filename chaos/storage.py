"""Disks that fail: a journal whose commits are refused or cut in the middle, and a kiosk's spool that refuses.

What is on the disk outlives whoever wrote it, as it does when a process is killed.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterable, Sequence

from kiosk.spool import SpoolError
from queue_server.journal.base import Draft, JournalUnavailable, Record
from queue_server.journal.memory import MemoryJournal

#: Seconds that a commit takes at most.
_SLOWEST_COMMIT = 0.02


class Disk:
    """The journal's disk. `errors` is how likely a commit fails; `broken` refuses all."""

    def __init__(self, centre: str, *, lot: random.Random) -> None:
        self.records = MemoryJournal(centre, epoch="e0")
        self.lot = lot
        self.errors = 0.0
        self.broken = False


class DiskJournal:
    """A `Journal` on a `Disk`, of one life of the server."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._refused = False

    @property
    def centre(self) -> str:
        return self._disk.records.centre

    @property
    def epoch(self) -> str:
        return self._disk.records.epoch

    @property
    def version(self) -> int:
        return self._disk.records.version

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """Takes a moment. Whoever is killed or refused meanwhile does not know what became of it."""
        disk = self._disk
        if self._refused or disk.broken:
            self._refused = True
            raise JournalUnavailable("the disk is broken")
        fails, reaches = disk.lot.random() < disk.errors, disk.lot.random() < 0.5
        try:
            await asyncio.sleep(disk.lot.uniform(0, _SLOWEST_COMMIT))
        except asyncio.CancelledError:
            if reaches:
                await disk.records.append(drafts)
            raise
        if fails and not reaches:
            self._refused = True
            raise JournalUnavailable("the disk refused")
        records = await disk.records.append(drafts)
        if fails:
            self._refused = True
            raise JournalUnavailable("the disk failed after it had written")
        return records

    def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        """See `Journal.read`."""
        return self._disk.records.read(after=after)

    async def reopen(self) -> None:
        """See `Journal.reopen`."""
        if self._disk.broken:
            raise JournalUnavailable("the disk is broken")
        self._refused = False

    async def close(self) -> None:
        """See `Journal.close`."""


class Paper:
    """A kiosk's disk: the lines of its spool."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []


class PaperSpool:
    """A `kiosk.spool.Spool` on a `Paper`, of one life of the kiosk. With `tears` an adding fails, written or not."""

    def __init__(self, paper: Paper, *, lot: random.Random, tears: float) -> None:
        self.lines = list(paper.lines)
        self._paper = paper
        self._lot = lot
        self._tears = tears

    def add(self, line: bytes) -> None:
        """See `Spool.add`: what fails is not there, though a kiosk killed now may find it there all the same."""
        if self._lot.random() < self._tears:
            raise SpoolError("the disk refused")
        self._paper.lines.append(line)
        self.lines.append(line)

    def replace(self, lines: Iterable[bytes]) -> None:
        """See `Spool.replace`."""
        self.lines = list(lines)
        self._paper.lines = list(self.lines)

    def close(self) -> None:
        """Nothing is held."""
