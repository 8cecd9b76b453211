"""A serial line in virtual time with machines at its end: nothing waits, and every byte takes as long as it would."""

from __future__ import annotations

from collections.abc import Sequence

from hardware.bus.emulator import Machine
from hardware.bus.owner import BITS
from hardware.errors import DeviceGone


class VirtualLine:
    """`Line` for `Bus`, and the clock of both. `cut` mutes the units, `unplug` takes the port away.

    `slow` is how much longer a unit thinks than others, `tail` comes with each answer; one that babbles never ends.
    """

    port = "/dev/virtual"

    def __init__(self, machines: Sequence[Machine], *, baud: int = 9600, thinks: float = 0.005) -> None:
        self.machines = machines
        self.now = 1000.0
        self.cut = False
        self.unplugged = False
        self.late = 0.0
        self.slow: dict[int, float] = {}
        self.tail = b""
        self.babble = False
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
                answer += self.tail
                thinks = self._thinks + self.late + self.slow.get(answer[0], 0.0)
                self._coming.append((arrived + thinks + len(answer) * self._byte, answer))
                self._coming.sort(key=lambda each: each[0])

    def receive(self, *, within: float) -> bytes:
        self._there()
        until = self.now + within
        if self.babble and within > 0:
            self.now += self._byte
            return b"\xff"
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
