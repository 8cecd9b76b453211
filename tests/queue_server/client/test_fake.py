"""What the server in memory has beyond its links (those are tested with the real one in test_links_alike.py)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from queue_server.client.base import LinkState
from queue_server.client.fake import FakeLink, FakeServer
from queue_server.protocol import messages as msg


def desk(state: msg.DeskState) -> msg.Desk:
    return msg.Desk(id="d1", state=state, since=1)


def next_one(request: str = "r1") -> msg.CallNext:
    return msg.CallNext(request=request, desk="d1")


@asynccontextmanager
async def running(*links: FakeLink) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(link.run()) for link in links]
    await asyncio.sleep(0)
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_nothing_happens_before_a_link_is_run() -> None:
    server = FakeServer(desk(msg.DeskState.IDLE))
    link = server.link(msg.Role.DESK)
    server.push(desk(msg.DeskState.CALLING))
    assert (link.state, link.view.desks) == (LinkState.CONNECTING, {})
    async with running(link):
        assert link.state is LinkState.LIVE
        assert link.view.desks == {"d1": desk(msg.DeskState.CALLING)}


async def test_a_link_that_finds_the_server_down_waits_for_it() -> None:
    server = FakeServer()
    server.drop()
    link = server.link(msg.Role.DESK)
    async with running(link):
        assert link.state is LinkState.CONNECTING
        server.restore()
        assert link.state is LinkState.LIVE


async def test_all_links_hear_of_what_one_of_them_caused() -> None:
    server = FakeServer(desk(msg.DeskState.IDLE))
    board, officer = server.link(msg.Role.BOARD, "b1"), server.link(msg.Role.DESK, "pc")

    def call(request: msg.CallNext) -> msg.Answer:
        return msg.Done(request=request.request, version=server.push(desk(msg.DeskState.CALLING)))

    server.on(msg.CallNext, call)
    async with running(board, officer):
        assert await officer.ask(next_one()) == msg.Done(request="r1", version=2)
        assert board.view == officer.view == server.view
        assert board.view.desks["d1"].state is msg.DeskState.CALLING


async def test_requests_without_a_script_are_simply_done() -> None:
    server = FakeServer()
    link = server.link(msg.Role.DESK)
    async with running(link):
        assert await link.ask(next_one()) == msg.Done(request="r1", version=1)
    assert server.carried_out == [next_one()]


async def test_the_same_id_is_carried_out_once_and_counted_each_time() -> None:
    server = FakeServer()
    link = server.link(msg.Role.DESK)
    async with running(link):
        first = await link.ask(next_one())
        assert await link.ask(next_one()) == first
    assert server.carried_out == [next_one()]
    assert server.came == {"r1": 2}


async def test_of_two_lost_answers_both_are_asked_again() -> None:
    server = FakeServer()
    link = server.link(msg.Role.DESK)
    async with running(link):
        asking = [asyncio.create_task(link.ask(next_one(request))) for request in ("a", "b")]
        server.lose_next_answer()
        await asyncio.sleep(0)
        assert link.state is LinkState.STALE
        server.lose_next_answer()
        server.restore()
        assert link.state is LinkState.STALE
        server.restore()
        assert [answer.request for answer in await asyncio.gather(*asking)] == ["a", "b"]
    assert [request.request for request in server.carried_out] == ["a", "b"]


async def test_its_clock_stands_until_it_is_set() -> None:
    server = FakeServer(now=5_000)
    link = server.link(msg.Role.KIOSK)
    async with running(link):
        assert (link.now(), link.heard_at) == (5_000, 5_000)
        server.now = 9_000
        assert (link.now(), link.heard_at) == (9_000, 5_000)


async def test_deadlines_pass_for_those_who_have_one() -> None:
    server = FakeServer()
    link = server.link(msg.Role.DESK)
    async with running(link):
        server.fall_silent()
        hasty = asyncio.create_task(link.ask(next_one("a"), timeout=2))
        patient = asyncio.create_task(link.ask(next_one("b")))
        await asyncio.sleep(0)
        server.pass_deadlines()
        await asyncio.wait({hasty})
        assert (hasty.done(), patient.done()) == (True, False)
        server.drop()
        server.restore()
        await patient
        assert isinstance(hasty.exception(), Exception)


def test_versions_go_up_with_every_push() -> None:
    server = FakeServer()
    assert [server.push(), server.push(), server.version] == [2, 3, 3]
    server.replace(epoch="another")
    assert (server.version, server.view.epoch) == (4, "another")


@pytest.mark.parametrize("code", ["unknown_device", "wrong_version"])
async def test_those_who_are_turned_away_hear_nothing(code: str) -> None:
    server = FakeServer()
    link = server.link(msg.Role.KIOSK)
    async with running(link):
        server.turn_away(code)
        server.push(desk(msg.DeskState.IDLE))
        assert (link.state, link.refusal, link.view.desks) == (LinkState.REFUSED, code, {})
        server.restore()
        assert link.view.desks == {"d1": desk(msg.DeskState.IDLE)}
