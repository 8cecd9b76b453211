"""When a lobby's screens are dark."""

from __future__ import annotations

import pytest

from queue_server.protocol.messages import Day
from windows.night import AFTER, BEFORE, asleep

_HOUR = 3_600_000
OPENS, CLOSES = 7 * _HOUR, 17 * _HOUR


def day(reason: str, *, opens: int | None = OPENS + 24 * _HOUR, issuing: bool = False) -> Day:
    return Day(service_day="2026-11-23", issuing=issuing, reason=reason, next_opening=opens, closes=CLOSES)


def test_screens_are_dark_from_after_the_last_citizen_until_before_the_first() -> None:
    evening = day("after_closing")
    assert not asleep(evening, now=CLOSES + AFTER - 1), "people are still served"
    assert asleep(evening, now=CLOSES + AFTER)
    morning = day("before_opening", opens=OPENS)
    assert asleep(morning, now=OPENS - BEFORE - 1)
    assert not asleep(morning, now=OPENS - BEFORE), "people are at the door"
    assert not asleep(morning, now=OPENS + _HOUR), "news so old keeps nothing dark"


def test_who_stays_over_noon_is_not_left_in_the_dark() -> None:
    assert not asleep(day("lunch", opens=13 * _HOUR), now=11 * _HOUR)
    assert not asleep(day("open", issuing=True), now=9 * _HOUR)
    assert not asleep(None, now=0)


@pytest.mark.parametrize("reason", ["holiday", "closed_day"])
@pytest.mark.parametrize("opens", [OPENS + 48 * _HOUR, None])
def test_a_day_off_is_dark_as_a_whole(reason: str, opens: int | None) -> None:
    assert asleep(day(reason, opens=opens), now=10 * _HOUR)
