"""The journals of many centres in one database, stored as they arrive. Each record is checked against its chain.

An epoch that is new to us begins beside the ones we have; records that contradict what we have are refused, so that
both histories are kept: ours here, theirs where it came from.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, ColumnElement, Connection, func, insert, select, update

from queue_server.journal import sqlite
from queue_server.journal.base import JournalCorrupt, Record, genesis
from queue_server.journal.erasure import erase
from queue_server.journal.links import Head, check
from queue_server.journal.schema import prepare
from queue_server.journal.sql import translated
from queue_server.journal.tables import epochs, records

T = TypeVar("T")

_FIELDS = ("version", "at", "kind", "body", "request", "actor", "hash")
_STRETCH = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """One epoch of one centre."""

    centre: str
    epoch: str


class Archive:
    """Made by `open`. One connection, on one thread."""

    def __init__(self, url: URL, connection: Connection, writer: ThreadPoolExecutor) -> None:
        self._url = url
        self._connection = connection
        self._writer = writer
        self._heads: dict[Place, Head] = {}

    @classmethod
    async def open(cls, file: Path) -> Archive:
        """The archive in an SQLite file, begun when there is none. Raises `JournalError` or OSError."""
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = URL.create("sqlite", database=str(file))
        writer = ThreadPoolExecutor(1, thread_name_prefix="archive")
        connection = await asyncio.get_running_loop().run_in_executor(writer, _open, url)
        archive = cls(url, connection, writer)
        await archive._run(archive._load)
        return archive

    async def reopen(self) -> None:
        """After an error: what was not synced is not believed, the file says what is held. Raises `JournalError`."""
        await self._run(self._connection.close)
        self._connection = await self._run(partial(_open, self._url))
        await self._run(self._load)

    @property
    def heads(self) -> dict[Place, Head]:
        """Where each epoch that is held ends."""
        return self._heads

    def latest(self, centre: str) -> Place | None:
        """The epoch of a centre that began to arrive last."""
        return next((place for place in reversed(self._heads) if place.centre == centre), None)

    async def store(self, batches: Sequence[tuple[Place, Sequence[Record]]]) -> list[Head | JournalCorrupt]:
        """Write all batches in one transaction; for each, where its epoch ends now, or why it was refused.

        Raises `JournalError` when nothing could be written: then `reopen` before the next.
        """
        return await self._run(partial(self._store, batches))

    async def read(self, place: Place, *, after: int = 0, up_to: int | None = None) -> AsyncIterator[Record]:
        """The records of an epoch above `after`, up to one or to the end, in order."""
        end = self._heads.get(place, Head(0, "")).version if up_to is None else up_to
        for above in range(after, end, _STRETCH):
            for record in await self._run(partial(self._read, place, above, min(above + _STRETCH, end))):
                yield record

    async def of_kind(self, place: Place, kind: str) -> list[Record]:
        """The records of one kind of an epoch, in order."""
        return await self._run(partial(self._select, place, records.c.kind == kind))

    async def erase(self, place: Place, *, up_to: int, kept: Collection[str]) -> int:
        """Take the content out of records up to a version that are of no `kept` kind; gives how many those were."""
        await self._run(partial(sqlite.before_erasure, self._connection))
        erased = 0
        for above in range(0, up_to, _STRETCH):
            until = min(above + _STRETCH, up_to)
            this = partial(erase, self._connection, centre=place.centre, epoch=place.epoch, above=above)
            erased += await self._run(partial(this, up_to=until, kept=kept))
        if erased:
            await self._run(partial(sqlite.after_erasure, self._connection))
        return erased

    async def today(self, place: Place) -> list[Record]:
        """What makes the centre as it stands: its plan, and all since its last day began with nobody left over."""
        return await self._run(partial(self._today, place))

    async def close(self) -> None:
        """Finish what was asked before, then let the file go."""
        await self._run(self._connection.close)
        self._writer.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, partial(self._as_ours, work))

    def _as_ours(self, work: Callable[[], T]) -> T:
        with translated(self._url):
            return work()

    def _load(self) -> None:
        with self._connection.begin():
            rows = self._connection.execute(select(epochs).order_by(epochs.c.at, epochs.c.ordinal)).all()
        self._heads = {Place(row.centre, row.epoch): Head(row.version, row.hash) for row in rows}

    def _store(self, batches: Sequence[tuple[Place, Sequence[Record]]]) -> list[Head | JournalCorrupt]:
        moved: dict[Place, Head] = {}
        results: list[Head | JournalCorrupt] = []
        rows: list[tuple[object, ...]] = []
        for place, batch in batches:
            head = moved.get(place) or self._heads.get(place) or Head(0, genesis(place.centre, place.epoch))
            new = [record for record in batch if record.version > head.version]
            try:
                moved[place] = check(new, after=head)
            except JournalCorrupt as error:
                results.append(error)
                continue
            rows += [(place.centre, place.epoch, *(getattr(each, name) for name in _FIELDS)) for each in new]
            results.append(moved[place])
        with self._connection.begin():
            for place, head in moved.items():
                self._move(place, head)
            if rows:
                names = ("centre", "epoch", *_FIELDS)
                self._connection.execute(insert(records), [dict(zip(names, row, strict=True)) for row in rows])
        self._heads |= moved
        return results

    def _move(self, place: Place, head: Head) -> None:
        values = {"version": head.version, "hash": head.hash}
        if place in self._heads:
            this = (epochs.c.centre == place.centre) & (epochs.c.epoch == place.epoch)
            self._connection.execute(update(epochs).where(this).values(values))
            return
        ordinals = select(func.max(epochs.c.ordinal)).where(epochs.c.centre == place.centre)
        ordinal = (self._connection.execute(ordinals).scalar() or 0) + 1
        began = {"centre": place.centre, "epoch": place.epoch, "ordinal": ordinal, "at": time.time_ns() // 1_000_000}
        self._connection.execute(insert(epochs).values(began | values))

    def _today(self, place: Place) -> list[Record]:
        mine = (records.c.centre == place.centre) & (records.c.epoch == place.epoch)
        fresh = (records.c.kind == "day_opened") & ~records.c.body.contains('"kept":true')
        with self._connection.begin():
            first = self._connection.execute(select(func.max(records.c.version)).where(mine, fresh)).scalar() or 1
            plans = mine & (records.c.kind == "plan_adopted") & (records.c.version < first)
            plan = self._connection.execute(select(func.max(records.c.version)).where(plans)).scalar()
        before = self._read(place, plan - 1, plan) if plan else []
        return before + self._read(place, first - 1, self._heads[place].version)

    def _read(self, place: Place, above: int, up_to: int) -> list[Record]:
        return self._select(place, (records.c.version > above) & (records.c.version <= up_to))

    def _select(self, place: Place, wanted: ColumnElement[bool]) -> list[Record]:
        mine = (records.c.centre == place.centre) & (records.c.epoch == place.epoch)
        columns = [records.c[name] for name in _FIELDS]
        with self._connection.begin():
            rows = self._connection.execute(select(*columns).where(mine, wanted).order_by(records.c.version)).all()
        return [Record(**dict(zip(_FIELDS, row, strict=True))) for row in rows]


def _open(url: URL) -> Connection:
    with translated(url):
        connection = sqlite.connect(url)
        with connection.begin():
            sqlite.begin_change_of_tables(connection)
            prepare(connection)
        return connection
