"""A wired keypad that says each key in a frame (`bus.framed`), unasked. Several may share a line, by address.

A key's name is its data as text where that is ASCII ("5", "F1"), else in hexadecimal ("0x0d").
"""

from __future__ import annotations

from hardware.bus.exchange import Wish
from hardware.bus.framed import FrameReader, Template
from hardware.keypad.base import Press, Pressed
from hardware.keypad.held import SAME, Held

#: Seconds of silence after which a frame that was begun is none: noise, or a cable pulled in the middle. Waiting for
#: its end would hold presses back, and call for all of them at once.
_PATIENCE = 1.0


class FramedKeypad:
    """One keypad. `address` is left out where the line has one keypad only."""

    def __init__(
        self,
        name: str,
        *,
        template: Template,
        pressed: Pressed,
        address: int | None = None,
        width: int | None = None,
        same: float = SAME,
    ) -> None:
        self._name = name
        self._address = address
        self._pressed = pressed
        self._reader = FrameReader(template, width=width)
        self._held = Held(same=same)
        self._heard_at = 0.0

    @property
    def name(self) -> str:
        return self._name

    def wish(self, now: float) -> Wish | None:
        """It speaks by itself."""
        return None

    def done(self, answer: bytes, *, now: float) -> None:
        """Never asked, so never answered."""
        raise AssertionError("a framed keypad is never asked")

    def hear(self, data: bytes, *, now: float) -> None:
        """See `Unit`."""
        if now - self._heard_at > _PATIENCE:
            self._reader.forget()
        self._heard_at = now
        for frame in self._reader.feed(data):
            mine = self._address is None or frame.address == self._address
            key = key_name(frame.data)
            if mine and key and self._held.fresh(key, now=now):
                self._pressed(Press(self._name, key))

    def rejoined(self) -> None:
        """It has nothing to remember."""


def key_name(data: bytes) -> str:
    """How a key is called in the settings."""
    text = data.decode("ascii", "replace").strip()
    return text if text and text.isprintable() and text.isascii() else f"0x{data.hex()}"
