from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hardware.errors import AddressError, DeviceBusy
from hardware.printer import open as opening
from hardware.printer.abilities import Abilities
from hardware.printer.base import PrinterStatus
from hardware.printer.file import FileTransport
from hardware.printer.open import is_slow, open_printer
from hardware.printer.serial_port import SerialTransport
from hardware.printer.simulator import VirtualPrinter
from hardware.printer.tcp import TcpTransport
from hardware.printer.usb_any import AnyUsbTransport
from hardware.printer.usblp import UsblpTransport

GOOD = [
    ("usb:", AnyUsbTransport, "a USB printer"),
    ("usb:/dev/usb/lp0", UsblpTransport, "/dev/usb/lp0"),
    ("usb:04b8:0E15", AnyUsbTransport, "USB 04b8:0e15"),
    ("serial:/dev/ttyUSB0", SerialTransport, "/dev/ttyUSB0"),
    ("serial:/dev/serial/by-id/usb-x?baud=19200&flow=xonxoff", SerialTransport, "/dev/serial/by-id/usb-x"),
    ("tcp:192.168.1.50:9101", TcpTransport, "192.168.1.50 port 9101"),
    ("tcp:may-in.local", TcpTransport, "may-in.local port 9100"),
    ("tcp:[fe80::1]:9100", TcpTransport, "fe80::1 port 9100"),
    ("file:/tmp/slips.bin", FileTransport, "/tmp/slips.bin"),
]


class Opened:
    """Stands for the driver, to see what it is given."""

    def __init__(self, transport: Any, **given: Any) -> None:
        self.transport = transport
        self.given = given
        given["book"].close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "EscposPrinter", Opened)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("address", "kind", "name"), GOOD)
def test_each_form_of_address(address: str, kind: type, name: str, tmp_path: Path) -> None:
    printer: Any = open_printer(address, dots=384, folder=tmp_path)
    assert type(printer.transport) is kind
    assert printer.transport.name == name
    assert printer.given["dots"] == 384
    assert printer.given["abilities"] == Abilities()


@pytest.mark.usefixtures("opened")
def test_what_a_model_can_do(tmp_path: Path) -> None:
    address = "serial:/dev/ttyS0?baud=38400&process_id=yes&clears_buffer=yes&cutter=no&sensor=no&replies=no"
    printer: Any = open_printer(address, folder=tmp_path)
    assert printer.transport.bytes_per_second == 3840
    assert printer.given["abilities"] == Abilities(
        process_id=True, clears_buffer=True, cutter=False, sensor=False, replies=False
    )


BAD = [
    ("", "is no printer, write: usb:, usb:/dev/usb/lp0"),
    ("lpr", "is no printer"),
    ("/dev/usb/lp0", "is no printer"),
    ("usb", "is no printer"),
    ("serial:", "is no printer"),
    ("file:", "is no printer"),
    ("virtual:", "is no printer"),
    ("usb:Epson", "after usb: comes nothing, a path such as /dev/usb/lp0, or vendor:product"),
    ("tcp:", "is no printer"),
    ("tcp:host:0", "after tcp: comes a host and maybe a port"),
    ("tcp:host:99999", "after tcp: comes a host"),
    ("tcp:a b/c", "after tcp: comes a host"),
    ("serial:/dev/ttyS0?baud=fast", "baud is a number, such as 115200, not 'fast'"),
    ("serial:/dev/ttyS0?baud=0", "baud is a number"),
    ("serial:/dev/ttyS0?flow=dtr", "flow is one of rtscts, xonxoff, none, not 'dtr'"),
    ("usb:?cutter=perhaps", "cutter=perhaps must be yes or no"),
    ("usb:?colour=yes", "I do not know the option colour"),
    ("tcp:host?flow=none", "I do not know the option flow"),
    ("tcp:host?baud=fast", "baud is a number"),
    ("usb:?cutter", "options are written name=value"),
    ("virtual:/tmp/slips", "a virtual printer belongs to a demo"),
]


@pytest.mark.parametrize(("address", "message"), BAD)
def test_a_wrong_address_says_what_is_right(address: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError) as raised:
        open_printer(address, folder=tmp_path)
    assert message in str(raised.value)
    assert repr(address) in str(raised.value)
    assert list(tmp_path.iterdir()) == [], "nothing is begun for a wrong address"


async def test_a_virtual_printer_is_handed_in(tmp_path: Path) -> None:
    address = f"virtual:{tmp_path}/slips"
    printer = open_printer(address, dots=384, folder=tmp_path, virtual=VirtualPrinter)
    assert isinstance(printer, VirtualPrinter)
    assert (printer.folder, printer.machine.paper.dots) == (tmp_path / "slips", 384)
    assert await printer.status() is PrinterStatus.READY
    await printer.close()


async def test_a_printer_has_one_owner(tmp_path: Path) -> None:
    printer = open_printer(f"file:{tmp_path}/bytes", folder=tmp_path)
    with pytest.raises(DeviceBusy, match="already drives this printer"):
        open_printer(f"file:{tmp_path}/bytes?cutter=no", folder=tmp_path)
    other = open_printer(f"file:{tmp_path}/others", folder=tmp_path)
    await printer.close()
    await other.close()


@pytest.mark.parametrize(
    ("address", "slow"),
    [
        ("serial:/dev/ttyUSB0?baud=19200", True),
        ("tcp:192.168.1.50?baud=19200", True),
        ("tcp:192.168.1.50?baud=115200", False),
        ("serial:/dev/ttyUSB0?baud=38400&sensor=no", True),
        ("serial:/dev/ttyUSB0", False),
        ("usb:", False),
        ("virtual:/tmp/slips", False),
    ],
)
def test_which_lines_want_a_short_slip(address: str, slow: bool) -> None:
    assert is_slow(address) is slow
