"""One connection: it knows whether its other end is still there, and begins with most requests without waking a task.

The library hands each message to a task that waits for it, and a task that asks the centre waits again: two futures
and two turns of the event loop for each request, more than it takes to decide.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.frames import DATA_OPCODES, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import Event


class Answering(ServerConnection):
    """A connection on which one thing after the other is answered, in the order in which it came.

    A text that comes while nothing else is to be answered is offered to `at_once`. What is not begun there, and what
    comes meanwhile, is received as ever: whoever does so waits for its `turn` and says when it is `done`.
    """

    #: Whether the other end has answered since it was asked if it is there.
    answered = True
    #: Begins with a text and says so; it is `done` then when it is answered.
    at_once: Callable[[bytes], bool] | None = None
    #: How many messages came and are not answered yet, and whether one of them was begun at once.
    _in_hand = 0
    _begun = False
    _turn: asyncio.Future[None] | None = None

    def forget_headers(self) -> None:
        """Who has been let in is known by hello: the headers of both sides are a sixth of what a connection holds."""
        assert self.request is not None
        self.request = Request(self.request.path, Headers())
        self.response = None

    def acknowledge_pings(self, data: bytes) -> None:
        """The library's word for: it has answered."""
        del data
        self.answered = True

    def process_event(self, event: Event) -> None:
        """The library's word for: something came."""
        if isinstance(event, Frame) and event.fin and event.opcode in DATA_OPCODES:
            self._in_hand += 1
            if self._in_hand == 1 and event.opcode is Opcode.TEXT and self.at_once is not None:
                self._begun = self.at_once(bytes(event.data))
                if self._begun:
                    return
        super().process_event(event)

    async def turn(self) -> None:
        """Wait until what was begun before is answered."""
        if self._begun:
            self._turn = asyncio.get_running_loop().create_future()
            await self._turn

    def done(self) -> None:
        """One of the messages is answered."""
        self._in_hand -= 1
        self._begun = False
        if self._turn is not None:
            self._turn.set_result(None)
            self._turn = None
