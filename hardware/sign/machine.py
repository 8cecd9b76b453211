"""Signs in memory as their makers' sheets describe them: bytes go in, and there is what a passer-by would see.

They interpret bytes by themselves and know nothing of what we meant to show. `simulator` needs no bytes; the bus's
emulator puts these behind a pseudo terminal.
"""

from __future__ import annotations

from hardware.bus.framed import FrameReader, Template
from hardware.bus.modbus import crc


class ModbusMachine:
    """A Modbus unit with holding registers, coils and inputs. Answers what is for it, and refuses what it lacks.

    The next `busy` requests it puts off.
    """

    def __init__(self, unit: int, *, registers: int = 16, coils: int = 8) -> None:
        self.unit = unit
        self.registers = [0] * registers
        self.coils = [False] * coils
        self.inputs = [False] * coils
        self.heard = 0
        self.busy = 0

    @property
    def text(self) -> str:
        """The first six registers as letters."""
        return "".join(chr(value) if 32 <= value < 127 else "?" for value in self.registers[:6])

    def power_cycle(self) -> None:
        """The power fails and comes back."""
        self.registers = [0] * len(self.registers)

    def receive(self, data: bytes) -> bytes:
        """See `Machine`."""
        if len(data) < 4 or crc(data[:-2]) != data[-2:] or data[0] not in (0, self.unit):
            return b""
        self.heard += 1
        answer = self._carry_out(data[1], data[2:-2])
        head = bytes((self.unit,)) + answer
        return b"" if data[0] == 0 else head + crc(head)

    def _carry_out(self, function: int, body: bytes) -> bytes:
        if self.busy:
            self.busy -= 1
            return bytes((function | 0x80, 6))
        address, value = int.from_bytes(body[:2], "big"), int.from_bytes(body[2:4], "big")
        bits = {1: self.coils, 2: self.inputs}
        try:
            if function in bits:
                return self._bits(function, bits[function][address : address + value], value)
            if function in (3, 4):
                return self._words(function, self.registers[address : address + value], value)
            if function == 5:
                self.coils[address] = value == 0xFF00
                return bytes((5,)) + body
            if function in (6, 16):
                values = body[2:] if function == 6 else body[5:]
                for place in range(len(values) // 2):
                    self.registers[address + place] = int.from_bytes(values[2 * place : 2 * place + 2], "big")
                return bytes((function,)) + body[:4]
        except IndexError:
            return bytes((function | 0x80, 2))
        return bytes((function | 0x80, 1))

    def _bits(self, function: int, bits: list[bool], count: int) -> bytes:
        if len(bits) < count:
            raise IndexError
        packed = sum(bit << place for place, bit in enumerate(bits)).to_bytes((count + 7) // 8, "little")
        return bytes((function, len(packed))) + packed

    def _words(self, function: int, values: list[int], count: int) -> bytes:
        if len(values) < count:
            raise IndexError
        return bytes((function, 2 * count)) + b"".join(value.to_bytes(2, "big") for value in values)


class LineDisplayMachine:
    """A display of two lines of 20 that knows both dialects, CD5220 and ESC/POS."""

    def __init__(self) -> None:
        self.lines = ["", ""]
        self.brightness = 4
        self.flashing = False
        self._pending = b""

    def receive(self, data: bytes) -> bytes:
        """See `Machine`."""
        self._pending += data
        while self._pending:
            if self._pending[:2] == b"\x1b*" and len(self._pending) > 2:
                self.brightness, self._pending = self._pending[2], self._pending[3:]
            elif self._pending[:3] in (b"\x1bQA", b"\x1bQB") and b"\r" in self._pending:
                text, _, self._pending = self._pending.partition(b"\r")
                self.lines[text[2] - ord("A")] = text[3:23].decode("ascii")
            elif self._pending[:1] == b"\x1f" and len(self._pending) > 2:
                self._set(self._pending[1:2], self._pending[2])
                self._pending = self._pending[3:]
            elif self._pending[:1] in (b"\x1b", b"\x1f"):
                break
            else:
                self._write(chr(self._pending[0]))
                self._pending = self._pending[1:]
        return b""

    def _set(self, what: bytes, value: int) -> None:
        if what == b"X":
            self.brightness = value
        elif what == b"E":
            self.flashing = value > 0

    def _write(self, letter: str) -> None:
        """ESC/POS: letters go where the last one ended; a form feed begins anew."""
        if letter == "\x0c":
            self.lines = ["", ""]
        elif letter.isprintable():
            self.lines[len(self.lines[0]) >= 20] += letter


class FramedMachine:
    """A sign or relay board that takes frames of one template, and remembers what each address was told last."""

    def __init__(self, template: Template, *, width: int | None = None) -> None:
        self.told: dict[int, bytes] = {}
        self._reader = FrameReader(template, width=width)

    def receive(self, data: bytes) -> bytes:
        """See `Machine`."""
        for frame in self._reader.feed(data):
            self.told[frame.address or 0] = frame.data
        return b""
