from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

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
    printer.discard()
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


def test_a_printer_that_says_what_nobody_asked_for_gets_all_of_a_slip() -> None:
    """Closed with that unread, the connection was reset: of the slip came what the printer's buffer held by then."""
    slip, came, written = bytes(range(256)) * 100, bytearray(), threading.Event()

    def print_slowly() -> None:
        connection, _ = slow.accept()
        with connection:
            connection.sendall(b"\x10\x00\x00\x00")
            written.wait(60)
            with suppress(ConnectionResetError):
                while data := connection.recv(500):
                    came.extend(data)

    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2000)
        slow.bind(("127.0.0.1", 0))
        slow.listen()
        printer = threading.Thread(target=print_slowly)
        printer.start()
        transport = TcpTransport(*slow.getsockname())
        transport.open()
        transport.write(slip, within=60)
        select.select([transport._handle], [], [], 60)  # it has said it
        written.set()
        transport.close()
        printer.join()
    assert bytes(came) == slip


def test_a_serial_printer_behind_a_box_on_the_network_is_as_slow_as_its_line() -> None:
    assert TcpTransport("10.0.0.9", 9100, bytes_per_second=1920.0).bytes_per_second == 1920.0
    assert TcpTransport("10.0.0.9", 9100).bytes_per_second > 100_000
