"""Events as text: a frozen dataclass to (kind, body) and back. The body is JSON.

It knows no event by itself: the table of kinds is given, and a kind once written never changes its meaning.
Equal events give equal bodies (dictionaries are sorted), which the hash chain and copies elsewhere rely on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import msgspec

from queue_server.journal.base import JournalCorrupt


class EventCodec:
    """Writes and reads the events named in `kinds`: stable snake_case name to dataclass."""

    def __init__(self, kinds: Mapping[str, type]) -> None:
        self._names: dict[type, str] = {}
        self._decoders: dict[str, msgspec.json.Decoder[object]] = {}
        self._encoder = msgspec.json.Encoder(order="deterministic")
        for kind, event in kinds.items():
            if not dataclasses.is_dataclass(event):
                raise TypeError(f"{event!r} (kind {kind!r}) is not a dataclass")
            if event in self._names:
                raise ValueError(f"{event.__name__} has two kinds: {self._names[event]!r} and {kind!r}")
            self._names[event] = kind
            self._decoders[kind] = msgspec.json.Decoder(event)

    def encode(self, event: object) -> tuple[str, str]:
        """Kind and body. Raises `TypeError` for an event that has no kind.

        Raises `ValueError` for one that could not be read back as it is (not-a-number, a field of another type than
        declared): it must be refused now, because once in the journal it would stop every later start.
        """
        kind = self._names.get(type(event))
        if kind is None:
            raise TypeError(f"{type(event).__name__} is not an event of this journal: give it a kind first")
        try:
            twin = self._decoders[kind].decode(self._encoder.encode(event))
        except msgspec.DecodeError as error:
            raise ValueError(f"{kind} cannot be read back: {error}") from error
        if twin != event:
            raise ValueError(f"{kind} cannot be read back as it is: a field holds another type than declared")
        # The twin's text, because equal events may differ in theirs: a whole number where a float is declared.
        return kind, self._encoder.encode(twin).decode()

    def decode(self, kind: str, body: str, *, version: int | None = None) -> object:
        """The event. Raises `JournalCorrupt`, naming `version`, when the kind is unknown or the body does not fit."""
        place = "a record" if version is None else f"record {version}"
        decoder = self._decoders.get(kind)
        if decoder is None:
            raise JournalCorrupt(f"{place} is of the unknown kind {kind!r}: was it written by a newer release?")
        try:
            return decoder.decode(body)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise JournalCorrupt(f"{place} does not hold a {kind}: {error}") from error
