"""Two officers who hammer *next* over a bad line never share a ticket, and none is lost.

Between them and the server stands a relay that cuts connections and loses what was under way, sends frames twice, lets
one overtake another, and brings some again on a later connection, when their desk has long gone on. The officers press
the key three times where once would do.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from queue_server.client.base import Refusal
from queue_server.client.link import Link, fresh_request
from queue_server.client.signing_in import sign_in
from queue_server.core.ticket import TicketState
from queue_server.protocol import messages as msg
from tests.queue_server.web.house import PIN, House

TICKETS = 16


@asynccontextmanager
async def bad_line(house: House, *, seed: int) -> AsyncIterator[str]:
    """The address of a relay that hangs up at every tenth frame and loses it, repeats every fifth request at once and
    every fifth much later, and holds back some presses until another frame has passed."""
    lots = random.Random(seed)
    stale: dict[str, list[str]] = {}

    async def relay(client: ServerConnection) -> None:
        assert client.request is not None
        cookie = {"Cookie": client.request.headers["Cookie"]}
        async with connect(house.socket, additional_headers=cookie) as server:
            old, held = stale.setdefault(cookie["Cookie"], []), list[str]()

            async def up() -> None:
                async for frame in client:
                    assert isinstance(frame, str)
                    if lots.random() < 0.1:
                        return
                    if '"hello"' in frame:
                        await server.send(frame)
                        continue
                    if '"call_next"' in frame and not held and lots.random() < 0.4:
                        held.append(frame)
                        continue
                    again = [frame] if lots.random() < 0.2 else []
                    for each in (frame, *held, *again):
                        await server.send(each)
                    held.clear()
                    if lots.random() < 0.2:
                        old.append(frame)

            async def down() -> None:
                async for frame in server:
                    if lots.random() < 0.1:
                        return
                    await client.send(frame)
                    late = [old.pop() for _ in range(len(old))] if '"welcome"' in str(frame) else []
                    for each in (*late, *held):
                        await server.send(each)
                    held.clear()

            ways = [asyncio.create_task(way()) for way in (up, down)]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            with contextlib.suppress(ConnectionClosed):
                await asyncio.gather(*ways, return_exceptions=True)

    async with serve(relay, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ws"


async def pressed(link: Link, desk: str) -> list[str]:
    """*Next* three times in one breath: the tickets that were called by it."""

    async def once() -> str:
        try:
            called = await link.ask(msg.CallNext(request=fresh_request(), desk=desk))
        except Refusal as refusal:
            return refusal.code
        assert isinstance(called, msg.Called)
        return called.ticket.id

    answers = await asyncio.gather(once(), once(), once())
    tickets = [each for each in answers if each not in ("desk_busy", "nobody_waiting")]
    assert len(tickets) == 1 or set(answers) == {"nobody_waiting"}, answers
    return tickets


async def hammer(link: Link, desk: str) -> list[str]:
    """Call and finish until nobody waits, each act asked until it is answered; the tickets served."""
    served: list[str] = []
    await link.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    while tickets := await pressed(link, desk):
        [ticket] = tickets
        served.append(ticket)
        await link.ask(msg.StartServing(request=fresh_request(), desk=desk, ticket=ticket))
        await link.ask(msg.Finish(request=fresh_request(), desk=desk, ticket=ticket))
    return served


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_ticket_is_shared_and_none_is_lost(house: House, seed: int) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    taken = []
    for _ in range(TICKETS):
        answer = await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="chung-thuc"))
        assert isinstance(answer, msg.Taken)
        taken.append(answer.ticket.id)
    async with bad_line(house, seed=seed) as address:
        links = []
        for name in ("an", "binh"):
            cookie = await sign_in(house.url, name=name, pin=PIN)
            link = Link(
                address, role=msg.Role.DESK, device=f"pc-{name}", headers={"Cookie": cookie}, jitter=lambda longest: 0.0
            )
            house.tasks.append(asyncio.create_task(link.run()))
            links.append(link)
        both = await asyncio.gather(hammer(links[0], "1"), hammer(links[1], "2"))
        assert sorted(both[0] + both[1]) == sorted(taken), "each ticket once, at one desk"
        ended = await house.live.read(lambda centre: {(each.state, each.calls) for each in centre.tickets.values()})
        assert ended == {(TicketState.FINISHED, 1)}, "each called once"
