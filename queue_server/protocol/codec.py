"""Frames to messages and back. Pure; raises `NotUnderstood` for anything that is not exactly a message."""

from __future__ import annotations

import msgspec

from queue_server.protocol.messages import FromClient, FromServer

#: The longest frame either side may send, in bytes.
MAX_FRAME = 65_536

_encoder = msgspec.json.Encoder()
_from_client: msgspec.json.Decoder[FromClient] = msgspec.json.Decoder(FromClient)
_from_server: msgspec.json.Decoder[FromServer] = msgspec.json.Decoder(FromServer)


class NotUnderstood(ValueError):
    """The frame is not a message of this protocol; the text says what and where."""


def encode(message: FromClient | FromServer) -> bytes:
    """One message as the bytes of one text frame."""
    return _encoder.encode(message)


def decode_from_client(frame: bytes | str) -> FromClient:
    """Read a client's frame. Raises `NotUnderstood`."""
    try:
        return _from_client.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotUnderstood(str(error)) from error


def decode_from_server(frame: bytes | str) -> FromServer:
    """Read a server's frame. Raises `NotUnderstood`."""
    try:
        return _from_server.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotUnderstood(str(error)) from error
