"""The figures of a day are those of its events."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import Event
from queue_server.core.plan import MINUTE, CentrePlan, Employer, Instant
from queue_server.reports.day import ServiceDay, report, together


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


def test_the_wait_of_an_appointment_counts_from_its_time(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    centre, events, begin = Centre(), list[Event](), instant("2026-11-23 08:00")

    def do(command: cmd.Command, minute: int) -> None:
        events.extend(handle(centre, command, begin + minute * MINUTE))

    do(cmd.AdoptPlan(plan=make_plan()), 0)
    do(cmd.OpenDay(), 0)
    do(cmd.OpenDesk(desk="1", officer="an"), 0)
    for ticket, at in (("early", 10), ("due", 30), ("late", -20)):
        booked = Appointment(code=f"LH-{ticket.upper():0>6}", at=begin + at * MINUTE)
        do(cmd.TakeTicket(ticket=ticket, service="ho-tich", appointment=booked), 0)
    for minute in (5, 15, 34):
        do(cmd.CallNext(desk="1"), minute)
        ticket = centre.desks["1"].ticket
        assert ticket is not None
        do(cmd.StartServing(desk="1", ticket=ticket), minute)
        do(cmd.Finish(desk="1", ticket=ticket), minute)
    [day] = report(events)
    assert day.whole.waits == [0, 15, 4]


def test_walking_idle_and_break_are_apart_from_serving(short_day: list[Event]) -> None:
    [day] = report(short_day)
    assert day.whole.walks == pytest.approx([1, 1], abs=0.01)
    time = day.officers["an", Employer.CIVIL_SERVANT]
    assert time.served == 2
    assert (time.walking, time.serving, time.paused) == pytest.approx((4, 13, 0), abs=0.01)
    assert (time.idle_wanted, time.idle_empty) == pytest.approx((16, 0), abs=0.01)
    assert day.procedures == {("chung-thuc", None): pytest.approx([4, 9], abs=0.01)}


def test_days_together_count_what_each_counts(short_day: list[Event]) -> None:
    [day] = report(short_day)
    both = together([day, day])
    assert (both.whole.tickets, both.finished, both.calls, both.slips) == (8, 4, 6, {"confirmed": 6, "failed": 2})
    assert both.desk_time.serving == pytest.approx(2 * day.desk_time.serving)
    assert sorted(both.whole.waits) == sorted([*day.whole.waits, *day.whole.waits])
    assert together([]).whole.mean is None


def test_waits_and_kept_promises_by_the_hour_of_the_ticket(short_day: list[Event]) -> None:
    [day] = report(short_day)
    hours = day.whole.hours
    assert sorted(hours) == [8]
    assert sorted(wait for each in hours.values() for wait in each.waits) == sorted(day.whole.waits)
    assert sum(each.inside_range for each in hours.values()) == day.whole.inside_range


def test_what_was_undone_is_not_counted(make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]) -> None:
    """A call, a no-show and a finish by a slip of the hand, then each in earnest."""
    centre, events = Centre(), list[Event]()
    begin = instant("2026-11-23 08:00")

    def do(command: cmd.Command, minute: float) -> None:
        events.extend(handle(centre, command, begin + int(minute * MINUTE)))

    do(cmd.AdoptPlan(plan=make_plan()), 0)
    do(cmd.OpenDay(), 0)
    do(cmd.OpenDesk(desk="1", officer="an"), 0)
    do(cmd.TakeTicket(ticket="a", service="chung-thuc"), 0)
    undo = around.Undo(desk="1", officer="an")
    do(cmd.CallNext(desk="1"), 5)
    do(undo, 5.1)
    do(cmd.CallNext(desk="1"), 6)
    do(cmd.Recall(desk="1", ticket="a"), 7)
    do(cmd.Recall(desk="1", ticket="a"), 7)
    do(cmd.MarkAbsent(desk="1", ticket="a"), 8)
    do(undo, 8.1)
    do(cmd.StartServing(desk="1", ticket="a"), 9)
    do(cmd.Finish(desk="1", ticket="a"), 12)
    do(undo, 12.1)
    do(cmd.Finish(desk="1", ticket="a"), 14)
    do(around.PauseDesk(desk="1", reason="ăn trưa", officer="an"), 15)
    do(around.ContinueDesk(desk="1", officer="an"), 45)
    [day] = report(events)
    assert (day.calls, day.finished, day.whole.absent, day.undone) == (1, 1, 0, 3)
    assert day.whole.waits == pytest.approx([6])
    assert day.whole.walks == pytest.approx([3])
    assert day.whole.servings == pytest.approx([5])
    assert day.desk_time.paused == pytest.approx(30)
    assert sum(slot.called for slot in centre.tide.until(begin + 45 * MINUTE)) == 1


def test_days_are_told_apart(short_day: list[Event]) -> None:
    assert [each.whole.tickets for each in report([*short_day, *short_day])] == [4, 4]


def test_a_day_on_which_nobody_was_called_has_no_waits() -> None:
    assert (ServiceDay(service="x").mean, ServiceDay(service="x").quantile(90)) == (None, None)
    assert report([]) == []
