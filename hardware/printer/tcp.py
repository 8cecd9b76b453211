"""A printer on the network, port 9100.

One connection a job: such printers take a second connection before the first has drained, and mix the two.
"""

from __future__ import annotations

import select
import socket
import struct
import time

from hardware.errors import DeviceGone, DeviceStalled

_READ_AT_MOST = 4096
_CONNECT_SECONDS = 2.0
_BYTES_PER_SECOND = 800_000.0


class TcpTransport:
    """A raw TCP printer."""

    answers = True
    bytes_per_second = _BYTES_PER_SECOND
    one_job = True

    def __init__(self, host: str, port: int, *, connect_within: float = _CONNECT_SECONDS) -> None:
        self._host = host
        self._port = port
        self._connect_within = connect_within
        self._socket: socket.socket | None = None

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
        self._socket = connection

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
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self) -> None:
        """See `Transport`."""
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()

    @property
    def _handle(self) -> socket.socket:
        if self._socket is None:
            raise DeviceGone(f"{self.name} is not connected")
        return self._socket

    def _gone(self, error: OSError) -> DeviceGone:
        return DeviceGone(f"{self.name}: {error.strerror or error}")
