"""A journal in a database, through SQLAlchemy: an SQLite file or PostgreSQL, on one connection, in a thread of its own.

The event loop never waits for the disk. This is the only file that knows SQLAlchemy's errors: they leave it as
`JournalConflict`, `JournalUnavailable` or `JournalCorrupt`. What was once refused by the disk stays refused until the
journal is reopened, because a second attempt to sync may succeed without having written anything.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from queue_server.journal import documents, sqlite
from queue_server.journal.base import (
    Draft,
    JournalAddressWrong,
    JournalConflict,
    JournalCorrupt,
    JournalError,
    JournalTaken,
    JournalUnavailable,
    Record,
)
from queue_server.journal.erasure import STRETCH, erase
from queue_server.journal.ledger import Ledger
from queue_server.journal.renewal import renewed
from queue_server.journal.schema import prepare
from queue_server.journal.tables import epochs

T = TypeVar("T")

#: Records read in one go, while others wait to write.
_STRETCH = 1000


class SqlJournal:
    """A `Journal` in a database. Made by `open`."""

    def __init__(self, url: URL, *, connection: Connection, ledger: Ledger, writer: ThreadPoolExecutor) -> None:
        self._url = url
        self._connection = connection
        self._ledger = ledger
        self._writer = writer
        self._closed = False
        self._refused: str | None = None

    @classmethod
    async def open(cls, location: str | Path, *, centre: str) -> SqlJournal:
        """The journal of `centre` in a file, given by path or `sqlite:///` address, or in a `postgresql://` database.

        It is begun when there is none. Raises `JournalTaken` when another server has it, `JournalUnavailable` when it
        cannot be had otherwise, and `JournalCorrupt` when it is damaged.
        """
        url = _address(location)
        writer = _writer()
        try:
            connection, ledger = await _run(writer, partial(_open, url, centre=centre))
        except BaseException:
            writer.shutdown(wait=False)
            raise
        return cls(url, connection=connection, ledger=ledger, writer=writer)

    @staticmethod
    async def centre_of(location: str | Path) -> str:
        """Whose journal a file is. Raises as `open` does."""
        return await asyncio.to_thread(_centre_of, _address(location))

    @staticmethod
    async def copy_unserved(file: Path, target: Path) -> None:
        """As `copy`, of a file that nobody serves. Tables of an earlier release stay as they are, for who goes back.

        Raises `JournalError`.
        """
        await asyncio.to_thread(_copy_unserved, _address(file), target)

    @staticmethod
    async def reach(location: str) -> None:
        """Connect to a database as a journal would, and let it go; nothing is made in it. Raises `JournalError`."""
        await asyncio.to_thread(_reach, _address(location))

    @property
    def centre(self) -> str:
        return self._ledger.centre

    @property
    def epoch(self) -> str:
        return self._ledger.epoch

    @property
    def version(self) -> int:
        return self._ledger.head.version

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """See `Journal.append`."""
        return await self._ask(partial(self._append, tuple(drafts)))

    async def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        """See `Journal.read`. Between two stretches others may append; no cursor stays open meanwhile."""
        above, end = max(after, 0), self.version
        while above < end:
            up_to = min(above + _STRETCH, end)
            for record in await self._ask(partial(self._read, above=above, up_to=up_to)):
                yield record
            above = up_to

    async def copy(self, target: Path) -> int:
        """A copy of the journal in a file of its own, sound and on the disk; gives the version that it holds.

        Others wait meanwhile. Raises `JournalUnavailable` when the copy cannot be written.
        """
        return await self._ask(partial(self._copy, target))

    async def erase(self, *, up_to: int, kept: Collection[str]) -> int:
        """Take the content out of records up to a version that are of no `kept` kind; gives how many those were.

        They are not to be read out of the file either, once this returns. Raises `JournalUnavailable`.
        """
        await self._ask(partial(self._around, _database(self._url).before_erasure))
        erased = 0
        for above in range(0, up_to, STRETCH):
            erased += await self._ask(partial(self._erase, above, min(above + STRETCH, up_to), kept))
        if erased:
            await self._ask(partial(self._around, _database(self._url).after_erasure))
        return erased

    async def document_names(self) -> list[str]:
        """What the centre's servers share beside the journal."""
        return await self._ask(partial(self._around, partial(documents.names, centre=self.centre)))

    async def document(self, name: str) -> str | None:
        """A document that they share."""
        return await self._ask(partial(self._around, partial(documents.kept, centre=self.centre, name=name)))

    async def keep_document(self, name: str, body: str) -> None:
        """Share a document with the centre's other servers."""
        await self._ask(partial(self._around, partial(documents.keep, centre=self.centre, name=name, body=body)))

    async def forget_document(self, name: str) -> None:
        """Share a document no longer."""
        await self._ask(partial(self._around, partial(documents.forget, centre=self.centre, name=name)))

    async def renew(self) -> None:
        """Begin a new epoch that goes on from here (see renewal.py). Raises `JournalCorrupt`."""
        await self._ask(self._renew)

    async def reopen(self) -> None:
        """See `Journal.reopen`."""
        if self._closed:
            self._writer = _writer()
            self._closed = False
        await _run(self._writer, self._reopen)

    async def close(self) -> None:
        """See `Journal.close`."""
        if self._closed:
            return
        self._closed = True
        try:
            await _run(self._writer, partial(_close, self._url, self._connection))
        finally:
            self._writer.shutdown(wait=False)

    async def _ask(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise JournalUnavailable("this journal is closed: reopen it")
        return await _run(self._writer, work)

    def _append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        if self._refused is not None:
            raise JournalUnavailable(f"this journal must be reopened, because earlier: {self._refused}")
        try:
            with translated(self._url):
                return self._ledger.write(drafts)
        except JournalError as error:
            self._refused = str(error)
            raise

    def _copy(self, target: Path) -> int:
        _copy(self._url, self._connection, target)
        return self.version

    def _erase(self, above: int, up_to: int, kept: Collection[str]) -> int:
        with translated(self._url):
            return erase(self._connection, centre=self.centre, epoch=self.epoch, above=above, up_to=up_to, kept=kept)

    def _around(self, step: Callable[[Connection], T]) -> T:
        with translated(self._url):
            return step(self._connection)

    def _renew(self) -> None:
        with translated(self._url):
            self._ledger = renewed(self._connection, self._ledger)

    def _reopen(self) -> None:
        _close(self._url, self._connection)
        try:
            self._connection, self._ledger = _open(self._url, centre=self._ledger.centre)
        except JournalError as error:
            self._refused = str(error)
            raise
        self._refused = None

    def _read(self, *, above: int, up_to: int) -> list[Record]:
        if self._connection.closed:
            raise JournalUnavailable(f"this journal must be reopened, because earlier: {self._refused}")
        with translated(self._url):
            return self._ledger.stretch(above=above, up_to=up_to)


def _writer() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="journal")


