"""A scanner that is a keyboard ("HID keyboard", "keyboard wedge"): read from the kernel, and grabbed.

Grabbed, nothing else hears its keys: no scan can press a button of the kiosk, and no screen can keep what it typed.
Reads `struct input_event` by itself; why not a library: docs/decisions/0090.
"""

from __future__ import annotations

import errno
import fcntl
import struct
from collections.abc import Callable

from hardware.errors import DeviceBusy, DeviceGone
from hardware.scanner.keys import LOST, Typing
from hardware.scanner.place import find
from hardware.scanner.polled import PolledFile

#: linux/input.h, `struct input_event`: seconds, microseconds, type, code, value.
EVENT = struct.Struct("@llHHi")
_EV_SYN, _EV_KEY = 0, 1
_SYN_DROPPED = 3
_UP, _DOWN = 0, 1
_EVIOCGRAB = 0x40044590
_EVENTS_AT_ONCE = 64

#: Keys come one by one, some scanners 20 ms apart: silence must be longer here than on a serial line.
GAP = 0.15


def grab(file: int, path: str) -> None:
    """Have this keyboard to ourselves. Raises `DeviceBusy` when another program has it, `DeviceGone` if it is none."""
    try:
        fcntl.ioctl(file, _EVIOCGRAB, 1)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise DeviceBusy(f"{path} is held by another program") from error
        raise DeviceGone(f"{path}: no input device ({error.strerror})") from error


class KeyboardSource:
    """One input device. What it types comes out as UTF-8, with U+FFFD for what could not be known."""

    def __init__(self, path: str, *, grab: Callable[[int, str], None] = grab) -> None:
        self._path = path
        self._grab = grab
        self._file: PolledFile | None = None
        self._typing = Typing()
        self._rest = b""

    @property
    def name(self) -> str:
        """The device's path, as configured."""
        return self._path

    def open(self) -> None:
        """See `Source`."""
        self.close()
        path = find(self._path)
        self._file = PolledFile(path)
        self._grab(self._file.fileno(), path)
        self._typing, self._rest = Typing(), b""

    def read(self, *, within: float) -> bytes:
        """See `Source`."""
        if self._file is None:
            raise DeviceGone(f"{self._path} is not open")
        data = self._rest + self._file.read(EVENT.size * _EVENTS_AT_ONCE, within=within)
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        events = EVENT.iter_unpack(data[:whole])
        return "".join(self._typed(kind, code, value) for _, _, kind, code, value in events).encode()

    def close(self) -> None:
        """See `Source`. The grab ends with it."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _typed(self, kind: int, code: int, value: int) -> str:
        if kind == _EV_KEY and value in (_UP, _DOWN):
            return self._typing.key(code, down=value == _DOWN)
        return LOST if (kind, code) == (_EV_SYN, _SYN_DROPPED) else ""
