"""Looks after the printer between slips, and tells the screens and the server how it is doing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from hardware.printer.base import Printer, PrinterStatus
from kiosk.events import PrinterChanged
from kiosk.issue import Asks
from kiosk.roll import Roll
from queue_server.client.base import NoAnswer, Refusal, fresh_request
from queue_server.protocol.messages import ReportHealth

log = logging.getLogger(__name__)

_EVERY = 3.0
_PATIENCE = 5.0


class Health:
    """`watch` must be running. After a reconnect `tell_again` has the server hear the present state once more.

    `clock` is this machine's own, in milliseconds since 1970 UTC: the server says by how much it is wrong.
    """

    def __init__(
        self,
        link: Asks,
        printer: Printer,
        *,
        happened: Callable[[PrinterChanged], None],
        roll: Roll | None = None,
        last_crash: str = "",
        clock: Callable[[], int] | None = None,
    ) -> None:
        self._link = link
        self._printer = printer
        self._happened = happened
        self._roll = roll
        self._last_crash = last_crash
        self._clock = clock
        self._known: PrinterStatus | None = None
        self._told: tuple[str, str] | None = None

    def tell_again(self) -> None:
        self._told = None

    async def watch(self) -> None:
        """Look every few seconds until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_EVERY)

    async def look(self) -> None:
        """Ask the printer once; report what is new."""
        status = await self._printer.status()
        if status is not self._known:
            self._known = status
            log.info("printer %s", status.value, extra={"action": "printer", "status": status.value})
            self._happened(PrinterChanged(status))
        health, detail = self._said(status)
        if (health, detail) != self._told:
            await self._tell(health, detail)

    def _said(self, status: PrinterStatus) -> tuple[str, str]:
        """A word, and a line for the officer. Little paper by counting is as good as little paper by the sensor."""
        if self._roll is None:
            return status.value, self._crashed()
        self._roll.seen(status)
        left = self._roll.left
        low = status is PrinterStatus.READY and left.low
        said = " · ".join(part for part in (left.words, self._crashed()) if part)
        return PrinterStatus.PAPER_LOW.value if low else status.value, said

    def _crashed(self) -> str:
        return f"lỗi trước đó · last failure: {self._last_crash}" if self._last_crash else ""

    async def _tell(self, health: str, detail: str) -> None:
        try:
            shown = self._clock() if self._clock else None
            report = ReportHealth(request=fresh_request(), health=health, clock=shown, detail=detail)
            await self._link.ask(report, timeout=_PATIENCE)
        except (Refusal, NoAnswer) as error:
            log.info("health not told", extra={"action": "health_not_told", "error": str(error)})
        else:
            self._told = health, detail
