"""Watches one hall: raises and ends its alerts, and tells the grave ones outside until they are told or too old.

The journal is the outbox: an alert that was not told yet is told after a dead line or a restart as well.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Protocol

from queue_server.alerts.causes import Causes
from queue_server.alerts.watch import findings
from queue_server.core.centre import Centre
from queue_server.core.commands import Command, TellAlert
from queue_server.core.hall import Alert
from queue_server.core.plan import Words
from queue_server.live import LiveCentre, Unavailable
from queue_server.protocol import messages as msg

log = logging.getLogger(__name__)

_LOOK_SECONDS = 2.0
#: So many share a transaction: a failed switch takes a whole hall of machines, and whoever is called meanwhile waits.
_AT_ONCE = 32
#: Told outside; the others are for the page.
_GRAVE = frozenset({"breach", "trouble"})
#: Seconds between tries to tell, and after how many the telling is given up.
_AGAIN_SECONDS, _GIVE_UP_SECONDS = 30.0, 3600.0


class Sends(Protocol):
    """Tells somebody outside. May take long; False: not now."""

    def send(self, title: str, text: str) -> bool: ...


class Alerting:
    """Run `run` as a task; without `outward` nobody outside is told. `steady` is a clock in seconds."""

    def __init__(
        self,
        live: LiveCentre,
        devices: Callable[[], tuple[msg.Device, ...]],
        *,
        outward: Sends | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._live = live
        self._devices = devices
        self._outward = outward
        self._steady = steady
        self._causes = Causes()
        self._first_try: dict[str, float] = {}
        self._last_try = -_AGAIN_SECONDS

    async def run(self) -> None:
        """Look and tell until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._every(self.look))
            if self._outward is not None:
                tasks.create_task(self._every(self.tell))

    async def look(self) -> None:
        """Write down what has become wrong, or is over."""
        due = await self._live.read(self._due)
        for place in range(0, len(due), _AT_ONCE):
            await asyncio.gather(*map(self._live.do, due[place : place + _AT_ONCE]))

    async def tell(self) -> None:
        """Try to tell what nobody outside knows yet."""
        if self._outward is None or self._steady() - self._last_try < _AGAIN_SECONDS:
            return
        waiting, names = await self._live.read(_untold)
        # What was over before it could be told is told no more; if it comes again, it is tried anew.
        self._first_try = {
            cause: at for cause, at in self._first_try.items() if any(cause == each for each, _ in waiting)
        }
        for cause, words in waiting:
            self._last_try = self._steady()
            first = self._first_try.setdefault(cause, self._steady())
            text = "\n".join(words.values())
            if await asyncio.to_thread(self._outward.send, names["vi"], text):
                note = "sent"
            elif self._steady() - first >= _GIVE_UP_SECONDS:
                note = "given up after an hour"
            else:
                log.warning("alert not told", extra={"action": "alert_not_told", "cause": cause})
                continue
            del self._first_try[cause]
            await self._live.do(TellAlert(cause=cause, note=note))

    def _due(self, centre: Centre) -> list[Command]:
        now = self._live.now
        return [
            *self._causes.step(
                findings(centre, self._devices(), now=now, speed=self._live.speed), centre.alerts, now=now
            )
        ]

    async def _every(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await work()
            except Unavailable:
                log.warning("alerts wait for the disk", extra={"action": "alerts_wait"})


def _untold(centre: Centre) -> tuple[list[tuple[str, Words]], Words]:
    def grave(alert: Alert) -> bool:
        return alert.told is None and alert.over is None and alert.level in _GRAVE

    return [(cause, alert.words) for cause, alert in centre.alerts.items() if grave(alert)], centre.plan.names
