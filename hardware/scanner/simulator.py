"""A scanner without a device: each line written to a named pipe is a scan. For demonstrations and trying things out.

`virtual:/run/scanner` in an address, then `echo H34-221013-0012 > /run/scanner`.
"""

from __future__ import annotations

import os
from pathlib import Path

from hardware.errors import DeviceGone
from hardware.scanner.framing import Framing
from hardware.scanner.polled import PolledFile
from hardware.scanner.reading import ReadingScanner

_MOST = 4096


class PipeSource:
    """A named pipe, made when it is not there. Who writes to it may come and go."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: PolledFile | None = None

    @property
    def name(self) -> str:
        """The pipe's path."""
        return str(self._path)

    def open(self) -> None:
        """See `Source`."""
        self.close()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if not self._path.is_fifo():
                os.mkfifo(self._path)
        except OSError as error:
            raise DeviceGone(f"{self._path}: {error.strerror}") from error
        # Open for writing too: so it does not end when a writer leaves.
        self._file = PolledFile(self.name, writable=True)

    def read(self, *, within: float) -> bytes:
        """See `Source`."""
        if self._file is None:
            raise DeviceGone(f"{self._path} is not open")
        return self._file.read(_MOST, within=within)

    def close(self) -> None:
        """See `Source`."""
        file, self._file = self._file, None
        if file is not None:
            file.close()


def virtual_scanner(path: Path) -> ReadingScanner:
    """The scanner at a `virtual:` address."""
    return ReadingScanner(PipeSource(path), framing=Framing(suffix="lf"))
