"""What every way to a printer promises, tried on all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.printer.emulator import Emulator
from hardware.printer.file import FileTransport
from hardware.printer.machine import Machine
from hardware.printer.serial_port import SerialTransport
from hardware.printer.simulator import MachineTransport
from hardware.printer.tcp import TcpTransport
from hardware.printer.transport import Transport
from hardware.printer.usb_any import AnyUsbTransport
from hardware.printer.usblp import UsblpTransport

ASK_STATUS = b"\x10\x04\x01"


def in_memory(stack: ExitStack, folder: Path) -> Transport:
    return MachineTransport(Machine(dots=64))


def network(stack: ExitStack, folder: Path) -> Transport:
    emulator = stack.enter_context(Emulator(Machine(dots=64)).serve_tcp())
    return TcpTransport("127.0.0.1", int(emulator.address.rsplit(":", 1)[1]))


def serial_line(stack: ExitStack, folder: Path) -> Transport:
    emulator = stack.enter_context(Emulator(Machine(dots=64)).serve_pty())
    return SerialTransport(emulator.address.removeprefix("serial:"))


def kernel_usb(stack: ExitStack, folder: Path) -> Transport:
    emulator = stack.enter_context(Emulator(Machine(dots=64)).serve_pty())
    return UsblpTransport(Path(emulator.address.removeprefix("serial:")))


def any_usb(stack: ExitStack, folder: Path) -> Transport:
    emulator = stack.enter_context(Emulator(Machine(dots=64)).serve_pty())
    return AnyUsbTransport(ports=lambda: [Path(emulator.address.removeprefix("serial:"))])


def file(stack: ExitStack, folder: Path) -> Transport:
    return FileTransport(folder / "bytes")


Makes = Callable[[ExitStack, Path], Transport]
ALL: list[Makes] = [in_memory, network, serial_line, kernel_usb, any_usb, file]


@pytest.fixture(params=ALL, ids=lambda makes: makes.__name__)
def transport(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Transport]:
    with ExitStack() as stack:
        transport = request.param(stack, tmp_path)
        stack.callback(transport.close)
        yield transport


def test_it_has_a_name_and_a_speed(transport: Transport) -> None:
    transport.open()
    assert transport.name
    assert transport.bytes_per_second > 0


def test_what_is_asked_is_answered(transport: Transport) -> None:
    transport.open()
    transport.write(ASK_STATUS, within=5)
    assert transport.read(within=5) == (b"\x12" if transport.answers else b"")


def test_silence_ends_at_its_deadline(transport: Transport) -> None:
    transport.open()
    begun = time.monotonic()
    assert transport.read(within=0.05) == b""
    assert transport.read(within=0) == b""
    assert time.monotonic() - begun < 30, "some time, on a busy machine"


def test_it_may_be_opened_again_and_closed_twice(transport: Transport) -> None:
    for _ in range(3):
        transport.open()
        transport.write(ASK_STATUS, within=5)
        assert transport.read(within=5) == (b"\x12" if transport.answers else b"")
        transport.close()
        transport.close()


@pytest.mark.parametrize("transport", [network, serial_line, kernel_usb, any_usb], indirect=True)
@pytest.mark.parametrize("use", ["write", "read"])
def test_closed_it_is_gone(transport: Transport, use: str) -> None:
    transport.open()
    transport.close()
    with pytest.raises(DeviceGone):
        _ = transport.write(b"x", within=1) if use == "write" else transport.read(within=1)  # type: ignore[func-returns-value]


def test_nothing_is_left_open(transport: Transport) -> None:
    transport.open()
    transport.close()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        transport.open()
        transport.close()
    # Other parts of the process open things too; a leak of ours would be one for each of the five.
    assert len(list(Path("/proc/self/fd").iterdir())) < before + 5
