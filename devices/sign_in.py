"""What an officer types at the keypad of a closed desk: her number, *, her PIN, Enter. Pure: seconds come in.

It knows no PIN to be right or wrong. What is typed is kept until Enter, for a few seconds, and is on no sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.sign.base import Face

#: Keys by their names on number pads, telephone keypads and framed ones.
ENTER = frozenset({"enter", "#", "0x0d"})
CLEAR = frozenset({"-", ".", "0x08", "0x7f"})
APART = "*"
#: Seconds after which what was begun is forgotten, and that a sign says how it went.
FORGET, SAID = 15.0, 4.0
_LONGEST = 24
_MOST_DASHES = 4

WELCOME = Face("OK", caption="Xin chào")
WRONG = Face("SAI", caption="Sai mã, gõ lại", blink=True)
WAIT = Face("DOI", caption="Đợi 5 phút", blink=True)
NO_SERVER = Face("LOI", caption="Mất máy chủ", blink=True)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who wants to sign in."""

    name: str
    pin: str = field(repr=False)


class Typing:
    """One keypad. `officers` are the names to sign in with, by the numbers that are typed for them."""

    def __init__(self, officers: Mapping[str, str]) -> None:
        self._officers = officers
        self._typed = ""
        self._last = float("-inf")
        self._said: Face | None = None

    def press(self, key: str, *, now: float) -> Credentials | None:
        """What is to be asked after this key, if it was the last one."""
        if now - self._last > FORGET:
            self._typed = ""
        self._last, self._said = now, None
        if key in ENTER:
            typed, self._typed = self._typed, ""
            return self._complete(typed) if typed else None
        if key in CLEAR:
            self._typed = ""
        elif (key.isdigit() and key.isascii()) or (key == APART and self._typed):
            self._typed = (self._typed + key)[:_LONGEST]
        return None

    def say(self, face: Face, *, now: float) -> None:
        """How it went."""
        self._said, self._last = face, now

    def unsay(self, face: Face) -> None:
        """It is so no longer."""
        if self._said == face:
            self._said = None

    def face(self, *, now: float) -> Face | None:
        """What the desk's sign shows of it: a dash for each key, how it went, or None when nobody is typing."""
        age = now - self._last
        if self._said is not None:
            return self._said if age <= SAID else None
        if not self._typed or age > FORGET:
            return None
        return Face("-" * min(len(self._typed), _MOST_DASHES), caption="Mã cán bộ * PIN")

    def _complete(self, typed: str) -> Credentials:
        """A desk with one officer needs no number. A number that nobody has is as wrong as a wrong PIN."""
        number, apart, pin = typed.partition(APART)
        if not apart and len(self._officers) == 1:
            return Credentials(next(iter(self._officers.values())), typed)
        return Credentials(self._officers.get(number, number), pin or APART)
