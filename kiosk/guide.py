"""The way through a screen for who does not see it: stops in reading order, four keys, two more for the volume. Pure.

EN 301 549 clause 5.1.3: everything on the screen is said, can be broken off, heard again, and made louder and softer.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum


class Key(Enum):
    """The keys, by what they mean."""

    NEXT = "next"
    BEFORE = "before"
    CHOOSE = "choose"
    BACK = "back"
    LOUDER = "louder"
    SOFTER = "softer"


#: The keys of a number pad by the arrows that are printed on them.
PAD = {
    "2": Key.NEXT,
    "8": Key.BEFORE,
    "5": Key.CHOOSE,
    "enter": Key.CHOOSE,
    "0": Key.BACK,
    "4": Key.BACK,
    "+": Key.LOUDER,
    "-": Key.SOFTER,
}
_VOLUME = frozenset({Key.LOUDER, Key.SOFTER})


@dataclass(frozen=True, slots=True)
class Stop:
    """Something to hear. With a `name` it can be chosen."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What is before the citizen now: another `of` is another page. `back` is the name of what leads away, if any."""

    of: Hashable = None
    stops: tuple[Stop, ...] = ()
    back: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a key or a new page asks for: say something, or have something chosen."""

    say: str = ""
    choose: str = ""


class Guide:
    """Where the citizen is on the page."""

    def __init__(self) -> None:
        self._page = Page()
        self._at = 0
        self._chose = ""

    def turn_to(self, page: Page) -> Heard:
        """The screen is like this now. A new page is read from its beginning, a changed choice is said again."""
        before, self._page = self._page, page
        if page.of != before.of:
            self._at, self._chose = 0, ""
            return Heard(say=self._now())
        if before.stops[self._at : self._at + 1] and before.stops[self._at].name:
            names = [stop.name for stop in page.stops]
            self._at = names.index(before.stops[self._at].name) if before.stops[self._at].name in names else 0
        self._at = min(self._at, max(0, len(page.stops) - 1))
        if self._chose and self._chose == self._name() and before.stops != page.stops:
            self._chose = ""
            return Heard(say=self._now())
        return Heard()

    def press(self, key: Key) -> Heard:
        """What follows from a key. At either end, and as loud as it is now, the same is said again."""
        if key in _VOLUME:
            return Heard(say=self._now())
        if key is Key.BACK:
            return Heard(choose=self._page.back) if self._page.back else Heard(say=self._now())
        if key is Key.CHOOSE:
            self._chose = self._name()
            return Heard(choose=self._chose) if self._chose else Heard(say=self._now())
        by = 1 if key is Key.NEXT else -1
        self._at = min(max(0, self._at + by), max(0, len(self._page.stops) - 1))
        return Heard(say=self._now())

    def leave(self) -> None:
        """Nobody listens any more."""
        self._page, self._at, self._chose = Page(), 0, ""

    def _now(self) -> str:
        return self._page.stops[self._at].text if self._page.stops else ""

    def _name(self) -> str:
        return self._page.stops[self._at].name if self._page.stops else ""
