"""What a relay is: something that is on for a while and then off again, whatever happens in between."""

from __future__ import annotations

from typing import Protocol

from hardware.bus.exchange import Exchange


class Relay(Protocol):
    """A bell, a lamp, a door."""

    @property
    def name(self) -> str:
        """Its name in the settings."""
        ...

    def pulse(self, seconds: float) -> None:
        """Be on for so long from now on, then off. Returns at once; from any thread."""
        ...


class RelayLanguage(Protocol):
    """How one make of relay boards is spoken to."""

    def switch(self, *, on: bool) -> Exchange:
        """What switches it. Sending it again does no harm."""
        ...
