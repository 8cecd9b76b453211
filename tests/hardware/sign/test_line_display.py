"""Line displays at the other end of a pseudo terminal: either dialect, paced, and back after a power cut."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from hardware.bus.emulator import BusEmulator
from hardware.bus.owner import Bus
from hardware.serial_link import SerialLink
from hardware.sign.base import Face
from hardware.sign.line_display import DIALECTS, Dialect, LineDisplay
from hardware.sign.machine import LineDisplayMachine
from hardware.sign.unit import SignUnit


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_shows_desk_and_number_and_is_told_again(tmp_path: Path, dialect: Dialect) -> None:
    machine, news = LineDisplayMachine(), threading.Event()
    sign = SignUnit("sign", LineDisplay(dialect))

    def shown(_: bytes) -> None:
        news.set()

    def wait() -> None:
        for _ in range(40):
            if [line.strip() for line in machine.lines] == ["Quay so 3", "A025"]:
                return
            news.clear()
            news.wait(timeout=1)
        pytest.fail(f"shows {machine.lines}")

    with BusEmulator([machine], port=tmp_path / "tty", baud=9600, heard=shown) as emulator:
        bus = Bus(SerialLink(str(emulator.port), baud=9600), [sign], changed=lambda *_: None)
        bus.start()
        try:
            sign.show(Face("A025", caption="Quầy số 3", blink=dialect == "escpos", brightness=2))
            bus.wake()
            wait()
            assert (machine.brightness, machine.flashing) == (2, dialect == "escpos")
            machine.lines = ["", ""]
            wait()
        finally:
            bus.close()
