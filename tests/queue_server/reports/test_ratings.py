"""Ratings in numbers."""

from __future__ import annotations

from queue_server.core import events as ev
from queue_server.reports.ratings import ratings


def rated(ticket: str, value: int, portal: str, *reasons: str, desk: str = "1", service: str = "ho-tich") -> ev.Event:
    return ev.VisitRated(
        at=1, ticket=ticket, leg=0, service=service, desk=desk, value=value, portal=portal, reasons=reasons
    )


EVENTS: list[ev.Event] = [
    ev.DayOpened(at=0, day="2026-11-23"),
    ev.TicketFinished(at=1, ticket="t1", desk="1"),
    rated("t1", 3, "like"),
    ev.TicketFinished(at=1, ticket="t2", desk="2"),
    rated("t2", 1, "dislike", "cho-lau", "thai-do", desk="2"),
    ev.TicketFinished(at=1, ticket="t3", desk="2"),
    rated("t3", 1, "dislike", "cho-lau", desk="2", service="thue"),
    ev.TicketFinished(at=1, ticket="t4", desk="2"),
    ev.DayOpened(at=2, day="2026-11-24"),
    rated("t9", 2, "none"),
]


def test_by_service_and_by_desk_with_reasons() -> None:
    found = ratings(EVENTS, first="2026-11-23", last="2026-11-23")
    assert found.visits == 4
    assert found.whole.mean == 5 / 3
    assert found.whole.portal == {"like": 1, "dislike": 2}
    assert found.whole.reasons == {"cho-lau": 2, "thai-do": 1}
    assert {key: each.mean for key, each in found.desks.items()} == {"1": 3, "2": 1}
    assert {key: len(each.values) for key, each in found.services.items()} == {"ho-tich": 2, "thue": 1}


def test_all_days_together_and_none() -> None:
    assert len(ratings(EVENTS).whole.values) == 4
    assert ratings([]).whole.mean is None


def test_a_period_has_both_its_ends() -> None:
    assert len(ratings(EVENTS, first="2026-11-24").whole.values) == 1
    assert len(ratings(EVENTS, last="2026-11-23").whole.values) == 3
    assert ratings(EVENTS, first="2026-11-25").visits == 0
