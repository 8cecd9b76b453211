"""A day's sums, and those of people who were kept overnight."""

from __future__ import annotations

from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.reports.sums import sums
from tests.queue_server.conftest import at, small_plan


def took(ticket: str, moment: str) -> ev.TicketTaken:
    return ev.TicketTaken(
        at=at(moment),
        ticket=ticket,
        number=ticket,
        seq=1,
        service="chung-thuc",
        legs=("chung-thuc",),
        procedure=None,
        priority="ordinary",
        language="vi",
        origin=None,
        effective_at=at(moment),
        ahead=0,
        desks_open=1,
        low=0,
        high=9,
        experienced=False,
        fits_today=True,
    )


def test_each_day_has_its_own_and_before_the_first_there_is_none() -> None:
    centre = Centre()
    adopted = ev.PlanAdopted(at=at("2026-11-23 07:00"), plan=small_plan())
    assert sums([(1, adopted)], centre, first=0) == []
    apply(centre, ev.DayOpened(at=at("2026-11-23 07:00"), day="2026-11-23", kept=False))
    told = [
        (3, took("X001", "2026-11-23 08:00")),
        (4, ev.DayOpened(at=at("2026-11-24 07:00"), day="2026-11-24", kept=True)),
        (5, took("X002", "2026-11-24 08:00")),
        (6, took("X003", "2026-11-24 08:10")),
    ]
    found = sums(told, centre, first=2)
    assert [(each.day, each.first, each.report.whole.tickets) for each in found] == [
        ("2026-11-23", 2, 1),
        ("2026-11-24", 4, 2),
    ]
    assert centre.version == 6