async def _run(writer: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(writer, work)


def _address(location: str | Path) -> URL:
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(location))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        # Neither the address nor its reader's complaint, which may quote it: it holds a password.
        raise JournalAddressWrong(
            "this is not an address of a database; it is like postgresql://user:password@host:5432/name"
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise JournalAddressWrong(f"a journal is kept in an SQLite file or in PostgreSQL, not in {url.drivername}")
    return url


class _Database(Protocol):
    """What differs between databases: sqlite.py, postgres.py."""

    SHARED: bool

    def connect(self, url: URL, *, centre: str) -> Connection: ...

    def begin_change_of_tables(self, connection: Connection) -> None: ...

    def copy(self, connection: Connection, target: Path) -> None: ...

    def before_erasure(self, connection: Connection) -> None: ...

    def after_erasure(self, connection: Connection) -> None: ...

    def advice(self, error: object, *, url: URL) -> str | None: ...

    def taken(self, error: object) -> bool: ...

    def damaged(self, error: object) -> bool: ...


def _database(url: URL) -> _Database:
    if url.get_backend_name() == "sqlite":
        return sqlite
    try:
        from queue_server.journal import postgres  # its driver is an extra
    except ImportError as error:
        raise JournalAddressWrong(
            "PostgreSQL needs one more package; in the folder of the source: pip install '.[postgresql]'"
        ) from error
    return postgres


def _open(url: URL, *, centre: str) -> tuple[Connection, Ledger]:
    with translated(url):
        database = _database(url)
        connection = database.connect(url, centre=centre)
        try:
            with connection.begin():
                database.begin_change_of_tables(connection)
                prepare(connection)
            return connection, Ledger(connection, centre=centre, shared=database.SHARED)
        except BaseException:
            connection.close()
            raise


def _copy(url: URL, connection: Connection, target: Path) -> None:
    try:
        _database(url).copy(connection, target)
    except (OSError, sqlite3.Error) as error:
        raise JournalUnavailable(f"no copy could be written to {target}: {error}") from error


def _copy_unserved(url: URL, target: Path) -> None:
    with translated(url), closing(sqlite.connect(url)) as connection:
        _copy(url, connection, target)


def _centre_of(url: URL) -> str:
    with translated(url):
        connection = sqlite.connect(url)
        try:
            if not inspect(connection).has_table(epochs.name):
                raise JournalUnavailable(f"{url.database} is not a journal")
            centre = connection.execute(select(epochs.c.centre).limit(1)).scalar()
        finally:
            connection.close()
    if centre is None:
        raise JournalCorrupt(f"{url.database} is a journal of nobody: it holds no epoch")
    return str(centre)


def _reach(url: URL) -> None:
    with translated(url):
        _database(url).connect(url, centre="").close()


def _close(url: URL, connection: Connection) -> None:
    with translated(url):
        connection.close()


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Errors of SQLAlchemy and of its drivers as `JournalError`."""
    try:
        yield
    except IntegrityError as error:
        raise JournalConflict(f"another server wrote to this journal: load it again ({error.orig})") from error
    except SQLAlchemyError as error:
        origin = getattr(error, "orig", None) or error
        database = _database(url)
        if database.damaged(origin):
            raise JournalCorrupt(f"the file is damaged, restore it from a copy: {origin}") from error
        advice = database.advice(origin, url=url)
        refusal = JournalTaken if database.taken(origin) else JournalUnavailable
        raise refusal(f"{advice} ({origin})" if advice else str(origin)) from error
    except UnicodeDecodeError as error:
        # Python's driver lets this one through when the names of columns are damaged.
        raise JournalCorrupt(f"the file is damaged, restore it from a copy: {error}") from error
