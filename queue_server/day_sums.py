"""What the days of a living centre come to: sums of those that are over, as they are kept, and today's as it is.

A day that is over never changes but by an erasure, so it is read once: when the next begins, or when somebody asks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.events import DayOpened, Event, JournalSealed
from queue_server.core.overnight import Overnight
from queue_server.journal.base import JournalError, Record
from queue_server.kept_days import KeptDay, KeptDays
from queue_server.live import LiveCentre, event_of
from queue_server.morning import Morning
from queue_server.reports.sums import DaySums, sums
from queue_server.sealed_file import Damaged

log = logging.getLogger(__name__)


class _Elsewhere(Exception):
    """What is kept is of other records than the journal's."""


@dataclass(slots=True)
class _Today:
    """The days since the last turn, as of a version of the centre."""

    version: int = -1
    days: list[DaySums] = field(default_factory=list)


class Days:
    """All service days of a centre. One reading at a time, however many ask."""

    def __init__(self, live: LiveCentre, kept: KeptDays) -> None:
        self._live = live
        self._kept = kept
        self._one_at_a_time = asyncio.Lock()
        self._today = _Today()
        self._turned = asyncio.Event()

    async def known(self) -> list[KeptDay]:
        """Every day, the first first. Raises `JournalCorrupt`."""
        async with self._one_at_a_time:
            today = await self._up_to_now()
            over = await asyncio.to_thread(self._kept.days)
        return _in_order(over, today)

    async def records(self, day: str) -> AsyncIterator[Record]:
        """The records of a day; with those of the first day, what was before it. Raises `JournalCorrupt`."""
        known = await self.known()
        for place, each in enumerate(known):
            if each.day != day:
                continue
            after = known[place + 1].first if place + 1 < len(known) else None
            async for record in self._live.records(after=each.first - 1 if place else 0):
                if record.version == after:
                    break
                yield record

    async def sums(self, *, first: str = "", last: str = "") -> list[DaySums]:
        """Of the days from one to another (ISO dates, both in; "" for no limit). Raises `JournalCorrupt`."""
        async with self._one_at_a_time:
            today = await self._up_to_now()
            try:
                return await asyncio.to_thread(self._found, today, first=first, last=last)
            except (OSError, Damaged) as error:
                log.warning("days are summed up anew: %s", error, extra={"action": "days_anew"})
            self._today = _Today()
            await asyncio.to_thread(self._kept.forget)
            today = await self._up_to_now()
            return await asyncio.to_thread(self._found, today, first=first, last=last)

    async def turn(self) -> Morning | None:
        """The centre as the latest day began; None where it began upon another's tickets. Raises `JournalCorrupt`."""
        async with self._one_at_a_time:
            await self._up_to_now()
            return await asyncio.to_thread(self._kept.turn, self._live.epoch)

    def published(self, events: Sequence[Event], _: int) -> None:
        """A day that has begun ends the one before it; a seal says that records are being erased."""
        if any(isinstance(event, DayOpened | JournalSealed) for event in events):
            self._turned.set()

    async def run(self) -> None:
        """Follow the journal from day to day, until cancelled. A whole history waits until somebody asks."""
        turn = await asyncio.to_thread(self._kept.turn, self._live.epoch)
        if turn is None or turn.carried.day != self._live.centre.day:
            self._turned.set()
        # After a restart within a day there is nothing to do, and the hall has need of the processor.
        while True:
            await self._turned.wait()
            self._turned.clear()
            async with self._one_at_a_time:
                try:
                    if await asyncio.to_thread(self._kept.turn, self._live.epoch):
                        await self._up_to_now()
                    else:
                        await asyncio.to_thread(self._kept.forget)
                except (JournalError, OSError) as error:
                    log.warning("day not summed up: %s", error, extra={"action": "day_not_summed_up"})

    def _found(self, today: list[DaySums], *, first: str, last: str) -> list[DaySums]:
        wanted = [
            each for each in _in_order(self._kept.days(), today) if first <= each.day and each.day <= (last or "9")
        ]
        fresh = {each.first: each for each in today}
        return [fresh.get(each.first) or self._kept.sums(each) for each in wanted]

    async def _up_to_now(self) -> list[DaySums]:
        """Keep what is over by now; gives the days that go on."""
        version = await self._live.read(lambda centre: centre.version)
        if self._today.version == version:
            return self._today.days
        turn = await asyncio.to_thread(self._kept.turn, self._live.epoch)
        try:
            days = await self._since(turn)
        except _Elsewhere:
            turn = None
        if turn is None:
            await asyncio.to_thread(self._kept.forget)
            days = await self._since(None)
        self._today = _Today(version, days)
        return days

    async def _since(self, turn: Morning | None) -> list[DaySums]:
        """Go on from a turn, or from the first record; each day that ends on the way is kept."""
        centre = Centre() if turn is None else turn.carried.centre()
        begun, found = centre.version, turn is None
        told: list[tuple[int, Event]] = []
        async for record in self._live.records(after=max(0, begun - 1)):
            if record.version <= begun:
                found = turn is not None and record.hash == turn.hash
                continue
            if not found:
                break
            event = event_of(self._live.codec, record)
            if not isinstance(event, DayOpened) or event.kept:
                told.append((record.version, event))
                if isinstance(event, JournalSealed):
                    await asyncio.to_thread(self._kept.erase, up_to=event.up_to)
                continue
            over = await asyncio.to_thread(sums, told, centre, first=begun)
            await asyncio.to_thread(self._kept.keep, over)
            apply(centre, event)
            begun, told = record.version, []
            carried = Overnight.of(centre)
            if carried is not None:
                turn = Morning(epoch=self._live.epoch, hash=record.hash, carried=carried)
                await asyncio.to_thread(self._kept.turn_at, turn)
        if not found:
            raise _Elsewhere
        return await asyncio.to_thread(sums, told, centre, first=begun)


def _in_order(over: list[KeptDay], today: list[DaySums]) -> list[KeptDay]:
    return sorted({*over, *(KeptDay(each.first, each.day) for each in today)})
