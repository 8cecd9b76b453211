"""A journal goes up: all of it, once, in order, whoever is killed; what does not fit is refused and kept apart."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core.plan import MINUTE, Authority, Employer
from queue_server.journal.archive import Place
from queue_server.journal.base import Journal
from queue_server.journal.memory import MemoryJournal
from queue_server.uplink import JournalUplink
from tests.queue_server.hub.conftest import Edge, Running


async def until_held(uplink: JournalUplink, journal: Journal) -> None:
    """Until the hub has all of it."""
    async with asyncio.timeout(60):
        while uplink.held != journal.version:  # noqa: ASYNC110  # the uplink tells nobody
            await asyncio.sleep(0)


async def same(running: Running, edge: Edge) -> bool:
    place = Place(edge.journal.centre, edge.journal.epoch)
    there = [record async for record in running.archive.read(place)]
    return there == [record async for record in edge.journal.read()]


def asked(running: Running, path: str) -> bytes:
    """What the hub's page is told."""
    address = running.url.replace("ws://", "http://").replace("/uplink", "")
    with urllib.request.urlopen(address + path, timeout=20) as answer:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        return bytes(answer.read())


async def test_what_was_there_and_what_comes_arrives_in_order(running: Running, edge: Edge) -> None:
    await edge.take(450)
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await until_held(uplink, edge.journal)
    await edge.take(7)
    await until_held(uplink, edge.journal)
    await edge.take(1)
    await until_held(uplink, edge.journal)
    assert await same(running, edge)
    [line] = running.hub.province.now(running.now)
    assert (line.tickets, line.waiting, line.desks_open, line.desks) == (458, 458, 0, 3)


async def test_a_hub_that_comes_back_goes_on_where_it_was(running: Running, edge: Edge) -> None:
    await edge.take(30)
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await until_held(uplink, edge.journal)
    await running.stop()
    await edge.take(30)  # a centre never waits for its hub
    await running.start()
    await until_held(uplink, edge.journal)
    assert await same(running, edge)
    assert [line.tickets for line in running.hub.province.now(running.now)] == [60]


async def test_a_wrong_token_sends_nothing(running: Running, edge: Edge) -> None:
    running.token("thu-nghiem")
    uplink = edge.send_to(running.url, "wrong")
    async with connect(running.url) as stranger:
        await stranger.send(json.dumps({"type": "uplink", "centre": "thu-nghiem", "epoch": "e", "token": ""}))
        assert json.loads(await stranger.recv())["code"] == "not_allowed"
    assert uplink.held is None
    assert running.archive.heads == {}


@pytest.mark.parametrize("frame", ["{}", "[1]", '{"type":"batch","records":[]}', "x"])
async def test_what_is_no_hello_is_refused(running: Running, frame: str) -> None:
    async with connect(running.url) as stranger:
        await stranger.send(frame)
        assert json.loads(await stranger.recv())["type"] == "rejected"


async def test_records_that_contradict_are_refused_and_what_is_held_stays(running: Running, edge: Edge) -> None:
    await edge.take(3)
    records = [record async for record in edge.journal.read()]
    place = Place("thu-nghiem", edge.journal.epoch)
    forged = replace(records[3], body=records[3].body.replace("H002", "H009"))
    for wrong in ([*records[:3], forged], [records[0], records[2]], [records[1]]):
        [result] = await running.archive.store([(place, wrong)])
        assert isinstance(result, Exception)
    [held] = await running.archive.store([(place, records)])
    assert held.version == len(records)  # type: ignore[union-attr]
    # The same again, and a part of it, changes nothing.
    assert await running.archive.store([(place, records), (place, records[1:3])]) == [held, held]


async def test_a_hub_whose_disk_was_full_goes_on_when_there_is_room(running: Running, edge: Edge) -> None:
    connection = running.archive._connection
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await until_held(uplink, edge.journal)
    [pages] = connection.exec_driver_sql("PRAGMA page_count").scalars().all()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    connection.commit()
    full = asyncio.Event()
    reopen = running.archive.reopen

    async def still_full() -> None:
        full.set()

    running.archive.reopen = still_full  # type: ignore[method-assign]
    await edge.take(100)
    await asyncio.wait_for(full.wait(), timeout=60)
    running.archive.reopen = reopen  # type: ignore[method-assign]
    await edge.take(1)
    await until_held(uplink, edge.journal)
    assert await same(running, edge)


