"""Who is asked whether they are still there, when, and what becomes of those who do not answer."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.protocol import CLOSING, OPEN, State

from queue_server.frames import PING
from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode
from queue_server.web import pulse as module
from queue_server.web.pulse import PING_SECONDS, Answering, Pulse


class Line:
    """As much of a connection as is asked here."""

    acknowledge_pings = Answering.acknowledge_pings

    def __init__(self) -> None:
        self.answered, self.paused, self.gone = True, False, False
        self.asked = 0
        self.protocol = SimpleNamespace(state=OPEN)
        self.transport = SimpleNamespace(write=self._write, abort=self._abort)

    def _write(self, frame: bytes) -> None:
        assert frame == PING
        self.asked += 1

    def _abort(self) -> None:
        self.gone = True
        self.protocol.state = State.CLOSED


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pulse(clock: Clock) -> Pulse:
    return Pulse(steady=clock)


def begin(pulse: Pulse) -> Any:
    line = Line()
    pulse.begin(line)  # type: ignore[arg-type]
    return line


def look_at(pulse: Pulse, clock: Clock, seconds: float) -> None:
    clock.now = seconds
    pulse.look()


def test_who_answers_is_asked_again_and_who_does_not_is_gone_before_it_is_asked_a_third_time(
    pulse: Pulse, clock: Clock
) -> None:
    alive, dead = begin(pulse), begin(pulse)
    look_at(pulse, clock, PING_SECONDS - 0.1)
    assert (alive.asked, dead.asked) == (0, 0)
    look_at(pulse, clock, PING_SECONDS)
    alive.acknowledge_pings(b"")
    look_at(pulse, clock, 2 * PING_SECONDS)
    assert (alive.asked, alive.gone) == (2, False)
    assert (dead.asked, dead.gone) == (1, True)
    alive.acknowledge_pings(b"")
    look_at(pulse, clock, 3 * PING_SECONDS)
    assert (alive.asked, dead.asked) == (3, 1)


def test_a_line_that_is_full_is_not_asked_and_not_given_up(pulse: Pulse, clock: Clock) -> None:
    line = begin(pulse)
    line.paused = True
    for place in range(1, 5):
        look_at(pulse, clock, place * PING_SECONDS)
    assert (line.asked, line.gone) == (0, False)
    line.paused = False
    look_at(pulse, clock, 5 * PING_SECONDS)
    assert line.asked == 1


def test_who_says_goodbye_is_left_alone(pulse: Pulse, clock: Clock) -> None:
    line = begin(pulse)
    line.protocol.state = CLOSING
    line.answered = False
    for place in range(1, 4):
        look_at(pulse, clock, place * PING_SECONDS)
    assert (line.asked, line.gone) == (0, False)


async def test_a_kiosk_that_hangs_is_offline_and_one_that_answers_is_not(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PING_SECONDS", 0.3)
    desk = await house.officer("an")
    await house.device("answers", msg.Role.KIOSK)
    token = house.access.add_device("hangs", role=msg.Role.KIOSK)
    offline = asyncio.Event()

    def look(_: object) -> None:
        if "hangs" in desk.view.devices and not desk.view.devices["hangs"].online:
            offline.set()

    desk.on_change(look)
    async with connect(house.socket, ping_interval=None, proxy=None) as line:
        await line.send(encode(msg.Hello(protocol=1, role=msg.Role.KIOSK, device="hangs", token=token)), text=True)
        await line.recv()
        line.transport.pause_reading()
        await asyncio.wait_for(offline.wait(), timeout=60)
        line.transport.abort()
    assert desk.view.devices["answers"].online
