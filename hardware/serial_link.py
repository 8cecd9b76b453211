"""A serial line by pyserial: one thread reads, one writes, and every wait has an end. It knows no device's language.

The port is opened for us alone. What pyserial raises comes out as `DeviceGone`, `DeviceBusy` or `DeviceStalled`; after
the first two the link is closed and may be opened again. Bytes are logged at DEBUG; of a confidential line, as from
a scanner that reads identity cards, only how many they were.
"""

from __future__ import annotations

import errno
import logging
import queue
import termios
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Literal

import serial

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled

log = logging.getLogger(__name__)

FlowControl = Literal["none", "rtscts", "xonxoff"]

_READ_AT_MOST = 4096
# What pyserial raises where a port breaks under it; TypeError where it is closed under a read.
_BROKEN = (serial.SerialException, OSError, TypeError, termios.error)

# How long past its deadline a write is given to come back, and the threads to end.
_GRACE = 1.0


@dataclass(frozen=True, slots=True)
class _Write:
    data: bytes
    within: float
    done: Future[None]


class SerialLink:
    """One port. `send` and `receive` may be used from different threads."""

    def __init__(self, port: str, *, baud: int = 9600, flow: FlowControl = "none", confidential: bool = False) -> None:
        self.port = port
        self._confidential = confidential
        self.baud = baud
        self._flow = flow
        self._serial: serial.Serial | None = None
        self._incoming: queue.SimpleQueue[bytes | DeviceGone] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def open(self) -> None:
        """Open the port. Raises `DeviceGone` when it is not there, and `DeviceBusy` when another program has it or this
        one may not use it."""
        self.close()
        try:
            line = serial.Serial(
                self.port,
                self.baud,
                exclusive=True,
                rtscts=self._flow == "rtscts",
                xonxoff=self._flow == "xonxoff",
            )
        except (*_BROKEN, ValueError) as error:
            if getattr(error, "errno", None) == errno.EACCES:
                raise DeviceBusy(
                    f"{self.port}: không có quyền, thêm người dùng vào nhóm của cổng (dialout) · "
                    "no right to use it, add this user to the port's group (dialout)"
                ) from error
            if "exclusively lock" in str(error):
                raise DeviceBusy(f"{self.port} is in use by another program") from error
            raise DeviceGone(f"{self.port}: {error}") from error
        self._serial = line
        self._incoming, self._outgoing = queue.SimpleQueue(), queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._read, args=(line, self._incoming), name=f"read {self.port}", daemon=True),
            threading.Thread(target=self._write, args=(line, self._outgoing), name=f"write {self.port}", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, data: bytes, *, within: float) -> None:
        """Hand over all of `data`. After `DeviceStalled` an unknown part of it is on its way: close the link."""
        if self._serial is None:
            raise DeviceGone(f"{self.port} is not open")
        write = _Write(data, within, Future())
        self._outgoing.put(write)
        try:
            write.done.result(timeout=within + _GRACE)
        except FutureTimeout as error:
            self._serial.cancel_write()
            raise DeviceStalled(f"{self.port} took too long over {len(data)} bytes") from error

    def receive(self, *, within: float) -> bytes:
        """What came, as soon as anything has; nothing after `within` seconds of silence."""
        if self._serial is None:
            raise DeviceGone(f"{self.port} is not open")
        try:
            got = self._incoming.get(timeout=within) if within > 0 else self._incoming.get_nowait()
        except queue.Empty:
            return b""
        if isinstance(got, DeviceGone):
            self._incoming.put(got)
            raise got
        return got

    def wake(self) -> None:
        """Let a `receive` that waits return at once, with nothing."""
        self._incoming.put(b"")

    def discard(self) -> None:
        """Hold back what was handed over and is still in this machine's buffer. Never raises.

        A port that is closed with something in it may wait half a minute for a device that takes nothing.
        """
        if self._serial is None:
            return
        try:
            self._serial.reset_output_buffer()
        except _BROKEN as error:
            log.debug("%s: %s", self.port, error, extra={"action": "serial_discard", "port": self.port})

    def close(self) -> None:
        """End both threads and let go of the port. Safe at any time and more than once."""
        line, self._serial = self._serial, None
        if line is None:
            return
        self._outgoing.put(None)
        try:
            line.cancel_read()
            line.cancel_write()
            for thread in self._threads:
                thread.join(_GRACE)
            line.close()
        except _BROKEN as error:
            log.debug("%s closed badly: %s", self.port, error, extra={"action": "serial_close", "port": self.port})

    def _shown(self, data: bytes) -> str:
        return f"{len(data)} bytes" if self._confidential else data.hex(" ")

    def _read(self, line: serial.Serial, incoming: queue.SimpleQueue[bytes | DeviceGone]) -> None:
        try:
            while True:
                data = line.read(1)
                if not data:
                    return
                data += line.read(min(line.in_waiting, _READ_AT_MOST))
                log.debug("< %s", self._shown(data), extra={"action": "serial_in", "port": self.port})
                incoming.put(data)
        except _BROKEN as error:
            incoming.put(DeviceGone(f"{self.port}: {error}"))

    def _write(self, line: serial.Serial, outgoing: queue.SimpleQueue[_Write | None]) -> None:
        while (write := outgoing.get()) is not None:
            log.debug("> %s", self._shown(write.data), extra={"action": "serial_out", "port": self.port})
            try:
                line.write_timeout = write.within
                line.write(write.data)
            except serial.SerialTimeoutException:
                write.done.set_exception(DeviceStalled(f"{self.port} did not take {len(write.data)} bytes in time"))
            except _BROKEN as error:
                write.done.set_exception(DeviceGone(f"{self.port}: {error}"))
            else:
                write.done.set_result(None)
