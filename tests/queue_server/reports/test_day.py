"""The figures of a day are those of its events."""

from __future__ import annotations

import pytest

from queue_server.core.events import Event
from queue_server.reports.day import ServiceDay, report


def test_a_day_in_numbers(short_day: list[Event]) -> None:
    [day] = report(short_day)
    whole = day.whole
    assert (day.day, whole.tickets, day.finished, whole.absent) == ("2026-11-23", 4, 2, 1)
    assert (day.calls, day.recalls) == (3, 2)
    assert (len(day.drawn), len(day.heard)) == (2, 1)
    assert day.slips == {"confirmed": 3, "failed": 1}
    assert whole.waits == pytest.approx([10, 20, 31], abs=0.1)
    assert whole.servings == pytest.approx([4, 9], abs=0.1)
    assert whole.mean == pytest.approx(20.3, abs=0.1)
    assert whole.quantile(50) == pytest.approx(20, abs=0.1)


def test_days_are_told_apart(short_day: list[Event]) -> None:
    assert [each.whole.tickets for each in report([*short_day, *short_day])] == [4, 4]


def test_a_day_on_which_nobody_was_called_has_no_waits() -> None:
    assert (ServiceDay(service="x").mean, ServiceDay(service="x").quantile(90)) == (None, None)
    assert report([]) == []
