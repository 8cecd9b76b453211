from __future__ import annotations

from hardware.printer.serial_port import SerialTransport


def test_its_speed_is_that_of_the_line() -> None:
    assert SerialTransport("/dev/ttyUSB0").bytes_per_second == 11_520
    slow = SerialTransport("/dev/ttyUSB0", baud=19200)
    assert (slow.name, slow.bytes_per_second) == ("/dev/ttyUSB0", 1920)
