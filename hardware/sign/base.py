"""What a sign shows, and what a sign is. Which bytes make it show that is its driver's business (`language`).

A sign shows the newest thing that it was told, sooner or later; what it was told in between is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hardware.bus.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a sign. A sign of one line shows `text`; one of two shows `caption` above it.

    `text` empty is a dark sign. `brightness` is 1 to 4, or None for the sign's own.
    """

    text: str = ""
    caption: str = ""
    blink: bool = False
    brightness: int | None = None


DARK = Face()


class Sign(Protocol):
    """One sign."""

    @property
    def name(self) -> str:
        """Its name in the settings."""
        ...

    def show(self, face: Face) -> None:
        """From now on show this. Returns at once; from any thread."""
        ...


class SignLanguage(Protocol):
    """How one make of signs is spoken to."""

    @property
    def blinks(self) -> bool:
        """Whether it flashes by itself; if not, it is told to be dark and bright in turn."""
        ...

    def frames(self, face: Face) -> tuple[Exchange, ...]:
        """What makes it show this, in order. Sending it again does no harm."""
        ...

    def look(self) -> Exchange | None:
        """A question whether it is there; None for a make that answers nothing."""
        ...

    def shows(self, answer: bytes, face: Face) -> bool:
        """Whether the answer to `look` says that it shows this face."""
        ...
