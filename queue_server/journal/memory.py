"""A journal in memory: for tests, rehearsals and demos. Nothing outlives the object.

It passes the same contract as `sql`; only what a disk does is missing.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence

from queue_server.journal.base import Draft, JournalUnavailable, Record, genesis
from queue_server.journal.links import Head, check, link


class MemoryJournal:
    """A `Journal` that keeps its records in a list."""

    def __init__(self, centre: str, *, epoch: str | None = None) -> None:
        self._centre = centre
        self._epoch = epoch or secrets.token_hex(8)
        self._records: list[Record] = []
        self._head = Head(0, genesis(centre, self._epoch))
        self._closed = False

    @property
    def centre(self) -> str:
        return self._centre

    @property
    def epoch(self) -> str:
        return self._epoch

    @property
    def version(self) -> int:
        return self._head.version

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """See `Journal.append`."""
        self._refuse_if_closed()
        records = link(drafts, after=self._head)
        if records:
            self._records.extend(records)
            self._head = Head(records[-1].version, records[-1].hash)
        return records

    async def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        """See `Journal.read`."""
        self._refuse_if_closed()
        for index in range(max(after, 0), self.version):
            yield self._records[index]

    async def reopen(self) -> None:
        """See `Journal.reopen`."""
        check(self._records, after=Head(0, genesis(self._centre, self._epoch)))
        self._closed = False

    async def close(self) -> None:
        """See `Journal.close`."""
        self._closed = True

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise JournalUnavailable("this journal is closed: reopen it")
