"""Who is in the centre: citizens at kiosks, officers at desks, boards that speak.

Kiosks use their real reserve and deliveries, boards their real fold. What they do is remembered in `Ledger`, which
outlives a device that is killed.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from chaos.storage import Paper, PaperSpool
from display.board import Board
from kiosk.offline import Offline
from kiosk.reserve import NoNumber, Reserve
from kiosk.spool import SpoolError
from queue_server.client.base import Change, LinkState, NoAnswer, Refusal
from queue_server.client.link import Link
from queue_server.core.plan import CentrePlan
from queue_server.protocol import messages as msg
from queue_server.wire import Asker

#: Seconds without the server after which a kiosk gives its own numbers.
_ALONE_AFTER = 3.0


class Place(Protocol):
    """Where people are: in virtual time, or a real centre. `pace` is their hurry; `quiet`: nothing new is done."""

    seed: int
    plan: CentrePlan
    pace: float
    quiet: bool
    did: Counter[str]

    def request(self, device: str) -> str: ...

    def appointment(self, service: str) -> str:
        """The code of somebody who is expected there, or "" for who just comes."""
        ...

    def link(self, asker: Asker, role: msg.Role) -> Link: ...


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What citizens hold and halls have heard: numbers given by kiosks, and how often each board spoke each call."""

    given: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    spoken: Counter[tuple[str, int]] = field(default_factory=Counter)


class KioskPerson:
    """A kiosk and the citizens before it. `paper` is its disk."""

    def __init__(self, house: Place, name: str, *, ledger: Ledger, tears: float) -> None:
        self.name = name
        self._house, self._ledger, self._tears = house, ledger, tears
        self._lot = random.Random(f"{house.seed} {name}")
        self._paper = Paper()
        self.reserve: Reserve | None = None
        ledger.given[name] = []

    async def run(self) -> None:
        """From its start until it is killed."""
        spool = PaperSpool(self._paper, lot=self._lot, tears=self._tears)
        while self.reserve is None:
            try:
                self.reserve = Reserve(spool)  # type: ignore[arg-type]  # it quacks
            except SpoolError:
                await asyncio.sleep(_ALONE_AFTER)
        link = self._house.link(Asker(device=self.name), msg.Role.KIOSK)
        offline = Offline(link, self.reserve, changed=lambda: None)
        try:
            async with asyncio.TaskGroup() as parts:
                parts.create_task(link.run())
                parts.create_task(offline.watch())
                parts.create_task(self._visited(link, self.reserve))
        finally:
            self.reserve = None

    async def _visited(self, link: Link, reserve: Reserve) -> None:
        lost: float | None = None
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._lot.uniform(1, 8) / self._house.pace)
            if self._house.quiet:
                continue
            services = [service.id for service in self._house.plan.services]
            service, request = self._lot.choice(services), self._house.request(self.name)
            if link.state is LinkState.LIVE:
                lost = None
                try:
                    booked = self._house.appointment(service)
                    await link.ask(msg.TakeTicket(request=request, service=service, appointment=booked))
                except (Refusal, NoAnswer):
                    self._house.did["refused"] += 1
                continue
            lost = loop.time() if lost is None else lost
            if loop.time() - lost >= _ALONE_AFTER:
                self._give(reserve, service, request=request, now=link.now())

    def _give(self, reserve: Reserve, service: str, *, request: str, now: msg.Instant) -> None:
        try:
            ticket = reserve.give(service, request=request, procedure=None, priority="", language="vi", now=now)
        except (NoNumber, SpoolError):
            return
        self._ledger.given[self.name].append((ticket.id, ticket.number))


async def officer(house: Place, desk: str) -> None:
    """Somebody who works at a desk by what the screen shows, as officers do, with an error now and then."""
    lot = random.Random(f"{house.seed} desk {desk}")
    link = house.link(Asker(device=f"pc-{desk}", officer=f"canbo{desk}"), msg.Role.DESK)
    async with asyncio.TaskGroup() as parts:
        parts.create_task(link.run())
        while True:
            await asyncio.sleep(lot.uniform(0.3, 5) / house.pace)
            shown = link.view.desks.get(desk)
            if link.state is not LinkState.LIVE or shown is None or house.quiet:
                continue
            message = _next(shown, request=house.request(f"pc-{desk}"), lot=lot, house=house)
            try:
                await link.ask(message)
            except Refusal:
                house.did["refused"] += 1


def _next(shown: msg.Desk, *, request: str, lot: random.Random, house: Place) -> msg.Command:
    desk, ticket = shown.id, shown.ticket or ""
    services = [service.id for service in house.plan.services]
    match shown.state:
        case msg.DeskState.CLOSED:
            return msg.OpenDesk(request=request, desk=desk)
        case msg.DeskState.CALLING:
            kinds: list[type[msg.StartServing | msg.Recall | msg.MarkAbsent]] = [
                msg.StartServing,
                msg.Recall,
                msg.MarkAbsent,
            ]
            return lot.choices(kinds, [7, 2, 1])[0](request=request, desk=desk, ticket=ticket)
        case msg.DeskState.SERVING if lot.random() < 0.15:
            return msg.Transfer(request=request, desk=desk, ticket=ticket, service=lot.choice(services))
        case msg.DeskState.SERVING:
            return msg.Finish(request=request, desk=desk, ticket=ticket)
        case _ if lot.random() < 0.03:
            return msg.CloseDesk(request=request, desk=desk)
        case _:
            return msg.CallNext(request=request, desk=desk)


async def board(house: Place, name: str, *, ledger: Ledger) -> None:
    """A board of the hall: speaks what its fold tells it to, and reports it."""
    link = house.link(Asker(device=name), msg.Role.BOARD)
    known = Board(device=name)
    async with asyncio.TaskGroup() as parts:
        parts.create_task(link.run())
        async for change in link.listen():
            known, speak = _told(known, change)
            for call in speak:
                ledger.spoken[name, call.id] += 1
                report = msg.ReportCall(request=house.request(name), call=call.id, drawn=True, spoken=True)
                parts.create_task(_report(link, report))


def _told(known: Board, change: Change) -> tuple[Board, tuple[msg.Call, ...]]:
    """What display/app.py does with a change."""
    live = change.state is LinkState.LIVE
    if not live:
        known = known.line_lost(known_until=change.heard_at or 0, now=0)
    if not change.view.epoch:
        return known, ()
    known, news = known.told(change.view, now=0, behind=not live, whole=change.snapshot)
    return known, news.speak


async def _report(link: Link, report: msg.ReportCall) -> None:
    try:
        await link.ask(report)
    except (Refusal, NoAnswer):
        return
