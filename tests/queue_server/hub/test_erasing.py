"""What a centre has erased under a seal goes from the hub's copy too, when it is old there as well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.core import commands as cmd
from queue_server.core.events import KINDS
from queue_server.core.lasting import Limits
from queue_server.core.plan import CentrePlan, Instant
from queue_server.hub.erasing import keep_obeying, obey_seals
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import ERASED, Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre, event_of
from queue_server.retention import retain
from tests.queue_server.seals import broken_seals

LIMITS = Limits(tickets=24, acts=60)


async def years_of(folder: Path, plan: CentrePlan, instant: Callable[[str], Instant]) -> tuple[Place, list[Record]]:
    """A journal that begins in 2024, as the hub was sent it: before and with the seal of 2026."""
    today = [instant("2024-01-08 08:00")]
    journal = await SqlJournal.open(folder / "journal.sqlite", centre="thu-nghiem")
    live = LiveCentre(journal, EventCodec(KINDS), clock=lambda: today[0])
    running = asyncio.create_task(live.run())
    await live.do(cmd.AdoptPlan(plan=plan))
    for day in ("2024-01-08 08:00", "2024-01-09 08:00", "2026-03-02 08:00"):
        today[0] = instant(day)
        await live.do(cmd.OpenDay())
        await live.do(cmd.TakeTicket(ticket=f"secret-{day[:10]}", service="ho-tich"))
    sent = [record async for record in journal.read()]
    assert await retain(live, journal, limits=LIMITS)
    seals = [record async for record in journal.read(after=len(sent))]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    place = Place("thu-nghiem", journal.epoch)
    await journal.close()
    return place, [*sent, *seals]


@pytest.mark.parametrize(("now", "forgotten"), [("2026-03-02 09:00", True), ("2025-06-01 08:00", False)])
async def test_a_seal_is_obeyed_only_when_its_records_are_old_by_the_hubs_clock(
    tmp_path: Path, plan: CentrePlan, instant: Callable[[str], Instant], now: str, forgotten: bool
) -> None:
    place, records = await years_of(tmp_path, plan, instant)
    archive = await Archive.open(tmp_path / "archive.sqlite")
    await archive.store([(place, records)])
    erased = await obey_seals(archive, limits=LIMITS, now=instant(now))
    held = [record async for record in archive.read(place)]
    assert (erased > 0) is forgotten
    assert [each.hash for each in held] == [each.hash for each in records], "the chain stays"
    assert (held[2].kind == ERASED) is forgotten
    assert "secret-2026-03-02" in "".join(each.body for each in held)
    codec = EventCodec(KINDS)
    chained = [(each.version, each.hash, event_of(codec, each)) for each in held]
    assert broken_seals(chained, epoch=place.epoch) == []
    assert await obey_seals(archive, limits=LIMITS, now=instant(now)) == 0
    await archive.close()
    assert (b"secret-2024-01-08" in (tmp_path / "archive.sqlite").read_bytes()) is not forgotten


async def test_a_hub_that_keeps_for_ever_erases_nothing(
    tmp_path: Path, plan: CentrePlan, instant: Callable[[str], Instant]
) -> None:
    place, records = await years_of(tmp_path, plan, instant)
    archive = await Archive.open(tmp_path / "archive.sqlite")
    await archive.store([(place, records)])
    now = instant("2030-01-01 08:00")
    assert await obey_seals(archive, limits=Limits(tickets=None, acts=None), now=now) == 0
    looking = asyncio.create_task(keep_obeying(archive, limits=LIMITS, clock=lambda: now))
    async with asyncio.timeout(60):
        while not await archive.of_kind(place, ERASED):  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    await archive.close()


@pytest.fixture
def plan(make_plan: Callable[[], CentrePlan]) -> CentrePlan:
    return make_plan()
