"""A changed plan is tried on a day that was: the same plan gives the same day, more hands never more waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import Event, Spooled, TicketFinished, TicketTaken
from queue_server.core.plan import MINUTE, CentrePlan, DeskPlan, Instant, Skill, skills
from queue_server.reports.demands import NoSuchDay
from queue_server.reports.dry_run import dry_run, reassigned

DAY = "2026-11-23"


def one_desk(plan: CentrePlan) -> CentrePlan:
    """One service, one desk: who comes is served in turn."""
    return replace(plan, desks=(DeskPlan(id="1", names={"vi": "1"}, skills=(Skill(service="chung-thuc"),)),))


def day(plan: CentrePlan, begin: Instant, visits: list[tuple[int, int]]) -> list[Event]:
    """A day at one desk, each visit after so many minutes from the last and so many long, called without delay."""
    centre, events = Centre(), list[Event]()

    def do(command: cmd.Command, at: Instant) -> None:
        events.extend(handle(centre, command, at))

    do(cmd.AdoptPlan(plan=plan), begin)
    do(cmd.OpenDay(), begin)
    do(cmd.OpenDesk(desk="1", officer="an"), begin)
    comes, jobs = begin, []
    for place, (gap, minutes) in enumerate(visits):
        comes += gap * MINUTE
        jobs.append((comes, f"t{place}", minutes * MINUTE))
    free, waiting = begin, list(jobs)
    for came, ticket, lasts in jobs:
        starts = max(free, came)
        while waiting and waiting[0][0] <= starts:
            do(cmd.TakeTicket(ticket=waiting[0][1], service="chung-thuc"), waiting.pop(0)[0])
        do(cmd.CallNext(desk="1"), starts)
        do(cmd.StartServing(desk="1", ticket=ticket), starts + MINUTE)
        free = starts + MINUTE + lasts
        while waiting and waiting[0][0] < free:
            do(cmd.TakeTicket(ticket=waiting[0][1], service="chung-thuc"), waiting.pop(0)[0])
        do(cmd.Finish(desk="1", ticket=ticket), free)
    do(cmd.CloseDesk(desk="1"), free)
    return events


VISITS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), min_size=1, max_size=9)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=VISITS)
def test_the_same_plan_gives_the_same_day(
    visits: list[tuple[int, int]], make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan = one_desk(make_plan())
    found = dry_run(day(plan, instant(f"{DAY} 08:00"), visits), plan, day=DAY)
    assert found.before.report.whole.waits == found.after.report.whole.waits == found.real.whole.waits
    assert found.before.report.whole.servings == found.real.whole.servings
    assert not found.before.unserved
    assert not found.after.turned_away


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=VISITS)
def test_a_desk_more_never_makes_anybody_wait_longer(
    visits: list[tuple[int, int]], make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan = one_desk(make_plan())
    second = replace(plan.desks[0], id="9")
    found = dry_run(day(plan, instant(f"{DAY} 08:00"), visits), replace(plan, desks=(*plan.desks, second)), day=DAY)
    pairs = zip(found.before.report.whole.waits, found.after.report.whole.waits, strict=True)
    assert all(after <= before for before, after in pairs)


def test_two_who_come_at_once_are_served_by_two(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan = one_desk(make_plan())
    events = day(plan, instant(f"{DAY} 08:00"), [(0, 10), (0, 10)])
    found = dry_run(events, replace(plan, desks=(*plan.desks, replace(plan.desks[0], id="9"))), day=DAY)
    assert found.before.report.whole.waits == [0, 11]
    assert found.after.report.whole.waits == [0, 0]


def test_a_change_is_made_of_the_plan_of_that_day(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan = one_desk(make_plan())
    events = day(plan, instant(f"{DAY} 08:00"), [(0, 10), (0, 10)])
    gone = partial(reassigned, desk="1", skills=skills(["ho-tich"], overflow=["ho-tich"]))
    assert dry_run(events, gone, day=DAY).after.unserved["chung-thuc"] == 2, "nobody serves it any more"
    for desk, service in (("9", "ho-tich"), ("1", "thue")):
        with pytest.raises(LookupError):
            dry_run(events, partial(reassigned, desk=desk, skills=skills([service])), day=DAY)


def test_a_number_given_without_the_server_counts_from_when_it_was_given(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan, begin = one_desk(make_plan()), instant(f"{DAY} 08:00")
    events = day(plan, begin, [(0, 20)])
    at = next(place for place, event in enumerate(events) if isinstance(event, TicketFinished))
    first = next(event for event in events if isinstance(event, TicketTaken))
    late = replace(
        first,
        ticket="late",
        number=first.number[:-3] + "501",
        seq=2,
        at=begin + 15 * MINUTE,
        spooled=Spooled(spool="s", place=1, taken_at=begin + 5 * MINUTE),
    )
    staying = [*events[:at], late, *events[at:-1]]  # the desk does not close
    found = dry_run(staying, plan, day=DAY)
    assert found.before.report.whole.waits == [0, 16]


def test_a_quota_turns_people_away(make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]) -> None:
    plan = one_desk(make_plan())
    events = day(plan, instant(f"{DAY} 08:00"), [(0, 5), (1, 5), (1, 5)])
    tight = replace(plan, services=tuple(replace(each, quota=1) for each in plan.services))
    found = dry_run(events, tight, day=DAY)
    assert found.after.turned_away == {"quota_used": 2}
    assert found.after.report.whole.tickets == 1


def test_absent_and_unserved_are_as_they_were(short_day: list[Event], make_plan: Callable[[], CentrePlan]) -> None:
    found = dry_run(short_day, make_plan(), day=DAY)
    assert found.real.whole.waits == pytest.approx([10, 20, 31], abs=0.01)
    assert len(found.before.report.whole.waits) == 4, "a desk that calls at once reaches the last one, too"


def test_a_day_that_is_not_there_is_said(short_day: list[Event], make_plan: Callable[[], CentrePlan]) -> None:
    with pytest.raises(NoSuchDay, match="2026-11-24"):
        dry_run(short_day, make_plan(), day="2026-11-24")
