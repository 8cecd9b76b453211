"""A connection of HTTP that does not wait for ever: for the rest of a request, nor for an answer to be taken.

What people send and read is there in a moment, over bad Wi-Fi too. Websockets have their own rules, in `sockets` and
`pulse`.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

log = logging.getLogger(__name__)

#: How often it is looked, in seconds, and the bytes that must have come or gone since: 400 a second.
LOOK_SECONDS = 10.0
AT_LEAST = 4_000


class Unhurried(H11Protocol):
    """uvicorn's connection, hung up when from one look to the next hardly anything came of what it waits for."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._look: asyncio.TimerHandle | None = None
        #: Bytes that came, and how often the answer had room again.
        self._came = self._resumed = 0
        #: The request that was not whole at the last look, and what had come by then.
        self._waited: tuple[object, int] | None = None
        #: What was still to be taken at the last look, and how often there had been room by then.
        self._held: tuple[int, int] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The library's word for: somebody is there."""
        super().connection_made(transport)
        self._look = self.loop.call_later(LOOK_SECONDS, self.look)

    def connection_lost(self, exc: Exception | None) -> None:
        """The library's word for: they are gone."""
        self._look_no_more()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """The library's word for: this becomes a websocket."""
        self._look_no_more()
        super().handle_websocket_upgrade(event)

    def data_received(self, data: bytes) -> None:
        """The library's word for: bytes came."""
        self._came += len(data)
        super().data_received(data)

    def resume_writing(self) -> None:
        """The library's word for: most of the answer is on its way."""
        self._resumed += 1
        super().resume_writing()

    def look(self) -> None:
        """Hang up, or look again later."""
        if self._sends_slowly() or self._takes_slowly():
            log.info("slow line", extra={"action": "slow_line", "address": self.client and self.client[0]})
            self.transport.abort()
        else:
            self._look = self.loop.call_later(LOOK_SECONDS, self.look)

    def _sends_slowly(self) -> bool:
        waits = self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.flow.read_paused
        former, self._waited = self._waited, (self.cycle, self._came) if waits else None
        if former is None or self._waited is None or former[0] is not self.cycle:
            return False
        return self._came - former[1] < AT_LEAST

    def _takes_slowly(self) -> bool:
        size = self.transport.get_write_buffer_size()
        former, self._held = self._held, (size, self._resumed) if size else None
        if former is None or self._held is None or former[1] != self._resumed:
            return False
        return former[0] - size < AT_LEAST

    def _look_no_more(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None
