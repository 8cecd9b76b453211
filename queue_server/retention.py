"""Erases records after their time: those of tickets after 24 months, of what officers and administrators did after 5
years (docs/decisions/0137). A seal is written first, with the sums and hashes of the days; days and plans stay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from queue_server.core import events as ev
from queue_server.core.commands import SealJournal
from queue_server.core.events import DayOpened, Event, SealedDay
from queue_server.core.lasting import Limits, ended_before, kept_kinds
from queue_server.core.plan import Instant
from queue_server.journal.base import ERASED, Journal, JournalError
from queue_server.journal.sql import SqlJournal
from queue_server.live import Codec, LiveCentre, Unavailable, event_of
from queue_server.reports.day import DayReport, report
from queue_server.reports.days import Stretch, stretches

log = logging.getLogger(__name__)

#: More months than any journal is old.
_EVER = 12_000
_EVERY_SECONDS = 24 * 3600.0

History = Sequence[tuple[int, str, Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Records up to one whose time is over, and what is told of them."""

    what: str
    up_to: int
    hash: str
    records: int
    days: tuple[SealedDay, ...]


def due(history: History, *, what: str) -> Due | None:
    """What is to be erased of a history that ends with the beginning of a day that is kept.

    Only whole days go, of which nothing lives on in a later one. None where nothing is left of them.
    """
    begins = [place for place, _, event in history if isinstance(event, DayOpened) and not event.kept]
    up_to = begins[-1] - 1 if begins else 0
    kept = {ERASED, *kept_kinds(what)}
    gone = [place for place, _, event in history[:up_to] if ev.NAMES[type(event)] not in kept]
    if not gone:
        return None
    days = [day for day in stretches(history[:up_to]) if any(day.first <= place <= day.last for place in gone)]
    return Due(
        what=what,
        up_to=up_to,
        hash=history[up_to - 1][1],
        records=len(gone),
        days=tuple(_sums(history[:up_to], days)) if what == "tickets" else (),
    )


def overdue(history: History, *, limits: Limits, now: Instant) -> list[Due]:
    """What is to be erased of a journal now; its beginning is enough."""
    found = [
        due(_begun(history, before=ended_before(months, now=now)), what=what)
        for what, months in (("tickets", limits.tickets), ("acts", limits.acts))
        if months is not None
    ]
    return [each for each in found if each is not None]


async def retain(live: LiveCentre, journal: SqlJournal, *, limits: Limits) -> list[Due]:
    """Seal and erase what is due; gives what was erased. Raises `Unavailable`, `JournalError` or OSError."""
    months = min(each for each in (limits.tickets, limits.acts, _EVER) if each is not None)
    history = await _before(journal, live.codec, before=ended_before(months, now=live.now))
    # Beside the hall's work: the first time there may be much.
    found = await asyncio.to_thread(overdue, history, limits=limits, now=live.now)
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


async def _before(journal: Journal, codec: Codec, *, before: Instant) -> History:
    """A journal up to the day that ends the last of the old ones: as a rule that is its first, and reading ends."""
    history = []
    async for record in journal.read():
        event = event_of(codec, record)
        history.append((record.version, record.hash, event))
        if _begins(event, after=before):
            break
    return history


def _begun(history: History, *, before: Instant) -> History:
    """The same of what was read already."""
    later = (place for place, (_, _, event) in enumerate(history) if _begins(event, after=before))
    return history[: next(later, len(history)) + 1]


def _begins(event: Event, *, after: Instant) -> bool:
    return isinstance(event, DayOpened) and event.at >= after


def _sums(history: History, days: Sequence[Stretch]) -> Iterator[SealedDay]:
    found: dict[str, DayReport] = {each.day: each for each in report(event for _, _, event in history)}
    for day in days:
        sums = found.get(day.day) or DayReport()
        waits = sums.whole.waits
        yield SealedDay(
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
