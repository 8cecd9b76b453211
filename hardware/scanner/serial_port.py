"""A scanner on a serial line: USB set to "USB COM port" (CDC), or RS-232. The right way: bytes arrive as they are."""

from __future__ import annotations

from hardware.errors import DeviceGone
from hardware.scanner.place import find
from hardware.serial_link import SerialLink

BAUD = 9600


class SerialSource:
    """A serial line with a scanner at its end."""

    def __init__(self, port: str, *, baud: int = BAUD) -> None:
        self._port = port
        self._baud = baud
        self._link: SerialLink | None = None

    @property
    def name(self) -> str:
        """The port's path, as configured."""
        return self._port

    def open(self) -> None:
        """See `Source`."""
        self.close()
        self._link = SerialLink(find(self._port), baud=self._baud, confidential=True)
        self._link.open()

    def read(self, *, within: float) -> bytes:
        """See `Source`."""
        if self._link is None:
            raise DeviceGone(f"{self._port} is not open")
        return self._link.receive(within=within)

    def close(self) -> None:
        """See `Source`."""
        link, self._link = self._link, None
        if link is not None:
            link.close()
