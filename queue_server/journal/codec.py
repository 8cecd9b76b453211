"""Events to the text of a record and back. Canonical: equal events give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import msgspec

from queue_server.journal.base import JournalCorrupt

E = TypeVar("E")


class EventCodec(Generic[E]):
    """`kinds` names each frozen dataclass that may stand in the journal; a name once used never changes."""

    def __init__(self, kinds: Mapping[str, type[Any]]) -> None:
        self._names = {event: kind for kind, event in kinds.items()}
        self._decoders = {kind: msgspec.json.Decoder(event) for kind, event in kinds.items()}
        self._encoder = msgspec.json.Encoder(order="deterministic")

    def encode(self, event: E) -> tuple[str, str]:
        """The kind and the body of a record."""
        return self._names[type(event)], self._encoder.encode(event).decode()

    def decode(self, kind: str, body: str) -> E:
        """The event of a record. Raises `JournalCorrupt` for a kind or a body that nobody writes."""
        decoder = self._decoders.get(kind)
        if decoder is None:
            raise JournalCorrupt(f"unknown kind {kind!r}: was the journal written by a newer version?")
        try:
            event: E = decoder.decode(body)
        except msgspec.DecodeError as error:
            raise JournalCorrupt(f"unreadable {kind}: {error}") from error
        return event
