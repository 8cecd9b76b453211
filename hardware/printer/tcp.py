"""A printer on the network, port 9100.

One connection a job: such printers take a second connection before the first has drained, and mix the two.
"""

from __future__ import annotations

import fcntl
import select
import socket
import struct
import termios
import time
from contextlib import suppress

from hardware.errors import DeviceGone, DeviceStalled

_READ_AT_MOST = 4096
_CONNECT_SECONDS = 2.0
_BYTES_PER_SECOND = 800_000.0
# How long what was handed over is given to leave this machine when the line is let go of.
_LEAVING_SECONDS = 10.0
_LOOK_EVERY = 0.05


class TcpTransport:
    """A raw TCP printer, or a serial one behind a box that brings the network to it: as slow as its line is."""

    answers = True
    one_job = True

    def __init__(
        self,
        host: str,
        port: int,
        *,
        connect_within: float = _CONNECT_SECONDS,
        bytes_per_second: float = _BYTES_PER_SECOND,
    ) -> None:
        self.bytes_per_second = bytes_per_second
        self._host = host
        self._port = port
        self._connect_within = connect_within
        self._socket: socket.socket | None = None
        self._discarded = False

    @property
    def name(self) -> str:
        """Host and port."""
        return f"{self._host} port {self._port}"

    def open(self) -> None:
        """See `Transport`."""
        try:
            connection = socket.create_connection((self._host, self._port), timeout=self._connect_within)
        except OSError as error:
            raise self._gone(error) from error
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        self._socket, self._discarded = connection, False

    def write(self, data: bytes, *, within: float) -> None:
        """See `Transport`."""
        end = time.monotonic() + within
        left = memoryview(data)
        while left:
            _, writable, _ = select.select([], [self._handle], [], max(0.0, end - time.monotonic()))
            if not writable:
                raise DeviceStalled(f"{self.name} took {len(data) - len(left)} of {len(data)} bytes in {within:.1f} s")
            try:
                left = left[self._handle.send(left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._gone(error) from error

    def read(self, *, within: float) -> bytes:
        """See `Transport`."""
        readable, _, _ = select.select([self._handle], [], [], max(0.0, within))
        if not readable:
            return b""
        try:
            data = self._handle.recv(_READ_AT_MOST)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._gone(error) from error
        if not data:
            raise DeviceGone(f"{self.name} closed the connection")
        return data

    def paper_out(self) -> bool:
        """See `Transport`. Networks do not say."""
        return False

    def discard(self) -> None:
        """See `Transport`. A connection that is reset takes what it has not delivered with it."""
        if self._socket is not None:
            self._discarded = True
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self) -> None:
        """See `Transport`."""
        connection, self._socket = self._socket, None
        if connection is not None:
            if not self._discarded:
                with suppress(OSError):  # then there is nothing left to deliver
                    _let_it_leave(connection)
            connection.close()

    @property
    def _handle(self) -> socket.socket:
        if self._socket is None:
            raise DeviceGone(f"{self.name} is not connected")
        return self._socket

    def _gone(self, error: OSError) -> DeviceGone:
        return DeviceGone(f"{self.name}: {error.strerror or error}")


def _let_it_leave(connection: socket.socket) -> None:
    """Wait until all of it has arrived. A connection that is closed with something unread in it, or is told something
    afterwards, is reset: of a slip on its way to a printer that says what nobody asked for the rest was lost."""
    end = time.monotonic() + _LEAVING_SECONDS
    while time.monotonic() < end:
        (leaving,) = struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))
        readable, _, _ = select.select([connection], [], [], _LOOK_EVERY if leaving else 0)
        if (readable and not connection.recv(_READ_AT_MOST)) or not (readable or leaving):
            return
