"""A printer behind the kernel's usblp driver (`/dev/usb/lp0`): no detaching, replies where the printer has them.

The kernel lets one program in and reports unplugging as ENODEV. It takes data only as the printer does, so a write
that stays undone means a printer that is stuck.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import time
from array import array
from pathlib import Path

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.printer.usb import PORT_PAPER_OUT, UsbId

_READ_AT_MOST = 4096
# A printer at full speed (12 Mbit/s) takes about this much, by calculation.
_BYTES_PER_SECOND = 800_000.0
_UNPLUGGED = select.POLLHUP | select.POLLERR | select.POLLNVAL
# LPGETSTATUS of linux/lp.h.
_GET_STATUS = 0x060B
_BUSY = {errno.EBUSY, errno.EAGAIN}


class UsblpTransport:
    """A character device of the usblp driver, or anything that behaves like one."""

    answers = True
    bytes_per_second = _BYTES_PER_SECOND
    one_job = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._device: int | None = None

    @property
    def name(self) -> str:
        """The device's path."""
        return str(self._path)

    def open(self) -> None:
        """See `Transport`."""
        try:
            self._device = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in _BUSY:
                raise DeviceBusy(f"{self.name} is in use by another program (is CUPS running?)") from error
            if error.errno == errno.EACCES:
                raise DeviceBusy(
                    f"{self.name}: không có quyền, thêm người dùng vào nhóm của cổng (lp) · "
                    "no right to use it, add this user to the port's group (lp)"
                ) from error
            raise self._gone(error) from error

    def write(self, data: bytes, *, within: float) -> None:
        """See `Transport`."""
        end = time.monotonic() + within
        left = memoryview(data)
        while left:
            if not self._wait(select.POLLOUT, end - time.monotonic()):
                raise DeviceStalled(f"{self.name} took {len(data) - len(left)} of {len(data)} bytes in {within:.1f} s")
            try:
                left = left[os.write(self._handle, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._gone(error) from error

    def read(self, *, within: float) -> bytes:
        """See `Transport`."""
        happened = self._wait(select.POLLIN, within)
        if not happened:
            return b""
        try:
            data = os.read(self._handle, _READ_AT_MOST)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._gone(error) from error
        if not data and happened & _UNPLUGGED:
            raise DeviceGone(f"{self.name} was unplugged")
        return data

    def paper_out(self) -> bool:
        """See `Transport`. Of the port's bits only this one is believed: cheap printers leave the others at rest."""
        status = array("i", [0])
        try:
            fcntl.ioctl(self._handle, _GET_STATUS, status)
        except (OSError, DeviceGone):
            return False
        return bool(status[0] & PORT_PAPER_OUT)

    def discard(self) -> None:
        """See `Transport`. The kernel drops what is under way when the device is closed."""

    def close(self) -> None:
        """See `Transport`."""
        device, self._device = self._device, None
        if device is not None:
            os.close(device)

    @property
    def _handle(self) -> int:
        if self._device is None:
            raise DeviceGone(f"{self.name} is not open")
        return self._device

    def _wait(self, event: int, seconds: float) -> int:
        """What happened on the device within the time: `event`, or unplugging with it."""
        poll = select.poll()
        poll.register(self._handle, event)
        happened = next((flags for _, flags in poll.poll(max(0.0, seconds) * 1000)), 0)
        if happened & _UNPLUGGED and not happened & event:
            raise DeviceGone(f"{self.name} was unplugged")
        return happened

    def _gone(self, error: OSError) -> DeviceGone:
        return DeviceGone(f"{self.name}: {error.strerror or error}")


def usblp_ports(*, root: Path = Path("/")) -> list[tuple[Path, UsbId | None]]:
    """The printers that the kernel's driver has now, each with what it is by the bus. The number in the name is only
    the order of plugging in."""
    return [(port, _id_of(root, port.name)) for port in sorted((root / "dev/usb").glob("lp*"))]


def _id_of(root: Path, name: str) -> UsbId | None:
    device = root / "sys/class/usbmisc" / name / "device/.."
    try:
        return UsbId(*(int((device / word).read_text("ascii"), 16) for word in ("idVendor", "idProduct")))
    except (OSError, ValueError):
        return None
