"""Citizens, officers and a board who work without a pause through the public protocol, and remember what they heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from chaos.history import Asked, Written, check
from chaos.process import ServerProcess
from chaos.recorded_link import RecordedLink
from queue_server.client.link import Link, Refusal, fresh_request
from queue_server.core import events as ev
from queue_server.core.plan import CentrePlan
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre
from queue_server.wire import Asker

#: Seconds after which an officer asks again who waits.
ASK_AGAIN = 0.01


class Witness:
    """What kiosks and officers were told; `history` is every request with its answer."""

    def __init__(self) -> None:
        self.history: list[Asked] = []
        self.taken: dict[str, str] = {}
        self.called: set[int] = set()
        self.finished: set[str] = set()
        self._taken = asyncio.Semaphore(0)
        self._finished = asyncio.Semaphore(0)

    def heard_taken(self, ticket: str, number: str) -> None:
        assert ticket not in self.taken
        self.taken[ticket] = number
        self._taken.release()

    def heard_finished(self, ticket: str) -> None:
        self.finished.add(ticket)
        self._finished.release()

    async def hear(self, *, taken: int, finished: int) -> None:
        """Wait until so many more tickets were taken, and so many finished: on a slow machine kiosks outrun desks."""
        for _ in range(taken):
            await self._taken.acquire()
        for _ in range(finished):
            await self._finished.acquire()


async def citizens(link: Link, services: list[str], witness: Witness) -> None:
    while True:
        for service in services:
            answer = await link.ask(msg.TakeTicket(request=fresh_request(), service=service))
            assert isinstance(answer, msg.Taken)
            witness.heard_taken(answer.ticket.id, answer.ticket.number)


async def officer(link: Link, desk: str, witness: Witness) -> None:
    await link.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    while True:
        try:
            answer = await link.ask(msg.CallNext(request=fresh_request(), desk=desk))
        except Refusal as refusal:
            if refusal.code != "nobody_waiting":
                raise
            await asyncio.sleep(ASK_AGAIN)
            continue
        assert isinstance(answer, msg.Called)
        assert answer.call.id not in witness.called
        witness.called.add(answer.call.id)
        ticket = answer.ticket.id
        await link.ask(msg.StartServing(request=fresh_request(), desk=desk, ticket=ticket))
        await link.ask(msg.Finish(request=fresh_request(), desk=desk, ticket=ticket))
        witness.heard_finished(ticket)


async def board(link: Link) -> None:
    """Report every call as drawn, as a board does: of a call that came long ago nobody wants to know any more."""
    async for change in link.listen():
        for thing in change.things:
            if isinstance(thing, msg.Call):
                try:
                    await link.ask(msg.ReportCall(request=fresh_request(), call=thing.id, drawn=True))
                except Refusal as refusal:
                    if refusal.code != "unknown_call":
                        raise


@asynccontextmanager
async def at_work(server: ServerProcess, address: str, witness: Witness) -> AsyncIterator[None]:
    """Two kiosks, an officer at each desk and a board, connected to `address` until the block ends."""
    plan, work = find_centre(server.centre).plan, list[asyncio.Task[None]]()

    def begin(link: Link, task: Any) -> None:
        work.extend((asyncio.create_task(link.run()), asyncio.create_task(task)))

    def link(role: msg.Role, asker: Asker, **options: Any) -> Link:
        return RecordedLink(address, role=role, asker=asker, history=witness.history, **options)

    try:
        for name in ("k1", "k2"):
            kiosk = link(msg.Role.KIOSK, Asker(device=name), token=server.token(name, msg.Role.KIOSK))
            begin(kiosk, citizens(kiosk, [service.id for service in plan.services], witness))
        for desk in plan.desks:
            name = f"canbo{desk.id}"
            cookie = await server.cookie(name)
            screen = link(msg.Role.DESK, Asker(device=f"pc-{desk.id}", officer=name), headers={"Cookie": cookie})
            begin(screen, officer(screen, desk.id, witness))
        hall = link(msg.Role.BOARD, Asker(device="b1"), token=server.token("b1", msg.Role.BOARD))
        begin(hall, board(hall))
        yield
    finally:
        for task in work:
            task.cancel()
        for ended in await asyncio.gather(*work, return_exceptions=True):
            assert isinstance(ended, asyncio.CancelledError), ended


def nothing_lost(journal: list[Written], witness: Witness, plan: CentrePlan) -> None:
    """The history checker finds nothing, and there is hardly more in the journal than was answered."""
    assert check(journal, witness.history).faults == {}
    events = [record.event for record in journal]
    written = {event.ticket: event.number for event in events if isinstance(event, ev.TicketTaken)}
    assert witness.taken.items() <= written.items()
    # A citizen whose answer was on its way asked again with the same id: at most the last of each kiosk is unheard.
    assert len(written) - len(witness.taken) <= 2
    assert len(set(written.values())) == len(written)
    calls = {record.version for record in journal if isinstance(record.event, ev.TicketCalled)}
    assert witness.called <= calls
    assert len(calls) - len(witness.called) <= len(plan.desks)
    assert witness.finished <= {event.ticket for event in events if isinstance(event, ev.TicketFinished)}
