"""What a scanner is: it says what was scanned, and whether it is there. What a scan means is not its business.

A scan may be somebody's identity card: it is never logged and never written down, and its `repr` does not show it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol


class ScannerState(Enum):
    """Whether scans can come."""

    READY = "ready"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Scan:
    """One thing held before the scanner. With `doubt` letters beyond ASCII may be wrong; digits and marks are not."""

    text: str = field(repr=False)
    doubt: bool = False


class Source(Protocol):
    """Where a scanner's bytes come from. One thread at a time; system errors come out as `HardwareError`."""

    @property
    def name(self) -> str:
        """For people: "/dev/ttyACM0"."""
        ...

    def open(self) -> None:
        """Reach the scanner. Raises `DeviceGone` or `DeviceBusy`; then it may be tried again."""
        ...

    def read(self, *, within: float) -> bytes:
        """What came, as soon as anything has; nothing after `within` seconds of silence. Raises `DeviceGone`."""
        ...

    def close(self) -> None:
        """Let go. Safe at any time and more than once."""
        ...


class Scanner(Protocol):
    """One scanner, owned by one part of the program."""

    @property
    def name(self) -> str:
        """For people."""
        ...

    async def watch(self, scanned: Callable[[Scan], None], changed: Callable[[ScannerState], None]) -> None:
        """Hand over every scan and every change of state, in the caller's loop, until cancelled.

        Never ends for the scanner's sake: one that was unplugged is taken back within seconds of its return.
        """
        ...
