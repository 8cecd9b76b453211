"""Messages as they go on the wire: made once, and put on any number of connections without waiting.

What a server sends is not masked, and ours compresses nothing, so the bytes of one frame are the same for everybody;
the library's own `broadcast` makes them anew for each connection (docs/decisions/0004-one-port.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack

from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN

from queue_server.protocol.codec import encode
from queue_server.protocol.messages import FromServer

#: The first byte of a text that is whole in one frame.
_TEXT = 0x80 | Opcode.TEXT
#: Asks the other end whether it is there.
PING = Frame(Opcode.PING, b"").serialize(mask=False)


def framed(message: FromServer) -> bytes:
    """The frame of a message: one whole text, its length in as few bytes as it takes (RFC 6455, 5.2)."""
    text = encode(message)
    length = len(text)
    if length < 126:
        return pack("!BB", _TEXT, length) + text
    return (pack("!BBH", _TEXT, 126, length) if length < 65_536 else pack("!BBQ", _TEXT, 127, length)) + text


def put(frame: bytes, on: Iterable[ServerConnection]) -> None:
    """Put a frame on these connections; those that are being closed are passed over."""
    for each in on:
        if each.protocol.state is OPEN:
            each.transport.write(frame)
