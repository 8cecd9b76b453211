"""A serial scanner at the other end of a pseudo terminal, so that the true driver runs without one.

It speaks bytes: any encoding and suffix, in pieces. It can be pulled out and put back under the same name, as with
udev's links under /dev/serial/by-id.
"""

from __future__ import annotations

import os
import threading
import tty
from pathlib import Path


class EmulatedScanner:
    """One scanner; `port` is what its driver opens. Plugged in from the start."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._ends: tuple[int, int] | None = None
        # Who pulls it may be another thread: a closed end's number is soon another program's line.
        self._hold = threading.Lock()
        self.plug()

    @property
    def plugged(self) -> bool:
        """Whether it is there."""
        return self._ends is not None

    def plug(self) -> None:
        """Put it in. The kernel may give the line another number than before; the link's name stays."""
        if self._ends is not None:
            return
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        self._ends = ours, theirs
        self.port.symlink_to(os.ttyname(theirs))

    def unplug(self) -> None:
        """Pull it out: reads fail and the name is gone."""
        with self._hold:
            ends, self._ends = self._ends, None
            if ends is not None:
                self.port.unlink()
                for end in ends:
                    os.close(end)

    def scan(self, text: str, *, encoding: str = "utf-8", suffix: bytes = b"\r") -> None:
        """Somebody holds a code before it."""
        self.send(text.encode(encoding) + suffix)

    def send(self, data: bytes) -> None:
        """Bytes as they are. It must be plugged in."""
        with self._hold:
            if self._ends is None:
                raise OSError("the scanner is not plugged in")
            os.write(self._ends[0], data)
