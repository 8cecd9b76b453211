"""Links of the hash chain: puts drafts behind a head, and checks that records follow one.

Pure: every journal, wherever it keeps its records, chains and checks them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from queue_server.core.record import maker
from queue_server.journal.base import ERASED, Draft, JournalCorrupt, Record, chain

_record = maker(Record)


class Head(NamedTuple):
    """Where a journal ends: the version and hash of its last record, or 0 and the genesis."""

    version: int
    hash: str


def link(drafts: Sequence[Draft], *, after: Head) -> tuple[Record, ...]:
    """The records that the drafts become behind `after`."""
    records = []
    version, previous = after
    for draft in drafts:
        version += 1
        previous = chain(previous, version, draft)
        records.append(
            _record(
                version=version,
                at=draft.at,
                kind=draft.kind,
                body=draft.body,
                request=draft.request,
                actor=draft.actor,
                hash=previous,
            )
        )
    return tuple(records)


def check(records: Iterable[Record], *, after: Head) -> Head:
    """The head behind the records. Raises `JournalCorrupt`, naming the version, where they do not follow `after`.

    Of an erased one the hash is all there is; that a seal covers it is for `reports.seals` to say.
    """
    version, previous = after
    for record in records:
        version += 1
        if record.version != version:
            raise JournalCorrupt(f"record {version} is missing: the next one there is {record.version}")
        previous = record.hash if record.kind == ERASED else chain(previous, version, record)
        if record.hash != previous:
            raise JournalCorrupt(f"record {version} does not match its hash: it or a record before it was changed")
    return Head(version, previous)
