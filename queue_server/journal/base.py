"""What a journal is: contiguous, append-only, hash-chained records of one centre.

Key `(centre, epoch, version)`, versions 1, 2, 3 … without a gap. `epoch` is a random id made when the database is
created or restored. It knows nothing of the core's events: a record's body is text made by `journal.codec`.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec

from queue_server.core.record import record


class JournalError(Exception):
    """The journal could not do what was asked."""


class JournalConflict(JournalError):
    """Another server wrote this version first: this one no longer owns the centre and must load it again."""


class JournalUnavailable(JournalError):
    """The disk or database refused. The journal takes nothing more until `reopen`.

    Nothing of the batch was acknowledged. If the disk failed in the middle of the commit, reopening shows whether the
    batch is there: all of it or none.
    """


class JournalTaken(JournalUnavailable):
    """Another server owns the centre. It may be asked again: the other may go away."""


class JournalAddressWrong(JournalUnavailable):
    """There can be no journal at this address; to ask again is of no use."""


class JournalCorrupt(JournalError):
    """Records are missing, out of order, or do not match their hash chain."""


@record
class Draft:
    """A record before it has a place. `at` is in milliseconds since 1970 UTC.

    `request` is the id of the request that caused it (the first record of a request carries it, the others None);
    `actor` is who asked: a device's or an officer's id.
    """

    at: int
    kind: str
    body: str
    request: str | None = None
    actor: str | None = None


@record
class Record:
    """A draft at its place in the journal, chained to the record before it."""

    version: int
    at: int
    kind: str
    body: str
    request: str | None
    actor: str | None
    hash: str


def genesis(centre: str, epoch: str) -> str:
    """The hash before the first record of an epoch."""
    return hashlib.sha256(f"motcua\n{centre}\n{epoch}".encode()).hexdigest()


#: The kind of a record whose content was erased after its time. Its hash stays, and is taken on trust.
ERASED = "erased"


def chain(previous: str, version: int, draft: Draft | Record) -> str:
    """The hash of a record: SHA-256, as hex, of the JSON array of the hash before it and every field.

    `[previous, version, at, kind, request, actor, body]` in the canonical form of RFC 8785 and UTF-8: no two different
    records are the same text, and a stranger can compute it.
    """
    fields = (previous, version, draft.at, draft.kind, draft.request, draft.actor, draft.body)
    return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()


class Journal(Protocol):
    """One centre's journal, owned by one server at a time."""

    @property
    def centre(self) -> str: ...

    @property
    def epoch(self) -> str: ...

    @property
    def version(self) -> int:
        """The version of the last record, 0 when there is none."""
        ...

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """Write all drafts in one transaction; when this returns they are on disk.

        Calls that wait for each other are written in the order they were made. Raises `JournalConflict` or
        `JournalUnavailable`; then `reopen`, and read what there is, before going on. Whoever cancels the call does
        not know whether the drafts were written.
        """
        ...

    def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        """The records above `after`, up to the last one there is now, in order.

        The record at `after` is taken on trust. Raises `JournalCorrupt` on a gap or a wrong hash.
        """
        ...

    async def reopen(self) -> None:
        """Let the database go and open it anew, as a new process would; `version` is then what is on disk.

        Raises as opening does; then it may be tried again. Also opens a journal that was closed.
        """
        ...

    async def close(self) -> None:
        """Finish what was asked before, then let the journal go. Closing twice is allowed."""
        ...
