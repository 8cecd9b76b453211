"""What a day asked of the desks is read from its journal: who came, how long each took, who was there."""

from __future__ import annotations

import pytest

from queue_server.core import events as ev
from queue_server.core.plan import MINUTE
from queue_server.reports.demands import NoSuchDay, demands

DAY = "2026-11-23"


def test_visits_are_as_long_as_they_were(short_day: list[ev.Event]) -> None:
    asked = demands(short_day, DAY)
    assert [visit.absent for visit in asked.visits.values()] == [False, False, True, False]
    assert [visit.works for visit in asked.visits.values()] == [[4 * MINUTE], [9 * MINUTE], [], []]
    assert [visit.walk for visit in asked.visits.values()] == [MINUTE, MINUTE, 2 * MINUTE, None]


def test_officers_were_there(short_day: list[ev.Event]) -> None:
    [shift] = demands(short_day, DAY).shifts
    assert (shift.desk, shift.officer, shift.there) == ("1", "an", True)


def test_only_that_day_counts(short_day: list[ev.Event]) -> None:
    later = ev.DayOpened(at=short_day[-1].at + 24 * 60 * MINUTE, day="2026-11-24", kept=True)
    assert len(demands([*short_day, later, short_day[-1]], DAY).events) == len(short_day) - 1
    with pytest.raises(NoSuchDay):
        demands([*short_day, later], "2026-11-24")
