"""A serial line in virtual time with machines at its end: nothing waits, and every byte takes as long as it would."""

from __future__ import annotations

from collections.abc import Sequence

from hardware.bus.emulator import Machine
from hardware.bus.owner import BITS
from hardware.errors import DeviceGone


class VirtualLine:
    """`Line` for `Bus`, and the clock of both. `cut` mutes the units, `unplug` takes the port away."""

    port = "/dev/virtual"

    def __init__(self, machines: Sequence[Machine], *, baud: int = 9600, thinks: float = 0.005) -> None:
        self.machines = machines
        self.now = 1000.0
        self.cut = False
        self.unplugged = False
        self.late = 0.0
        self.sent: list[tuple[float, bytes]] = []
        self._byte = BITS / baud
        self._thinks = thinks
        self._coming: list[tuple[float, bytes]] = []
        self._open = False

    def clock(self) -> float:
        return self.now

    def say(self, data: bytes) -> None:
        """A unit says something unasked."""
        self._coming.append((self.now, data))

    def open(self) -> None:
        if self.unplugged:
            raise DeviceGone("not there")
        self._open, self._coming = True, []

    def send(self, data: bytes, *, within: float) -> None:
        self._there()
        arrived = self.now + len(data) * self._byte
        self.sent.append((arrived, data))
        for machine in () if self.cut else self.machines:
            answer = machine.receive(data)
            if answer:
                self._coming.append((arrived + self._thinks + self.late + len(answer) * self._byte, answer))

    def receive(self, *, within: float) -> bytes:
        self._there()
        until = self.now + within
        if self._coming and self._coming[0][0] <= until:
            at, data = self._coming.pop(0)
            self.now = max(self.now, at)
            return data
        self.now = until
        return b""

    def wake(self) -> None:
        """Nobody waits in virtual time."""

    def close(self) -> None:
        self._open = False

    def _there(self) -> None:
        if self.unplugged or not self._open:
            raise DeviceGone("not there")
