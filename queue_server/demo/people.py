"""The people of a replayed day: citizens who press the kiosk, officers who serve. They know the protocol only.

A citizen's behaviour is bound to the ticket by the officer's side, as in life: the officer calls and sees who comes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from queue_server.client.link import Link, Refusal, fresh_request
from queue_server.clock import Clock
from queue_server.core.plan import Instant
from queue_server.demo.day import Visit
from queue_server.protocol import messages as msg

log = logging.getLogger(__name__)

#: What an officer does between two citizens, in milliseconds.
_TIDY_UP = 15_000
#: How often an officer without work looks at the line.
_LOOK_UP = 20_000
#: How long an officer waits at the desk before calling again.
_CALL_AGAIN = 60_000


@dataclass(slots=True)
class Lobby:
    """Everybody in the house, by ticket; and what went on, for the progress line."""

    clock: Clock
    visits: dict[str, Visit] = field(default_factory=dict)
    taken_at: dict[str, Instant] = field(default_factory=dict)
    slips: dict[str, asyncio.Event] = field(default_factory=dict)
    taken: int = 0
    refused: int = 0
    served: int = 0
    absent: int = 0
    at_desks: int = 0
    arriving: bool = True

    async def wait(self, milliseconds: float) -> None:
        """Let the centre's time pass."""
        await asyncio.sleep(max(0.0, milliseconds / 1000 / self.clock.speed))

    async def until(self, at: Instant) -> None:
        await self.wait(at - self.clock())

    def is_over(self, leaves_at: Instant) -> bool:
        """Whether an officer who finds nobody may go home: no more citizens come, none is sent on to another desk."""
        return self.clock() >= leaves_at and not self.arriving and not self.at_desks

    async def who_has(self, ticket: str) -> Visit | None:
        """Whose ticket this is, when the slip is in their hand; None for a visitor of the demo, who took it alone."""
        for _ in range(10):  # the kiosk's answer may be on its way still
            if ticket in self.visits:
                break
            await asyncio.sleep(0.01)
        if ticket in self.slips:
            await self.slips[ticket].wait()
        return self.visits.get(ticket)

    @contextmanager
    def desk_in_use(self) -> Iterator[None]:
        self.at_desks += 1
        try:
            yield
        finally:
            self.at_desks -= 1


class Kiosk(Protocol):
    """What a citizen does at a kiosk: it asks for the ticket, then prints the slip."""

    async def take(self, request: msg.TakeTicket) -> msg.Taken: ...

    async def print(self, taken: msg.Taken, *, language: str) -> None: ...


async def citizens(lobby: Lobby, day: list[Visit], kiosk: Kiosk) -> None:
    """Come one after another and take a ticket each."""
    pressing: set[asyncio.Task[None]] = set()
    for visit in day:
        await lobby.until(visit.at)
        task = asyncio.create_task(_press(lobby, visit, kiosk))
        pressing.add(task)
        task.add_done_callback(pressing.discard)
    if pressing:
        await asyncio.gather(*pressing)
    lobby.arriving = False


async def _press(lobby: Lobby, visit: Visit, kiosk: Kiosk) -> None:
    request = msg.TakeTicket(
        request=fresh_request(),
        service=visit.service,
        procedure=visit.procedure,
        priority=visit.priority,
        language=visit.language,
    )
    try:
        taken = await kiosk.take(request)
    except Refusal as refusal:
        log.info("turned away", extra={"action": "turned_away", "code": refusal.code})
        lobby.refused += 1
        return
    ticket = taken.ticket.id
    lobby.visits[ticket] = visit
    lobby.taken_at[ticket] = taken.ticket.taken_at
    lobby.taken += 1
    slip = lobby.slips[ticket] = asyncio.Event()
    await kiosk.print(taken, language=visit.language)
    slip.set()


