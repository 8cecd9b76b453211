"""What grows is seen to grow, and what only fills and empties is not."""

from __future__ import annotations

from chaos.course import Course
from chaos.gauge import Reading

_HOUR = 3_600_000
#: 23 November 2026, 08:00 in Việt Nam.
_MORNING = 1_795_395_600_000


def course(*readings: tuple[float, int], every: float = 0.1) -> Course:
    made = Course("server")
    for place, (megabytes, handles) in enumerate(readings):
        made.add(Reading(megabytes, handles, 0), at=_MORNING + int(place * every * _HOUR))
    return made


def test_what_grows_is_seen_to_grow() -> None:
    assert course(*[(100.0, 20)] * 40).row(1).good
    assert not course(*[(100 + 0.5 * place, 20) for place in range(40)]).row(1).good, "5 MB an hour"
    assert not course(*[(100.0, 20 + place // 4) for place in range(40)]).row(1).good, "handles are left open"
    assert course(*[(50.0, 10)] * 5, *[(100.0, 20)] * 35).row(1).good, "warming up is not growing"


def test_of_many_days_the_nights_are_compared() -> None:
    by_day = [(100.0 + (50 if 0 <= hour % 24 < 10 else 0), 20) for hour in range(24 * 6)]
    full = course(*by_day, every=1)
    assert len(full.nights()) == 6
    assert {night.megabytes for night in full.nights()} == {100.0}
    assert full.row(1).good
    growing = [(megabytes + 1.5 * hour, handles) for hour, (megabytes, handles) in enumerate(by_day)]
    assert not course(*growing, every=1).row(1).good
