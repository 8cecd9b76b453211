"""Kiosk and server are killed at any moment, again and again: every number that was given is taken once, in order."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from kiosk import spool as spool_module
from kiosk.offline import Offline, delivery
from kiosk.reserve import NoNumber, Reserve
from kiosk.spool import Spool, SpoolError
from queue_server import wire
from queue_server.catalogue.read import read
from queue_server.catalogue.shipped import example
from queue_server.client.base import LinkState, Refusal
from queue_server.client.fake import FakeServer
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.commands import AdoptPlan, OpenDay, TakeTicket
from queue_server.core.decide import handle
from queue_server.core.events import Event
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from tools.kiosk_samples import at, day

PLAN = read(example("kt-tp")).centres[0].plan
SERVICES = tuple(service.id for service in PLAN.services[:2])


class Server:
    """The real core over a journal in memory. Killed, it comes back from the journal."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.centre = Centre()
        self.now = at(7, 30)
        for command in (AdoptPlan(plan=PLAN), OpenDay()):
            self.events += handle(self.centre, command, self.now)

    def restart(self) -> None:
        self.centre = Centre()
        for event in self.events:
            apply(self.centre, event)

    def ask(self, message: Any) -> Any:
        command = wire.command(message, asker=wire.Asker(device="k1"), ticket=message.request)
        first = self.centre.version + 1
        events = handle(self.centre, command, self.now)
        self.events += events
        return wire.answer(
            self.centre,
            message,
            events=events,
            first=first,
            version=self.centre.version,
            site="http://s",
            now=self.now,
            kiosk="k1",
        )


class BothKilled(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="spool-"))
        self.server = Server()
        self.visits = 0
        self.given: list[tuple[str, str]] = []
        self.reserve = Reserve(Spool.open(self.folder))
        self.reserve.know(plan_thing(self.server.centre))
        self.connect()

    def teardown(self) -> None:
        self.connect()
        taken = [ticket for ticket in self.server.centre.tickets.values() if ticket.offline]
        assert [(each.id, each.number) for each in sorted(taken, key=lambda each: each.seq)] == self.given
        numbers = [ticket.number for ticket in self.server.centre.tickets.values()]
        assert len(set(numbers)) == len(numbers)
        self.reserve.close()
        shutil.rmtree(self.folder)

    def connect(self, *, deliveries: int = 10_000, lose_answer: bool = False) -> None:
        """What `Offline.catch_up` does, broken off after so many deliveries, with or without the last answer."""
        waiting = self.reserve.to_deliver()
        for count, (given, slip) in enumerate(waiting):
            if count == deliveries:
                return
            self.server.ask(delivery(given, slip, spool=self.reserve.name))
            if lose_answer and count == deliveries - 1:
                return
            self.reserve.delivered(given.place)
        leased = self.server.ask(msg.LeaseNumbers(request="lease", spool=self.reserve.name))
        self.reserve.hold(leased, self.server.now)

    def reopen(self) -> None:
        self.reserve.close()
        self.reserve = Reserve(Spool.open(self.folder))

    @rule(service=st.sampled_from(SERVICES), minutes=st.integers(0, 3))
    def give(self, service: str, minutes: int) -> None:
        self.server.now += minutes * 60_000
        self.visits += 1
        try:
            ticket = self.reserve.give(
                service, request=f"v{self.visits}", procedure=None, priority="", language="vi", now=self.server.now
            )
        except NoNumber:
            return
        self.given.append((ticket.id, ticket.number))

    @rule(service=st.sampled_from(SERVICES), written=st.integers(0, 400))
    def killed_while_giving(self, service: str, written: int) -> None:
        """The power goes while the line is written: nothing was printed. What is on disk whole counts all the same."""
        real = spool_module._write

        def torn(descriptor: int, content: bytes, *, at: int) -> None:
            real(descriptor, content[:written], at=at)
            raise OSError("the power is gone")

        spool_module._write = torn
        try:
            self.reserve.give(service, request="torn", procedure=None, priority="", language="vi", now=self.server.now)
        except (SpoolError, NoNumber):
            pass
        finally:
            spool_module._write = real
        before = {each.ticket for each, _ in self.reserve.to_deliver()}
        self.reopen()
        self.given += [(each.ticket, each.number) for each, _ in self.reserve.to_deliver() if each.ticket not in before]

    @rule(deliveries=st.integers(0, 3), lose_answer=st.booleans())
    def connected_and_cut_off(self, deliveries: int, lose_answer: bool) -> None:
        self.connect(deliveries=deliveries, lose_answer=lose_answer)

    @rule()
    def connected(self) -> None:
        self.connect()

    @rule()
    def kiosk_killed(self) -> None:
        self.reopen()

    @rule()
    def server_killed(self) -> None:
        self.server.restart()

    @precondition(lambda self: self.server.now < at(10, 30))
    @rule(service=st.sampled_from(SERVICES))
    def taken_elsewhere(self, service: str) -> None:
        self.visits += 1
        self.server.events += handle(
            self.server.centre, TakeTicket(ticket=f"e{self.visits}", service=service), self.server.now
        )


TestBothKilled = BothKilled.TestCase
TestBothKilled.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


# ----------------------------------------------------------------------------------------------- over a real link


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    return Reserve(Spool.open(tmp_path))


def scripted(core: Server) -> FakeServer:
    server = FakeServer(plan_thing(core.centre), day(), now=core.now)
    server.on(msg.LeaseNumbers, core.ask)
    server.on(msg.DeliverTicket, core.ask)
    return server


async def test_numbers_are_leased_at_once_and_delivered_when_the_line_is_back(reserve: Reserve) -> None:
    core = Server()
    server = scripted(core)
    link = server.link(msg.Role.KIOSK, "k1")
    in_order = asyncio.Event()
    offline = Offline(link, reserve, changed=in_order.set)
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(offline.watch())]
    try:
        await asyncio.wait_for(in_order.wait(), 60)
        assert len(reserve.services(at(8))) == len(PLAN.services)
        server.drop()
        for each in range(3):
            reserve.give(SERVICES[0], request=f"r{each}", procedure=None, priority="", language="vi", now=at(8, each))
        in_order.clear()
        server.lose_next_answer()
        lost = asyncio.Event()
        link.on_change(lambda change: lost.set() if change.state is LinkState.STALE else None)
        server.restore()
        async with asyncio.timeout(60):
            await lost.wait()
            server.restore()
            await in_order.wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    numbers = [ticket.number for ticket in core.centre.tickets.values()]
    assert [number[1:] for number in numbers] == ["501", "502", "503"]
    assert reserve.to_deliver() == ()


async def test_a_delivery_that_fails_keeps_its_place(reserve: Reserve) -> None:
    core = Server()
    server = scripted(core)
    link = server.link(msg.Role.KIOSK, "k1")
    offline = Offline(link, reserve, changed=lambda: None)
    running = asyncio.create_task(link.run())
    try:
        server.restore()
        await asyncio.sleep(0)
        await offline.catch_up()
        reserve.give(SERVICES[0], request="r", procedure=None, priority="", language="vi", now=at(8))

        def refuse(_: msg.DeliverTicket) -> msg.Answer:
            raise Refusal("not_now", {"vi": "chưa"})

        server.on(msg.DeliverTicket, refuse)
        with pytest.raises(Refusal):
            await offline.catch_up()
        assert len(reserve.to_deliver()) == 1
        server.on(msg.DeliverTicket, core.ask)
        await offline.catch_up()
        assert reserve.to_deliver() == ()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
