"""What an ESC/POS printer answers, told apart and understood. Pure: bytes in, replies and conditions out.

Several kinds of reply share one line and come in any order and in any pieces. Their fixed bits tell them apart
(Epson TM-T88III specification, appendix G). No reply at all is not in here: silence is the caller's to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hardware.printer.base import PrinterStatus

ENQUIRIES = (1, 4, 2, 3)
"""DLE EOT n: the printer, the paper, the cause of being off line, the cause of an error. The first two matter most."""

_BLOCK_AT_MOST = 100
_BLANK = 0x20


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to DLE EOT n. It does not say to which n."""

    byte: int


@dataclass(frozen=True, slots=True)
class Sensor:
    """The answer to GS r: the printer has dealt with everything sent before the question."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """Four bytes that a printer sends by itself when something changes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Printed:
    """The answer to GS ( H: everything sent before this id is on paper."""

    id: bytes


@dataclass(frozen=True, slots=True)
class BufferCleared:
    """The answer to DLE DC4 8: what was held is forgotten."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Part of the answer to GS ( L 64: names of pictures that the printer keeps; whether it wants to say `more`."""

    names: frozenset[bytes]
    more: bool


@dataclass(frozen=True, slots=True)
class FullStatus:
    """The answer to DLE EOT 20 of printers that hold a slip until it is taken: four bytes."""

    data: bytes

    @property
    def slip_waits(self) -> bool:
        """Whether a slip stands in the mouth of the printer (Custom KPM-210 manual: third byte, 20h)."""
        return bool(self.data[2] & 0x20)


@dataclass(frozen=True, slots=True)
class Information:
    """Another block, such as the answer to GS I."""

    header: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Flow:
    """XON or XOFF that the line did not swallow."""

    ready: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that are no reply."""

    data: bytes


Reply = RealTime | Sensor | AutoStatus | Printed | BufferCleared | Kept | FullStatus | Information | Flow | Unknown

_XON, _XOFF, _BLOCK, _INFORMATION = 0x11, 0x13, 0x37, 0x5F
_PRINTED, _CLEARED, _KEPT = 0x22, 0x25, 0x72
_MORE = (0x40, 0x41)
_FULL = b"\x10\x0f"


class ReplyParser:
    """Tells replies apart, whatever pieces they come in. Nothing that is fed can make it fail or fall behind."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Reply]:
        """The replies completed by these bytes."""
        self._pending += data
        replies: list[Reply] = []
        while self._pending:
            length = self._length()
            if length is None:
                break
            replies.append(_reply(bytes(self._pending[:length])))
            del self._pending[:length]
        return replies

    def forget(self) -> None:
        """Drop a reply begun: the line was cut."""
        self._pending.clear()

    def _length(self) -> int | None:
        """Bytes of the first reply, or None when more must come."""
        first = self._pending[0]
        if first in (_BLOCK, _INFORMATION):
            return self._block_length()
        if self._pending.startswith(_FULL):
            return 6 if len(self._pending) >= 6 else None
        if _is_auto_status(first):
            following = self._pending[1:4]
            if all(byte & 0x90 == 0 for byte in following):
                return 4 if len(following) == 3 else None
        return 1

    def _block_length(self) -> int | None:
        """A block is in letters, up to a nought. Any other control code is an answer, and what came before it noise:
        on a line that crackles a well printer would be silent until a hundred bytes had come."""
        for place, byte in enumerate(self._pending[1:_BLOCK_AT_MOST], start=1):
            if byte < _BLANK:
                return 1 if byte else place + 1
        return None if len(self._pending) < _BLOCK_AT_MOST else 1


def _is_auto_status(byte: int) -> bool:
    return byte & 0x93 == 0x10


def _reply(data: bytes) -> Reply:
    first = data[0]
    if data.startswith(_FULL) and len(data) == 6:
        return FullStatus(data[2:])
    if len(data) == 4 and _is_auto_status(first):
        return AutoStatus(data)
    if first in (_BLOCK, _INFORMATION) and len(data) > 1:
        return _block(first, data[1:-1])
    if first in (_XON, _XOFF):
        return Flow(ready=first == _XON)
    if first & 0x93 == 0x12:
        return RealTime(first)
    if first & 0x90 == 0:
        return Sensor(first)
    return Unknown(data)


def _block(header: int, body: bytes) -> Reply:
    if header == _BLOCK and len(body) == 5 and body[0] == _PRINTED:
        return Printed(body[1:])
    if header == _BLOCK and body == bytes((_CLEARED,)):
        return BufferCleared()
    if header == _BLOCK and len(body) >= 2 and len(body) % 2 == 0 and body[0] == _KEPT and body[1] in _MORE:
        names = frozenset(body[place : place + 2] for place in range(2, len(body), 2))
        return Kept(names, more=body[1] == _MORE[1])
    return Information(header, body)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a printer said about itself, feature by feature."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter: bool = False
    broken: bool = False
    hot: bool = False

    @property
    def status(self) -> PrinterStatus:
        """The one word that says best what a person must do. An open cover also hides the paper: close it first."""
        causes = {
            PrinterStatus.COVER_OPEN: self.cover_open,
            PrinterStatus.PAPER_OUT: self.paper_out,
            PrinterStatus.CUTTER: self.cutter,
            PrinterStatus.HOT: self.hot,
            PrinterStatus.SILENT: self.broken or self.offline,
            PrinterStatus.PAPER_LOW: self.paper_low,
        }
        return next((status for status, holds in causes.items() if holds), PrinterStatus.READY)


def condition_of(answers: Mapping[int, int]) -> Condition:
    """The condition from answers to DLE EOT n. A question without an answer adds nothing."""
    printer, cause, error, paper = (answers.get(n, 0) for n in (1, 2, 3, 4))
    return Condition(
        offline=bool(printer & 0x08),
        cover_open=bool(cause & 0x04),
        paper_out=bool(cause & 0x20) or bool(paper & 0x60),
        paper_low=bool(paper & 0x0C),
        cutter=bool(error & 0x08),
        broken=bool(error & 0x20),
        hot=bool(error & 0x40),
    )


def condition_of_auto(status: AutoStatus) -> Condition:
    """The condition from a status that the printer sent by itself."""
    printer, error, paper, _ = status.data
    return Condition(
        offline=bool(printer & 0x08),
        cover_open=bool(printer & 0x20),
        paper_out=bool(paper & 0x0C),
        paper_low=bool(paper & 0x03),
        cutter=bool(error & 0x08),
        broken=bool(error & 0x20),
        hot=bool(error & 0x40),
    )
