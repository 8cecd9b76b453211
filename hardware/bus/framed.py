"""One serial protocol that settings describe: a template of a frame, for writing it and for finding it in a stream.

A template is words with spaces between: `02` a byte · `addr` the address as a byte, `addr1` `addr2` as decimal digits,
`addrx2` as two hex digits · `len` how many bytes the check is about · `data` · `sum8` `xor8` `crc16`, or `sum8x`
`xor8x` as two hex digits · `|` the check begins here, not at the first byte. Pure. Presets are in `presets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from hardware.bus.modbus import crc
from hardware.errors import AddressError

_ADDRESS_WIDTHS = {"addr": 1, "addr1": 1, "addr2": 2, "addrx2": 2}
_ADDRESS_LIMITS = {"addr": 256, "addr1": 10, "addr2": 100, "addrx2": 256}
_CHECK_WIDTHS = {"sum8": 1, "xor8": 1, "crc16": 2, "sum8x": 2, "xor8x": 2}
_MOST = 256


def _sum8(data: bytes) -> bytes:
    return bytes((sum(data) & 0xFF,))


def _xor8(data: bytes) -> bytes:
    return bytes((reduce(lambda one, two: one ^ two, data, 0),))


_CHECKS: dict[str, Callable[[bytes], bytes]] = {
    "sum8": _sum8,
    "xor8": _xor8,
    "crc16": crc,
    "sum8x": lambda data: _sum8(data).hex().upper().encode(),
    "xor8x": lambda data: _xor8(data).hex().upper().encode(),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame said. `address` is None where the template has none."""

    address: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Template:
    """A way of framing. Make one by `parse`."""

    words: tuple[str, ...]
    from_mark: int
    """How many words come before the part that the check is about."""

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read a template. Raises `AddressError` that says what is wrong with it."""
        words = text.split()
        known = {"|", "len", "data", *_ADDRESS_WIDTHS, *_CHECK_WIDTHS}
        wrong = [word for word in words if word not in known and not re.fullmatch("[0-9A-Fa-f]{2}", word)]
        if wrong:
            raise AddressError(
                f"{text!r}: {wrong[0]!r} is neither a byte such as 02 nor one of {' '.join(sorted(known))}"
            )
        if words.count("data") != 1:
            raise AddressError(f"{text!r}: a frame has one word `data`")
        if words.count("|") > 1 or sum(word in _CHECK_WIDTHS for word in words) > 1:
            raise AddressError(f"{text!r}: a frame has one check and one mark `|` at most")
        if "len" in words[words.index("data") :]:
            raise AddressError(f"{text!r}: a length that comes after the data does not tell where it ends")
        mark = words.index("|") if "|" in words else 0
        return cls(tuple(word for word in words if word != "|"), mark)

    @property
    def addressed(self) -> bool:
        return any(word in _ADDRESS_WIDTHS for word in self.words)

    @property
    def addresses(self) -> range:
        """Those that it has places for."""
        return range(min([_ADDRESS_LIMITS[word] for word in self.words if word in _ADDRESS_LIMITS], default=256))

    @property
    def ends(self) -> bool:
        """Whether a frame itself tells where its data ends, by a length before it or a byte after it."""
        after = [word for word in self.words[self.words.index("data") + 1 :] if word not in _CHECK_WIDTHS]
        return "len" in self.words or bool(after and after[0] not in _ADDRESS_WIDTHS)

    def wrap(self, data: bytes, *, address: int = 0) -> bytes:
        """The frame that says `data` to `address`."""
        made, checked_from = b"", 0
        for place, word in enumerate(self.words):
            if place == self.from_mark:
                checked_from = len(made)
            made += self._bytes(word, data, address, made[checked_from:])
        return made

    def find(self, stream: bytes, *, width: int | None = None) -> tuple[Frame | None, bytes]:
        """The first whole frame in a stream and what comes after it; without one, what may still become one.

        `width` is how many bytes of data a frame has, where neither a length nor a last byte tells.
        """
        while stream:
            try:
                return self._match(stream, width)
            except _Incomplete:
                if len(stream) < _MOST:
                    return None, stream
            except _NoFrame:
                stream = stream[1:]
                continue
            stream = stream[1:]
        return None, b""

    # --- what is not ours to see ---

    def _bytes(self, word: str, data: bytes, address: int, checked: bytes) -> bytes:
        match word:
            case "data":
                return data
            case "len":
                return bytes((len(data) + self._checked_width,))
            case _ if word in _ADDRESS_WIDTHS:
                return _address(word, address)
            case _ if word in _CHECKS:
                return _CHECKS[word](checked)
            case _:
                return bytes.fromhex(word)

    @property
    def _checked_width(self) -> int:
        """How many bytes beside the data the check is about, for `len`."""
        words = self.words[self.from_mark :]
        end = next((place for place, word in enumerate(words) if word in _CHECKS), len(words))
        return sum(_width(word) for word in words[:end])

    def _match(self, stream: bytes, width: int | None) -> tuple[Frame, bytes]:
        at, address, data, checked_from = 0, None, b"", 0
        for place, word in enumerate(self.words):
            if place == self.from_mark:
                checked_from = at
            if word == "data":
                data = self._data(stream[at:], place, width)
                at += len(data)
                continue
            piece = stream[at : at + _width(word)]
            if word == "len":
                width = self._announced(piece, width)
            elif word in _ADDRESS_WIDTHS:
                address = _read_address(word, piece) if len(piece) == _width(word) else None
            else:
                expected = self._bytes(word, data, 0, stream[checked_from:at])
                if piece != expected[: len(piece)]:
                    raise _NoFrame
            if len(piece) < _width(word):
                raise _Incomplete
            at += len(piece)
        return Frame(address, data), stream[at:]

    def _announced(self, piece: bytes, width: int | None) -> int | None:
        if not piece:
            return width
        if piece[0] < self._checked_width:
            raise _NoFrame
        return piece[0] - self._checked_width

    def _data(self, rest: bytes, place: int, width: int | None) -> bytes:
        if width is not None:
            if len(rest) < width:
                raise _Incomplete
            return rest[:width]
        after = self.words[place + 1 :]
        ends = [word for word in after if word not in _CHECKS]
        end = rest.find(bytes.fromhex(ends[0]), sum(_width(word) for word in after[: after.index(ends[0])]))
        if end < 0:
            raise _Incomplete
        return rest[: end - sum(_width(word) for word in after[: after.index(ends[0])])]


class FrameReader:
    """Finds frames in bytes as they come."""

    def __init__(self, template: Template, *, width: int | None = None) -> None:
        """Raises `AddressError` where neither the width nor the template tells where the data ends."""
        if width is None and not template.ends:
            raise AddressError(f"{' '.join(template.words)!r}: nothing says where the data ends; give its width")
        self._template = template
        self._width = width
        self._rest = b""

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that these bytes complete."""
        self._rest += data
        frames: list[Frame] = []
        while True:
            frame, self._rest = self._template.find(self._rest, width=self._width)
            if frame is None:
                return frames
            frames.append(frame)

    def forget(self) -> None:
        """The line was silent: what was begun is no frame."""
        self._rest = b""


class _Incomplete(Exception):
    pass


class _NoFrame(Exception):
    pass


def _width(word: str) -> int:
    return _ADDRESS_WIDTHS.get(word) or _CHECK_WIDTHS.get(word) or (0 if word == "data" else 1)


def _address(word: str, address: int) -> bytes:
    match word:
        case "addr":
            return bytes((address & 0xFF,))
        case "addrx2":
            return f"{address:02X}".encode()
        case _:
            return f"{address:0{_ADDRESS_WIDTHS[word]}d}".encode()


def _read_address(word: str, piece: bytes) -> int:
    if word == "addr":
        return piece[0]
    try:
        return int(piece.decode("ascii"), 16 if word == "addrx2" else 10)
    except ValueError:
        raise _NoFrame from None
