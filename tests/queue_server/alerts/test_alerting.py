"""Looking, writing down and telling, on a living centre."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from queue_server.alerts.alerting import Alerting
from queue_server.core.commands import AdoptPlan, EndAlert, OpenDay, TakeTicket
from queue_server.core.events import KINDS
from queue_server.core.plan import MINUTE, CentrePlan, Instant
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.live import LiveCentre
from queue_server.protocol import messages as msg


@dataclass
class Times:
    now: Instant
    seconds: float = 0.0


@dataclass
class Line:
    """A line outside that may be dead."""

    dead: bool = False
    heard: list[tuple[str, str]] = field(default_factory=list)

    def send(self, title: str, text: str) -> bool:
        if not self.dead:
            self.heard.append((title, text))
        return not self.dead


@pytest.fixture
def times(instant: Callable[[str], Instant]) -> Times:
    return Times(instant("2026-11-23 08:00"))


@pytest.fixture
async def live(tmp_path: Path, make_plan: Callable[[], CentrePlan], times: Times) -> AsyncIterator[LiveCentre]:
    journal = await SqlJournal.open(tmp_path / "journal.sqlite", centre="thu-nghiem")
    live = LiveCentre(journal, EventCodec(KINDS), clock=lambda: times.now)
    await live.load()
    running = asyncio.create_task(live.run())
    await live.do(AdoptPlan(plan=make_plan()))
    await live.do(OpenDay())
    yield live
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await journal.close()


async def test_a_breach_is_told_once_when_the_line_is_back(live: LiveCentre, times: Times) -> None:
    line = Line(dead=True)
    alerting = Alerting(live, tuple, outward=line, steady=lambda: times.seconds)
    await live.do(TakeTicket(ticket="t", service="ho-tich"))
    times.now += 10 * MINUTE
    await alerting.look()
    await alerting.tell()
    assert live.centre.alerts["wait:ho-tich"].level == "warn"
    assert not alerting._first_try, "a warning stays in the house"
    times.now += 20 * MINUTE
    for _ in range(3):
        await alerting.look()
        await alerting.tell()
        times.seconds += 31
    line.dead = False
    again = Alerting(live, tuple, outward=line, steady=lambda: times.seconds)  # after a restart
    for _ in range(3):
        await again.look()
        await again.tell()
        times.seconds += 31
    [(title, text)] = line.heard
    assert title == "Trung tâm thử nghiệm"
    assert "30 phút" in text
    assert live.centre.alerts["wait:ho-tich"].note == "sent"


async def test_what_nobody_could_be_told_for_an_hour_is_given_up_with_a_note(live: LiveCentre, times: Times) -> None:
    alerting = Alerting(live, tuple, outward=Line(dead=True), steady=lambda: times.seconds)
    await live.do(TakeTicket(ticket="t", service="ho-tich"))
    times.now += 30 * MINUTE
    await alerting.look()
    await alerting.tell()
    times.seconds += 3600
    await alerting.tell()
    alert = live.centre.alerts["wait:ho-tich"]
    assert (alert.told, alert.note) == (times.now, "given up after an hour")


async def test_what_is_over_before_the_line_is_back_is_not_told(live: LiveCentre, times: Times) -> None:
    line = Line(dead=True)
    alerting = Alerting(live, tuple, outward=line, steady=lambda: times.seconds)
    await live.do(TakeTicket(ticket="t", service="ho-tich"))
    times.now += 31 * MINUTE
    await alerting.look()
    await alerting.tell()
    assert list(alerting._first_try) == ["wait:ho-tich"]
    await live.do(EndAlert(cause="wait:ho-tich"))
    line.dead = False
    times.seconds += 31
    await alerting.tell()
    assert line.heard == []
    assert not alerting._first_try


async def test_a_hall_full_of_machines_that_goes_dark_is_written_down_in_few_batches(
    live: LiveCentre, times: Times
) -> None:
    devices = tuple(
        msg.Device(id=f"b{n}", role=msg.Role.BOARD, online=False, since=times.now - MINUTE) for n in range(100)
    )
    batches: list[int] = []
    live.publish.append(lambda events, _: batches.append(len(events)))
    await Alerting(live, lambda: devices).look()
    assert batches == [32, 32, 32, 4]
    assert set(live.centre.alerts) == {f"offline:b{n}" for n in range(100)}
