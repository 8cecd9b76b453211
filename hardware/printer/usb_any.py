"""A USB printer, whatever its name is today: by the kernel's driver where that has it, else directly.

It looks again each time it opens, so a printer that comes back under another name after a replug is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from hardware.errors import DeviceGone
from hardware.printer.transport import Transport
from hardware.printer.usb import UsbTransport
from hardware.printer.usblp import UsblpTransport


class AnyUsbTransport:
    """The first of the `ports` there are, or else what is found `direct`ly."""

    one_job = False

    def __init__(
        self,
        *,
        looked_for: str = "a USB printer",
        ports: Callable[[], Iterable[Path]] = lambda: Path("/dev/usb").glob("lp*"),
        direct: Callable[[], Transport] = UsbTransport,
    ) -> None:
        self._looked_for = looked_for
        self._ports = ports
        self._direct = direct
        self._found: Transport | None = None

    @property
    def name(self) -> str:
        """The printer that was found, or what is looked for."""
        return self._found.name if self._found else self._looked_for

    @property
    def answers(self) -> bool:
        """See `Transport`."""
        return self._found is None or self._found.answers

    @property
    def bytes_per_second(self) -> float:
        """See `Transport`."""
        return self._opened.bytes_per_second

    def open(self) -> None:
        """See `Transport`."""
        port = min(self._ports(), default=None)
        found: Transport = self._direct() if port is None else UsblpTransport(port)
        found.open()
        self._found = found

    def write(self, data: bytes, *, within: float) -> None:
        """See `Transport`."""
        self._opened.write(data, within=within)

    def read(self, *, within: float) -> bytes:
        """See `Transport`."""
        return self._opened.read(within=within)

    def paper_out(self) -> bool:
        """See `Transport`."""
        return self._found is not None and self._found.paper_out()

    def discard(self) -> None:
        """See `Transport`."""
        if self._found is not None:
            self._found.discard()

    def close(self) -> None:
        """See `Transport`."""
        found, self._found = self._found, None
        if found is not None:
            found.close()

    @property
    def _opened(self) -> Transport:
        if self._found is None:
            raise DeviceGone("no USB printer is open")
        return self._found
