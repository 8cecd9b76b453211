"""A file of the system that is read as things come: an input device, or a pipe. Its errors come out as ours."""

from __future__ import annotations

import errno
import os
import select

from hardware.errors import DeviceBusy, DeviceGone


class PolledFile:
    """One open file. Closing it from another thread ends a read with `DeviceGone`, at the latest with its deadline."""

    def __init__(self, path: str, *, writable: bool = False) -> None:
        """Open it. Raises `DeviceGone` and `DeviceBusy`."""
        self._path = path
        try:
            self._file: int | None = os.open(path, (os.O_RDWR if writable else os.O_RDONLY) | os.O_NONBLOCK)
        except OSError as error:
            kind = DeviceBusy if error.errno == errno.EBUSY else DeviceGone
            raise kind(f"{path}: {error.strerror}") from error

    def fileno(self) -> int:
        """The descriptor. Raises `DeviceGone` once closed."""
        if self._file is None:
            raise DeviceGone(f"{self._path} is not open")
        return self._file

    def read(self, most: int, *, within: float) -> bytes:
        """What came; nothing after `within` seconds of silence. Raises `DeviceGone` at the file's end."""
        try:
            poll = select.poll()
            poll.register(self.fileno(), select.POLLIN)
            if not poll.poll(within * 1000):
                return b""
            data = os.read(self.fileno(), most)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceGone(f"{self._path}: {error.strerror}") from error
        if not data:
            raise DeviceGone(f"{self._path} has ended")
        return data

    def close(self) -> None:
        """Let go. Safe more than once."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
