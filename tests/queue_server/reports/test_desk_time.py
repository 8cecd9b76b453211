"""Each minute of an officer at a desk is counted once, under what the desk was doing."""

from __future__ import annotations

import pytest

from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.events import Event
from queue_server.core.plan import MINUTE, Employer
from queue_server.reports.desk_time import DeskTime, spend

AN = ("an", Employer.CIVIL_SERVANT)


def test_every_minute_is_counted_once(short_day: list[Event]) -> None:
    """Ten minutes idle with a line, a minute of walking, four of serving, and so on; then ten more with one waiting."""
    centre, officers = Centre(), dict[tuple[str, Employer], DeskTime]()
    for event in short_day:
        spend(centre, until=event.at, officers=officers)
        apply(centre, event)
    spend(centre, until=centre.now + 10 * MINUTE, officers=officers)
    time = officers[AN]
    assert (time.walking, time.serving) == pytest.approx((4, 13), abs=0.01)
    assert (time.idle_wanted, time.idle_empty, time.paused) == pytest.approx((26, 0, 0), abs=0.01)


def test_officers_are_added_up() -> None:
    total = DeskTime(served=1, walking=2, paused=5)
    total.add(DeskTime(served=3, walking=0.5))
    assert total == DeskTime(served=4, walking=2.5, paused=5)
