"""The machine of the database is lost in the middle of a day: its synchronous standby is promoted and has it all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from chaos.kills import journal_of
from chaos.process import ServerProcess
from queue_server.clock import Clock
from queue_server.serving import find_centre
from tests.conftest import program
from tests.end_to_end.conftest import local, until
from tests.end_to_end.crowd import Witness, at_work, nothing_lost
from tests.postgres import Postgres, running_postgres, synchronous_standby

CENTRE = "kt-truongchinh"
#: What is heard before and after, and how many seconds a slow machine may need for it.
HEARD = {"taken": 20, "finished": 1}
PATIENCE = 120


@pytest.fixture
def databases() -> Iterator[tuple[Postgres, Postgres]]:
    """The primary and the standby that it waits for."""
    found = program("pg_ctl")
    assert found is not None
    with running_postgres(found) as primary:
        primary.create("motcua")
        with synchronous_standby(primary) as standby:
            yield primary, standby


def waits_for_its_standby(primary: Postgres) -> bool:
    with psycopg.connect(primary.address()) as connection:
        return connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall() == [("sync",)]


@pytest.mark.needs("pg_ctl")
async def test_a_promoted_standby_has_all_that_was_answered(
    databases: tuple[Postgres, Postgres], tmp_path: Path
) -> None:
    primary, standby = databases
    until(lambda: waits_for_its_standby(primary), within=PATIENCE, what="the primary waits for its standby")
    address = f"{primary.address('motcua')}&host={standby.folder}&target_session_attrs=read-write"
    server = ServerProcess(CENTRE, tmp_path, Clock.starting(local("2026-11-17 08:00"), speed=20), database=address)
    plan, witness = find_centre(CENTRE).plan, Witness()
    try:
        await asyncio.to_thread(server.start)
        async with at_work(server, server.socket, witness):
            await asyncio.wait_for(witness.hear(**HEARD), timeout=PATIENCE)
            await asyncio.to_thread(primary.stop)
            await asyncio.to_thread(standby.control, "promote")
            await asyncio.wait_for(witness.hear(**HEARD), timeout=PATIENCE)
    finally:
        server.stop()
    nothing_lost(await journal_of(server), witness, plan)
