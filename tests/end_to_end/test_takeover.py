"""Two servers share one database: the one that serves is killed, and the other goes on with nothing lost."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chaos.kills import journal_of
from chaos.process import ServerProcess
from queue_server.client.link import Link, LinkState
from queue_server.clock import Clock
from queue_server.protocol.messages import Role
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
_LOOK = 0.05


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


@pytest.mark.needs("pg_ctl")
async def test_devices_officers_and_pictures_are_known_to_the_server_that_takes_over(tmp_path: Path) -> None:
    """Two machines: each has a data folder of its own, and what was let in or put at the one is so at the other."""
    found = program("pg_ctl")
    assert found is not None
    clock = Clock.starting(local("2026-11-17 08:00"), speed=1)
    with running_postgres(found) as database:
        address = database.create("motcua")
        first, second = (ServerProcess(CENTRE, tmp_path / name, clock, database=address) for name in "ab")
        first.start(within=PATIENCE)
        second.begin()
        picture = Path("media") / "lich.png"
        (first.folder / picture).parent.mkdir(exist_ok=True)
        (first.folder / picture).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500_000))
        token = first.token("k1", Role.KIOSK)
        cookie = await first.cookie("an")
        kiosk = Link(f"{first.socket},{second.socket}", role=Role.KIOSK, device="k1", token=token)
        told = asyncio.Event()
        kiosk.on_change(lambda change: told.set() if change.state is LinkState.LIVE else told.clear())
        running = asyncio.create_task(kiosk.run())
        await asyncio.wait_for(told.wait(), timeout=PATIENCE)
        await _until(lambda: _shared(first.folder / "shared.json", first))
        note = first.folder / "shared-media.json"
        await _until(lambda: note.exists() and picture.name in note.read_text("utf-8"))
        await asyncio.to_thread(first.kill)
        told.clear()
        await asyncio.wait_for(told.wait(), timeout=PATIENCE)
        assert second.access.officer(cookie.removeprefix("motcua_session=")) is not None
        await _until((second.folder / picture).exists)
        assert (second.folder / picture).read_bytes() == (first.folder / picture).read_bytes()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        second.stop()


async def _until(true: Callable[[], bool]) -> None:
    """What another process does is only to be seen."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(_LOOK)


def _shared(note: Path, server: ServerProcess) -> bool:
    """Whether the file of who may come in is in the database as it stands."""
    digest = hashlib.sha256((server.folder / "access.json").read_bytes()).hexdigest()
    return note.exists() and json.loads(note.read_text("utf-8")).get("access.json") == digest
