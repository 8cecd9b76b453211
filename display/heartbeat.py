"""The proof that a board draws: frames are counted by what draws them, and told to the server with how the board is.

Nothing else may call `frame`: a line that goes on while the picture stands still only repeats the old count, and the
server raises the alarm. Not responsible for making the window draw.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Protocol

from display.board import Tick
from queue_server.client.link import fresh_request
from queue_server.protocol.messages import Check, Instant, ReportHealth

#: Milliseconds between two proofs.
BEAT = 10_000


class Tells(Protocol):
    """The part of `Reports` that is needed."""

    def health(self, report: ReportHealth) -> None: ...


class Heartbeat:
    """`clock` is this machine's own time, `sounded` when it last played a sound to its end, `tick` a steady clock."""

    def __init__(
        self,
        reports: Tells,
        *,
        tick: Callable[[], Tick],
        clock: Callable[[], Instant],
        sounded: Callable[[], Instant | None],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reports = reports
        self._tick, self._clock, self._sounded = tick, clock, sounded
        self._steady, self._began = steady, steady()
        self._word = "ready"
        self._tested: Instant | None = None
        self._checks: tuple[Check, ...] = ()
        self.frames = 0
        self._proved = tick()

    @property
    def due(self) -> bool:
        """Whether it is time for a frame, even if nothing on the board changes."""
        return self._tick() - self._proved >= BEAT

    def frame(self, *, live: bool) -> None:
        """A frame was shown."""
        self.frames += 1
        if live and self.due:
            self._proved = self._tick()
            self.tell(self._word)

    def tested(self, at: Instant, checks: tuple[Check, ...]) -> None:
        """What the board found before opening."""
        self._tested, self._checks = at, checks
        self.tell(self._word)

    def tell(self, word: str) -> None:
        """How the board is: `ready`, `silent` or `no_sound`; with the frames up to now, which proves nothing new."""
        self._word = word
        self._reports.health(
            ReportHealth(
                request=fresh_request(),
                health=word,
                clock=self._clock(),
                version=version("motcua"),
                up=int(self._steady() - self._began),
                frames=self.frames,
                sounded=self._sounded(),
                tested=self._tested,
                checks=self._checks,
            )
        )
