"""How many times somebody may guess: wrong tries counted by name and address, and by name alone.

Five wrong tries lock the name *at that address*; for other addresses the name only gets slower, so that nobody can lock
a colleague out of every desk. Keeps nothing on disk and knows nothing of PINs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Wrong tries in a row before a name is locked at an address, and for how long.
TRIES = 5
LOCK_SECONDS = 300
#: What a try costs once a name has been guessed at often, doubled with each further one.
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0


class Locked(Exception):
    """Too many wrong tries for this name at this address; wait five minutes."""


@dataclass(slots=True)
class _Wrong:
    tries: int
    last: float


class Guesses:
    """Tries of the last five minutes. `clock` gives seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._here: dict[tuple[str, str], _Wrong] = {}
        self._anywhere: dict[str, _Wrong] = {}

    def admit(self, name: str, address: str) -> float:
        """Count a try before it is made: tries at the same time must not all be let through.

        Returns the seconds to wait before it is looked at. Raises `Locked`.
        """
        now = self._clock()
        self._here = {key: each for key, each in self._here.items() if now - each.last < LOCK_SECONDS}
        self._anywhere = {key: each for key, each in self._anywhere.items() if now - each.last < LOCK_SECONDS}
        here = self._here.setdefault((name, address), _Wrong(0, now))
        anywhere = self._anywhere.setdefault(name, _Wrong(0, now))
        if here.tries >= TRIES:
            raise Locked
        delay = 0.0 if anywhere.tries < TRIES else _FIRST_DELAY * 2.0 ** min(anywhere.tries - TRIES, 8)
        for each in (here, anywhere):
            each.tries, each.last = each.tries + 1, now
        return min(delay, _LONGEST_DELAY)

    def forgive(self, name: str, address: str) -> None:
        """The try was right: what was wrong before it at this address is forgotten."""
        right = self._here.pop((name, address), None)
        anywhere = self._anywhere.get(name)
        if right is not None and anywhere is not None:
            anywhere.tries = max(0, anywhere.tries - right.tries)
