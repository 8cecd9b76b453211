"""A websocket without a socket: frames take time, lines are cut, devices are cut off, requests come twice.

Both ends have as much of a `websockets` connection as `client.link`, `web.sockets` and `frames` use. What TCP
promises holds: frames to one end come in order and once. Requests may, beyond that, come twice and late, because a
client may send them again.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK
from websockets.frames import Close
from websockets.protocol import CLOSED, OPEN

from queue_server.web.answering import Turns

#: Seconds after which the server's pings show that a line is dead.
_PINGS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How bad lines are: seconds that a frame takes, and how likely a request comes twice, or late."""

    quickest: float = 0.0005
    slowest: float = 0.05
    twice: float = 0.05
    late: float = 0.05


def message_in(frame: bytes) -> bytes:
    """What a frame from a server holds: it begins with its kind and its length."""
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :]


def _request(headers: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(path="/ws", headers=headers)


class Line:
    """One connection: two ends, a lot of its own, and whether it is cut off now."""

    def __init__(self, *, device: str, headers: dict[str, str], seed: str, weather: Weather) -> None:
        self.device = device
        self.client, self.server = (End(self, name, _request(headers)) for name in ("client", "server"))
        self.weather = weather
        self.lot = random.Random(seed)
        self.cut_off = False
        self._held: list[tuple[End, bytes]] = []

    def other(self, end: End) -> End:
        return self.server if end is self.client else self.client

    def carry(self, frame: bytes, *, to: End) -> None:
        """Let a frame arrive later. Hello is the first, comes once and in order."""
        loop = asyncio.get_running_loop()
        delay = self.lot.uniform(self.weather.quickest, self.weather.slowest)
        request = to is self.server and to.arrived > 0
        if request and self.lot.random() < self.weather.twice:
            loop.call_later(delay + self.lot.uniform(0, 3), self._arrive, to, frame)
        if request and self.lot.random() < self.weather.late:
            loop.call_later(delay + self.lot.uniform(0, 3), self._arrive, to, frame)
            return
        to.due = max(to.due, loop.time() + delay)
        to.coming.append(frame)
        loop.call_at(to.due, self._next, to)  # timers of one instant come in any order

    def part(self) -> None:
        """Nothing gets through from now on, and nobody is told."""
        self.cut_off = True
        asyncio.get_running_loop().call_later(_PINGS, self._noticed)

    def heal(self) -> None:
        """What was on its way goes on."""
        self.cut_off = False
        held, self._held = self._held, []
        for end, frame in held:
            self._arrive(end, frame)

    def cut(self) -> None:
        """Both ends see it at once; what was on its way is lost."""
        for end in (self.client, self.server):
            end.end(1006)

    def _noticed(self) -> None:
        if self.cut_off:
            self.server.end(1006)

    def _next(self, end: End) -> None:
        self._arrive(end, end.coming.popleft())

    def _arrive(self, end: End, frame: bytes) -> None:
        if self.cut_off:
            self._held.append((end, frame))
        else:
            end.hear(frame)


@dataclass(slots=True, eq=False)
class End(Turns):
    """One end of a line; quacks like a connection, its protocol and its transport."""

    line: Line
    name: str
    request: SimpleNamespace
    response: None = None
    state: Any = OPEN
    close_code: int | None = None
    due: float = 0.0
    arrived: int = 0
    coming: deque[bytes] = field(default_factory=deque)
    _inbox: list[bytes] = field(default_factory=list)
    _something: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        Turns.__init__(self)

    # What `frames` asks of a connection, its protocol and its transport.

    @property
    def protocol(self) -> End:
        return self

    @property
    def transport(self) -> End:
        return self

    def get_write_buffer_size(self) -> int:
        return 0

    def write(self, frame: bytes) -> None:
        self._carry(message_in(frame))

    def _carry(self, message: bytes) -> None:
        self.line.carry(message, to=self.line.other(self))

    def abort(self) -> None:
        self.end(1006)

    # What a client and a server ask of their connection.

    async def handshake(self, _: object) -> None:
        """There is nothing to agree upon."""

    def forget_headers(self) -> None:
        """There is no need of them any more."""

    async def send(self, frame: bytes, *, text: bool) -> None:
        assert text
        if self.state is not OPEN:
            raise self._closed()
        self._carry(frame)

    async def recv(self) -> str:
        while not self._inbox:
            if self.state is not OPEN:
                raise self._closed()
            self._something.clear()
            await self._something.wait()
        return self._inbox.pop(0).decode()

    async def __aiter__(self) -> AsyncIterator[str]:
        try:
            while True:
                yield await self.recv()
        except ConnectionClosedOK:
            return

    async def close(self, code: int = 1000, reason: str = "") -> None:
        del reason
        other = self.line.other(self)
        self.end(code)
        if not self.line.cut_off:
            delay = self.line.weather.slowest
            asyncio.get_running_loop().call_at(
                max(other.due, asyncio.get_running_loop().time() + delay), other.end, code
            )

    def hear(self, frame: bytes) -> None:
        if self.state is OPEN:
            self.arrived += 1
            if not self.begin(frame):
                self.came()
                self._inbox.append(frame)
                self._something.set()

    def end(self, code: int) -> None:
        if self.state is OPEN:
            self.state, self.close_code = CLOSED, code
            self._something.set()

    def _closed(self) -> ConnectionClosedError | ConnectionClosedOK:
        code = self.close_code or 1006
        if code in (1000, 1001):
            return ConnectionClosedOK(Close(code, ""), Close(code, ""), rcvd_then_sent=True)
        return ConnectionClosedError(None, None)
