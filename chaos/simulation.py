"""A stretch of a centre's day in virtual time, with everything going wrong that can: one seed, one story.

    python -m chaos.simulation [--seeds 300] [--first 1] [--minutes 5]

A seed that fails goes into tests/chaos/failing_seeds.txt, where the suite plays it again for ever.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import logging
import random
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chaos import virtual_time
from chaos.history import Findings, Written, check
from chaos.house import House
from chaos.line import Weather
from chaos.people import KioskPerson, Ledger, board, officer
from chaos.row import Row
from queue_server.client.base import LinkState
from queue_server.core import events as ev
from queue_server.serving import find_centre

CENTRE = "kt-truongchinh"
KIOSKS, BOARDS = ("k1", "k2"), ("b1", "b2")
#: Virtual seconds within which everything is as it should be once nothing goes wrong any more. A link waits at most ten
#: before it tries again, and needs twelve and a half to see that a line is dead.
SETTLED_WITHIN = 30.0
_LOOK = 0.25
_BEGINS = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)


@dataclass(slots=True, kw_only=True)
class Story:
    """What came of one seed. `digest` is the same whenever the seed is played."""

    seed: int
    found: Findings
    faults: list[str]
    did: Counter[str] = field(default_factory=Counter)
    settled: float = 0.0
    digest: str = ""

    @property
    def sound(self) -> bool:
        return self.found.sound and not self.faults


class Day:
    """All that lives in a house, and what befalls it."""

    def __init__(self, seed: int) -> None:
        self.house = House(find_centre(CENTRE).plan, seed=seed, begins=_BEGINS, weather=Weather())
        self.ledger = Ledger()
        self.kiosks = {name: KioskPerson(self.house, name, ledger=self.ledger, tears=0.02) for name in KIOSKS}
        self._lot = random.Random(f"{seed} mishaps")
        self._lives: dict[str, asyncio.Task[None]] = {}
        self._befalling: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        for name in (*KIOSKS, *BOARDS, *(f"pc-{desk.id}" for desk in self.house.plan.desks)):
            self._begin(name)

    def _begin(self, name: str) -> None:
        self._lives[name] = asyncio.ensure_future(self._life(name))

    def _life(self, name: str) -> Coroutine[Any, Any, None]:
        if name in self.kiosks:
            return self.kiosks[name].run()
        if name in BOARDS:
            return board(self.house, name, ledger=self.ledger)
        return officer(self.house, name.removeprefix("pc-"))

    async def kill(self, name: str) -> None:
        """End a device as `kill -9` does."""
        life = self._lives.pop(name)
        life.cancel()
        [ended] = await asyncio.gather(life, return_exceptions=True)
        if not isinstance(ended, asyncio.CancelledError):
            self.house.faults.append(f"{name} failed: {ended!r}")

    async def mishaps(self) -> None:
        """One after another and over each other, until cancelled."""
        kinds = (self._cut, self._partition, self._crash, self._disk, self._clock, self._device)
        while True:
            await asyncio.sleep(self._lot.uniform(1, 15))
            mishap = self._lot.choices(kinds, [5, 4, 3, 3, 1, 3])[0]
            self.house.did[mishap.__name__.strip("_")] += 1
            task = asyncio.ensure_future(mishap())
            self._befalling.append(task)

    async def heal(self) -> None:
        """Nothing goes wrong any more."""
        for task in self._befalling:
            task.cancel()
        for ended in await asyncio.gather(*self._befalling, return_exceptions=True):
            if ended is not None and not isinstance(ended, asyncio.CancelledError):
                self.house.faults.append(f"a mishap failed: {ended!r}")
        self.house.disk.errors, self.house.disk.broken = 0.0, False
        for name in self.house.links:
            self.house.heal(name)
        for name in set(self.house.links) - set(self._lives):
            self._begin(name)
        if not self.house.up:
            await self.house.kill()
            await self.house.start()

    async def settled(self) -> bool:
        """Wait until everybody is connected and every spool is delivered; False where that never comes."""
        for _ in range(round(SETTLED_WITHIN / _LOOK)):
            links = all(link.state is LinkState.LIVE for link in self.house.links.values())
            spools = [kiosk.reserve for kiosk in self.kiosks.values()]
            if links and all(spool is not None and not spool.to_deliver() for spool in spools):
                return True
            await asyncio.sleep(_LOOK)
        return False

    def _anybody(self) -> str:
        return self._lot.choice(sorted(self.house.links))

    async def _cut(self) -> None:
        self.house.cut(self._anybody())

    async def _partition(self) -> None:
        names = sorted(self.house.links) if self._lot.random() < 0.3 else [self._anybody()]
        for name in names:
            self.house.part(name)
        await asyncio.sleep(self._lot.choice([1, 5, 20, 60]))
        for name in names:
            self.house.heal(name)

    async def _crash(self) -> None:
        if self.house.up:
            await self.house.kill()
            await asyncio.sleep(self._lot.uniform(0.2, 20))
            if not self.house.up:
                await self.house.start()

    async def _disk(self) -> None:
        disk = self.house.disk
        if self._lot.random() < 0.5:
            disk.errors = 0.3
        else:
            disk.broken = True
        await asyncio.sleep(self._lot.uniform(0.5, 10))
        disk.errors, disk.broken = 0.0, False

    async def _clock(self) -> None:
        self.house.step += self._lot.choice([-3_600_000, -60_000, -1_000, 1_000, 60_000, 3_600_000, 86_400_000])

    async def _device(self) -> None:
        name = self._anybody()
        if name in self._lives:
            await self.kill(name)
            await asyncio.sleep(self._lot.uniform(0.2, 10))
            self._begin(name)


async def _play(seed: int, *, minutes: float) -> Story:
    day = Day(seed)
    house = day.house
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: house.faults.append(str(context.get("exception") or context)))
    with house.wired():
        await house.start()
        day.begin()
        mishaps = asyncio.ensure_future(day.mishaps())
        await asyncio.sleep(minutes * 60)
        mishaps.cancel()
        await day.heal()
        healed = loop.time()
        if not await day.settled():
            states = {name: link.state.value for name, link in house.links.items()}
            house.faults.append(f"not settled {SETTLED_WITHIN} s after the last mishap: {states}")
        settled = loop.time() - healed
        await _quiet(day)
        await _end(day)
    written = await house.written()
    found = check(written, house.history)
    house.faults += kiosks_numbers(day.ledger, written) + spoken_twice(day.ledger)
    return Story(seed=seed, found=found, faults=house.faults, did=house.did, settled=settled, digest=_digest(written))


async def _quiet(day: Day) -> None:
    """People stop, lines stay: every screen must come to show what the server knows."""
    day.house.quiet = True
    await asyncio.sleep(SETTLED_WITHIN)
    day.house.faults += [f"{name} does not show what the server knows" for name in day.house.behind()]


async def _end(day: Day) -> None:
    for name in list(day._lives):
        await day.kill(name)
    await day.house.kill()


def kiosks_numbers(ledger: Ledger, written: list[Written]) -> list[str]:
    """Each number that a kiosk gave is in the journal once, in the order of giving."""
    arrived: dict[str, list[tuple[str, str]]] = {name: [] for name in ledger.given}
    for record in written:
        match record.event:
            case ev.TicketTaken(spooled=ev.Spooled(), origin=str(kiosk)) | ev.TicketSetAside(kiosk=kiosk):
                arrived[kiosk].append((record.event.ticket, record.event.number))
    return [
        f"{name} gave {given}, the journal has {arrived[name]}"
        for name, given in ledger.given.items()
        if given != arrived[name]
    ]


def spoken_twice(ledger: Ledger) -> list[str]:
    return [f"{name} spoke call {call} {times} times" for (name, call), times in ledger.spoken.items() if times > 1]


def _digest(written: list[Written]) -> str:
    """Of what happened and when, without the ids that are drawn by the machine's own lot."""
    told = [(each.version, type(each.event).__name__, each.event.at) for each in written]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def play(seed: int, *, minutes: float = 5.0) -> Story:
    """Play one seed."""
    logging.disable(logging.CRITICAL)
    try:
        return virtual_time.run(_play(seed, minutes=minutes))
    finally:
        logging.disable(logging.NOTSET)


def measure(*, seeds: int, first: int = 1, minutes: float = 5.0) -> Row:
    """Play seeds one after another; says which failed, and why the first of them did."""
    began, failed, slowest = time.process_time(), [], 0.0
    total: Counter[str] = Counter()
    for seed in range(first, first + seeds):
        story = play(seed, minutes=minutes)
        slowest = max(slowest, story.settled)
        total.update(story.did)
        total.update(requests=story.found.requests, calls=story.found.calls)
        if not story.sound:
            failed.append(story)
    took = time.process_time() - began
    held = f"0 lost, 0 doubled, settled in {slowest:.1f} s at most, {seeds * minutes / took:.0f} min a second"
    if failed:
        first_of = failed[0]
        held = f"seeds {[each.seed for each in failed]}: {first_of.found.faults or first_of.faults[:3]}"
    count = f"{seeds} seeds, {total['requests']:,} requests, {total['crash']:,} crashes"
    return Row(what="simulation with faults", count=count, held=held, good=not failed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=5.0, help="virtual minutes with mishaps")
    arguments = parser.parse_args()
    print(measure(seeds=arguments.seeds, first=arguments.first, minutes=arguments.minutes))


if __name__ == "__main__":
    main()
