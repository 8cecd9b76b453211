"""The time of day as the whole centre sees it: real, or a day replayed faster than it was."""

from __future__ import annotations

import time
from dataclasses import dataclass

from queue_server.core.plan import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Calling it gives the instant. It was `starts_at` when the real clock showed `real_start` (both milliseconds)."""

    starts_at: Instant
    real_start: Instant
    speed: float = 1.0

    @classmethod
    def real(cls) -> Clock:
        """The machine's own clock."""
        return cls(starts_at=0, real_start=0)

    @classmethod
    def starting(cls, at: Instant, *, speed: float) -> Clock:
        """A clock that shows `at` now and runs `speed` times as fast as the real one."""
        return cls(starts_at=at, real_start=_real(), speed=speed)

    @classmethod
    def parse(cls, text: str) -> Clock:
        """The clock that `str` wrote. Raises ValueError."""
        starts_at, real_start, speed = text.split(",")
        return cls(starts_at=int(starts_at), real_start=int(real_start), speed=float(speed))

    def __call__(self) -> Instant:
        return self.starts_at + int((_real() - self.real_start) * self.speed)

    def __str__(self) -> str:
        return f"{self.starts_at},{self.real_start},{self.speed}"


def _real() -> Instant:
    return time.time_ns() // 1_000_000
