"""Tells presses from what a key repeats while it is held, and from its bounce. Pure."""

from __future__ import annotations

#: Seconds within which the same key again is the same press. Nobody presses one key on purpose so fast.
SAME = 0.15


class Held:
    """The last key of one keypad. `fresh` is asked for each report of a key that is down."""

    def __init__(self, *, same: float = SAME) -> None:
        self._same = same
        self._key = ""
        self._last = float("-inf")

    def fresh(self, key: str, *, now: float) -> bool:
        """Whether this is a press, and not the one before it still going on."""
        again = key == self._key and now - self._last < self._same
        self._key, self._last = key, now
        return not again
