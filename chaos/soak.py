"""A centre at work for a long time: what its server and its kiosk hold in memory, and how many handles, must not grow.

    python -m chaos.soak [--hours 24] [--every 6]

A citizen touches a number every so many seconds while numbers are given, an officer calls and finishes them, the slip
is printed to the end of a line. Memory may grow by less than 1 MB an hour, handles not at all.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from chaos.gauge import Reading, growth, read
from chaos.lobby import Lobby
from chaos.row import Row
from queue_server.client.base import NoAnswer, Refusal, fresh_request
from queue_server.client.link import Link
from queue_server.protocol import messages as msg

DESK = "3"
#: Megabytes an hour.
GROWS_AT_MOST = 1.0
#: The first part of a soak fills what is kept for later: typefaces, screens, the journal's pages.
_WARM = 0.25
_LOOK_AGAIN = 0.5
#: Handles of what just happens to be under way at a reading.
_AT_ONCE = 2
#: At most so many readings an hour; fewer would make a poor line.
_READINGS_AN_HOUR = 120


@dataclass
class Course:
    """The readings of one process, by the hour of each."""

    name: str
    hours: list[float] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def add(self, hour: float, reading: Reading) -> None:
        self.hours.append(hour)
        self.readings.append(reading)

    def row(self, visits: int) -> Row:
        """What grew after the warming up."""
        start = int(len(self.hours) * _WARM)
        hours, kept = self.hours[start:], self.readings[start:]
        slope = growth(hours, [each.megabytes for each in kept])
        early, late = (
            max(each.handles for each in half) for half in (kept[: len(kept) // 2 + 1], kept[len(kept) // 2 :])
        )
        return Row(
            what=f"soak: {self.name}",
            count=f"{self.hours[-1]:.2f} h, {visits} visits, {len(self.hours)} readings",
            held=f"{slope:+.2f} MB an hour at {kept[-1].megabytes:.0f} MB; handles {early}, later {late} at most",
            good=slope < GROWS_AT_MOST and late <= early + _AT_ONCE,
        )


async def officer(lobby: Lobby) -> None:
    """Call, serve and finish whoever waits, until cancelled."""
    cookie = await lobby.server.cookie("an")
    link = Link(lobby.server.socket, role=msg.Role.DESK, device="pc3", headers={"Cookie": cookie})
    running = asyncio.create_task(link.run())
    try:
        await link.ask(msg.OpenDesk(request=fresh_request(), desk=DESK))
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            await _serve_one(link)
    finally:
        running.cancel()


async def _serve_one(link: Link) -> None:
    try:
        called = await link.ask(msg.CallNext(request=fresh_request(), desk=DESK))
        assert isinstance(called, msg.Called)
        ticket = called.ticket.id
        await link.ask(msg.StartServing(request=fresh_request(), desk=DESK, ticket=ticket))
        await link.ask(msg.Finish(request=fresh_request(), desk=DESK, ticket=ticket))
    except (Refusal, NoAnswer):
        return  # nobody waits


async def play(lobby: Lobby, *, hours: float, every: float) -> tuple[list[Course], int]:
    """Work for so long; the courses of server and kiosk, and how many citizens came."""
    assert lobby.server.process is not None
    assert lobby.kiosk.process is not None
    courses = {lobby.server.process.pid: Course("server"), lobby.kiosk.process.pid: Course("kiosk")}
    working = asyncio.create_task(officer(lobby))
    began, visits, due = time.monotonic(), 0, 0.0
    try:
        while (hour := (time.monotonic() - began) / 3600) < hours:
            if hour >= due:
                due = hour + min(1 / _READINGS_AN_HOUR, hours / 12)
                for pid, course in courses.items():
                    course.add(hour, read(pid))
            visits += await asyncio.to_thread(_visit, lobby)
            await asyncio.sleep(every)
            if working.done():
                working.result()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    return list(courses.values()), visits


def _visit(lobby: Lobby) -> bool:
    """A citizen, where numbers are given now."""
    seen = lobby.kiosk.look()
    if seen.screen == "home" and seen.live:
        lobby.someone()
        lobby.place.papers.clear()  # ours, not theirs
        return True
    return False


def measure(*, hours: float, every: float) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, Lobby(Path(folder) / "hall") as lobby:
        courses, visits = asyncio.run(play(lobby, hours=hours, every=every))
    return [course.row(visits) for course in courses]


def whole(*, hours: float) -> Row:
    """All processes in one line."""
    rows = measure(hours=hours, every=6)
    held = "; ".join(f"{row.what.removeprefix('soak: ')} {row.held}" for row in rows)
    return Row(what="soak", count=rows[0].count, held=held, good=all(row.good for row in rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--every", type=float, default=6, help="seconds between two citizens")
    chosen = parser.parse_args()
    rows = measure(hours=chosen.hours, every=chosen.every)
    for row in rows:
        print(row)
    sys.exit(0 if all(row.good for row in rows) else 1)


if __name__ == "__main__":
    main()
