"""A printer on a serial line. Ask for 115,200 baud: at 19,200 a slip takes ten seconds.

Without flow control a slip overruns the printer's buffer and comes out as rubbish, so RTS/CTS is the rule; a cable
that lacks those wires shows at once, as a printer that takes nothing.
"""

from __future__ import annotations

from hardware.serial_link import FlowControl, SerialLink

BAUD = 115_200
BITS_PER_BYTE = 10


class SerialTransport:
    """A serial line with a printer at its end."""

    answers = True
    one_job = False

    def __init__(self, port: str, *, baud: int = BAUD, flow: FlowControl = "rtscts") -> None:
        self._link = SerialLink(port, baud=baud, flow=flow)

    @property
    def name(self) -> str:
        """The port's path."""
        return self._link.port

    @property
    def bytes_per_second(self) -> float:
        """A start and a stop bit go with each byte."""
        return self._link.baud / BITS_PER_BYTE

    def open(self) -> None:
        """See `Transport`."""
        self._link.open()

    def write(self, data: bytes, *, within: float) -> None:
        """See `Transport`."""
        self._link.send(data, within=within)

    def read(self, *, within: float) -> bytes:
        """See `Transport`."""
        return self._link.receive(within=within)

    def paper_out(self) -> bool:
        """See `Transport`. Serial lines do not say."""
        return False

    def discard(self) -> None:
        """See `Transport`."""
        self._link.discard()

    def close(self) -> None:
        """See `Transport`."""
        self._link.close()
