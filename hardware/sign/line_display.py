"""Customer displays of two lines: CD5220 and the ESC/POS ones. They answer nothing, so they are told again and again.

2 lines of 20 letters, 9600 8N1. The desk's name stands in the upper line, the number in the lower one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hardware.bus.exchange import Exchange
from hardware.sign.base import Face
from hardware.sign.writing import shortened

Dialect = Literal["cd5220", "escpos"]
DIALECTS: tuple[Dialect, ...] = ("cd5220", "escpos")

_ESC, _US, _CLEAR, _END = b"\x1b", b"\x1f", b"\x0c", b"\r"


@dataclass(frozen=True, slots=True)
class LineDisplay:
    """`dialect` is set by switches inside most of them; an ESC/POS one flashes by itself."""

    dialect: Dialect = "cd5220"
    width: int = 20

    @property
    def blinks(self) -> bool:
        return self.dialect == "escpos"

    def frames(self, face: Face) -> tuple[Exchange, ...]:
        """One frame, so that no half of a face is ever seen. The first CR ends a text that broke off."""
        upper, lower = (
            shortened(text, width=self.width).center(self.width).encode() for text in (face.caption, face.text)
        )
        brightness = b"" if face.brightness is None else bytes((min(4, max(1, face.brightness)),))
        if self.dialect == "cd5220":
            lit = _ESC + b"*" + brightness if brightness else b""
            return (Exchange(_END + lit + _ESC + b"QA" + upper + _END + _ESC + b"QB" + lower + _END),)
        lit = _US + b"X" + brightness if brightness else b""
        flash = _US + b"E" + bytes((10 if face.blink else 0,))
        return (Exchange(lit + flash + _CLEAR + upper + lower),)

    def look(self) -> Exchange | None:
        """It cannot answer."""
        return None

    def shows(self, answer: bytes, face: Face) -> bool:
        """It is never asked."""
        raise AssertionError("a line display answers nothing")
