"""The readings of one process over many days, and whether it grew: from night to night, by the hours of the centre.

By day a centre holds its tickets; what it still holds in the night, when nobody comes, is what could pile up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from statistics import median

from chaos.gauge import Reading, growth
from chaos.row import Row
from queue_server.core.plan import Instant

#: Megabytes an hour of the centre, however fast its clock goes.
GROWS_AT_MOST = 1.0
#: Without enough nights, the first part fills what is kept for later: typefaces, screens, the journal's pages.
_WARM = 0.25
#: The first night is still of a centre that was just begun; a line through fewer than three says nothing.
_NIGHTS_AT_LEAST = 4
#: Handles of what just happens to be under way at a reading.
_AT_ONCE = 2
HERE = timezone(timedelta(hours=7))
#: From ten in the evening to five in the morning nobody is there; the day is counted from noon to noon.
_EVENING, _MORNING = 22, 5


@dataclass(frozen=True, slots=True)
class Night:
    """What a process held in the middle of it, and when by the hours of the centre."""

    day: date
    hour: float
    megabytes: float
    handles: int


@dataclass
class Course:
    """The readings of one process, by the centre's own time."""

    name: str
    instants: list[Instant] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    @property
    def hours(self) -> list[float]:
        """Since the first reading."""
        return [(each - self.instants[0]) / 3_600_000 for each in self.instants]

    def add(self, reading: Reading, *, at: Instant) -> None:
        self.instants.append(at)
        self.readings.append(reading)

    def nights(self) -> list[Night]:
        """One for each night that was seen."""
        kept = defaultdict[date, list[tuple[float, Reading]]](list)
        for hour, instant, reading in zip(self.hours, self.instants, self.readings, strict=True):
            local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(HERE)
            if not _MORNING <= local.hour < _EVENING:
                kept[(local - timedelta(hours=12)).date()].append((hour, reading))
        return [
            Night(
                day,
                median(hour for hour, _ in seen),
                median(reading.megabytes for _, reading in seen),
                max(reading.handles for _, reading in seen),
            )
            for day, seen in kept.items()
        ]

    def row(self, visits: int) -> Row:
        """What grew after the warming up: from night to night, or, of a short soak, from reading to reading."""
        nights = self.nights()
        if by_night := len(nights) >= _NIGHTS_AT_LEAST:
            hours, held = [each.hour for each in nights[1:]], [each.megabytes for each in nights[1:]]
            handles = [each.handles for each in nights[1:]]
        else:
            start = int(len(self.hours) * _WARM)
            hours, held = self.hours[start:], [each.megabytes for each in self.readings[start:]]
            handles = [each.handles for each in self.readings[start:]]
        slope = growth(hours, held)
        early, late = max(handles[: len(handles) // 2 + 1]), max(handles[len(handles) // 2 :])
        return Row(
            what=f"soak: {self.name}",
            count=f"{self.hours[-1]:.1f} hours of the centre, {len(nights)} nights, {visits} visits, "
            f"{len(self.readings)} readings",
            held=f"{slope:+.2f} MB an hour at {held[-1]:.0f} MB{' by night' if by_night else ''}; "
            f"handles {early}, later {late} at most",
            good=slope < GROWS_AT_MOST and late <= early + _AT_ONCE,
        )
