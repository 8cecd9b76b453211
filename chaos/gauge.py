"""What a process holds and has used, read from this machine's /proc; and how fast a row of figures grows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Reading:
    """Megabytes in memory, open handles, seconds of processor time so far."""

    megabytes: float
    handles: int
    processor: float


def read(pid: int) -> Reading:
    """How a process is now."""
    place = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (place / "status").read_text("ascii").splitlines())
    times = (place / "stat").read_text("ascii").rpartition(")")[2].split()
    return Reading(
        megabytes=int(status["VmRSS"].split()[0]) / 1024,
        handles=len(list((place / "fd").iterdir())),
        processor=(int(times[11]) + int(times[12])) / _TICKS,
    )


def growth(hours: Sequence[float], figures: Sequence[float]) -> float:
    """By how much the figures grow in an hour, by the straight line through them; 0 where there are too few."""
    return linear_regression(hours, figures).slope if len(figures) > 1 else 0.0
