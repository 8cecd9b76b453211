"""Listens to the scanner: each scan becomes an event of the flow, and is forgotten in the same moment.

The only place where the text of a card exists beside the scanner itself. It goes to no screen, no log and no server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from hardware.scanner.base import Scan, Scanner, ScannerState
from kiosk import events as ev
from kiosk import identity, moments
from kiosk.scanned import AppointmentCode, IdentityCard, OwnTicket, Unusable, meaning
from queue_server.client.base import AnyLink, fresh_request
from queue_server.protocol.dossiers import DossierCode

log = logging.getLogger(__name__)


class Ear:
    """`watch` must be running. `happened` is called in its loop."""

    def __init__(self, link: AnyLink, scanner: Scanner, *, happened: Callable[[ev.Event], None]) -> None:
        self._link = link
        self._scanner = scanner
        self._happened = happened

    async def watch(self) -> None:
        """Listen until cancelled."""
        await self._scanner.watch(self._scanned, self._changed)

    def _changed(self, state: ScannerState) -> None:
        self._happened(ev.ScannerChanged(state is ScannerState.READY))

    def _scanned(self, scan: Scan) -> None:
        self._happened(self._event(scan))

    def _event(self, scan: Scan) -> ev.Event:
        match meaning(scan.text):
            case IdentityCard() as card:
                return self._card(card)
            case OwnTicket(key=key):
                return ev.TicketShown(key, fresh_request())
            case DossierCode() as dossier:
                return ev.DossierShown(dossier.text, fresh_request())
            case AppointmentCode(text=code):
                return ev.AppointmentShown(code, fresh_request())
            case Unusable() as kind:
                log.info("scan of no use", extra={"action": "scan_of_no_use", "kind": kind.value})
                return ev.UselessShown(kind)

    def _card(self, card: IdentityCard) -> ev.CardShown:
        """Without the server's key there is no token, and without a birth date no age: the rest goes on as usual."""
        view = self._link.view
        person = identity.person_token(view.day_key.key, card.number) if view.day_key else ""
        if view.centre is None or card.born is None:
            return ev.CardShown(person, "")
        today: datetime = moments.local(self._link.now(), view.centre.timezone)
        years = identity.age(card.born, today.date())
        return ev.CardShown(person, identity.priority_by_age(view.centre.priorities, years))
