"""Between the reserve and the server: leases numbers while the line is up, delivers what was given while it was down.

`watch` must be running. One thing after another, in the order of giving; what was not acknowledged is sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from kiosk.reserve import Given, Reserve
from kiosk.spool import SpoolError
from queue_server.client.base import AnyLink, Change, LinkState, NoAnswer, Refusal, fresh_request
from queue_server.protocol.messages import DeliverTicket, Leased, LeaseNumbers

log = logging.getLogger(__name__)

#: Seconds for an answer; and, after the server would not, until it is asked again.
PATIENCE = 20.0
PAUSE = 5.0


class Offline:
    """Keeps the reserve full and the server informed. `changed` is called after either has changed."""

    def __init__(self, link: AnyLink, reserve: Reserve, *, changed: Callable[[], None]) -> None:
        self._link = link
        self._reserve = reserve
        self._changed = changed
        self._wake = asyncio.Event()
        self._leased_for = ""
        link.on_change(self._hear)

    async def watch(self) -> None:
        """Deliver and lease whenever there is reason to, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.catch_up()
            except (NoAnswer, Refusal, SpoolError) as error:
                log.warning("reserve not in order", extra={"action": "reserve_not_in_order", "error": str(error)})
                asyncio.get_running_loop().call_later(PAUSE, self._wake.set)

    async def catch_up(self) -> None:
        """Deliver what is waiting, then lease. Raises `NoAnswer`, `Refusal`: then try again later."""
        if self._link.state is not LinkState.LIVE or self._link.view.day is None:
            return
        if self._link.view.centre is not None:
            self._reserve.know(self._link.view.centre)
        waiting = self._reserve.to_deliver()
        for given, slip in waiting:
            await self._link.ask(delivery(given, slip, spool=self._reserve.name), timeout=PATIENCE)
            self._reserve.delivered(given.place)
        day = self._link.view.day.service_day
        if waiting or self._leased_for != day:
            answer = await self._link.ask(
                LeaseNumbers(request=fresh_request(), spool=self._reserve.name), timeout=PATIENCE
            )
            assert isinstance(answer, Leased), f"lease_numbers answered by {type(answer).__name__}"
            self._reserve.hold(answer, self._link.now())
            self._leased_for = day
            data = {"action": "reserve_in_order", "delivered": len(waiting), "day": day}
            log.info("reserve in order", extra=data)
        self._changed()

    def _hear(self, change: Change) -> None:
        if change.state is not LinkState.LIVE:
            self._leased_for = ""  # another server, or one that has forgotten, may be there next time
        elif not self._leased_for or (change.view.day and change.view.day.service_day != self._leased_for):
            self._wake.set()


def delivery(given: Given, slip: str | None, *, spool: str) -> DeliverTicket:
    """The message for one ticket. The same ticket always has the same request id."""
    return DeliverTicket(
        request=f"{spool}.{given.place}",
        spool=spool,
        place=given.place,
        day=given.day,
        ticket=given.ticket,
        number=given.number,
        service=given.service,
        taken_at=given.at,
        procedure=given.procedure,
        priority=given.priority,
        language=given.language,
        slip=slip,
    )
