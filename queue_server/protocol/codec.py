"""Frames to messages and back. Pure; raises `NotUnderstood` for anything that is not exactly a message."""

from __future__ import annotations

import msgspec

from queue_server.protocol.messages import FromClient, FromServer, Id, Snapshot, Thing, Update

#: The longest frame a client may send, and the longest it must be ready for, in bytes.
MAX_FRAME = 65_536
MAX_FRAME_FROM_SERVER = 8 * 1024 * 1024

_encoder = msgspec.json.Encoder()
_from_client: msgspec.json.Decoder[FromClient] = msgspec.json.Decoder(FromClient)
_from_server: msgspec.json.Decoder[FromServer] = msgspec.json.Decoder(FromServer)

#: The kinds of message and of thing that this version knows.
_KINDS = {kind.__struct_config__.tag for kind in FromServer.__args__}
_THINGS = {kind.__struct_config__.tag for kind in Thing.__args__}


class _Kind(msgspec.Struct):
    """The least of a message or thing: what it is."""

    type: str


class _Bundle(msgspec.Struct):
    """A snapshot or update whose things are still unread."""

    type: str
    version: int
    things: list[msgspec.Raw]
    epoch: str = ""


_kind = msgspec.json.Decoder(_Kind)
_bundle = msgspec.json.Decoder(_Bundle)
_thing: msgspec.json.Decoder[Thing] = msgspec.json.Decoder(Thing)


class _Asked(msgspec.Struct):
    """The least of a request: its id."""

    request: Id


_asked = msgspec.json.Decoder(_Asked)


class NotUnderstood(ValueError):
    """The frame is not a message of this protocol; the text says what and where."""


def request_of(frame: bytes | str) -> str | None:
    """The request id in a client's frame, as far as it can be read; the rest may be anything."""
    try:
        return _asked.decode(frame).request
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


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


def read_from_server(frame: bytes | str) -> FromServer | None:
    """Read a frame of a server that may be newer: what it adds is passed over, as the versioning promise demands.

    None is a message of a kind not known here; a snapshot or update comes without things of such a kind. Raises
    `NotUnderstood` for anything else that is wrong.
    """
    try:
        return decode_from_server(frame)
    except NotUnderstood as error:
        try:
            kind = _kind.decode(frame).type
            if kind not in _KINDS:
                return None
            if kind not in ("snapshot", "update"):
                raise
            bundle = _bundle.decode(frame)
            things = tuple(_thing.decode(raw) for raw in bundle.things if _kind.decode(raw).type in _THINGS)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise error from error.__cause__
        if kind == "snapshot":
            return Snapshot(epoch=bundle.epoch, version=bundle.version, things=things)
        return Update(version=bundle.version, things=things)
