"""A digit sign on Modbus RTU, by the register map of its own sheet. It answers, so it is read back and kept right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hardware.bus import modbus
from hardware.bus.exchange import Exchange
from hardware.sign.base import Face
from hardware.sign.writing import digits, fitted

#: One letter in each register, two letters in each, or the number in one register or in two (high word first).
Coding = Literal["letters", "packed", "number", "long"]
CODINGS: tuple[Coding, ...] = ("letters", "packed", "number", "long")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMap:
    """Where what goes. `blank` is what a number register holds while the sign is dark.

    `blink` and `brightness` are single registers, for signs that have them; `blink_on` starts the flashing.
    """

    value: int = 0
    coding: Coding = "letters"
    width: int = 6
    blank: int = 0
    blink: int | None = None
    blink_on: int = 1
    brightness: int | None = None


@dataclass(frozen=True, slots=True)
class ModbusSign:
    """One sign, by its unit number."""

    unit: int
    registers: RegisterMap = RegisterMap()

    @property
    def blinks(self) -> bool:
        return self.registers.blink is not None

    def frames(self, face: Face) -> tuple[Exchange, ...]:
        """The value first: it is what somebody waits for."""
        where, values = self.registers, self._values(face)
        made = [
            modbus.write_register(self.unit, where.value, values[0])
            if len(values) == 1
            else modbus.write_registers(self.unit, where.value, values)
        ]
        if where.blink is not None:
            made.append(modbus.write_register(self.unit, where.blink, where.blink_on if face.blink else 0))
        if where.brightness is not None and face.brightness is not None:
            made.append(modbus.write_register(self.unit, where.brightness, face.brightness))
        return tuple(made)

    def look(self) -> Exchange | None:
        """Read the value back."""
        count = len(self._values(Face()))
        return modbus.read(self.unit, modbus.Read.REGISTERS, self.registers.value, count=count)

    def shows(self, answer: bytes, face: Face) -> bool:
        """Whether the registers hold what they were told."""
        return answer == modbus.words(*self._values(face))

    def _values(self, face: Face) -> tuple[int, ...]:
        where = self.registers
        number = digits(face.text) if face.text else where.blank
        match where.coding:
            case "letters":
                return tuple(fitted(face.text, width=where.width).encode("ascii"))
            case "packed":
                text = fitted(face.text, width=where.width + where.width % 2).encode("ascii")
                return tuple(int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2))
            case "number":
                return (number & 0xFFFF,)
            case "long":
                return ((number >> 16) & 0xFFFF, number & 0xFFFF)
