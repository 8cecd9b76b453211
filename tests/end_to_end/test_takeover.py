"""Two servers share one database: the one that serves is killed, and the other goes on with nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos.kills import journal_of
from chaos.process import ServerProcess
from queue_server.clock import Clock
from queue_server.serving import find_centre
from tests.conftest import program
from tests.end_to_end.conftest import local
from tests.end_to_end.crowd import Witness, at_work, nothing_lost
from tests.postgres import running_postgres

CENTRE = "kt-truongchinh"
TAKEOVERS = 2
#: What is heard between two kills, and how many seconds a slow machine may need for it.
BETWEEN = {"taken": 40, "finished": 2}
PATIENCE = 60


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    """The server that serves and the one that waits behind it."""
    found = program("pg_ctl")
    assert found is not None
    clock = Clock.starting(local("2026-11-17 08:00"), speed=20)
    with running_postgres(found) as database:
        address = database.create("motcua")
        first, second = (ServerProcess(CENTRE, tmp_path / "data", clock, database=address) for _ in range(2))
        first.start()
        second.begin()
        yield first, second
        first.stop()
        second.stop()


@pytest.mark.needs("pg_ctl")
async def test_the_other_server_goes_on(pair: tuple[ServerProcess, ServerProcess]) -> None:
    serving, waiting = pair
    plan, witness = find_centre(CENTRE).plan, Witness()
    async with at_work(serving, f"{serving.socket},{waiting.socket}", witness):
        for _ in range(TAKEOVERS):
            await asyncio.wait_for(witness.hear(**BETWEEN), timeout=PATIENCE)
            assert not await asyncio.to_thread(waiting.answers)
            await asyncio.to_thread(serving.kill)
            await asyncio.wait_for(witness.hear(**BETWEEN), timeout=PATIENCE)
            await asyncio.to_thread(serving.begin)
            serving, waiting = waiting, serving
    serving.stop()
    waiting.stop()
    nothing_lost(await journal_of(serving), witness, plan)
    assert len(witness.finished) >= 2 * TAKEOVERS * BETWEEN["finished"]
