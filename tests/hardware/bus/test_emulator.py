"""The emulator as a line: it paces bytes, it comes and goes under one name, and its wires can be cut."""

from __future__ import annotations

import os
import time
from pathlib import Path

from hardware.bus import modbus
from hardware.bus.emulator import BusEmulator
from hardware.sign.machine import ModbusMachine


def ask(port: Path, request: bytes, length: int) -> bytes:
    line = os.open(port, os.O_RDWR | os.O_NOCTTY)
    try:
        os.write(line, request)
        answer = b""
        while len(answer) < length:
            answer += os.read(line, 100)
        return answer
    finally:
        os.close(line)


def test_bytes_take_as_long_as_on_a_wire(tmp_path: Path) -> None:
    exchange = modbus.read(1, modbus.Read.REGISTERS, 0, count=6)
    with BusEmulator([ModbusMachine(1)], port=tmp_path / "tty", baud=9600) as emulator:
        began = time.monotonic()
        answer = ask(emulator.port, exchange.request, 17)
        assert time.monotonic() - began >= 25 * 10 / 9600
    assert exchange.answer is not None
    assert exchange.answer(answer) == (bytes(12), b"")


def test_it_comes_and_goes_under_one_name(tmp_path: Path) -> None:
    emulator = BusEmulator([ModbusMachine(1)], port=tmp_path / "tty")
    for _ in range(3):
        emulator.plug()
        assert len(ask(emulator.port, modbus.write_register(1, 0, 7).request, 8)) == 8
        emulator.unplug()
        emulator.unplug()
        assert not emulator.port.exists()
    emulator.say(b"nobody hears this")


def test_units_behind_a_cut_wire_hear_nothing(tmp_path: Path) -> None:
    machine = ModbusMachine(1)
    with BusEmulator([machine], port=tmp_path / "tty") as emulator:
        emulator.cut(off=True)
        line = os.open(emulator.port, os.O_RDWR | os.O_NOCTTY)
        os.write(line, modbus.write_register(1, 0, 7).request)
        os.close(line)
        emulator.unplug()
        emulator.cut(off=False)
        emulator.plug()
        ask(emulator.port, modbus.write_register(1, 1, 8).request, 8)
    assert machine.registers[:2] == [0, 8]
