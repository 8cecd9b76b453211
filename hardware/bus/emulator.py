"""Units in memory at the other end of a pseudo terminal, at the speed of a real line.

It carries bytes only; what they mean is the machines' business. `unplug` and `plug` keep the name of the port, as a
udev rule would: `port` is a link to whichever terminal there is now.
"""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from hardware.bus.owner import BITS

_READ_AT_MOST = 512


class Machine(Protocol):
    """A unit as bytes know it."""

    def receive(self, data: bytes) -> bytes:
        """Bytes that were on the line; what the unit answers, mostly nothing."""
        ...


class BusEmulator:
    """Serves machines until closed. `heard` gets every batch of bytes when its last one has arrived."""

    def __init__(
        self,
        machines: Sequence[Machine],
        *,
        port: Path,
        baud: int | None = None,
        thinks: float = 0.0,
        heard: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        self.port = port
        self._machines = machines
        self._byte = BITS / baud if baud else 0.0
        self._thinks = thinks
        self._heard = heard
        self._ends: tuple[int, int] | None = None
        self._stop: tuple[int, int] | None = None
        self._thread: threading.Thread | None = None
        self._mute = threading.Event()

    @property
    def plugged(self) -> bool:
        return self._ends is not None

    def plug(self) -> Self:
        """Be there."""
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        fresh = self.port.with_suffix(".new")
        fresh.symlink_to(os.ttyname(theirs))
        fresh.replace(self.port)
        self._ends, self._stop = (ours, theirs), os.pipe()
        self._thread = threading.Thread(target=self._carry, args=(ours, self._stop[0]), daemon=True)
        self._thread.start()
        return self

    def unplug(self) -> None:
        """Be gone, in the middle of whatever is going on."""
        if self._ends is None or self._stop is None or self._thread is None:
            return
        os.write(self._stop[1], b"x")
        self._thread.join()
        self.port.unlink(missing_ok=True)
        for end in (*self._ends, *self._stop):
            os.close(end)
        self._ends = self._stop = self._thread = None

    def say(self, data: bytes) -> None:
        """Something that a unit says unasked: a key was pressed."""
        if self._ends is not None:
            os.write(self._ends[0], data)

    def cut(self, *, off: bool) -> None:
        """Cut the two wires behind the adapter, or mend them: the port stays."""
        if off:
            self._mute.set()
        else:
            self._mute.clear()

    def __enter__(self) -> Self:
        return self if self.plugged else self.plug()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def _carry(self, line: int, stop: int) -> None:
        while True:
            readable, _, _ = select.select([line, stop], [], [])
            if stop in readable:
                return
            try:
                data = os.read(line, _READ_AT_MOST)
            except OSError:
                return
            if not self._pause(len(data) * self._byte, stop):
                return
            self._answer(line, data, stop)

    def _answer(self, line: int, data: bytes, stop: int) -> None:
        if self._mute.is_set():
            return
        self._heard(data)
        for machine in self._machines:
            answer = machine.receive(data)
            if answer and self._pause(self._thinks + len(answer) * self._byte, stop):
                os.write(line, answer)

    def _pause(self, seconds: float, stop: int) -> bool:
        """Let bytes take their time; False when unplugged meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([stop], [], [], left)[0]:
                return False
        return True
