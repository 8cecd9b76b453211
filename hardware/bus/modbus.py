"""Modbus RTU as its master speaks it: frames, their CRC, and what a right answer is. Pure; no line, no clock.

Functions 01-04 read, 05 switches a coil, 06 and 10h write registers. Unit 0 is all of them, and none answers then.
(Modbus over Serial Line V1.02, 2.5.1; Application Protocol V1.1b3, 6.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from hardware.bus.exchange import Exchange, UnitBusy, UnitRefuses

EVERYBODY = 0
UNITS = range(1, 248)
_ON, _OFF = 0xFF00, 0x0000
_REFUSED = 0x80
#: Exceptions that mean "not now": it is at it still, it is busy (7).
_NOT_NOW = (5, 6)
#: Registers that one write may carry (6.12), and that one read may ask for (6.3).
MOST_WRITTEN, MOST_READ = 123, 125


class Read(IntEnum):
    """What may be read, by its function code."""

    COILS = 1
    INPUTS = 2
    REGISTERS = 3
    INPUT_REGISTERS = 4


def crc(data: bytes) -> bytes:
    """The check at the end of a frame, low byte first."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(2, "little")


def frame(unit: int, function: int, body: bytes) -> bytes:
    """A whole frame: unit, function, body, CRC."""
    head = bytes((unit, function)) + body
    return head + crc(head)


def words(*values: int) -> bytes:
    """Registers as they travel, high byte first."""
    return b"".join(value.to_bytes(2, "big") for value in values)


def read(unit: int, what: Read, address: int, *, count: int) -> Exchange:
    """Read `count` bits or registers; the answer is their bytes."""
    wanted = (count + 7) // 8 if what in (Read.COILS, Read.INPUTS) else 2 * count

    def answer(data: bytes) -> tuple[bytes, bytes] | None:
        found = _body(data, unit, what, lambda body: body[0] == wanted, 1 + wanted)
        return found and (found[0][1:], found[1])

    return Exchange(frame(unit, what, words(address, count)), answer)


def write_coil(unit: int, address: int, *, on: bool) -> Exchange:
    """Function 05: switch one coil."""
    return _write(unit, 5, words(address, _ON if on else _OFF), echoed=4)


def write_register(unit: int, address: int, value: int) -> Exchange:
    """Function 06: set one register."""
    return _write(unit, 6, words(address, value), echoed=4)


def write_registers(unit: int, address: int, values: Sequence[int]) -> Exchange:
    """Function 10h: set registers beside each other."""
    body = words(address, len(values)) + bytes((2 * len(values),)) + words(*values)
    return _write(unit, 0x10, body, echoed=4)


def _write(unit: int, function: int, body: bytes, *, echoed: int) -> Exchange:
    return Exchange(frame(unit, function, body), _echo(unit, function, body[:echoed]) if unit != EVERYBODY else None)


def _echo(unit: int, function: int, echo: bytes) -> Callable[[bytes], tuple[bytes, bytes] | None]:
    return lambda data: _body(data, unit, function, echo.__eq__, len(echo))


def _body(
    data: bytes, unit: int, function: int, fits: Callable[[bytes], bool], length: int
) -> tuple[bytes, bytes] | None:
    """What the unit's answer says, once all of it is there, and what came around it: a glitch where the line turned
    round, another unit's answer that was late, or this one's to a question that was given up."""
    for at in range(len(data) - 4):
        if data[at] != unit or data[at + 1] & ~_REFUSED != function:
            continue
        refused = data[at + 1] & _REFUSED
        whole = data[at : at + (5 if refused else 4 + length)]
        if len(whole) < 5 or crc(whole[:-2]) != whole[-2:]:
            continue
        if refused:
            raise (UnitBusy if whole[2] in _NOT_NOW else UnitRefuses)(f"Modbus exception {whole[2]}")
        if fits(whole[2:-2]):
            return whole[2:-2], data[:at] + data[at + len(whole) :]
    return None
