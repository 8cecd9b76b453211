from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.printer.emulator import Emulator
from hardware.printer.machine import Machine
from hardware.printer.simulator import MachineTransport
from hardware.printer.usb_any import AnyUsbTransport


def absent() -> MachineTransport:
    raise DeviceGone("a USB printer is not plugged in")


def test_the_kernels_driver_comes_first_then_the_bus() -> None:
    with Emulator(Machine(dots=64)).serve_pty() as emulator:
        port = Path(emulator.address.removeprefix("serial:"))
        printer = AnyUsbTransport(ports=lambda: [Path("/dev/usb/lp9"), port], direct=absent)
        printer.open()
        assert printer.name == str(port), "the first by name"
        printer.close()
    direct = AnyUsbTransport(ports=list, direct=lambda: MachineTransport(Machine(dots=64), name="on the bus"))
    direct.open()
    assert direct.name == "on the bus"
    direct.close()


def test_a_printer_that_comes_back_under_another_name_is_found() -> None:
    ports: list[Path] = []
    printer = AnyUsbTransport(ports=lambda: ports, direct=absent)
    with pytest.raises(DeviceGone):
        printer.open()
    for _ in range(2):
        with Emulator(Machine(dots=64)).serve_pty() as emulator:
            ports[:] = [Path(emulator.address.removeprefix("serial:"))]
            printer.open()
            printer.write(b"\x10\x04\x01", within=5)
            assert printer.read(within=5) == b"\x12"
        with pytest.raises(DeviceGone):
            printer.read(within=5)
        printer.close()


def test_what_is_held_back_is_held_back_by_the_one_that_was_found() -> None:
    class Noted(MachineTransport):
        discarded = 0

        def discard(self) -> None:
            self.discarded += 1

    found = Noted(Machine(dots=64))
    printer = AnyUsbTransport(ports=list, direct=lambda: found)
    printer.discard()
    printer.open()
    printer.discard()
    assert found.discarded == 1
