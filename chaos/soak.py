"""A centre at work for many days: what its server, kiosk and board hold in memory, and how many handles, must not grow.

    python -m chaos.soak [--hours 24] [--speed 24] [--every 6]

The centre's days pass faster than life. A citizen touches a number every so many seconds while numbers are given, an
officer calls and finishes them, the slip is printed to the end of a line, the board says the call. Every reading is
printed. Memory may grow by less than 1 MB an hour of the centre, from night to night; handles not at all.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from chaos.board_process import board_process
from chaos.course import HERE, Course
from chaos.gauge import read
from chaos.lobby import Lobby
from chaos.row import Row
from queue_server.client.base import NoAnswer, Refusal, fresh_request
from queue_server.client.link import Link
from queue_server.protocol import messages as msg

#: How fast the centre's clock goes.
DAY_AN_HOUR = 24.0
DESK = "3"
BOARD = "board"
_LOOK_AGAIN = 0.5
#: At most so many readings an hour, or in the shortest soak that is worth looking at.
_READINGS_AN_HOUR, _READINGS = 120, 12
#: So many visits may end in a row because the hall closes, in the middle of the day and in the evening.
_CUT_SHORT = 3
#: Bytes a second of a printer on USB.
_USB = 800_000


async def officer(lobby: Lobby) -> None:
    """Call, serve and finish whoever waits, day after day, until cancelled."""
    cookie = await lobby.server.cookie("an")
    link = Link(lobby.server.socket, role=msg.Role.DESK, device="pc3", headers={"Cookie": cookie})
    running = asyncio.create_task(link.run())
    try:
        while True:
            await _serve_one(link)
            await asyncio.sleep(_LOOK_AGAIN)
    finally:
        running.cancel()


async def _serve_one(link: Link) -> None:
    try:
        # A new day begins with every desk closed; to open an open one changes nothing.
        await link.ask(msg.OpenDesk(request=fresh_request(), desk=DESK))
        called = await link.ask(msg.CallNext(request=fresh_request(), desk=DESK))
        assert isinstance(called, msg.Called)
        ticket = called.ticket.id
        await link.ask(msg.StartServing(request=fresh_request(), desk=DESK, ticket=ticket))
        await link.ask(msg.Finish(request=fresh_request(), desk=DESK, ticket=ticket))
    except (Refusal, NoAnswer):
        return  # nobody waits, or nobody works now


async def play(lobby: Lobby, courses: dict[int, Course], *, hours: float, every: float) -> int:
    """Work for so long and read each process now and then, by its pid; how many citizens came."""
    working = asyncio.create_task(officer(lobby))
    began, visits, cut_short, due = time.monotonic(), 0, 0, 0.0
    try:
        while (hour := (time.monotonic() - began) / 3600) < hours:
            if hour >= due:
                due = hour + min(1 / _READINGS_AN_HOUR, hours / _READINGS)
                _read_all(lobby, courses, hour=hour, visits=visits)
            came, cut_short = await asyncio.to_thread(_visit, lobby, cut_short)
            visits += came
            await asyncio.sleep(every)
            if working.done():
                working.result()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    return visits


def _read_all(lobby: Lobby, courses: dict[int, Course], *, hour: float, visits: int) -> None:
    """A line of the curve."""
    now = lobby.server.clock()
    for pid, course in courses.items():
        course.add(read(pid), at=now)
    held = ", ".join(
        f"{course.name} {course.readings[-1].megabytes:.1f} MB {course.readings[-1].handles}"
        for course in courses.values()
    )
    print(f"{hour:.3f} h, {datetime.fromtimestamp(now / 1000, HERE):%a %H:%M}, {visits} visits: {held}", flush=True)


def _visit(lobby: Lobby, cut_short: int) -> tuple[bool, int]:
    """A citizen, where numbers are given now: whether one came, and how many in a row closing time has cut short."""
    seen = lobby.kiosk.look()
    if seen.screen != "home" or not seen.live:
        return False, cut_short
    try:
        lobby.someone()
    except (TimeoutError, RuntimeError):
        if cut_short >= _CUT_SHORT:
            raise
        return False, cut_short + 1
    finally:
        # Ours, not theirs.
        lobby.place.papers.clear()
        lobby.citizens.clear()
        for sound in lobby.folder.glob(f"{BOARD}/sounds/*.wav"):
            sound.unlink()
    return True, 0


def measure(*, hours: float, every: float, speed: float) -> list[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Lobby(Path(folder) / "hall", speed=speed, bytes_per_second=_USB) as lobby,
        board_process(lobby.server, lobby.folder / BOARD) as board,
    ):
        assert lobby.server.process is not None
        assert lobby.kiosk.process is not None
        pids = {"server": lobby.server.process.pid, "kiosk": lobby.kiosk.process.pid, "board": board}
        courses = {pid: Course(name) for name, pid in pids.items()}
        visits = asyncio.run(play(lobby, courses, hours=hours, every=every))
    return [course.row(visits) for course in courses.values()]


def whole(*, hours: float) -> Row:
    """All processes in one line."""
    rows = measure(hours=hours, every=6, speed=DAY_AN_HOUR)
    held = "; ".join(f"{row.what.removeprefix('soak: ')} {row.held}" for row in rows)
    return Row(what="soak", count=rows[0].count, held=held, good=all(row.good for row in rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--speed", type=float, default=DAY_AN_HOUR, help="of the centre's clock")
    parser.add_argument("--every", type=float, default=6, help="seconds between two citizens")
    chosen = parser.parse_args()
    rows = measure(hours=chosen.hours, every=chosen.every, speed=chosen.speed)
    for row in rows:
        print(row)
    sys.exit(0 if all(row.good for row in rows) else 1)


if __name__ == "__main__":
    main()
