"""Two officers who hammer *next* over a bad line never share a ticket, and none is lost.

Between them and the server stands a relay that cuts connections, and sends some of the clients' frames twice.
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
    """The address of a relay that hangs up at every tenth frame and loses it, and repeats every fifth request."""
    lots = random.Random(seed)

    async def relay(client: ServerConnection) -> None:
        assert client.request is not None
        cookie = {"Cookie": client.request.headers["Cookie"]}
        async with connect(house.socket, additional_headers=cookie) as server:

            async def up() -> None:
                async for frame in client:
                    if lots.random() < 0.1:
                        return
                    await server.send(frame)
                    if '"hello"' not in str(frame) and lots.random() < 0.2:
                        await server.send(frame)

            async def down() -> None:
                async for frame in server:
                    if lots.random() < 0.1:
                        return
                    await client.send(frame)

            ways = [asyncio.create_task(way()) for way in (up, down)]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            with contextlib.suppress(ConnectionClosed):
                await asyncio.gather(*ways, return_exceptions=True)

    async with serve(relay, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ws"


async def hammer(link: Link, desk: str) -> list[str]:
    """Call and finish until nobody waits, each act asked until it is answered; the tickets served."""
    served: list[str] = []
    await link.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    while True:
        try:
            called = await link.ask(msg.CallNext(request=fresh_request(), desk=desk))
        except Refusal as refusal:
            if refusal.code != "nobody_waiting":
                raise
            return served
        assert isinstance(called, msg.Called)
        ticket = called.ticket.id
        served.append(ticket)
        await link.ask(msg.StartServing(request=fresh_request(), desk=desk, ticket=ticket))
        await link.ask(msg.Finish(request=fresh_request(), desk=desk, ticket=ticket))


@pytest.mark.parametrize("seed", [1, 2])
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
        states = await house.live.read(lambda centre: {ticket.state for ticket in centre.tickets.values()})
        assert states == {TicketState.FINISHED}
