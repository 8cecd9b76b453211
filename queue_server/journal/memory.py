"""A journal that forgets when the process ends: the twin of `sql` for tests and trials, under the same contract."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence

from queue_server.journal.base import Draft, Record, chain, genesis


class MemoryJournal:
    """See `Journal`."""

    def __init__(self, *, centre: str) -> None:
        self.centre = centre
        self.epoch = secrets.token_hex(8)
        self._records: list[Record] = []

    @property
    def version(self) -> int:
        return len(self._records)

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        previous = self._records[-1].hash if self._records else genesis(self.centre, self.epoch)
        written = []
        for version, draft in enumerate(drafts, start=self.version + 1):
            previous = chain(previous, version, draft)
            written.append(
                Record(
                    version=version,
                    at=draft.at,
                    kind=draft.kind,
                    body=draft.body,
                    request=draft.request,
                    actor=draft.actor,
                    hash=previous,
                )
            )
        self._records += written
        return tuple(written)

    async def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        for record in self._records[after:]:
            yield record

    async def close(self) -> None:
        """Nothing is held open."""
