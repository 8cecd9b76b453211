"""ESC/POS read again from the makers' manuals, with nothing of ours: no layout, no dialect, no emulator.

For tests that need every slip and every mode read by a stranger; `witness` is one that nobody here wrote, and slower.
Whatever a cheap printer could misunderstand is an error here: unknown bytes, text, a command cut short, a picture that
is too tall or leaves the paper, and a real-time code inside a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PIL import Image

_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
_LINE = 30


class NotUnderstood(Exception):
    """A printer might print garbage here."""


@dataclass
class Reader:
    """A printer of `dots` across: `papers` are what was cut off, black on white; `said` its commands by name.

    `album` are the pictures that it keeps over a power cut, by their two letters.
    """

    dots: int
    papers: list[Image.Image] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    album: dict[bytes, Image.Image] = field(default_factory=dict)
    _data: bytes = b""
    _at: int = 0
    _align: int = 0
    _burnt: list[tuple[int, int, Image.Image]] = field(default_factory=list)
    _row: int = 0

    def read(self, data: bytes) -> None:
        """Obey all of it. Raises `NotUnderstood`."""
        self._data, self._at = data, 0
        while self._at < len(data):
            begun = self._at
            try:
                self._command()
            except NotUnderstood as error:
                raise NotUnderstood(f"byte {begun}: {data[begun : begun + 8].hex(' ')}: {error}") from error

    def paper(self) -> Image.Image:
        """What hangs out of it, not cut off yet."""
        picture = Image.new("1", (self.dots, self._row), 1)
        for left, top, ink in self._burnt:
            picture.paste(0, (left, top), ink)
        return picture

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise NotUnderstood("cut short")
        self._at += count
        return taken

    def _command(self) -> None:
        opening = self._take(2)
        match opening:
            case b"\x1b@":
                self._align = 0
            case b"\x1ba":
                self._align = self._take(1)[0]
                _must(self._align <= 2, "no such side")
            case b"\x1bd":
                self._row += self._take(1)[0] * _LINE
            case b"\x1dv":
                _must(self._take(1) == b"0", "not GS v 0")
                self._raster()
            case b"\x1dV":
                _must(self._take(2) == b"B\0", "another cut than feed and cut")
                self.papers.append(self.paper())
                self._burnt, self._row = [], 0
            case b"\x1dr":
                _must(self._take(1) == b"\x01", "another sensor")
            case b"\x1da":
                self._take(1)
            case b"\x1d(":
                name = self._take(1)
                self._function(name, self._take(int.from_bytes(self._take(2), "little")))
                opening += name
            case _:
                raise NotUnderstood("not a command that all printers have")
        self.said.append(opening.decode("ascii").replace("\x1b", "ESC ").replace("\x1d", "GS "))

    def _raster(self) -> None:
        mode, *size = self._take(5)
        _must(mode <= 3, "no such scale")
        across, rows = size[0] + 256 * size[1], size[2] + 256 * size[3]
        _must(0 < rows <= 255 and across > 0, f"{across} bytes by {rows} rows")
        self._burn(_picture(self._take(across * rows), across), 1 + (mode & 1), 1 + (mode >> 1))

    def _function(self, name: bytes, body: bytes) -> None:
        match name, body[:2]:
            case b"H", b"00":
                _must(len(body) == 6, "an id of four bytes")
            case b"L", b"0C":
                _must(body[2:3] == b"0" and body[5:6] == b"\x01" and body[10:11] == b"1", "one plane in black")
                across, rows = (int.from_bytes(body[place : place + 2], "little") for place in (6, 8))
                _must(across % 8 == 0 and len(body) == 11 + across // 8 * rows, "as many dots as it says")
                self.album[body[3:5]] = _picture(body[11:], across // 8)
            case b"L", b"0B":
                _must(len(body) == 4, "a name of two letters")
                self.album.pop(body[2:], None)
            case b"L", b"0E":
                _must(body[2:4] in self.album and body[4:] == b"\x01\x01", "a picture that is kept, as it is")
                self._burn(self.album[body[2:4]], 1, 1)
            case _:
                raise NotUnderstood("no function that was agreed on")

    def _burn(self, ink: Image.Image, across: int, down: int) -> None:
        ink = ink.resize((ink.width * across, ink.height * down), Image.Resampling.NEAREST)
        left = (self.dots - ink.width) * self._align // 2
        _must(left >= 0 or self._align == 0, "a picture wider than the paper")
        _must((ink.getbbox() or (0, 0, 0, 0))[2] + left <= self.dots, "ink beyond the paper")
        self._burnt.append((left, self._row, ink))
        self._row += ink.height


def _picture(data: bytes, across: int) -> Image.Image:
    _must(not _REAL_TIME.search(data), "a real-time code in a picture")
    return Image.frombytes("1", (across * 8, len(data) // across), data)


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise NotUnderstood(what)
