from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from chaos.killable import free_port
from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.tcp import TcpTransport


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_nobody_listening_is_gone() -> None:
    port = free_port()
    with pytest.raises(DeviceGone, match=f"127.0.0.1 port {port}: Connection refused"):
        TcpTransport("127.0.0.1", port).open()


def test_a_name_nobody_knows_is_gone() -> None:
    with pytest.raises(DeviceGone):
        TcpTransport("printer.invalid", 9100).open()


def test_a_printer_that_reads_nothing_is_given_up_at_the_deadline(listener: socket.socket) -> None:
    printer = TcpTransport(*listener.getsockname())
    printer.open()
    with pytest.raises(DeviceStalled, match=r"of 50000000 bytes in 0\.1 s"):
        printer.write(b"x" * 50_000_000, within=0.1)
    printer.close()


def test_a_printer_that_hangs_up_is_gone(listener: socket.socket) -> None:
    printer = TcpTransport(*listener.getsockname())
    printer.open()
    listener.accept()[0].close()
    with pytest.raises(DeviceGone, match="closed the connection"):
        printer.read(within=5)
    printer.close()


def test_what_is_held_back_never_arrives(listener: socket.socket) -> None:
    printer = TcpTransport(*listener.getsockname())
    printer.discard()  # before it is open there is nothing
    printer.open()
    peer, _ = listener.accept()
    with pytest.raises(DeviceStalled):
        printer.write(b"x" * 50_000_000, within=0.1)
    printer.discard()
    printer.close()
    with pytest.raises(ConnectionResetError):
        b"".join(iter(lambda: peer.recv(65536), b""))
    peer.close()
