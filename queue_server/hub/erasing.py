"""Erases from the hub's copies what their centres have erased under a seal (docs/decisions/0137).

A seal alone is not believed: what it covers must be old by the hub's own clock too, so that nobody who takes over a
centre can make the province forget yesterday.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import cast

from queue_server.core.events import KINDS, NAMES, DayOpened, JournalSealed
from queue_server.core.lasting import Limits, ended_before, kept_kinds
from queue_server.core.plan import Instant
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import JournalError
from queue_server.journal.codec import EventCodec

log = logging.getLogger(__name__)

_EVERY_SECONDS = 24 * 3600.0


async def obey_seals(archive: Archive, *, limits: Limits, now: Instant) -> int:
    """Erase what is sealed and old; gives how many records that were. Raises `JournalError`."""
    codec, erased = EventCodec(KINDS), 0
    for place in list(archive.heads):
        latest = dict[str, JournalSealed]()  # each covers those before it
        for record in await archive.of_kind(place, NAMES[JournalSealed]):
            seal = cast("JournalSealed", codec.decode(record.kind, record.body, version=record.version))
            latest[seal.what] = seal
        for seal in latest.values():
            if await _holds(archive, place, seal, limits=limits, now=now):
                erased += await archive.erase(place, up_to=seal.up_to, kept=kept_kinds(seal.what))
    if erased:
        log.info("erased", extra={"action": "hub_erased", "records": erased})
    return erased


async def keep_obeying(
    archive: Archive, *, limits: Limits, clock: Callable[[], Instant], every: float = _EVERY_SECONDS
) -> None:
    """Look at once and every day, until cancelled."""
    while True:
        try:
            await obey_seals(archive, limits=limits, now=clock())
        except JournalError as error:
            log.error("nothing erased", extra={"action": "erasure_failed", "error": str(error)})
        await asyncio.sleep(every)


async def _holds(archive: Archive, place: Place, seal: JournalSealed, *, limits: Limits, now: Instant) -> bool:
    months = limits.tickets if seal.what == "tickets" else limits.acts
    if months is None:
        return False
    # In an epoch that began from a copy the hashes are others than the seal's; its age is asked all the same.
    hashes = [record.hash async for record in archive.read(place, after=seal.up_to - 1, up_to=seal.up_to)]
    sound = bool(hashes) and (seal.epoch != place.epoch or hashes == [seal.hash])
    days = [record.at for record in await archive.of_kind(place, NAMES[DayOpened]) if record.version <= seal.up_to]
    old = bool(days) and days[-1] < ended_before(months, now=now)
    if not (sound and old):
        reason = "too young" if sound else "another hash"
        log.warning("not erased: %s", reason, extra={"action": "seal_refused", "centre": place.centre})
    return sound and old
