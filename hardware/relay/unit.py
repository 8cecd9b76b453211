"""A relay on a bus: switched on when told, off when its time is over, and told again every few seconds. No I/O.

After a break it is switched off first: a bell that rings on because a plug was pulled has to be silenced by hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from hardware.bus.exchange import Urgency, Wish
from hardware.relay.base import RelayLanguage

#: Seconds between two tellings.
AGAIN = 4.0


class RelayUnit:
    """One relay. `pulse` may be called from any thread: it only puts down what is wanted."""

    def __init__(self, name: str, language: RelayLanguage, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._language = language
        self._clock = clock
        self._until = float("-inf")
        self._is_on: bool | None = None
        self._telling = False
        self._again_at = 0.0

    @property
    def name(self) -> str:
        return self._name

    def pulse(self, seconds: float) -> None:
        """See `Relay`. A longer pulse under way is not cut short."""
        self._until = max(self._until, self._clock() + seconds)

    def wish(self, now: float) -> Wish | None:
        """See `Unit`."""
        self._telling = now < self._until
        fresh = self._telling is not self._is_on
        due = now if fresh else min(self._again_at, self._until) if self._telling else self._again_at
        return Wish(self._language.switch(on=self._telling), Urgency.FRESH if fresh else Urgency.ROUTINE, due)

    def done(self, answer: bytes, *, now: float) -> None:
        """See `Unit`."""
        self._is_on = self._telling
        self._again_at = now + AGAIN

    def hear(self, data: bytes, *, now: float) -> None:
        """Relays say nothing unasked."""

    def rejoined(self) -> None:
        """See `Unit`."""
        self._is_on = None
        self._until = float("-inf")
