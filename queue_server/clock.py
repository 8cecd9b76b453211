"""The time of day as the whole centre sees it: real, or a day replayed faster than it was."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from queue_server.core.plan import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Calling it gives the instant. It was `starts_at` when the real clock showed `real_start` (both milliseconds).

    With a `bell` it stands still at `starts_at` until somebody rings: every process that has the clock goes on then.
    """

    starts_at: Instant
    real_start: Instant
    speed: float = 1.0
    bell: Path | None = None
    _rung_at: list[Instant] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def real(cls) -> Clock:
        """The machine's own clock."""
        return cls(starts_at=0, real_start=0)

    @classmethod
    def starting(cls, at: Instant, *, speed: float) -> Clock:
        """A clock that shows `at` now and runs `speed` times as fast as the real one."""
        return cls(starts_at=at, real_start=_real(), speed=speed)

    @classmethod
    def waiting(cls, at: Instant, *, speed: float, bell: Path) -> Clock:
        """A clock that shows `at` until `ring`, and runs `speed` times as fast as the real one from then on."""
        return cls(starts_at=at, real_start=0, speed=speed, bell=bell)

    @classmethod
    def parse(cls, text: str) -> Clock:
        """The clock that `str` wrote. Raises ValueError."""
        starts_at, real_start, speed, *bell = text.split(",", maxsplit=3)
        if bell and not Path(bell[0]).is_absolute():
            raise ValueError(f"{bell[0]} is no absolute path")
        return cls(
            starts_at=int(starts_at),
            real_start=int(real_start),
            speed=float(speed),
            bell=Path(bell[0]) if bell else None,
        )

    @property
    def replayed(self) -> bool:
        """Whether this is another time of day than the machine's."""
        return self.starts_at != self.real_start

    def __call__(self) -> Instant:
        real_start = self.real_start if self.bell is None else self._rung(self.bell)
        return self.starts_at if real_start is None else self.starts_at + int((_real() - real_start) * self.speed)

    def __str__(self) -> str:
        return f"{self.starts_at},{self.real_start},{self.speed}" + (f",{self.bell}" if self.bell else "")

    def ring(self) -> None:
        """Let the clock go on, here and in every process that has it."""
        if self.bell is not None:
            draft = self.bell.with_suffix(".new")
            draft.write_text(str(_real()), "ascii")
            draft.replace(self.bell)

    def _rung(self, bell: Path) -> Instant | None:
        if not self._rung_at and bell.exists():
            self._rung_at.append(int(bell.read_text("ascii")))
        return self._rung_at[0] if self._rung_at else None


def _real() -> Instant:
    return time.time_ns() // 1_000_000
