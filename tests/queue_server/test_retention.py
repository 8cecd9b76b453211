"""Years go by: what is older than it may be is gone from the file; the chain, the days and the acts are there."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import KINDS, Administered, Erased, Event, JournalSealed, NoticePosted, TicketTaken
from queue_server.core.lasting import ACTS, Limits
from queue_server.core.plan import MINUTE, CentrePlan, Instant
from queue_server.journal.base import JournalUnavailable
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre, event_of
from queue_server.reports.days import stretches
from queue_server.reports.proof import prove
from queue_server.retention import keep_to, overdue, retain
from tests.queue_server.seals import broken_seals

OLD, OLDER, NOW = "2024-01-08 08:00", "2024-01-05 08:00", "2026-03-02 08:00"


class House:
    """A centre whose clock is set by the test."""

    def __init__(self, journal: SqlJournal, live: LiveCentre) -> None:
        self.journal, self.live = journal, live

    async def history(self) -> list[tuple[int, str, Event]]:
        return [(each.version, each.hash, event_of(self.live.codec, each)) async for each in self.journal.read()]


@asynccontextmanager
async def opened(folder: Path, clock: Callable[[], Instant]) -> AsyncIterator[House]:
    journal = await SqlJournal.open(folder / "journal.sqlite", centre="thu-nghiem")
    live = LiveCentre(journal, EventCodec(KINDS), clock=clock)
    await live.load()
    running = asyncio.create_task(live.run())
    yield House(journal, live)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await journal.close()


async def work(house: House, plan: CentrePlan, *, name: str) -> None:
    """A day of two citizens, an act of the supervisor and one of the administrator."""
    do = house.live.do
    await do(cmd.AdoptPlan(plan=plan))
    await do(cmd.OpenDay())
    await do(cmd.Administer(what="pin_changed", subject="an", officer="quan"))
    service = plan.services[0].id
    for each in ("one", "two"):
        await do(cmd.TakeTicket(ticket=f"{name}-{each}", service=service), actor="k1", request=f"r-{name}-{each}")
    await do(cmd.SetQuota(service=service, quota=90, reason="đông", officer="truong"))
    await do(cmd.MoveLine(service=service, desk=None, reason="", officer="truong"))
    await do(cmd.PostNotice(words={"vi": "Sắp mưa"}, until=None, urgent=False, officer="truong"))


@pytest.fixture
def plan(make_plan: Callable[[], CentrePlan]) -> CentrePlan:
    return make_plan()


async def test_tickets_go_after_two_years_and_the_chain_goes_on(
    tmp_path: Path, plan: CentrePlan, instant: Callable[[str], Instant]
) -> None:
    now = [instant(OLDER)]
    async with opened(tmp_path, lambda: now[0]) as house:
        await work(house, plan, name="older")
        now[0] = instant(OLD)
        await work(house, plan, name="old")
        now[0] = instant(NOW)
        await work(house, plan, name="new")
        before = await house.history()
        printed = {each.day: each.hash for each in stretches(before)}
        [done] = await retain(house.live, house.journal, limits=Limits())
        assert [day.day for day in done.days] == ["2024-01-05", "2024-01-08"]
        assert [(day.tickets, day.hash) for day in done.days] == [(2, printed[day.day]) for day in done.days]
        after = await house.history()
        assert [hash_ for _, hash_, _ in after[: len(before)]] == [hash_ for _, hash_, _ in before]
        kinds = [type(event) for _, _, event in after]
        assert kinds.count(TicketTaken) == 2, "those of today"
        assert kinds.count(Administered) == 3
        assert kinds.count(NoticePosted) == 3, "what people did is kept for longer"
        assert {each.day: each.hash for each in stretches(after)} == {**printed, "2026-03-02": after[-1][1]}
        assert prove(event for _, _, event in after).sound
        assert broken_seals(after, epoch=house.journal.epoch) == []
        assert await retain(house.live, house.journal, limits=Limits()) == [], "once"
        live = house.live.centre
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert b"older-one" not in content, f"{file.name}: erased is erased, also in the file"
        assert b"old-two" not in content
    assert b"new-one" in (tmp_path / "journal.sqlite").read_bytes()
    async with opened(tmp_path, lambda: now[0]) as again:
        assert again.live.centre.version == live.version
        assert set(again.live.centre.tickets) == {"new-one", "new-two"}


async def test_acts_go_after_five_years_and_a_day_is_never_cut(
    tmp_path: Path, plan: CentrePlan, instant: Callable[[str], Instant]
) -> None:
    now = [instant(OLD)]
    async with opened(tmp_path, lambda: now[0]) as house:
        await work(house, plan, name="old")
        now[0] = instant("2029-02-05 08:00")
        await work(house, plan, name="new")
        done = await retain(house.live, house.journal, limits=Limits())
        assert [each.what for each in done] == ["tickets", "acts"]
        history = await house.history()
        [first, *_] = [version for version, _, event in history if isinstance(event, Administered)]
        assert first > done[-1].up_to
        assert {type(event) for _, _, event in history[: done[-1].up_to]} <= {Erased, *map(KINDS.get, _frame())}
        assert broken_seals(history, epoch=house.journal.epoch) == []
        now[0] = instant("2031-03-03 12:00")  # the last day is not over as long as no other has begun
        assert overdue(history, limits=Limits(), now=now[0]) == []
        assert overdue(history, limits=Limits(tickets=None, acts=None), now=now[0]) == []


def _frame() -> set[str]:
    return {"plan_adopted", "day_opened"}


async def test_what_was_taken_out_by_somebody_else_shows(
    tmp_path: Path, plan: CentrePlan, instant: Callable[[str], Instant]
) -> None:
    now = [instant(OLD)]
    async with opened(tmp_path, lambda: now[0]) as house:
        await work(house, plan, name="old")
        now[0] = instant(NOW)
        await work(house, plan, name="new")
        whole = await house.history()
        [done] = await retain(house.live, house.journal, limits=Limits())
        honest, epoch = await house.history(), house.journal.epoch
    quiet = [(version, hash_, event) for version, hash_, event in honest if not isinstance(event, JournalSealed)]
    assert broken_seals(quiet, epoch=epoch) == [f"record {_last(quiet)} was erased, and no seal says so"]
    changed = [(version, "0" * 64 if version == done.up_to else hash_, event) for version, hash_, event in honest]
    assert broken_seals(changed, epoch=epoch) == [f"record {done.up_to} has another hash than the seal says"]
    assert broken_seals(changed, epoch="after a restore") == [], "other hashes, as they must be"
    assert broken_seals(whole, epoch=epoch) == []


def _last(history: list[tuple[int, str, Event]]) -> int:
    return max(version for version, _, event in history if isinstance(event, Erased))


async def test_a_disk_that_refuses_is_asked_again_the_next_day(
    tmp_path: Path, plan: CentrePlan, instant: Callable[[str], Instant], caplog: pytest.LogCaptureFixture
) -> None:
    now = [instant(OLD)]
    async with opened(tmp_path, lambda: now[0]) as house:
        await work(house, plan, name="old")
        now[0] = instant(NOW)
        await work(house, plan, name="new")
        refused = 0

        class Refusing(SqlJournal):
            async def erase(self, *, up_to: int, kept: object) -> int:
                nonlocal refused
                refused += 1
                raise JournalUnavailable("no room")

        house.journal.__class__ = Refusing
        task = asyncio.create_task(keep_to(house.live, house.journal, limits=Limits(), every=0))
        async with asyncio.timeout(60):
            while refused < 2:  # noqa: ASYNC110  # nobody is told
                await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert any("no room" in str(getattr(each, "error", "")) for each in caplog.records)


def test_every_kind_has_its_time() -> None:
    assert {"administered", "line_moved", "alert_raised"} <= ACTS
    assert "ticket_taken" not in ACTS
    assert Centre().version == 0


def days(plan: CentrePlan, count: int, *, begin: Instant) -> Iterator[tuple[int, str, Event]]:
    """So many Mondays of forty tickets each; nobody waits over the night."""
    centre, version = Centre(), 0
    morning = [cmd.AdoptPlan(plan=plan), cmd.OpenDay()]
    for day in range(count):
        takes = [cmd.TakeTicket(ticket=f"{day}-{n}", service=plan.services[0].id) for n in range(40)]
        for command in (*morning, *takes):
            for event in handle(centre, command, begin + day * 7 * 24 * 60 * MINUTE):
                version += 1
                yield version, f"hash {version}", event
        morning = [cmd.OpenDay()]


def test_the_years_before_are_not_in_memory_at_once(plan: CentrePlan, instant: Callable[[str], Instant]) -> None:
    def most(count: int) -> int:
        tracemalloc.start()
        [found] = overdue(
            days(plan, count, begin=instant("2020-01-06 08:00")), limits=Limits(acts=None), now=instant(NOW)
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(found.days) == count - 1
        return peak

    most(2)  # what is made once
    assert most(20) < 2 * most(5)
