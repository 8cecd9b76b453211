"""Makes a journal to serve from out of what a hub or spare holds of a centre. The hub's own copy is not touched."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.commands import GoOnFromCopy
from queue_server.core.decide import handle
from queue_server.core.events import KINDS, Event
from queue_server.core.plan import Instant
from queue_server.journal.archive import Archive, Place
from queue_server.journal.base import Draft
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal

_STRETCH = 5_000


async def promote(archive: Archive, centre: str, target: Path, *, now: Instant) -> int:
    """Write the newest epoch of a centre as a new journal; gives the number of records taken over.

    What the centre acknowledged after its last word to us is not known: numbers are skipped, as after a restore. It has
    its name when it is whole: a server that began with half of one would give numbers again.

    Raises LookupError when nothing of this centre is held, FileExistsError when there is a journal already, and
    `JournalError`.
    """
    place = archive.latest(centre)
    if place is None:
        raise LookupError(f"nothing of {centre!r} is held here")
    if await asyncio.to_thread(target.exists):
        raise FileExistsError(f"{target} is there already: name another data folder")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(target.name + ".promoted")
    for left in target.parent.glob(f"{draft.name}*"):
        left.unlink()
    version = await _write(archive, place, draft, now=now)
    draft.rename(target)
    return version


async def _write(archive: Archive, place: Place, file: Path, *, now: Instant) -> int:
    journal, codec, state = await SqlJournal.open(file, centre=place.centre), EventCodec(KINDS), Centre()
    try:
        drafts: list[Draft] = []
        async for record in archive.read(place):
            apply(state, cast("Event", codec.decode(record.kind, record.body, version=record.version)))
            drafts.append(
                Draft(at=record.at, kind=record.kind, body=record.body, request=record.request, actor=record.actor)
            )
            if len(drafts) == _STRETCH:
                await journal.append(drafts)
                drafts = []
        going_on = GoOnFromCopy(epoch=place.epoch, version=state.version)
        for event in handle(state, going_on, max(now, state.now)):
            kind, body = codec.encode(event)
            drafts.append(Draft(at=event.at, kind=kind, body=body, actor="promote"))
        await journal.append(drafts)
        return going_on.version
    finally:
        await journal.close()
