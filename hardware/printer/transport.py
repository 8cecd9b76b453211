"""What a way to a printer is: bytes out, bytes back, each with a deadline. No ESC/POS in here.

One thread uses a transport at a time. System errors come out as `DeviceGone`, `DeviceBusy` and `DeviceStalled`.
"""

from __future__ import annotations

from typing import Protocol


class Transport(Protocol):
    """A way to one printer: a USB port, a serial line, a network address, a file."""

    @property
    def name(self) -> str:
        """For people: "/dev/usb/lp0", "192.168.1.50 port 9100"."""
        ...

    @property
    def answers(self) -> bool:
        """Whether anything can ever come back. Known after `open`."""
        ...

    @property
    def bytes_per_second(self) -> float:
        """How fast bytes arrive at the printer; a finished `write` may be far ahead of them."""
        ...

    @property
    def one_job(self) -> bool:
        """Whether the way must be closed after each job, as for printers that others share over the network."""
        ...

    def open(self) -> None:
        """Reach the printer. Raises `DeviceGone` or `DeviceBusy`; then it may be tried again."""
        ...

    def write(self, data: bytes, *, within: float) -> None:
        """Hand over all of `data`. Raises `DeviceStalled` after `within` seconds, with an unknown part handed over."""
        ...

    def read(self, *, within: float) -> bytes:
        """What came, as soon as anything has; nothing after `within` seconds of silence."""
        ...

    def paper_out(self) -> bool:
        """Whether the port itself says that there is no paper. Ports that cannot say so say no. Never raises."""
        ...

    def discard(self) -> None:
        """Hold back what was handed over and has not left this machine, where that can be. Never raises."""
        ...

    def close(self) -> None:
        """Let go. Safe at any time and more than once."""
        ...
