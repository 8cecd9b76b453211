"""One connection: it knows whether its other end is still there, and begins with most requests without waking a task.

The library reads each frame in pieces, as they may come, and hands the message to a task that waits for it; a task that
asks the centre waits again. Together that takes as long as to decide (docs/decisions/0166).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from websockets import frames
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.frames import DATA_OPCODES, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN, Event
from websockets.streams import StreamReader

#: Where the library's reader of frames waits for the next one.
_AT_THE_START = StreamReader.at_eof.__code__


class Turns:
    """One thing after the other that is asked is answered, in the order in which it came.

    A text that comes while nothing else is to be answered is offered to `at_once`. What is not begun there, and all
    else, is received as ever: whoever does so waits for its `turn` and says when it is `done`.
    """

    # Slots, because a few more names make the library's own dictionary of a connection twice as large.
    __slots__ = ("_begun", "_in_hand", "_turn", "at_once")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        #: Begins with a text and says so; it is `done` then when it is answered.
        self.at_once: Callable[[bytes], bool] | None = None
        #: How many messages came and are not answered yet, and whether one of them was begun at once.
        self._in_hand = 0
        self._begun = False
        self._turn: asyncio.Future[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether a text that comes now would be offered."""
        return self.at_once is not None and not self._in_hand

    def begin(self, text: bytes) -> bool:
        """Offer a text; True when it is begun, and not to be received."""
        if not self._in_hand and self.at_once is not None and self.at_once(text):
            self._in_hand, self._begun = 1, True
            return True
        return False

    def came(self) -> None:
        """A message is there to be received."""
        self._in_hand += 1

    async def turn(self) -> None:
        """Wait until what was begun before is answered."""
        if self._begun:
            self._turn = asyncio.get_running_loop().create_future()
            await self._turn

    def done(self) -> None:
        """One of the messages is answered."""
        self._in_hand -= 1
        self._begun = False
        if self._turn is not None and not self._turn.done():  # nobody may wait for it any more
            self._turn.set_result(None)


class Answering(Turns, ServerConnection):
    """The library's connection. It offers each text that comes by itself, and knows whether its other end is there."""

    __slots__ = ("_at_start", "answered")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        #: Whether the other end has answered since it was asked if it is there.
        self.answered = True
        self._at_start = False

    def forget_headers(self) -> None:
        """Who has been let in is known by hello: the headers of both sides are a sixth of what a connection holds."""
        assert self.request is not None
        self.request = Request(self.request.path, Headers())
        self.response = None

    def acknowledge_pings(self, data: bytes) -> None:
        """The library's word for: it has answered."""
        del data
        self.answered = True

    def data_received(self, data: bytes) -> None:
        """The library's word for: bytes came."""
        if self._at_start and self.ready and self.protocol.state is OPEN:
            text = whole_text(data)
            if text is not None and self.begin(text):
                return
        super().data_received(data)
        self._at_start = self._between_messages()

    def connection_lost(self, exc: Exception | None) -> None:
        """The library's word for: it is over."""
        super().connection_lost(exc)
        # What reads the line holds the protocol, as does what it has raised, and is held by it: nobody would let go.
        self.protocol.parser.close()
        raised: BaseException | None = self.protocol.parser_exc
        while raised is not None:
            raised.__traceback__ = None
            raised = raised.__context__

    def process_event(self, event: Event) -> None:
        """The library's word for: a frame came."""
        if isinstance(event, Frame) and event.fin and event.opcode in DATA_OPCODES:
            self.came()
        super().process_event(event)

    def _between_messages(self) -> bool:
        """Whether the library waits for a first byte, and not for the rest of something."""
        if self.protocol.current_size is not None:
            return False
        waits: Any = self.protocol.parser
        while waits.gi_yieldfrom is not None:
            waits = waits.gi_yieldfrom
        return waits.gi_code is _AT_THE_START


def whole_text(data: bytes) -> bytes | None:
    """The text of the frame that these bytes are; None where they are anything else, or a very long one."""
    if len(data) < 6 or data[0] != 0x80 | Opcode.TEXT or not 0x80 <= data[1] < 0xFF:
        return None
    length, mask = data[1] & 0x7F, 2
    if length == 126:
        length, mask = data[2] << 8 | data[3], 4
    text = mask + 4
    if len(data) != text + length:
        return None
    return frames.apply_mask(data[text:], data[mask:text])  # type: ignore[attr-defined]  # in C where it was built
