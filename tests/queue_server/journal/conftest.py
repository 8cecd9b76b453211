"""Journals of every kind, fresh each time; the contract in test_base.py runs on all of them."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from queue_server.journal.base import Draft, Journal, Record
from queue_server.journal.memory import MemoryJournal
from queue_server.journal.sql import SqlJournal
from queue_server.measured import MeasuredJournal
from tests.conftest import program
from tests.postgres import Postgres, running_postgres

CENTRE = "kt-tp"
MakeJournal = Callable[[], AbstractAsyncContextManager[Journal]]


async def in_memory(folder: Path) -> Journal:
    return MemoryJournal(CENTRE)


async def measured(folder: Path) -> Journal:
    return MeasuredJournal(MemoryJournal(CENTRE))


async def in_sqlite(folder: Path) -> Journal:
    return await SqlJournal.open(folder / "journal.sqlite", centre=CENTRE)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real server, started by the first test that needs it."""
    found = program("pg_ctl")
    assert found is not None
    with running_postgres(found) as server:
        yield server


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of a new, empty database."""
    return postgres.create(f"d{secrets.token_hex(4)}")


#: Another kind of journal is another line here.
STORES: dict[str, Callable[[Path], Awaitable[Journal]]] = {
    "memory": in_memory,
    "measured": measured,
    "sqlite": in_sqlite,
}
KINDS = [*STORES, pytest.param("postgresql", marks=pytest.mark.needs("pg_ctl"))]


@pytest.fixture(scope="session", params=KINDS)
def make_journal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MakeJournal:
    """Opens a new, empty journal and closes it at the end of the block."""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")

    async def make() -> Journal:
        if request.param != "postgresql":
            return await STORES[request.param](tmp_path_factory.mktemp(request.param))
        return await SqlJournal.open(server.create(f"d{secrets.token_hex(4)}"), centre=CENTRE)

    @asynccontextmanager
    async def opened() -> AsyncIterator[Journal]:
        journal = await make()
        try:
            yield journal
        finally:
            await journal.close()

    return opened


@pytest.fixture
async def journal(make_journal: MakeJournal) -> AsyncIterator[Journal]:
    async with make_journal() as journal:
        yield journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an SQLite journal may be."""
    return tmp_path / "journal.sqlite"


@pytest.fixture(scope="session")
def some_drafts() -> Callable[[int], list[Draft]]:
    """As many drafts as asked for, no two alike."""
    numbers = itertools.count(1)

    def make(count: int) -> list[Draft]:
        return [
            Draft(at=1_790_000_000_000 + n, kind="ticket_called", body=f'{{"ticket":"A{n:03}"}}', request=f"r{n}")
            for n in itertools.islice(numbers, count)
        ]

    return make


@pytest.fixture(scope="session")
def read_all() -> Callable[[Journal], Awaitable[list[Record]]]:
    async def read(journal: Journal, *, after: int = 0) -> list[Record]:
        return [record async for record in journal.read(after=after)]

    return read
