"""A printer that is a file: each job is added to its end. For a device that only listens, or to keep the bytes.

Nothing ever comes back, so every job stays unconfirmed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from hardware.errors import DeviceGone

_BYTES_PER_SECOND = 50_000_000.0


class FileTransport:
    """A file, or a device without a way back."""

    answers = False
    bytes_per_second = _BYTES_PER_SECOND
    one_job = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self._path)

    def open(self) -> None:
        """See `Transport`."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise DeviceGone(f"{self.name}: {error.strerror or error}") from error

    def write(self, data: bytes, *, within: float) -> None:  # noqa: ARG002
        """See `Transport`. A file has no deadline; what is returned from is on disk."""
        if self._file is None:
            raise DeviceGone(f"{self.name} is not open")
        try:
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
            if self._path.is_file():
                os.fsync(self._file.fileno())
        except OSError as error:
            raise DeviceGone(f"{self.name}: {error.strerror or error}") from error

    def read(self, *, within: float) -> bytes:  # noqa: ARG002
        """See `Transport`. Nothing comes."""
        return b""

    def paper_out(self) -> bool:
        """See `Transport`. Files do not say."""
        return False

    def discard(self) -> None:
        """See `Transport`. What was handed over is in the file."""

    def close(self) -> None:
        """See `Transport`."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
