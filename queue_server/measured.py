"""A journal that times its commits: what the metrics tell of the disk. Changes nothing of what it stands before."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from queue_server.journal.base import Draft, Journal, JournalError, Record

#: Upper bounds in seconds: an SSD commits within a few milliseconds, a worn card within hundreds.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


@dataclass(slots=True)
class Commits:
    """How long commits took: how many fell under each bound and above the last, and their sum in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0
    failed: int = 0

    def took(self, seconds: float) -> None:
        """Count one commit."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class MeasuredJournal:
    """A `Journal` before another one. `commits` holds what was measured since the server began."""

    def __init__(self, journal: Journal, *, steady: Callable[[], float] = time.monotonic) -> None:
        self.commits = Commits()
        self._journal = journal
        self._steady = steady

    @property
    def centre(self) -> str:
        return self._journal.centre

    @property
    def epoch(self) -> str:
        return self._journal.epoch

    @property
    def version(self) -> int:
        return self._journal.version

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """See `Journal.append`."""
        began = self._steady()
        try:
            records = await self._journal.append(drafts)
        except JournalError:
            self.commits.failed += 1
            raise
        self.commits.took(self._steady() - began)
        return records

    def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        """See `Journal.read`."""
        return self._journal.read(after=after)

    async def reopen(self) -> None:
        """See `Journal.reopen`."""
        await self._journal.reopen()

    async def close(self) -> None:
        """See `Journal.close`."""
        await self._journal.close()
