"""Looks after the printer between slips, and tells the screens and the server how it and this kiosk are doing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from hardware.printer.base import Printer, PrinterStatus
from kiosk.events import PrinterChanged
from kiosk.issue import Asks
from kiosk.roll import Roll
from kiosk.self_test import SelfTest
from queue_server.client.base import NoAnswer, Refusal, fresh_request
from queue_server.protocol.messages import ReportHealth

log = logging.getLogger(__name__)

_EVERY = 3.0
_PATIENCE = 5.0
#: Milliseconds by which the clock may drift from what was told before it is told anew.
_DRIFT = 5_000


@dataclass(frozen=True, slots=True)
class _Told:
    """What the server knows; it is told again where any of this changes."""

    health: str
    detail: str
    tested: int | None


class Health:
    """`watch` must be running. After a reconnect `tell_again` has the server hear the present state once more.

    `clock` is this machine's own, in milliseconds since 1970 UTC: the server says by how much it is wrong. It is told
    again when that changes, as `self_test` sees it, which is looked at here.
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
        self_test: SelfTest | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link = link
        self._printer = printer
        self._happened = happened
        self._roll = roll
        self._last_crash = last_crash
        self._clock = clock
        self._self_test = self_test
        self._steady, self._began = steady, steady()
        self._known: PrinterStatus | None = None
        self._told: _Told | None = None
        self._told_ahead = 0

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
        # Each time: what became of a slip may have told the screens something else meanwhile.
        self._happened(PrinterChanged(status))
        if self._self_test is not None:
            await self._self_test.look()
        tested = self._self_test.tested if self._self_test else None
        said = _Told(*self._said(status), tested)
        if said != self._told or abs(self._ahead - self._told_ahead) > _DRIFT:
            await self._tell(said)

    @property
    def _ahead(self) -> int:
        """By how many milliseconds this machine's clock is ahead."""
        return self._self_test.ahead if self._self_test else 0

    def _said(self, status: PrinterStatus) -> tuple[str, str]:
        """A word, and a line for the officer. Little paper by counting is as good as little paper by the sensor."""
        if self._roll is None:
            return status.value, ""
        self._roll.seen(status)
        left = self._roll.left
        low = status is PrinterStatus.READY and left.low
        return PrinterStatus.PAPER_LOW.value if low else status.value, left.words

    async def _tell(self, said: _Told) -> None:
        ahead = self._ahead
        report = ReportHealth(
            request=fresh_request(),
            health=said.health,
            clock=self._clock() if self._clock else None,
            detail=said.detail,
            version=version("motcua"),
            up=int(self._steady() - self._began),
            failure=self._last_crash,
            tested=said.tested,
            checks=self._self_test.checks if self._self_test else (),
        )
        try:
            await self._link.ask(report, timeout=_PATIENCE)
        except (Refusal, NoAnswer) as error:
            log.info("health not told", extra={"action": "health_not_told", "error": str(error)})
        else:
            self._told, self._told_ahead = said, ahead
