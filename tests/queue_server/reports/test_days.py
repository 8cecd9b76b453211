"""A day's records and hash, as a third party may keep them."""

from __future__ import annotations

from queue_server.core.events import DayOpened, DeskClosed, Event
from queue_server.reports.days import stretches


def test_each_day_ends_where_the_next_begins() -> None:
    events: list[Event] = [
        DeskClosed(at=0, desk="1"),
        DayOpened(at=1, day="2026-11-23"),
        DeskClosed(at=2, desk="1"),
        DayOpened(at=3, day="2026-11-24"),
    ]
    days = stretches((n, f"hash {n}", event) for n, event in enumerate(events, start=1))
    assert [(each.day, each.first, each.last, each.hash) for each in days] == [
        ("2026-11-23", 2, 3, "hash 3"),
        ("2026-11-24", 4, 4, "hash 4"),
    ]
