"""A hub with a country's centres: all come at once, go on working, and come back after it is killed.

    python -m chaos.uplinks [--centres 3400]

The uplinks are the product's own, each with a journal of its own; all live in this process, beside the hub.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from chaos.hub_process import HubProcess
from chaos.row import Row
from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import Draft
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.serving import find_centre
from queue_server.uplink import JournalUplink

PLAN = "kt-truongchinh"
_MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
_LOOK_AGAIN = 0.02
_PATIENCE = 300.0
#: What a centre does while its line is down for a week, and how many events a country makes in a second.
BACKLOG, RATE = 12_000, 450
#: What is promised, in seconds and megabytes.
CAUGHT_UP_WITHIN, HELD_WITHIN, BACK_WITHIN = 5.0, 2.0, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Seconds until all had come, from an event to its being held (p99), for a backlog, and until all were back."""

    centres: int
    came: float
    events: int
    held: float
    backlog: int
    caught_up: float
    back: float
    memory: float
    differ: int

    @property
    def good(self) -> bool:
        in_time = self.held <= HELD_WITHIN and self.caught_up <= CAUGHT_UP_WITHIN and self.back <= BACK_WITHIN
        return in_time and not self.differ


class Edge:
    """A centre as far as its hub sees it: a core, a journal in memory and an uplink."""

    def __init__(self, plan: CentrePlan, codec: EventCodec, hub: HubProcess, token: str) -> None:
        self.journal = MemoryJournal(plan.id)
        self.uplink = JournalUplink(self.journal, hub.uplink, token=token)
        self._centre, self._codec, self._plan = Centre(), codec, plan
        self._running: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        await self._do(cmd.AdoptPlan(plan=self._plan), cmd.OpenDay())

    async def take(self, count: int) -> None:
        """So many citizens come."""
        first, services = self._centre.seq, list(self._centre.services)
        await self._do(
            *(cmd.TakeTicket(ticket=f"t{n}", service=services[n % len(services)]) for n in range(first, first + count))
        )

    async def _do(self, *commands: cmd.Command) -> None:
        events = [event for command in commands for event in handle(self._centre, command, _MORNING)]
        encoded = ((event.at, *self._codec.encode(event)) for event in events)
        await self.journal.append([Draft(at=at, kind=kind, body=body) for at, kind, body in encoded])
        self.uplink.published(events, self.journal.version)

    def connect(self) -> None:
        self._running = asyncio.create_task(self.uplink.run())

    async def disconnect(self) -> None:
        assert self._running is not None
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        self.uplink.held = None

    def reached(self, version: int) -> bool:
        return (self.uplink.held or 0) >= version


async def all_held(edges: Iterable[Edge]) -> float:
    """Seconds until the hub has all that these have written. Raises `TimeoutError`."""
    began, waiting = time.monotonic(), list(edges)
    while waiting := [each for each in waiting if not each.reached(each.journal.version)]:
        if time.monotonic() - began > _PATIENCE:
            raise TimeoutError(f"{len(waiting)} are not held")
        await asyncio.sleep(_LOOK_AGAIN)
    return time.monotonic() - began


async def _work(edges: list[Edge], *, seconds: float) -> list[float]:
    """So many events a second, one centre after another; the seconds from each to its being held, in order."""
    began, done, waiting, took = time.monotonic(), 0, list[tuple[Edge, int, float]](), list[float]()
    while (now := time.monotonic()) - began < seconds or waiting:
        for _ in range(int(min(now - began, seconds) * RATE) - done):
            edge = edges[done % len(edges)]
            await edge.take(1)
            waiting.append((edge, edge.journal.version, time.monotonic()))
            done += 1
        still = [each for each in waiting if not each[0].reached(each[1])]
        took += [time.monotonic() - at for edge, version, at in waiting if edge.reached(version)]
        waiting = still
        if now - began > _PATIENCE:
            raise TimeoutError(f"{len(waiting)} events are not held")
        await asyncio.sleep(_LOOK_AGAIN)
    return sorted(took)


async def _differ(hub: HubProcess, edges: list[Edge]) -> int:
    """How many centres the hub does not hold as they are: the last hash stands for all before it."""
    archive = await Archive.open(hub.archive)
    try:
        heads = {place: (head.version, head.hash) for place, head in archive.heads.items()}
    finally:
        await archive.close()
    wrong = 0
    for edge in edges:
        last = [(each.version, each.hash) async for each in edge.journal.read(after=edge.journal.version - 1)]
        wrong += [heads.get(Place(edge.journal.centre, edge.journal.epoch))] != last
    return wrong


async def _play(hub: HubProcess, *, centres: int, seconds: float, backlog: int) -> Seen:
    plan, codec = find_centre(PLAN).plan, EventCodec(KINDS)
    tokens = hub.admit(f"centre-{n:04d}" for n in range(centres))
    hub.start()
    edges = [Edge(replace(plan, id=centre), codec, hub, token) for centre, token in tokens.items()]
    for edge in edges:
        await edge.begin()
        edge.connect()
    came = await all_held(edges)
    gc.freeze()  # the pauses that are measured are the hub's, not those of thousands of centres in here
    took = await _work(edges, seconds=seconds)
    await edges[0].disconnect()
    await edges[0].take(backlog)
    edges[0].connect()
    caught_up, memory = await all_held(edges[:1]), hub.memory()
    await asyncio.to_thread(hub.kill)
    for edge in edges:
        await edge.take(1)  # nobody waits for the hub
    await asyncio.to_thread(hub.start)
    back = await all_held(edges)
    memory = max(memory, hub.memory())
    for edge in edges:
        await edge.disconnect()
    await asyncio.to_thread(hub.stop)
    return Seen(
        centres=centres,
        came=came,
        events=len(took),
        held=took[int(len(took) * 0.99)],
        backlog=backlog,
        caught_up=caught_up,
        back=back,
        memory=memory,
        differ=await _differ(hub, edges),
    )


def play(centres: int, *, seconds: float = 10, backlog: int = BACKLOG) -> Seen:
    """One hub, so many centres, so many seconds of work."""
    with tempfile.TemporaryDirectory() as folder:
        hub = HubProcess(Path(folder))
        try:
            return asyncio.run(_play(hub, centres=centres, seconds=seconds, backlog=backlog))
        finally:
            hub.stop()


def measure(*, centres: int) -> Row:
    seen = play(centres)
    return Row(
        what="a hub and its uplinks",
        count=f"{seen.centres:,} centres, {seen.events:,} events at {RATE} a second",
        held=(
            f"all there after {seen.came:.1f} s, an event held after {seen.held * 1000:.0f} ms (p99), "
            f"{seen.backlog:,} caught up in {seen.caught_up:.1f} s, killed: all back {seen.back:.1f} s later, "
            f"{seen.differ} differ, {seen.memory:.0f} MB"
        ),
        good=seen.good,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--centres", type=int, default=3_400)
    print(measure(centres=parser.parse_args().centres))


if __name__ == "__main__":
    main()
