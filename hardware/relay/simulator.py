"""A relay without any wire: it remembers its pulses."""

from __future__ import annotations


class VirtualRelay:
    """`pulses` are the seconds of each."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.pulses: list[float] = []

    @property
    def name(self) -> str:
        return self._name

    def pulse(self, seconds: float) -> None:
        """See `Relay`."""
        self.pulses.append(seconds)
