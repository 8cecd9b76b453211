"""Clocks that step, stand, start in another age and change twice a year: no number twice, no time that runs backwards.

The living centre with its own journal and core; only the clock is ours.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.plan import MINUTE, CentrePlan, Instant, OpeningHours, Window
from queue_server.core.refusals import Refusal
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.live import LiveCentre, event_of
from queue_server.reports.proof import prove

HANOI, WARSAW = "Asia/Ho_Chi_Minh", "Europe/Warsaw"
SECOND, HOUR, DAY = 1000, 60 * MINUTE, 24 * 60 * MINUTE
ALWAYS = (Window(opens=0, closes=24 * 60),)
OFFICE = (Window(opens=7 * 60, closes=11 * 60), Window(opens=13 * 60, closes=17 * 60))


def local(text: str, zone: str = HANOI) -> Instant:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def slewed(start: Instant) -> tuple[Instant, ...]:
    """A clock that is brought back by four seconds, a tenth of a second in each."""
    return tuple(start + place * 900 for place in range(40))


#: What the clock shows when each citizen comes, one after another.
CLOCKS: dict[str, tuple[Instant, ...]] = {
    name: (start, start + MINUTE, start + MINUTE + step, start + 2 * MINUTE + step, start + 3 * MINUTE)
    for start in [local("2026-11-23 09:00")]
    for name, step in {
        "a second forward": SECOND,
        "a second back": -SECOND,
        "an hour forward": HOUR,
        "an hour back": -HOUR,
        "a day forward": DAY,
        "a day back": -DAY,
        "a week back": -7 * DAY,
    }.items()
} | {
    "the battery is flat: 1970, then right": (0, SECOND, local("2026-11-23 09:00"), local("2026-11-23 09:01")),
    "right, then 1970, then right": (local("2026-11-23 09:00"), 5 * SECOND, local("2026-11-23 09:01")),
    "before 1970": (-DAY, -SECOND, local("2026-11-23 09:00")),
    "past the last second of 32 bits": (2**31 * 1000 - SECOND, 2**31 * 1000, 2**31 * 1000 + SECOND),
    "past the last second of 32 bits without a sign": (2**32 * 1000 - SECOND, 2**32 * 1000 + SECOND),
    "slewed by the network's time": slewed(local("2026-11-23 09:00")),
    "to and fro over midnight": tuple(local("2026-11-24 00:00") + each for each in (-2, 1, -1, 2, -MINUTE, MINUTE)),
    "back over midnight by an hour": (local("2026-11-24 00:30"), local("2026-11-23 23:30"), local("2026-11-24 00:31")),
    "the end of a year": (local("2026-12-31 23:59"), local("2027-01-01 00:00"), local("2027-01-01 00:01")),
    "a leap day": (local("2028-02-28 23:59"), local("2028-02-29 00:00"), local("2028-03-01 00:00")),
    "the same instant for all": (local("2026-11-23 09:00"),) * 5,
}
#: Nights on which the clocks of Warsaw change, minute by minute over the hour that is missing or comes twice.
NIGHTS = {
    "forward": tuple(local("2026-03-29 01:30", WARSAW) + each * 5 * MINUTE for each in range(20)),
    "back": tuple(local("2026-10-25 01:30", WARSAW) + each * 5 * MINUTE for each in range(30)),
}


class Centre:
    """A living centre whose clock shows what it is told; `restart` makes it anew from its journal."""

    def __init__(self, plan: CentrePlan) -> None:
        self.now: Instant = 0
        self.plan, self.codec = plan, EventCodec(ev.KINDS)
        self.journal = MemoryJournal(centre=plan.id)
        self.taken = 0

    async def begin(self, now: Instant) -> None:
        self.now = now
        await self._load()
        await self.live.do(cmd.AdoptPlan(plan=self.plan))

    async def restart(self) -> None:
        before = self.live.centre
        await self.end()
        await self._load()
        assert self.live.centre == before

    async def _load(self) -> None:
        self.live = LiveCentre(self.journal, self.codec, clock=lambda: self.now)
        await self.live.load()
        self._running = asyncio.create_task(self.live.run())

    async def end(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def take(self, now: Instant) -> str:
        """A number when the clock shows `now`; empty where none is given."""
        self.now = now
        self.taken += 1
        try:
            await self.live.do(cmd.TakeTicket(ticket=f"t{self.taken}", service="chung-thuc"))
        except Refusal:
            return ""
        return self.live.centre.tickets[f"t{self.taken}"].number

    async def sound(self) -> list[ev.Event]:
        """All that happened, after a look at what must hold whatever the clock did."""
        events = [event_of(self.codec, each) async for each in self.journal.read()]
        times = [each.at for each in events]
        assert times == sorted(times), "time runs backwards in the journal"
        days = [each.day for each in events if isinstance(each, ev.DayOpened)]
        assert days == sorted(set(days)), "a day came twice"
        assert prove(events).sound
        numbers, day = Counter[tuple[str, str]](), ""
        for each in events:
            day = each.day if isinstance(each, ev.DayOpened) else day
            if isinstance(each, ev.TicketTaken):
                numbers[day, each.number] += 1
        assert not [number for number, times in numbers.items() if times > 1]
        return events


def always_open(plan: CentrePlan, *, zone: str = HANOI) -> CentrePlan:
    return replace(plan, hours=OpeningHours(timezone=zone, week=(ALWAYS,) * 7))


@pytest.mark.parametrize("name", CLOCKS)
@pytest.mark.parametrize("restarts", [False, True], ids=["", "restarted each time"])
async def test_whatever_the_clock_does(make_plan: Callable[..., CentrePlan], name: str, restarts: bool) -> None:
    centre = Centre(always_open(make_plan()))
    await centre.begin(CLOCKS[name][0])
    for now in CLOCKS[name]:
        assert await centre.take(now), "a number is given all the same"
        if restarts:
            await centre.restart()
    await centre.end()
    await centre.sound()


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("hours", [ALWAYS, OFFICE], ids=["all night", "office hours"])
async def test_a_night_on_which_clocks_change(
    make_plan: Callable[..., CentrePlan], night: str, hours: tuple[Window, ...]
) -> None:
    plan = replace(make_plan(), hours=OpeningHours(timezone=WARSAW, week=(hours,) * 7))
    centre = Centre(plan)
    await centre.begin(NIGHTS[night][0])
    given = [await centre.take(now) for now in NIGHTS[night]]
    await centre.end()
    events = await centre.sound()
    assert [event.day for event in events if isinstance(event, ev.DayOpened)] == [
        "2026-" + {"forward": "03-29"}.get(night, "10-25")
    ]
    assert all(given) if hours is ALWAYS else not any(given)


async def test_vietnam_has_no_such_night(make_plan: Callable[..., CentrePlan]) -> None:
    calendar = Centre(always_open(make_plan())).plan.hours
    assert calendar.timezone == HANOI
    offsets = {
        datetime.fromtimestamp(local("2026-01-01 00:00") / 1000 + hour * 3600, ZoneInfo(HANOI)).utcoffset()
        for hour in range(366 * 24)
    }
    assert len(offsets) == 1


@pytest.mark.parametrize("all_night", [False, True], ids=["office hours", "all night"])
async def test_midnight_with_fifty_who_wait(make_plan: Callable[..., CentrePlan], all_night: bool) -> None:
    plan = always_open(make_plan()) if all_night else make_plan()
    evening, morning = (
        (local("2026-11-23 23:50"), local("2026-11-24 00:10"))
        if all_night
        else (
            local("2026-11-23 16:30"),
            local("2026-11-24 07:30"),
        )
    )
    centre = Centre(plan)
    await centre.begin(evening)
    former = [await centre.take(evening + place) for place in range(50)]
    assert len(set(former)) == 50
    fresh = await centre.take(morning)
    waiting = centre.live.centre.lanes.length
    await centre.restart()
    await centre.end()
    await centre.sound()
    assert (fresh, waiting) == (("X051", 51) if all_night else ("X001", 1))


@pytest.mark.parametrize("seed", range(20))
async def test_a_clock_that_jumps_by_lot(make_plan: Callable[..., CentrePlan], seed: int) -> None:
    await jump_by_lot(make_plan(), seed)


async def jump_by_lot(plan: CentrePlan, seed: int) -> None:
    """Thirty citizens under a clock that jumps; a night plays hundreds of these (chaos/told_by_tests.py)."""
    lot = random.Random(seed)
    now = local("2026-11-23 09:00")
    centre = Centre(always_open(plan, zone=lot.choice((HANOI, WARSAW, "UTC"))))
    await centre.begin(now)
    for _ in range(30):
        now += lot.choice((lot.randint(0, 5 * MINUTE), lot.choice((-1, 1)) * lot.choice((SECOND, HOUR, DAY))))
        assert await centre.take(now)
        if lot.random() < 0.2:
            await centre.restart()
    await centre.end()
    await centre.sound()
