"""What becomes of those who are still there when the date changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.desk import DeskState
from queue_server.core.plan import MINUTE, CentrePlan, Instant, OpeningHours, Policy, Window
from queue_server.core.refusals import Refusal
from queue_server.protocol import messages as msg
from queue_server.reports.day import report
from queue_server.reports.proof import prove
from queue_server.wire import everything
from tests.queue_server.conftest import ZONE, at, small_plan

EVENING, NIGHT, MORNING = at("2026-11-23 23:50"), at("2026-11-24 00:01"), at("2026-11-24 07:30")


class Night:
    """A centre, and everything that happened in it."""

    def __init__(self, plan: CentrePlan, now: Instant) -> None:
        self.centre = Centre()
        self.events: list[ev.Event] = []
        self.do(cmd.AdoptPlan(plan=plan), now)
        self.do(cmd.OpenDay(), now)

    def do(self, command: cmd.Command, now: Instant) -> list[ev.Event]:
        happened = handle(self.centre, command, now)
        self.events += happened
        return happened

    def take(self, ticket: str, service: str, now: Instant) -> str:
        self.do(cmd.TakeTicket(ticket=ticket, service=service), now)
        return self.centre.tickets[ticket].number

    def call(self, desk: str, now: Instant) -> str:
        [called] = self.do(cmd.CallNext(desk=desk), now)
        assert isinstance(called, ev.TicketCalled)
        return called.ticket

    def serve(self, desk: str, now: Instant) -> str:
        ticket = self.call(desk, now)
        self.do(cmd.StartServing(desk=desk, ticket=ticket), now)
        return ticket


@pytest.fixture
def night() -> Night:
    """A centre that never closes, ten minutes before midnight: h1 is served, h2 and h3 wait, x1 is done."""
    day = (Window(opens=0, closes=24 * 60),)
    night = Night(replace(small_plan(), hours=OpeningHours(timezone=ZONE, week=(day,) * 7)), EVENING)
    for desk in ("1", "2"):
        night.do(cmd.OpenDesk(desk=desk, officer=f"officer{desk}"), EVENING)
    for ticket in ("h1", "h2", "h3"):
        night.take(ticket, "ho-tich", EVENING)
    night.take("x1", "chung-thuc", EVENING + 1)
    night.serve("1", EVENING + 2)
    night.serve("2", EVENING + 2)
    night.do(cmd.Finish(desk="2", ticket="x1"), EVENING + 3)
    return night


def test_a_centre_that_never_closes_loses_nobody_at_midnight(night: Night) -> None:
    assert night.do(cmd.OpenDay(), NIGHT) == [ev.DayOpened(at=NIGHT, day="2026-11-24", kept=True)]
    desk = night.centre.desks["1"]
    assert (desk.state, desk.officer, desk.ticket) == (DeskState.SERVING, "officer1", "h1")
    night.do(cmd.Finish(desk="1", ticket="h1"), NIGHT)
    assert night.call("1", NIGHT) == "h2", "in the order of the evening"


def test_numbers_go_on_where_somebody_holds_one_of_yesterday(night: Night) -> None:
    night.do(cmd.OpenDay(), NIGHT)
    assert night.take("h4", "ho-tich", NIGHT) == "H004"
    assert night.take("x2", "chung-thuc", NIGHT) == "X001", "nobody holds an X of yesterday"


def test_the_journal_of_such_a_night_holds_and_is_reported(night: Night) -> None:
    night.do(cmd.OpenDay(), NIGHT)
    night.do(cmd.Finish(desk="1", ticket="h1"), NIGHT)
    night.take("h4", "ho-tich", NIGHT)
    for _ in range(3):
        night.do(cmd.Finish(desk="1", ticket=night.serve("1", NIGHT + 1)), NIGHT + 2)
    assert prove(night.events).sound
    former, latter = report(night.events)
    assert (former.finished, latter.finished) == (1, 4)
    assert (former.whole.tickets, latter.whole.tickets) == (4, 1)


def test_devices_are_told_everything_although_some_is_forgotten(night: Night) -> None:
    """The ticket at desk 1 was chosen before one that is done by midnight."""
    why = night.centre.tickets["h1"].why
    assert why is not None
    assert "x1" in {each.ticket for each in why.runners_up}
    night.do(cmd.OpenDay(), NIGHT)
    tickets = {thing.id: thing for thing in everything(night.centre, now=NIGHT) if isinstance(thing, msg.Ticket)}
    assert set(tickets) == {"h1", "h2", "h3"}
    told = tickets["h1"].why
    assert told is not None
    assert len(told.runners_up) == len(why.runners_up) - 1


def test_who_stayed_away_for_too_long_is_not_kept(night: Night) -> None:
    night.do(cmd.Finish(desk="1", ticket="h1"), EVENING + 4)
    assert night.call("1", EVENING + 5) == "h2"
    for _ in range(2):
        night.do(cmd.Recall(desk="1", ticket="h2"), EVENING + 6)
    night.do(cmd.MarkAbsent(desk="1", ticket="h2"), EVENING + 7)
    later = at("2026-11-24 01:00")
    assert night.do(cmd.OpenDay(), later)[0] == ev.TicketExpired(at=later, ticket="h2")


def test_an_ordinary_centre_begins_anew() -> None:
    night = Night(small_plan(), at("2026-11-23 10:00"))
    night.take("h1", "ho-tich", at("2026-11-23 10:00"))
    assert [type(event) for event in night.do(cmd.OpenDay(), MORNING)] == [ev.TicketExpired, ev.DayOpened]
    assert night.take("h2", "ho-tich", MORNING) == "H001"


def test_after_an_emergency_yesterdays_numbers_are_called_first() -> None:
    afternoon = at("2026-11-23 16:00")
    night = Night(small_plan(policy=Policy(keep_overnight=True)), afternoon)
    night.do(cmd.OpenDesk(desk="1", officer="an"), afternoon)
    assert night.take("old", "ho-tich", afternoon) == "H001"
    opened = night.do(cmd.OpenDay(), MORNING)
    assert [type(event) for event in opened] == [ev.DeskClosed, ev.DayOpened], "the officer went home"
    assert night.take("new", "ho-tich", MORNING) == "H002"
    night.do(cmd.OpenDesk(desk="1", officer="binh"), MORNING)
    assert night.call("1", MORNING) == "old"
    assert prove(night.events).sound


def test_a_ticket_sent_to_one_desk_does_not_wait_for_it_for_ever() -> None:
    now = at("2026-11-23 08:00")
    night = Night(small_plan(policy=Policy(reserved_minutes=15)), now)
    for desk in ("1", "2"):
        night.do(cmd.OpenDesk(desk=desk, officer=f"officer{desk}"), now)
    night.take("x1", "chung-thuc", now)
    night.call("2", now)
    night.do(cmd.Transfer(desk="2", ticket="x1", to_desk="1"), now)
    with pytest.raises(Refusal, match="nobody_waiting"):
        night.call("2", now + 14 * MINUTE)
    assert night.call("2", now + 15 * MINUTE) == "x1"
    assert prove(night.events).sound


def test_the_tide_of_a_day_begins_with_those_who_waited_over_night() -> None:
    """Before anything else happens in it."""
    afternoon = at("2026-11-23 16:00")
    night = Night(small_plan(policy=Policy(keep_overnight=True)), afternoon)
    night.take("kept", "ho-tich", afternoon)
    assert night.do(cmd.OpenDay(), MORNING)
    assert [(slot.start, slot.waiting, slot.last) for slot in night.centre.tide.until(MORNING)] == [(MORNING, 1, 1)]
