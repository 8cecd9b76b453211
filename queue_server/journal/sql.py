"""A journal in a SQL database; SQLite when a centre runs alone.

One connection on one thread. SQLite: WAL, synchronous=FULL and an exclusive lock, so that what `append` returned is on
disk and no second connection can exist (before 3.51.3, two of them could corrupt a WAL database).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from queue_server.journal.base import (
    Draft,
    JournalConflict,
    JournalCorrupt,
    JournalUnavailable,
    Record,
    chain,
    genesis,
)
from queue_server.journal.tables import epochs, metadata, records

log = logging.getLogger(__name__)
T = TypeVar("T")

_CHUNK = 2_000


class SqlJournal:
    """See `Journal`. Open with `SqlJournal.open`."""

    def __init__(self, path: Path, *, centre: str) -> None:
        self.centre = centre
        self.epoch = ""
        self._path = path
        self._version = 0
        self._last = ""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    @classmethod
    async def open(cls, path: Path, *, centre: str) -> SqlJournal:
        """Open or create the journal of a centre. Raises `JournalUnavailable` or `JournalCorrupt`."""
        journal = cls(path, centre=centre)
        try:
            await journal._on_thread(journal._open)
        except BaseException:
            await journal.close()
            raise
        return journal

    @property
    def version(self) -> int:
        return self._version

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        return await self._on_thread(lambda: self._append(drafts))

    async def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        previous = genesis(self.centre, self.epoch) if after == 0 else await self._on_thread(lambda: self._hash(after))
        while chunk := await self._on_thread(lambda after=after: self._read(after)):  # type: ignore[misc]
            for record in chunk:
                previous = _checked(record, previous=previous, version=after + 1)
                after += 1
                yield record

    async def close(self) -> None:
        await self._on_thread(self._close)
        self._thread.shutdown()

    # ----------------------------------------------------------------------------------------- on the one thread

    async def _on_thread(self, work: Callable[[], T]) -> T:
        """Run on the journal's thread; the database's own errors become ours here and nowhere else."""

        def translated() -> T:
            try:
                return work()
            except IntegrityError as error:
                raise JournalConflict(str(error.orig)) from error
            except DBAPIError as error:
                raise JournalUnavailable(f"{self._path}: {error.orig}") from error

        return await asyncio.get_running_loop().run_in_executor(self._thread, translated)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        engine = self._engine = create_engine(
            f"sqlite:///{self._path}", poolclass=StaticPool, connect_args={"timeout": 1.0}
        )
        event.listen(engine, "connect", _prepare)
        try:
            connection = self._connection = engine.connect()
        except DBAPIError as error:
            raise JournalUnavailable(
                f"{self._path} cannot be opened ({error.orig}): is another server using it?"
            ) from error
        checked = connection.exec_driver_sql("PRAGMA quick_check").scalar()
        if checked != "ok":
            raise JournalCorrupt(f"{self._path}: {checked}; restore it from a backup")
        metadata.create_all(connection)
        epoch = connection.scalar(select(epochs.c.epoch).where(epochs.c.centre == self.centre))
        if epoch is None:
            epoch = secrets.token_hex(8)
            connection.execute(insert(epochs).values(centre=self.centre, epoch=epoch))
        connection.commit()
        self.epoch = epoch
        self._find_end()
        sqlite = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        log.info("journal open", extra={"action": "journal_open", "version": self._version, "sqlite": sqlite})

    def _find_end(self) -> None:
        query = select(records.c.version, records.c.hash).where(*self._mine()).order_by(records.c.version.desc())
        row = self._database.execute(query.limit(1)).first()
        self._version, self._last = (row.version, row.hash) if row else (0, genesis(self.centre, self.epoch))

    def _append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        previous, written = self._last, []
        for version, draft in enumerate(drafts, start=self._version + 1):
            previous = chain(previous, version, draft)
            written.append(_record(draft, version=version, hash=previous))
        connection = self._database
        try:
            connection.execute(insert(records), [self._row(record) for record in written])
            connection.commit()
        except DBAPIError:
            # Whether it reached the disk is not known: look again from the file itself before anything else.
            self._reopen()
            raise
        self._version, self._last = self._version + len(written), previous
        return tuple(written)

    def _reopen(self) -> None:
        self._close()
        self._open()

    def _read(self, after: int) -> list[Record]:
        query = select(records).where(*self._mine(), records.c.version > after).order_by(records.c.version)
        return [
            Record(
                version=row.version,
                at=row.at,
                kind=row.kind,
                body=row.body,
                request=row.request,
                actor=row.actor,
                hash=row.hash,
            )
            for row in self._database.execute(query.limit(_CHUNK))
        ]

    def _hash(self, version: int) -> str:
        query = select(records.c.hash).where(*self._mine(), records.c.version == version)
        found = self._database.scalar(query)
        if found is None:
            raise JournalCorrupt(f"version {version} is missing")
        return str(found)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._engine is not None:
            self._engine.dispose()
        self._connection = self._engine = None

    @property
    def _database(self) -> Connection:
        if self._connection is None:
            self._open()
        assert self._connection is not None
        return self._connection

    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return records.c.centre == self.centre, records.c.epoch == self.epoch

    def _row(self, record: Record) -> dict[str, object]:
        return {
            "centre": self.centre,
            "epoch": self.epoch,
            "version": record.version,
            "at": record.at,
            "kind": record.kind,
            "body": record.body,
            "request": record.request,
            "actor": record.actor,
            "hash": record.hash,
        }


def _record(draft: Draft, *, version: int, hash: str) -> Record:
    return Record(
        version=version,
        at=draft.at,
        kind=draft.kind,
        body=draft.body,
        request=draft.request,
        actor=draft.actor,
        hash=hash,
    )


def _checked(record: Record, *, previous: str, version: int) -> str:
    """The record's hash, if it is the next one and its hash is right. Raises `JournalCorrupt`."""
    if record.version != version:
        raise JournalCorrupt(f"version {version} is missing; the next one there is {record.version}")
    draft = Draft(at=record.at, kind=record.kind, body=record.body, request=record.request, actor=record.actor)
    if chain(previous, version, draft) != record.hash:
        raise JournalCorrupt(f"version {version} was changed after it was written")
    return record.hash


def _prepare(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # The lock first: with an exclusive WAL there is no shared memory and no second connection.
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "mmap_size=0"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
