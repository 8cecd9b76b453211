"""A sign on a bus: knows what it should show and what it shows, and wishes for the difference. No protocol, no I/O.

A fresh face goes first. Then it is looked at every few seconds, or told again where it cannot answer: a sign whose
power came back shows its number without anybody's doing.
"""

from __future__ import annotations

from hardware.bus.exchange import Exchange, Urgency, Wish
from hardware.sign.base import DARK, Face, SignLanguage

#: Seconds between two looks, or between two tellings.
LOOK = 4.0
#: Half a flash, in seconds.
FLASH = 0.5


class SignUnit:
    """One sign. `show` may be called from any thread: it only puts down what is wanted."""

    def __init__(self, name: str, language: SignLanguage) -> None:
        self._name = name
        self._language = language
        self._wanted = DARK
        self._telling = DARK
        self._left: tuple[Exchange, ...] = language.frames(DARK)
        self._looking = False
        self._bright = True
        self._flash_at = 0.0
        self._look_at = 0.0

    @property
    def name(self) -> str:
        return self._name

    def show(self, face: Face) -> None:
        """See `Sign`."""
        self._wanted = face

    def wish(self, now: float) -> Wish | None:
        """See `Unit`."""
        self._looking = False
        wanted = self._wanted
        if wanted != self._telling:
            self._tell(wanted, now)
        if self._left:
            return Wish(self._left[0], Urgency.FRESH, now)
        if self._flashing and now >= self._flash_at:
            return Wish(self._flash(), Urgency.ROUTINE, self._flash_at)
        self._looking = True
        due = min(self._look_at, self._flash_at) if self._flashing else self._look_at
        return Wish(self._language.look() or self._language.frames(self._shown)[0], Urgency.ROUTINE, due)

    def done(self, answer: bytes, *, now: float) -> None:
        """See `Unit`."""
        if self._left:
            self._left = self._left[1:]
            self._look_at = now + LOOK
            return
        if not self._looking:
            self._bright = not self._bright
            self._flash_at = now + FLASH
            return
        self._look_at = now + LOOK
        if self._language.look() is None:
            self._left = self._language.frames(self._shown)[1:]
        elif not self._language.shows(answer, self._shown):
            self._left = self._language.frames(self._shown)

    def hear(self, data: bytes, *, now: float) -> None:
        """Signs say nothing unasked."""

    def rejoined(self) -> None:
        """See `Unit`."""
        self._bright = True
        self._left = self._language.frames(self._telling)

    # --- what is not ours to see ---

    @property
    def _flashing(self) -> bool:
        return self._telling.blink and not self._language.blinks

    @property
    def _shown(self) -> Face:
        return self._telling if self._bright else DARK

    def _tell(self, face: Face, now: float) -> None:
        self._telling, self._bright = face, True
        self._left = self._language.frames(face)
        self._flash_at = now + FLASH

    def _flash(self) -> Exchange:
        return self._language.frames(DARK if self._bright else self._telling)[0]
