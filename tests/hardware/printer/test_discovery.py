from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.printer.discovery import Found, find_printers
from hardware.printer.usb import UsbId


class Machine:
    """A file system with devices in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "dev/usb").mkdir(parents=True)

    def usblp(self, name: str, vendor: str, product: str, said: str = "") -> None:
        (self.root / "dev/usb" / name).touch()
        interface = self.root / "sys/devices" / name / "1-1:1.0"
        interface.mkdir(parents=True)
        (interface / "ieee1284_id").write_text(said)
        (interface.parent / "idVendor").write_text(vendor + "\n")
        (interface.parent / "idProduct").write_text(product + "\n")
        port = self.root / "sys/class/usbmisc" / name
        port.mkdir(parents=True)
        (port / "device").symlink_to(interface)

    def adapter(self, name: str, place: str, *, serial: str = "") -> None:
        """The USB device behind a tty."""
        device = self.root / "sys/devices" / place
        (device / f"{place}:1.0" / name).mkdir(parents=True)
        (device / "idVendor").write_text("1a86\n")
        (device / "idProduct").write_text("7523\n")
        if serial:
            (device / "serial").write_text(serial + "\n")
        port = self.root / "sys/class/tty" / name
        port.mkdir(parents=True)
        (port / "device").symlink_to(device / f"{place}:1.0" / name)

    def tty(self, name: str, **links: str) -> None:
        (self.root / "dev" / name).touch()
        for folder, link in links.items():
            place = self.root / "dev/serial" / folder.replace("_", "-")
            place.mkdir(parents=True, exist_ok=True)
            (place / link).symlink_to(Path("../..") / name)

    def found(self, *bus: UsbId) -> list[Found]:
        return list(find_printers(root=self.root, bus=lambda: bus))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_an_empty_machine_has_none(machine: Machine) -> None:
    assert machine.found() == []


def test_a_printer_is_named_by_what_it_is_and_not_by_its_place_in_line(machine: Machine) -> None:
    machine.usblp("lp0", "04b8", "0e15", "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;")
    assert machine.found(UsbId(0x04B8, 0x0E15)) == [Found("usb:04b8:0e15", "USB lp0 EPSON TM-T20II")]


def test_two_of_one_make_are_told_apart_by_their_ports(machine: Machine) -> None:
    machine.usblp("lp0", "0416", "5011")
    machine.usblp("lp1", "0416", "5011")
    assert [found.address for found in machine.found()] == ["usb:/dev/usb/lp0", "usb:/dev/usb/lp1"]


def test_a_printer_without_a_driver_is_found_on_the_bus(machine: Machine) -> None:
    (found,) = machine.found(UsbId(0x6868, 0x0500))
    assert found.address == "usb:6868:0500"


def test_serial_ports_have_the_name_that_stays_longest(machine: Machine) -> None:
    machine.tty("ttyUSB0", by_id="usb-FTDI_A1-if00", by_path="pci-0:2:1.0")
    machine.tty("ttyUSB1", by_path="pci-0:3:1.0")
    machine.tty("ttyUSB2")
    machine.tty("ttyS0")
    assert [found.address.removeprefix("serial:") for found in machine.found()] == [
        "/dev/serial/by-id/usb-FTDI_A1-if00",
        "/dev/serial/by-path/pci-0:3:1.0",
        "/dev/ttyUSB2",
    ]


@pytest.mark.parametrize(("one", "two"), [("", ""), ("0001", "0001")])
def test_identical_adapters_are_told_apart_by_their_sockets(machine: Machine, one: str, two: str) -> None:
    """udev has one name by device for both, and gives it to whichever was plugged in last."""
    machine.tty("ttyUSB0", by_path="pci-0:2:1.0")
    machine.tty("ttyUSB1", by_id="usb-1a86_USB_Serial-if00-port0", by_path="pci-0:3:1.0")
    machine.adapter("ttyUSB0", "1-2", serial=one)
    machine.adapter("ttyUSB1", "1-3", serial=two)
    assert [found.address.removeprefix("serial:") for found in machine.found()] == [
        "/dev/serial/by-path/pci-0:2:1.0",
        "/dev/serial/by-path/pci-0:3:1.0",
    ]


def test_an_adapter_with_a_number_of_its_own_is_named_by_it_in_any_socket(machine: Machine) -> None:
    machine.tty("ttyUSB0", by_id="usb-A-if00-port0", by_path="pci-0:2:1.0")
    machine.tty("ttyUSB1", by_id="usb-A-if01-port0", by_path="pci-0:2:1.1")
    machine.adapter("ttyUSB0", "1-2", serial="A")
    (machine.root / "sys/devices/1-2/1-2:1.0/ttyUSB1").mkdir()
    (machine.root / "sys/class/tty/ttyUSB1").mkdir()
    (machine.root / "sys/class/tty/ttyUSB1/device").symlink_to(machine.root / "sys/devices/1-2/1-2:1.0/ttyUSB1")
    assert ["/by-id/" in found.address for found in machine.found()] == [True, True]


def test_a_missing_libusb_is_said_and_hides_nothing(machine: Machine) -> None:
    def no_bus() -> Iterator[UsbId]:
        raise DeviceGone("no libusb on this machine: install libusb-1.0-0")

    machine.tty("ttyACM0")
    found = list(find_printers(root=machine.root, bus=no_bus))
    assert "install libusb" in found[0].what
    assert found[1].address == "serial:/dev/ttyACM0"
