"""Tries before the first opening of a day what the day will need: a slip on paper, the scanner, the clock.

It tries again until all is well or the doors open. What it found is told to the server by `health`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from hardware.printer.base import JobState, Printer, Size, Slip, TextLine
from queue_server.client.errands import Result
from queue_server.protocol.messages import Check, Day, Instant
from windows.before_opening import clock_check, due

log = logging.getLogger(__name__)

_SLIP: Slip = (
    TextLine("TỰ KIỂM TRA", Size.LARGE, bold=True),
    TextLine("Không phải phiếu số thứ tự · Not a ticket", Size.SMALL),
)


class SelfTest:
    """`look` every few seconds. `clock` is this machine's own, `now` the server's; `scanner` says whether it is there,
    None where a kiosk has none.
    """

    def __init__(
        self,
        printer: Printer,
        *,
        day: Callable[[], Day | None],
        now: Callable[[], Instant],
        clock: Callable[[], Instant] | None = None,
        scanner: Callable[[], bool] | None = None,
    ) -> None:
        self._printer = printer
        self._day = day
        self._now = now
        self._clock = clock
        self._scanner = scanner
        self.tested: Instant | None = None
        self.checks: tuple[Check, ...] = ()

    @property
    def ahead(self) -> int:
        """By how many milliseconds this machine's clock is ahead of the server's; 0 where nobody asks it."""
        return self._clock() - self._now() if self._clock else 0

    async def look(self) -> None:
        """Try everything where opening is near and it was not found well for it yet."""
        well = all(each.good for each in self.checks)
        if not due(self._day(), now=self._now(), tested=self.tested, well=well):
            return
        self.checks = (await self.try_printer(), *self._others())
        self.tested = self._now()
        failed = [each.what for each in self.checks if not each.good]
        log.log(
            logging.WARNING if failed else logging.INFO, "self-test", extra={"action": "self_test", "failed": failed}
        )

    async def on_request(self) -> Result:
        """An administrator wants to see a slip."""
        check = await self.try_printer()
        return Result("done" if check.good else "failed", check.found)

    async def try_printer(self) -> Check:
        """Print a slip that says that it is no ticket."""
        report = await self._printer.print(_SLIP, job=f"self-test-{self._now()}")
        good = report.state in (JobState.CONFIRMED, JobState.ACCEPTED)
        found = report.state.value if report.status.can_print else report.status.value
        return Check(what="printer", good=good, found="" if good else found)

    def _others(self) -> tuple[Check, ...]:
        checks = []
        if self._scanner is not None:
            ready = self._scanner()
            checks.append(Check(what="scanner", good=ready, found="" if ready else "gone"))
        if self._clock is not None:
            checks.append(clock_check(self.ahead))
        return tuple(checks)
