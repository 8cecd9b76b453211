"""Asks the server for a ticket, a dossier or an appointment, and brings an absent ticket back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from kiosk import events as ev
from kiosk.issue import Asks
from queue_server.client.base import NoAnswer, Refusal
from queue_server.protocol.messages import (
    AppointmentFound,
    Command,
    DossierFound,
    FindAppointment,
    FindDossier,
    FindTicket,
    Found,
    ReturnTicket,
)

log = logging.getLogger(__name__)

#: Seconds. The screen gives up before, and says so.
_PATIENCE = 20.0


class Inquiry:
    """Carries out the flow's questions, one task each; answers come back as events. After `close` nothing more does."""

    def __init__(self, link: Asks, *, happened: Callable[[ev.Event], None]) -> None:
        self._link = link
        self._happened = happened
        self._tasks: set[asyncio.Task[None]] = set()

    def carry_out(self, effect: ev.Question) -> None:
        """Begin what is wanted; returns at once."""
        task = asyncio.get_running_loop().create_task(self._ask(effect))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel what is under way and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask(self, effect: ev.Question) -> None:
        try:
            if isinstance(effect, ev.BringBack):
                await self._link.ask(
                    ReturnTicket(request=f"{effect.request}-back", ticket=effect.ticket), timeout=_PATIENCE
                )
            answer = await self._link.ask(_question(effect), timeout=_PATIENCE)
        except Refusal as refusal:
            self._happened(ev.RefusedByServer(effect.request, refusal.code, refusal.words, refusal.ticket))
        except NoAnswer:
            log.info("no answer", extra={"action": "no_answer", "request": effect.request})
        else:
            assert isinstance(answer, Found | DossierFound | AppointmentFound), f"answered by {type(answer).__name__}"
            self._happened(ev.FoundOut(effect.request, answer))


def _question(effect: ev.Question) -> Command:
    match effect:
        case ev.AskForDossier():
            return FindDossier(request=effect.request, code=effect.code)
        case ev.AskForAppointment():
            return FindAppointment(request=effect.request, code=effect.code)
        case ev.AskWhereTicket() | ev.BringBack():
            return FindTicket(request=effect.request, ticket=effect.ticket)
