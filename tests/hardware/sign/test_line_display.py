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


def test_a_frame_that_broke_off_does_not_spoil_the_next() -> None:
    """Some displays take all up to a CR for text, an ESC as well: the upper line read "Quay \\x1bQA Quay so 3"."""
    (frame,) = (each.request for each in LineDisplay("cd5220").frames(Face("A025", caption="Quầy số 3")))
    for cut in range(len(frame)):
        upper, lower, rest = (frame[:cut] + frame).split(b"\r")[-3:]
        assert (upper[:3], upper[3:].strip()) == (b"\x1bQA", b"Quay so 3")
        assert (lower[:3], lower[3:].strip(), rest) == (b"\x1bQB", b"A025", b"")
