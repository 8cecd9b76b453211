"""Modbus RTU as its master speaks it: frames, their CRC, and what a right answer is. Pure; no line, no clock.

Functions 01-04 read, 05 switches a coil, 06 and 10h write registers. Unit 0 is all of them, and none answers then.
(Modbus over Serial Line V1.02, 2.5.1; Application Protocol V1.1b3, 6.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from hardware.bus.exchange import Exchange, Garbled, UnitRefuses

EVERYBODY = 0
UNITS = range(1, 248)
_ON, _OFF = 0xFF00, 0x0000
_REFUSED = 0x80
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

    def answer(data: bytes) -> bytes | None:
        whole = _whole(data, unit, what, 5 + wanted)
        if whole is None:
            return None
        if whole[2] != wanted:
            raise Garbled(f"{whole[2]} bytes were answered, not {wanted}")
        return whole[3:-2]

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


def _echo(unit: int, function: int, echo: bytes) -> Callable[[bytes], bytes | None]:
    def answer(data: bytes) -> bytes | None:
        whole = _whole(data, unit, function, 4 + len(echo))
        if whole is not None and whole[2:-2] != echo:
            raise Garbled("another request was answered")
        return None if whole is None else b""

    return answer


def _whole(data: bytes, unit: int, function: int, length: int) -> bytes | None:
    """The frame, once all of it is there. Raises `Garbled`, and `UnitRefuses` with the unit's own code."""
    if len(data) < 2:
        return None
    if data[0] != unit or data[1] & ~_REFUSED != function:
        raise Garbled(f"unit {data[0]} answered function {data[1]}")
    length = 5 if data[1] & _REFUSED else length
    if len(data) < length:
        return None
    if len(data) > length or crc(data[: length - 2]) != data[length - 2 :]:
        raise Garbled("the check at the end does not fit")
    if data[1] & _REFUSED:
        raise UnitRefuses(f"Modbus exception {data[2]}")
    return data