async def officer(lobby: Lobby, link: Link, desk: str, *, leaves_at: Instant, comes_after: float = 0.0) -> None:
    """Open the desk, call and serve until closing time and until nobody waits for it, then close it.

    Who comes after a while stays away when somebody else sits there by then.
    """
    await lobby.wait(comes_after)
    try:
        await link.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
    except Refusal as refusal:
        log.info("stays away", extra={"action": "stays_away", "desk": desk, "code": refusal.code})
        return
    while True:
        called: msg.Answer | None
        over = lobby.is_over(leaves_at)  # asked before the line: who came in between is still called
        try:
            called = await link.ask(msg.CallNext(request=fresh_request(), desk=desk))
        except Refusal as refusal:
            if refusal.code == "desk_busy":
                called = await _at_hand(link, desk)
            elif refusal.code == "nobody_waiting":
                if over:
                    break
                await _somebody(lobby, link, desk, leaves_at=leaves_at)
                continue
            elif refusal.code == "desk_closed":
                log.warning("the day ended before the work", extra={"action": "day_ended", "desk": desk})
                return
            else:
                raise
        if isinstance(called, msg.Called):
            with lobby.desk_in_use():
                await _serve(lobby, link, desk, called.ticket)
    await _insist(link, msg.CloseDesk(request=fresh_request(), desk=desk))


async def _somebody(lobby: Lobby, link: Link, desk: str, *, leaves_at: Instant) -> None:
    """Look up now and then until somebody waits, was sent to this desk by itself, or the day is over."""
    while True:
        await lobby.wait(_LOOK_UP)
        state = link.view.desks.get(desk)
        sent = state is not None and state.ticket is not None
        if sent or lobby.is_over(leaves_at) or any(line.waiting for line in link.view.lines.values()):
            return


async def _at_hand(link: Link, desk: str) -> msg.Called | None:
    """The ticket that an automatic desk has called by itself, or that was there before the officer came back."""
    state = link.view.desks.get(desk)
    ticket = link.view.tickets.get(state.ticket or "") if state else None
    if ticket is None or ticket.state is not msg.TicketState.CALLED:
        await asyncio.sleep(0.01)  # the news is on its way
        return None
    call = next(call for call in reversed(link.view.calls.values()) if call.ticket == ticket.id)
    return msg.Called(request="", version=0, ticket=ticket, call=call)


async def _serve(lobby: Lobby, link: Link, desk: str, ticket: msg.Ticket) -> None:
    """Wait for the citizen, calling again as the centre asks; then serve or mark absent."""
    visit = await lobby.who_has(ticket.id)
    gone = visit is None or lobby.clock() - lobby.taken_at[ticket.id] > visit.patience
    recalls = link.view.centre.recalls_before_absent if link.view.centre else 2
    comes_to = 0 if visit is None or gone else visit.answers
    if visit is None:
        comes_to = 1  # a visitor of the demo pressed the kiosk: be served
    for call in range(1, recalls + 2):
        if call > 1:
            await lobby.wait(_CALL_AGAIN)
            await _insist(link, msg.Recall(request=fresh_request(), desk=desk, ticket=ticket.id))
        if call == comes_to:
            break
    if comes_to == 0:
        await lobby.wait(_CALL_AGAIN)
        await _insist(link, msg.MarkAbsent(request=fresh_request(), desk=desk, ticket=ticket.id))
        lobby.absent += 1
        return
    await lobby.wait(visit.walk if visit else 20_000)
    await _insist(link, msg.StartServing(request=fresh_request(), desk=desk, ticket=ticket.id))
    # The configured minutes are the desk's whole minutes: walking and tidying up are part of them.
    await lobby.wait(max(20_000, visit.serving - visit.walk - _TIDY_UP) if visit else 120_000)
    await _insist(link, msg.Finish(request=fresh_request(), desk=desk, ticket=ticket.id))
    lobby.served += 1
    await lobby.wait(_TIDY_UP)


async def _insist(link: Link, request: msg.Command) -> None:
    """Ask, and take a refusal as a fault of the demo, to be seen."""
    try:
        await link.ask(request)
    except Refusal as refusal:
        log.warning("refused", extra={"action": "refused", "code": refusal.code, "request": type(request).__name__})
