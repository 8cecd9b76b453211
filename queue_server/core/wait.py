"""How long it will be: quantiles of what people who found the same line waited, with back-off to coarser keys.

No model and no training: each key remembers its last waits, and the upper level is calibrated as it goes (adaptive
conformal inference, Gibbs & Candès 2021). Without history the configured minutes are used and said to be so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, floor, log2

from queue_server.core.plan import MINUTE
from queue_server.core.record import record

#: A key is trusted from this many observations on, and remembers the last `REMEMBERED`.
_ENOUGH = 8
REMEMBERED = 60
#: Half of those outside the band may have waited longer.
_LATE = 0.1
_STEP = 0.02

Key = tuple[object, ...]


@record
class Outlook:
    """What someone who joins a line now is told. `low` and `high` in minutes bound the wait of 8 of 10 people.

    `experienced` is false while the range rests on configured minutes only.
    """

    ahead: int
    desks: float
    low: int
    high: int
    experienced: bool
    fits_today: bool = True


def bucket(ahead: int) -> int:
    """Line lengths that count as the same: exact below six, then four per doubling."""
    return ahead if ahead < 6 else 6 + floor(4 * log2(ahead / 6))


def keys(service: str, priority: str, *, ahead: int, desks: float) -> Iterator[Key]:
    """The keys of an observation, finest first."""
    near = bucket(ahead)
    yield service, priority, near, desks
    yield service, priority, near
    yield priority, bucket(round(3 * ahead / max(desks, 0.5)))
    yield ()


def rounded(low: float, high: float) -> tuple[int, int]:
    """A range as it is told: whole minutes up to ten, then fives, never a single number."""
    low, high = max(0.0, low), max(0.0, high)
    down, up = 1 if low <= 10 else 5, 1 if high <= 10 else 5
    least, most = down * floor(low / down), up * ceil(high / up)
    return least, max(most, least + (1 if least < 10 else 5))


@dataclass(slots=True)
class Experience:
    """Waits seen so far, in milliseconds, by key; and how far the upper level has been moved."""

    waits: dict[Key, deque[int]] = field(default_factory=dict)
    late_level: float = _LATE

    def observe(self, wait: int, *, service: str, priority: str, ahead: int, desks: float, promised: int) -> None:
        """Learn one wait; `promised` is the upper bound in minutes that its holder was told."""
        late = wait > promised * MINUTE
        self.late_level = min(0.4, max(0.01, self.late_level + _STEP * (_LATE - late)))
        for key in keys(service, priority, ahead=ahead, desks=desks):
            self.waits.setdefault(key, deque(maxlen=REMEMBERED)).append(wait)

    def quantiles(self, service: str, priority: str, *, ahead: int, desks: float) -> tuple[float, float] | None:
        """The range in minutes, unrounded, from the finest key with enough history; None without one.

        The coarsest key (everybody) says nothing about a given line and is used only for lines of ordinary length.
        """
        for key in keys(service, priority, ahead=ahead, desks=desks):
            seen = self.waits.get(key) if key else None
            if seen is not None and len(seen) >= _ENOUGH:
                ordered = sorted(seen)
                return (
                    _quantile(ordered, _LATE) / MINUTE,
                    _quantile(ordered, 1 - self.late_level) / MINUTE,
                )
        return None


def cold_start(*, ahead: int, desks: float, minutes: float, idle: bool) -> tuple[float, float]:
    """A range in minutes from configured minutes alone: half to twice the plain expectation."""
    if idle and ahead == 0:
        return 0.0, 2.0
    expected = (ahead + 0.5) * minutes / max(desks, 0.5)
    return expected * 0.5, expected * 2


def _quantile(ordered: list[int], level: float) -> float:
    """Linear interpolation between the two nearest of `ordered`, which is sorted and not empty."""
    place = level * (len(ordered) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
