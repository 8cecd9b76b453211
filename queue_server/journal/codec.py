"""Events as text: a frozen dataclass to (kind, body) and back. The body is JSON.

It knows no event by itself: the table of kinds is given, and a kind once written never changes its meaning.
Equal events give equal bodies (dictionaries are sorted), which the hash chain and copies elsewhere rely on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import msgspec
import msgspec.inspect

from queue_server.journal.base import JournalCorrupt

#: The kind of an event, what reads it back, and its fields that are floats (see `_floats`).
_Way = tuple[str, msgspec.json.Decoder[object], tuple[str, ...] | None]


class EventCodec:
    """Writes and reads the events named in `kinds`: stable snake_case name to dataclass."""

    def __init__(self, kinds: Mapping[str, type]) -> None:
        self._names: dict[type, str] = {}
        self._decoders: dict[str, msgspec.json.Decoder[object]] = {}
        self._encoder = msgspec.json.Encoder(order="deterministic")
        #: How to write those that were written already.
        self._written: dict[type, _Way] = {}
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
        kind, decoder, floats = self._written.get(type(event)) or self._begin(type(event))
        text = self._encoder.encode(event)
        try:
            twin = decoder.decode(text)
        except msgspec.DecodeError as error:
            raise ValueError(f"{kind} cannot be read back: {error}") from error
        if twin != event:
            raise ValueError(f"{kind} cannot be read back as it is: a field holds another type than declared")
        # Equal events differ in their text only by a whole number where a float is declared: then it is the twin's.
        if floats is None or any(type(getattr(event, name)) is not float for name in floats):
            text = self._encoder.encode(twin)
        return kind, text.decode()

    def _begin(self, event: type) -> _Way:
        kind = self._names.get(event)
        if kind is None:
            raise TypeError(f"{event.__name__} is not an event of this journal: give it a kind first")
        self._written[event] = way = kind, self._decoders[kind], _floats(event)
        return way

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


def _floats(event: type) -> tuple[str, ...] | None:
    """The fields of an event that are floats; None where there may be some further within."""
    shape = msgspec.inspect.type_info(event)
    assert isinstance(shape, msgspec.inspect.DataclassType)
    floats = tuple(each.name for each in shape.fields if isinstance(each.type, msgspec.inspect.FloatType))
    others = [each.type for each in shape.fields if each.name not in floats]
    return None if any(map(_holds_float, others)) else floats


def _holds_float(shape: msgspec.inspect.Type) -> bool:
    if isinstance(shape, msgspec.inspect.FloatType | msgspec.inspect.AnyType):
        return True
    if isinstance(shape, msgspec.inspect.DataclassType):
        return any(_holds_float(each.type) for each in shape.fields)
    parts = [getattr(shape, name) for name in ("item_type", "key_type", "value_type") if hasattr(shape, name)]
    parts += [each for name in ("item_types", "types") for each in getattr(shape, name, ())]
    return any(map(_holds_float, parts))