async def test_a_journal_that_has_lost_its_end_is_told_so(
    running: Running, edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a power cut on a disk that lied, or a log file that somebody deleted: what is left looks whole."""
    await edge.take(3)
    await until_held(edge.send_to(running.url, running.token("thu-nghiem")), edge.journal)
    edge.tasks.pop().cancel()
    shorter = MemoryJournal("thu-nghiem")
    shorter._epoch = edge.journal.epoch
    uplink = JournalUplink(shorter, running.url, token=running.token("thu-nghiem"), pause=lambda _: 0.01)
    edge.tasks.append(asyncio.create_task(uplink.run()))
    async with asyncio.timeout(60):
        while not any("its end is lost" in getattr(each, "error", "") for each in caplog.records):  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_another_epoch_begins_beside_the_one_we_have(running: Running, edge: Edge) -> None:
    await edge.take(2)
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await until_held(uplink, edge.journal)
    former = edge.journal.epoch
    edge.tasks.pop().cancel()
    await edge.journal.renew()
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await until_held(uplink, edge.journal)
    assert {place.epoch for place in running.archive.heads} == {former, edge.journal.epoch}
    assert running.archive.latest("thu-nghiem") == Place("thu-nghiem", edge.journal.epoch)


async def test_the_page_shows_who_waits_where(running: Running, edge: Edge) -> None:
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await edge.live.do(cmd.OpenDesk(desk="1", officer="an"))
    await edge.take(2)
    await until_held(uplink, edge.journal)
    [line] = json.loads(await asyncio.to_thread(asked, running, "/api/centres"))["centres"]
    assert (line["id"], line["online"], line["waiting"], line["desks_open"]) == ("thu-nghiem", True, 2, 1)
    assert line["longest"] == 3_600_000
    assert b"province.js" in await asyncio.to_thread(asked, running, "/")
    with pytest.raises(urllib.error.HTTPError):
        await asyncio.to_thread(asked, running, "/archive.sqlite")


CITY = Authority(id="tp", names={"vi": "UBND thành phố"}, level="district")
WARD = Authority(id="phuong", names={"vi": "UBND phường"}, level="commune")


async def test_the_province_sees_who_received_and_who_decides_whatever_the_boundary(
    running: Running, edge: Edge
) -> None:
    plan = replace(edge.live.centre.plan, authorities=(CITY, WARD), authority="tp")
    await edge.live.do(cmd.AdoptPlan(plan=plan))
    await edge.live.do(cmd.OpenDesk(desk="1", officer="an", employer=Employer.POST))
    for key, decides in (("a", "phuong"), ("b", "")):
        await edge.live.do(cmd.TakeTicket(ticket=key, service="chung-thuc"))
        await edge.live.do(cmd.CallNext(desk="1"))
        await edge.live.do(cmd.StartServing(desk="1", ticket=key))
        if decides:
            await edge.live.do(around.Amend(ticket=key, decides=decides))
        await edge.live.do(cmd.Finish(desk="1", ticket=key))
    uplink = edge.send_to(running.url, running.token("thu-nghiem"))
    await until_held(uplink, edge.journal)
    here = {"helped": plan.names, "received": CITY.names, "employer": "post", "visits": 1}
    told = [here | {"decides": None}, here | {"decides": WARD.names}]
    assert json.loads(await asyncio.to_thread(asked, running, "/api/authorities")) == told
    await running.stop()
    await running.start()
    assert json.loads(await asyncio.to_thread(asked, running, "/api/authorities")) == told, "also after a new start"
    running.now += 24 * 60 * MINUTE
    assert json.loads(await asyncio.to_thread(asked, running, "/api/authorities")) == [], "it is of today"
