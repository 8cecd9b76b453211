"""Push buttons on the inputs of a Modbus unit, asked many times a second. Keys are called "1", "2", … by input."""

from __future__ import annotations

from hardware.bus import modbus
from hardware.bus.exchange import Urgency, Wish
from hardware.keypad.base import Press, Pressed

#: Seconds between two questions: shorter than the shortest press, and room is left on the line.
ASK = 0.08


class ModbusKeypad:
    """One unit. A press counts when an input comes on; how long it stays on does not matter."""

    def __init__(self, name: str, *, unit: int, keys: int, pressed: Pressed, first: int = 0) -> None:
        self._name = name
        self._ask = modbus.read(unit, modbus.Read.INPUTS, first, count=keys)
        self._keys = keys
        self._pressed = pressed
        self._down: frozenset[int] | None = None
        self._ask_at = 0.0

    @property
    def name(self) -> str:
        return self._name

    def wish(self, now: float) -> Wish | None:
        """See `Unit`."""
        return Wish(self._ask, Urgency.ROUTINE, self._ask_at)

    def done(self, answer: bytes, *, now: float) -> None:
        """See `Unit`."""
        bits = int.from_bytes(answer, "little")
        down = frozenset(place + 1 for place in range(self._keys) if bits >> place & 1)
        # What is down at the first look was pressed before we were there.
        for key in sorted(down - (down if self._down is None else self._down)):
            self._pressed(Press(self._name, str(key)))
        self._down = down
        self._ask_at = now + ASK

    def hear(self, data: bytes, *, now: float) -> None:
        """It says nothing unasked."""

    def rejoined(self) -> None:
        """See `Unit`."""
        self._down = None
