"""Whether those who are connected are still there: one task asks them all.

The library asks by a task, a timer and three futures of each connection: a tenth of what a connection holds, and of a
processor with a few thousand boards.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

from websockets.protocol import OPEN

from queue_server.frames import PING, put
from queue_server.web.answering import Answering

#: A line whose other end does not answer within this, twice, is given up.
PING_SECONDS = 5.0
#: How often it is looked whom to ask.
_LOOK_SECONDS = 0.1


class Pulse:
    """Those who are asked from time to time, in the order in which they are due."""

    def __init__(self, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._due: deque[tuple[float, Answering]] = deque()

    def begin(self, connection: Answering) -> None:
        """Ask it until it is closed."""
        self._due.append((self._steady() + PING_SECONDS, connection))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """Ask whoever is due; who has not answered the last time is not there."""
        now = self._steady()
        while self._due and self._due[0][0] <= now:
            _, connection = self._due.popleft()
            if connection.protocol.state is not OPEN:
                continue
            if not connection.answered:
                connection.transport.abort()
                continue
            if not connection.paused:  # one whose line is full has no room for a question: see `Backlog`
                connection.answered = False
                put(PING, on=[connection])
            self._due.append((now + PING_SECONDS, connection))
