"""Erases records after their time: those of tickets after 24 months, of what officers and administrators did after 5
years (docs/decisions/0137). A seal is written first, with the sums and hashes of the days; days and plans stay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean

from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.commands import SealJournal
from queue_server.core.events import DayOpened, Event, SealedDay
from queue_server.core.lasting import Limits, ended_before, kept_kinds
from queue_server.core.plan import Instant
from queue_server.journal.base import ERASED, Journal, JournalError, Record
from queue_server.journal.sql import SqlJournal
from queue_server.live import Codec, LiveCentre, Unavailable, event_of
from queue_server.reports.day import DayReport, report
from queue_server.reports.days import Stretch, stretches

log = logging.getLogger(__name__)

_EVERY_SECONDS = 24 * 3600.0

#: Records are looked at so many at a time, beside the hall's work.
_PIECE = 2_000

#: A record's version and hash, and the event in it.
Placed = tuple[int, str, Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Records up to one whose time is over, and what is told of them."""

    what: str
    up_to: int
    hash: str
    records: int
    days: tuple[SealedDay, ...]


@dataclass(slots=True, kw_only=True)
class _Found:
    """What is due of one kind of records, as far as the journal was read; no more is once it `ended`."""

    what: str
    before: Instant
    ended: bool = False
    up_to: int = 0
    hash: str = ""
    records: int = 0
    days: list[SealedDay] = field(default_factory=list)


class Ageing:
    """Looks for what is to be erased record by record: a journal of years need not be in memory at once.

    Only whole days go, of which nothing lives on in a later one.
    """

    def __init__(self, *, limits: Limits, now: Instant) -> None:
        self._found = [
            _Found(what=what, before=ended_before(months, now=now))
            for what, months in (("tickets", limits.tickets), ("acts", limits.acts))
            if months is not None
        ]
        self._centre = Centre()
        #: What came since the last day that began with nobody waiting.
        self._stretch: list[Placed] = []

    @property
    def ended(self) -> bool:
        """Whether nothing that comes now is old: as a rule that is so at the journal's first day."""
        return all(each.ended for each in self._found)

    def look(self, placed: Iterable[Placed]) -> None:
        """The next records."""
        for place, hash_, event in placed:
            if isinstance(event, DayOpened):
                if not event.kept:
                    self._close()
                for each in self._found:
                    each.ended = each.ended or event.at >= each.before
                if self.ended:
                    return
            self._stretch.append((place, hash_, event))

    def due(self) -> list[Due]:
        """What was found."""
        return [
            Due(what=each.what, up_to=each.up_to, hash=each.hash, records=each.records, days=tuple(each.days))
            for each in self._found
            if each.records
        ]

    def _close(self) -> None:
        stretch, self._stretch = self._stretch, []
        if not stretch:
            return
        # It goes through the centre, which must be as the next stretch finds it.
        sums = {each.day: each for each in report((event for _, _, event in stretch), centre=self._centre)}
        for each in self._found:
            if not each.ended:
                each.up_to, each.hash = stretch[-1][:2]
                kept = {ERASED, *kept_kinds(each.what)}
                gone = [place for place, _, event in stretch if ev.NAMES[type(event)] not in kept]
                each.records += len(gone)
                if each.what == "tickets":
                    days = (day for day in stretches(stretch) if any(day.first <= place <= day.last for place in gone))
                    each.days += [_sealed(day, sums.get(day.day) or DayReport()) for day in days]


def overdue(history: Iterable[Placed], *, limits: Limits, now: Instant) -> list[Due]:
    """What is to be erased of a journal now; its beginning is enough."""
    ageing = Ageing(limits=limits, now=now)
    ageing.look(history)
    return ageing.due()


async def retain(live: LiveCentre, journal: SqlJournal, *, limits: Limits) -> list[Due]:
    """Seal and erase what is due; gives what was erased. Raises `Unavailable`, `JournalError` or OSError."""
    found = await _overdue(journal, live.codec, limits=limits, now=live.now)
    for each in found:
        seal = SealJournal(
            epoch=live.epoch,
            up_to=each.up_to,
            hash=each.hash,
            what=each.what,
            records=each.records,
            days=each.days,
        )
        await live.do(seal)
        live.forget_morning()
        erased = await journal.erase(up_to=each.up_to, kept=kept_kinds(each.what))
        log.info("erased", extra={"action": "erased", "what": each.what, "records": erased, "up_to": each.up_to})
    return found


async def keep_to(live: LiveCentre, journal: SqlJournal, *, limits: Limits, every: float = _EVERY_SECONDS) -> None:
    """Look at once and every day whether something's time is over, until cancelled."""
    while True:
        try:
            await retain(live, journal, limits=limits)
        except (Unavailable, JournalError, OSError) as error:
            log.error("nothing erased", extra={"action": "erasure_failed", "error": str(error)})
        await asyncio.sleep(every)


async def _overdue(journal: Journal, codec: Codec, *, limits: Limits, now: Instant) -> list[Due]:
    ageing = Ageing(limits=limits, now=now)
    piece: list[Record] = []

    def look() -> None:
        ageing.look((each.version, each.hash, event_of(codec, each)) for each in piece)
        piece.clear()

    async for record in journal.read():
        piece.append(record)
        if len(piece) == _PIECE:
            await asyncio.to_thread(look)
            if ageing.ended:
                return ageing.due()
    await asyncio.to_thread(look)
    return ageing.due()


def _sealed(day: Stretch, sums: DayReport) -> SealedDay:
    waits = sums.whole.waits
    return SealedDay(
        day=day.day,
        first=day.first,
        last=day.last,
        hash=day.hash,
        tickets=sums.whole.tickets,
        finished=sums.finished,
        absent=sums.whole.absent,
        calls=sums.calls,
        waited=round(fmean(waits), 1) if waits else None,
    )
