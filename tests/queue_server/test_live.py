"""Commit, answer, publish: what the living centre promises to many who ask at once, and after its disk refused."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.desk_commands import Reserve, StepOut
from queue_server.core.desk_events import TicketSteppedIn
from queue_server.core.plan import MINUTE, CentrePlan, Instant, Policy
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState
from queue_server.journal.base import Draft, JournalConflict, JournalUnavailable, Record
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.live import LiveCentre, Unavailable


class GatedJournal(MemoryJournal):
    """A journal whose disk can be held up, or made to refuse."""

    def __init__(self) -> None:
        super().__init__(centre="thu-nghiem")
        self.gate = asyncio.Event()
        self.gate.set()
        self.refuses: Exception | None = None
        self.fails_afterwards = False
        self.batches: list[int] = []
        self.reopened = 0

    async def reopen(self) -> None:
        self.reopened += 1
        if isinstance(self.refuses, JournalUnavailable):
            raise self.refuses
        await super().reopen()

    async def append(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        await self.gate.wait()
        if self.refuses is not None:
            raise self.refuses
        self.batches.append(len(drafts))
        records = await super().append(drafts)
        if self.fails_afterwards:
            self.fails_afterwards = False
            raise JournalUnavailable("an error after the last sector")
        return records


@asynccontextmanager
async def living(
    journal: GatedJournal, plan: CentrePlan, now: Instant, *, clock: list[Instant] | None = None
) -> AsyncIterator[LiveCentre]:
    """A centre at work; with a `clock` that a test moves, it looks again and again at what time brings."""
    times = clock or [now]
    live = LiveCentre(journal, EventCodec(ev.KINDS), clock=lambda: times[0])
    await live.load()
    tasks = [asyncio.create_task(live.run())]
    if clock:
        tasks.append(asyncio.create_task(live.wake(every=0.001)))
    try:
        await live.do(cmd.AdoptPlan(plan=plan))
        await live.do(cmd.OpenDay())
        yield live
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def journal() -> GatedJournal:
    return GatedJournal()


@pytest.fixture
def now(instant: Callable[[str], Instant]) -> Instant:
    return instant("2026-11-23 08:00")


def take(number: int) -> cmd.TakeTicket:
    return cmd.TakeTicket(ticket=f"t{number}", service="chung-thuc")


async def test_nobody_hears_of_an_event_before_it_is_on_disk(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    async with living(journal, make_plan(), now) as live:
        heard: list[ev.Event] = []
        await live.read(lambda centre: None)  # the news of opening the day is out
        live.publish.append(lambda events, _: heard.extend(events))
        journal.gate.clear()
        asked = asyncio.create_task(live.do(take(1)))
        read = asyncio.create_task(live.read(lambda centre: len(centre.tickets)))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not asked.done()
        assert not heard
        later = asyncio.create_task(live.read(lambda centre: len(centre.tickets)))
        await asyncio.sleep(0)
        journal.gate.set()
        await asked
        assert await later == 1
        assert await read in (0, 1)
        assert journal.version == live.centre.version
        await live.read(lambda centre: None)
        assert [type(event) for event in heard] == [ev.TicketTaken]


async def test_who_stepped_out_is_brought_back_although_nobody_asks_for_anything(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    clock, back = [now], asyncio.Event()
    async with living(journal, make_plan(), now, clock=clock) as live:
        await live.do(take(1))
        await live.do(StepOut(ticket="t1", minutes=5))
        live.publish.append(lambda events, _: back.set() if isinstance(events[-1], TicketSteppedIn) else None)
        assert await live.read(lambda centre: centre.tickets["t1"].state) is TicketState.AWAY
        clock[0] += 5 * MINUTE
        await asyncio.wait_for(back.wait(), 60)
        assert live.centre.tickets["t1"].state is TicketState.WAITING


async def test_a_number_kept_for_another_desk_comes_to_an_idle_automatic_one_although_nobody_asks(
    journal: GatedJournal, make_plan: Callable[..., CentrePlan], now: Instant
) -> None:
    """A reservation lapses by the clock alone."""
    clock, called = [now], asyncio.Event()
    plan = make_plan(automatic=True, policy=Policy(reserved_minutes=5))
    async with living(journal, plan, now, clock=clock) as live:
        await live.do(cmd.OpenDesk(desk="1", officer="an"))
        await live.do(cmd.TakeTicket(ticket="t1", service="tra-ket-qua"))
        await live.do(Reserve(ticket="t1", to_desk="1"))
        await live.do(cmd.OpenDesk(desk="3", officer="binh"))
        live.publish.append(lambda events, _: called.set() if isinstance(events[-1], ev.TicketCalled) else None)
        clock[0] += 5 * MINUTE - 1
        assert await live.read(lambda centre: centre.tickets["t1"].state) is TicketState.WAITING
        clock[0] += 1
        await asyncio.wait_for(called.wait(), 60)
        assert live.centre.tickets["t1"].desk == "3"


async def test_commands_that_wait_together_share_a_transaction(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    async with living(journal, make_plan(), now) as live:
        journal.gate.clear()
        first = asyncio.create_task(live.do(take(0)))
        for _ in range(5):
            await asyncio.sleep(0)
        rest = [asyncio.create_task(live.do(take(each))) for each in range(1, 51)]
        await asyncio.sleep(0)
        journal.gate.set()
        await asyncio.gather(first, *rest)
        assert journal.batches[-2:] == [1, 50]


async def test_the_same_request_has_one_effect_and_one_answer_also_after_a_restart(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    async with living(journal, make_plan(), now) as live:
        answers = await asyncio.gather(*(live.do(take(each), actor="k1", request="r1") for each in range(5)))
        assert len(live.centre.tickets) == 1
        assert all(answer == answers[0] for answer in answers)
        other = await live.do(take(9), actor="k2", request="r1")
        assert other.events != answers[0].events, "another device's id is another request"
        await live.do(cmd.OpenDesk(desk="2", officer="an"), actor="an", request="o")
        called = await live.do(cmd.CallNext(desk="2", officer="an"), actor="an", request="c")
    async with living(journal, make_plan(), now) as again:
        assert await again.do(take(7), actor="k1", request="r1") == answers[0]
        assert await again.do(cmd.CallNext(desk="2", officer="an"), actor="an", request="c") == called
        assert len(again.centre.tickets) == 2


async def test_a_disk_that_refuses_has_promised_nothing_and_may_recover(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    async with living(journal, make_plan(), now) as live:
        await live.do(take(1), actor="k1", request="r1")
        journal.refuses = JournalUnavailable("no space left on device")
        for _ in range(2):
            with pytest.raises(Unavailable, match="no space"):
                await live.do(take(2), actor="k1", request="r2")
        reading = asyncio.create_task(live.read(lambda centre: set(centre.tickets)))
        await asyncio.sleep(0)
        assert not reading.done(), "what is not on disk is shown to nobody"
        journal.refuses = None
        outcome = await live.do(take(2), actor="k1", request="r2")
        assert await reading == {"t1"}
        assert journal.reopened >= 2
        assert live.centre.version == journal.version
        assert isinstance(outcome.events[0], ev.TicketTaken)
        assert outcome.events[0].number == "X002"


async def test_what_the_disk_wrote_before_it_failed_is_told(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    async with living(journal, make_plan(), now) as live:
        await live.read(lambda _: None)  # the news of the morning is out
        told: list[tuple[int, list[ev.Event]]] = []
        live.publish.append(lambda events, first: told.append((first, list(events))))
        journal.fails_afterwards = True
        with pytest.raises(Unavailable):
            await live.do(take(1), actor="k1", request="r1")
        again = await live.do(take(9), actor="k1", request="r1")
        assert told == [(again.first, list(again.events))], "it has happened, once, and everybody hears of it, once"


async def test_another_owner_ends_this_one(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    live = LiveCentre(journal, EventCodec(ev.KINDS), clock=lambda: now)
    task = asyncio.create_task(live.run())
    await live.do(cmd.AdoptPlan(plan=make_plan()))
    journal.refuses = JournalConflict("version 2 exists")
    with pytest.raises(Unavailable):
        await live.do(cmd.OpenDay())
    with pytest.raises(JournalConflict):
        await task


async def test_a_refusal_is_answered_and_writes_nothing(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    async with living(journal, make_plan(), now) as live:
        before = journal.version
        with pytest.raises(Refusal, match="unknown_service"):
            await live.do(cmd.TakeTicket(ticket="t", service="nothing"), actor="k1", request="r")
        assert journal.version == before


async def test_what_was_refused_is_remembered_without_those_who_asked(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    """An officer who presses *next* in an empty hall would else be kept with each press, connection and all."""

    class Asker:
        def told(self, outcome: object) -> None:
            heard.append(outcome)

    heard: list[object] = []
    async with living(journal, make_plan(), now) as live:
        await live.do(cmd.OpenDesk(desk="2", officer="an"), actor="an", request="o")
        gone = []
        gc.collect()
        gc.disable()
        try:
            for _ in range(2):
                asker = Asker()
                gone.append(weakref.ref(asker))
                live.ask(cmd.CallNext(desk="2", officer="an"), actor="an", request="n", then=asker.told)
                del asker
                await live.read(lambda _: None)
            await live.read(lambda _: None)
            assert gone[0]() is None, "the last one is at hand until somebody else asks"
        finally:
            gc.enable()
        assert [str(each)[:14] for each in heard] == ["nobody_waiting"] * 2


async def test_who_waited_and_was_refused_is_let_go_of_at_once(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    """Looking for garbage is rare here: pages and keypads are refused all day."""
    async with living(journal, make_plan(), now) as live:
        gc.disable()
        try:
            try:
                await live.do(cmd.TakeTicket(ticket="t1", service="no-such"), actor="k1", request="r1")
            except Refusal as refused:
                refusal = weakref.ref(refused)
            await live.do(cmd.OpenDay())  # until then the last batch is at hand
            assert refusal() is None
        finally:
            gc.enable()


async def test_a_press_of_next_that_was_refused_calls_nobody_when_it_comes_again(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], now: Instant
) -> None:
    """A line that was given up may bring it minutes later."""
    press, number = cmd.CallNext(desk="2", officer="an"), cmd.TakeTicket(ticket="t1", service="chung-thuc")
    async with living(journal, make_plan(), now) as live:
        await live.do(cmd.OpenDesk(desk="2", officer="an"), actor="an", request="o")
        with pytest.raises(Refusal, match="nobody_waiting"):
            await live.do(press, actor="an", request="n1")
        await live.do(number, actor="k1", request="t")
        with pytest.raises(Refusal, match="nobody_waiting"):
            await live.do(press, actor="an", request="n1")
        await live.do(press, actor="binh", request="n1")
        with pytest.raises(Refusal, match="desk_busy"):
            await live.do(press, actor="an", request="n2")


async def test_a_new_day_opens_by_itself_before_the_first_command(
    journal: GatedJournal, make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    clock = [instant("2026-11-23 08:00")]
    live = LiveCentre(journal, EventCodec(ev.KINDS), clock=lambda: clock[0])
    task = asyncio.create_task(live.run())
    await live.do(cmd.AdoptPlan(plan=make_plan()))
    first = await live.do(take(1), actor="k1", request="r1")
    clock[0] = instant("2026-11-24 07:30")
    second = await live.do(take(2), actor="k1", request="r2")
    assert [event.number for event in (*first.events, *second.events) if isinstance(event, ev.TicketTaken)] == [
        "X001",
        "X001",
    ]
    assert live.centre.day == "2026-11-24"
    assert "t1" not in live.centre.tickets
    clock[0] = instant("2026-11-24 07:00")
    third = await live.do(take(3), actor="k1", request="r3")
    assert third.events[0].at == instant("2026-11-24 07:30"), "the centre's time never goes back"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
