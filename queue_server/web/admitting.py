"""Brings into the journal who changed what about people and devices, for the auditor.

The change and the note of it are one step in the access file, whoever makes them: a page, or `motcua device` beside a
running server. From there it goes into the journal, by its id once even if the server dies between.
"""

from __future__ import annotations

import asyncio
import logging

from queue_server.core.commands import Administer
from queue_server.live import LiveCentre, Unavailable
from queue_server.web.access import Access

log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0


async def write_down(live: LiveCentre, access: Access, *, every: float = _LOOK_SECONDS) -> None:
    """Look for changes that the journal does not hold, until cancelled."""
    while True:
        for change in access.changes():
            noted = Administer(what=change.what, subject=change.subject, detail=change.detail, officer=change.by)
            try:
                await live.do(noted, actor=change.by, request=change.id)
            except Unavailable as error:
                log.warning("a change is not written down: %s", error, extra={"action": "change_not_written"})
                break
            access.written_down(change.id)
        await asyncio.sleep(every)
