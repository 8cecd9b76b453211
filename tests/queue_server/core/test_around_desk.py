"""What officers do around a call, one story each; that nothing is lost by any of it is the machine's to check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.desk import DeskState
from queue_server.core.plan import MINUTE, Authority, Board, CentrePlan, Instant, Policy
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState

SECOND = 1000


class Morning:
    """A centre, and a clock that is moved by hand."""

    def __init__(self, plan: CentrePlan, now: Instant) -> None:
        self.centre, self.now = Centre(), now
        self.do(cmd.AdoptPlan(plan=plan))
        self.do(cmd.OpenDay())

    def do(self, command: cmd.Command) -> list[ev.Event]:
        return handle(self.centre, command, self.now)

    def refuses(self, command: cmd.Command) -> str:
        with pytest.raises(Refusal) as refused:
            self.do(command)
        return refused.value.code

    def take(self, *tickets: str, **more: object) -> None:
        for ticket in tickets:
            self.do(cmd.TakeTicket(ticket=ticket, service="chung-thuc", **more))  # type: ignore[arg-type]

    def state(self, ticket: str) -> TicketState:
        return self.centre.tickets[ticket].state


@pytest.fixture
def morning(make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]) -> Morning:
    here = Morning(make_plan(), instant("2026-11-23 08:00"))
    here.do(cmd.OpenDesk(desk="1", officer="an"))
    return here


def call(morning: Morning, *, recalls: int = 2) -> int:
    """Somebody is called as often as the centre asks; the version of the last call."""
    morning.do(cmd.CallNext(desk="1"))
    ticket = morning.centre.desks["1"].ticket
    assert ticket is not None
    for _ in range(recalls):
        morning.do(cmd.Recall(desk="1", ticket=ticket))
    return morning.centre.version


def test_nobody_is_absent_whose_call_no_board_has_shown_while_boards_are_at_work(morning: Morning) -> None:
    morning.take("a", "b")
    morning.do(cmd.ReportCall(call=call(morning, recalls=0), board="b1", drawn=True))
    morning.do(cmd.StartServing(desk="1", ticket="a"))
    morning.do(cmd.Finish(desk="1", ticket="a"))
    last = call(morning)
    assert morning.refuses(cmd.MarkAbsent(desk="1", ticket="b")) == "not_heard"
    morning.do(cmd.ReportCall(call=last, board="b1", spoken=True))
    [absent] = morning.do(cmd.MarkAbsent(desk="1", ticket="b"))
    assert isinstance(absent, ev.TicketAbsent)
    assert not absent.unheard


def test_without_a_board_at_work_the_absence_says_so(morning: Morning) -> None:
    morning.take("a")
    call(morning)
    [absent] = morning.do(cmd.MarkAbsent(desk="1", ticket="a"))
    assert isinstance(absent, ev.TicketAbsent)
    assert absent.unheard


def test_a_board_of_another_hall_is_not_waited_for(make_plan: Callable[..., CentrePlan], morning: Morning) -> None:
    elsewhere = replace(make_plan(), boards=(Board(id="b2", services=("tra-ket-qua",)),))
    morning.do(cmd.AdoptPlan(plan=elsewhere))
    morning.take("a")
    call(morning)
    morning.do(cmd.ReportCall(call=morning.centre.calls[0].id, board="b2", drawn=True))
    morning.do(cmd.Recall(desk="1", ticket="a"))
    assert morning.do(cmd.MarkAbsent(desk="1", ticket="a"))


def test_a_centre_may_do_without_the_rule(make_plan: Callable[..., CentrePlan], morning: Morning) -> None:
    morning.do(cmd.AdoptPlan(plan=make_plan(policy=Policy(absent_needs_heard=False, recalls_before_absent=0))))
    morning.take("a", "b")
    morning.do(cmd.ReportCall(call=call(morning, recalls=0), board="b1", drawn=True))
    morning.do(around.Undo(desk="1"))
    morning.do(cmd.CallTicket(desk="1", ticket="b", reason="hẹn"))
    assert morning.do(cmd.MarkAbsent(desk="1", ticket="b"))


def test_slow_people_are_called_once_more_and_given_time(morning: Morning) -> None:
    morning.take("a", slow=True)
    call(morning)
    assert morning.refuses(cmd.MarkAbsent(desk="1", ticket="a")) == "recall_first"
    morning.do(cmd.Recall(desk="1", ticket="a"))
    morning.now += 90 * SECOND
    assert morning.refuses(cmd.MarkAbsent(desk="1", ticket="a")) == "still_walking"
    morning.now += 31 * SECOND
    assert morning.do(cmd.MarkAbsent(desk="1", ticket="a"))


def test_a_call_undone_is_as_if_it_had_not_been(morning: Morning) -> None:
    morning.take("a", "b", priority="elderly")
    before = replace(morning.centre.tickets["a"])
    lines, streaks, waits = morning.centre.turn(0), dict(morning.centre.streaks), dict(morning.centre.experience.waits)
    call(morning, recalls=0)
    assert morning.centre.streaks != streaks
    morning.now += 10 * SECOND
    morning.do(around.Undo(desk="1", officer="an"))
    ticket, desk = morning.centre.tickets["a"], morning.centre.desks["1"]
    assert (ticket.state, ticket.called_at, ticket.effective_at) == (before.state, None, before.effective_at)
    assert (desk.state, desk.ticket) == (DeskState.IDLE, None)
    assert [each.withdrawn for each in morning.centre.calls] == [True]
    assert (morning.centre.turn(0).lanes, dict(morning.centre.experience.waits)) == (lines.lanes, waits)
    assert sum(morning.centre.streaks.values()) == 0
    call(morning, recalls=0)
    assert morning.centre.desks["1"].ticket == "a"


def test_finish_and_the_call_after_it_are_undone_one_after_the_other(morning: Morning) -> None:
    morning.take("a", "b")
    call(morning, recalls=0)
    morning.do(cmd.StartServing(desk="1", ticket="a"))
    began = morning.centre.desks["1"].since
    morning.now += 3 * MINUTE
    morning.do(cmd.Finish(desk="1", ticket="a"))
    morning.do(cmd.CallNext(desk="1"))
    morning.do(around.Undo(desk="1"))
    assert (morning.state("a"), morning.state("b")) == (TicketState.FINISHED, TicketState.WAITING)
    morning.do(around.Undo(desk="1"))
    assert morning.state("a") is TicketState.SERVING
    assert (morning.centre.desks["1"].ticket, morning.centre.desks["1"].since) == ("a", began)
    assert morning.refuses(cmd.CallNext(desk="1")) == "desk_busy"
    assert morning.refuses(around.Undo(desk="1")) == "too_late_to_undo"


def test_a_leg_that_the_next_desk_has_called_cannot_be_taken_back(morning: Morning) -> None:
    morning.do(cmd.TakeTicket(ticket="a", service="ho-tich", procedure="ks-lt"))
    morning.do(cmd.OpenDesk(desk="3", officer="chi"))
    call(morning, recalls=0)
    morning.do(cmd.StartServing(desk="1", ticket="a"))
    morning.do(cmd.Finish(desk="1", ticket="a"))
    morning.do(cmd.CallNext(desk="3"))
    assert morning.refuses(around.Undo(desk="1")) == "moved_on"


def test_after_ten_seconds_nothing_is_undone(morning: Morning) -> None:
    morning.take("a")
    call(morning, recalls=0)
    morning.now += 10 * SECOND + 1
    assert morning.refuses(around.Undo(desk="1")) == "too_late_to_undo"


def test_an_automatic_desk_stops_when_its_call_is_undone(
    make_plan: Callable[..., CentrePlan], morning: Morning
) -> None:
    morning.do(cmd.AdoptPlan(plan=make_plan(automatic=True)))
    morning.do(cmd.TakeTicket(ticket="a", service="tra-ket-qua"))
    morning.do(cmd.OpenDesk(desk="3", officer="chi"))
    assert morning.state("a") is TicketState.CALLED
    morning.do(around.Undo(desk="3"))
    assert (morning.state("a"), morning.centre.desks["3"].state) == (TicketState.WAITING, DeskState.PAUSED)
    morning.do(around.ContinueDesk(desk="3"))
    assert morning.state("a") is TicketState.CALLED


def test_an_undone_call_teaches_nothing_about_the_line(morning: Morning) -> None:
    morning.take("a")
    call(morning, recalls=0)
    assert not morning.centre.experience.waits
    morning.do(cmd.StartServing(desk="1", ticket="a"))
    assert morning.centre.experience.waits


def test_a_desk_on_a_break_calls_nobody(morning: Morning) -> None:
    morning.take("a")
    morning.do(around.PauseDesk(desk="1", reason="họp"))
    assert morning.refuses(cmd.CallNext(desk="1")) == "desk_paused"
    assert morning.centre.outlook("chung-thuc", now=morning.now).desks == 0
    morning.do(around.ContinueDesk(desk="1"))
    assert morning.do(cmd.CallNext(desk="1"))


def test_whoever_goes_home_leaves_nothing_open(morning: Morning) -> None:
    morning.take("served", "parked", "kept")
    call(morning, recalls=0)
    morning.do(cmd.StartServing(desk="1", ticket="served"))
    morning.do(cmd.Park(desk="1", ticket="served", reason="điền tờ khai", minutes=15))
    assert morning.centre.tickets["served"].parked_until == morning.now + 15 * MINUTE
    morning.do(around.Reserve(ticket="kept", to_desk="1"))
    call(morning, recalls=0)
    morning.do(cmd.OpenDesk(desk="2", officer="binh"))
    at_desk = morning.centre.desks["1"].ticket
    assert at_desk is not None
    morning.do(around.EndShift(desk="1", to_desk="2", note="tiếp nhận giúp", officer="an"))
    assert morning.state(at_desk) is TicketState.WAITING
    assert {ticket.reserved or ticket.keeper for ticket in morning.centre.tickets.values()} <= {"2", None}
    assert morning.centre.tickets["served"].keeper == "2"
    assert morning.do(cmd.CallNext(desk="2"))


def test_a_citizen_who_steps_out_keeps_their_place_and_is_not_called(morning: Morning) -> None:
    morning.take("a", "b")
    morning.do(around.StepOut(ticket="a", minutes=60))
    assert morning.centre.tickets["a"].away_until == morning.now + 15 * MINUTE, "capped"
    call(morning, recalls=0)
    assert morning.centre.desks["1"].ticket == "b"
    morning.do(around.StepIn(ticket="a"))
    morning.do(around.StepOut(ticket="a"))
    morning.now += 15 * MINUTE
    assert morning.do(around.ReturnDue())
    assert morning.state("a") is TicketState.WAITING
    assert morning.centre.turn(morning.now).lanes.waiting("chung-thuc") == 1
    assert morning.refuses(around.StepOut(ticket="a")) == "stepped_out_enough"
    assert morning.refuses(around.StepOut(ticket=morning.centre.tickets["a"].number)) == "unknown_ticket"


def test_a_slip_is_ordered_once_until_it_is_heard_how_it_went(morning: Morning) -> None:
    morning.take("a")
    [first] = morning.do(around.PrintSlip(ticket="a", to_kiosk="k2"))
    assert isinstance(first, de.SlipOrdered)
    assert (first.kiosk, first.copy) == ("k2", 0)
    assert morning.do(around.PrintSlip(ticket="a", to_kiosk="k2")) == []
    [elsewhere] = morning.do(around.PrintSlip(ticket="a", to_kiosk="k1"))
    assert isinstance(elsewhere, de.SlipOrdered)
    assert elsewhere.copy == 1
    for _ in range(2):  # the second report says nothing new of the ticket, and still ends an order
        morning.do(cmd.ReportSlip(ticket="a", state="confirmed"))
        order = morning.centre.tickets["a"].order
        assert order is not None
        assert not order.open
        morning.do(around.PrintSlip(ticket="a", to_kiosk="k1"))


def test_a_citizen_gives_up_by_the_id_and_not_while_a_desk_has_the_ticket(morning: Morning) -> None:
    morning.take("a", "b")
    assert morning.refuses(around.GiveUp(ticket=morning.centre.tickets["b"].number)) == "unknown_ticket"
    morning.do(cmd.CallNext(desk="1"))
    assert morning.refuses(around.GiveUp(ticket="a")) == "wrong_state"
    [gone] = morning.do(around.GiveUp(ticket="b"))
    assert isinstance(gone, ev.TicketCancelled)
    assert morning.refuses(around.GiveUp(ticket="b")) == "wrong_state"


def test_many_dossiers_make_the_wait_of_those_behind_longer(morning: Morning) -> None:
    morning.take("a")
    before = morning.centre.outlook("chung-thuc", now=morning.now)
    morning.do(around.Amend(ticket="a", dossiers=11))
    after = morning.centre.outlook("chung-thuc", now=morning.now)
    assert after.low >= before.low + 25
    assert after.ahead == before.ahead


def test_a_further_matter_at_the_same_desk(morning: Morning) -> None:
    morning.take("a", procedure="ctbs")
    call(morning, recalls=0)
    assert morning.refuses(around.AddProcedure(desk="1", ticket="a", procedure="ks")) == "wrong_state"
    morning.do(cmd.StartServing(desk="1", ticket="a"))
    morning.now += 5 * MINUTE
    morning.do(around.AddProcedure(desk="1", ticket="a", procedure="ks"))
    assert [(work.service, work.procedure) for work in morning.centre.tickets["a"].works] == [
        ("chung-thuc", "ctbs"),
        ("ho-tich", "ks"),
    ]
    assert morning.refuses(around.AddProcedure(desk="1", ticket="a", procedure="tkq")) == "not_served_here"


def test_a_transfer_to_an_officer_goes_to_where_they_sit(morning: Morning) -> None:
    morning.take("a")
    call(morning, recalls=0)
    assert morning.refuses(cmd.Transfer(desk="1", ticket="a", to_officer="binh")) == "officer_away"
    morning.do(cmd.OpenDesk(desk="2", officer="binh"))
    morning.do(cmd.Transfer(desk="1", ticket="a", to_officer="binh", note="đã kiểm tra bản chính"))
    assert morning.centre.tickets["a"].reserved == "2"


def test_an_alarm_is_answered_by_a_colleague(morning: Morning) -> None:
    [raised] = morning.do(around.RaiseAlarm(desk="1", officer="an"))
    assert morning.do(around.RaiseAlarm(desk="1", officer="an")) == [], "once is enough"
    alarm = morning.centre.version
    assert morning.refuses(around.AnswerAlarm(alarm=alarm, officer="an")) == "own_alarm"
    morning.do(around.AnswerAlarm(alarm=alarm, officer="binh"))
    assert morning.centre.alarms[alarm].answered_by == "binh"
    assert raised.at == morning.now
    assert morning.refuses(around.AnswerAlarm(alarm=999)) == "unknown_alarm"


def test_the_story_of_a_ticket_says_who_did_what_and_why(morning: Morning) -> None:
    morning.take("a")
    morning.do(cmd.CallTicket(desk="1", ticket="a", reason="hẹn trước"))
    morning.do(cmd.StartServing(desk="1", ticket="a"))
    assert [(step.what, step.officer, step.note) for step in morning.centre.tickets["a"].steps] == [
        ("ticket_called", "an", "hẹn trước"),
        ("serving_started", "an", ""),
    ]


def test_who_receives_and_who_decides_is_kept_and_may_be_named_by_the_officer(
    make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]
) -> None:
    ward, city = (Authority(id=each, names={"vi": each}, level="commune") for each in ("ward", "city"))
    here = Morning(replace(make_plan(), authorities=(ward, city), authority="ward"), instant("2026-11-23 08:00"))
    here.take("a", dossiers=3)
    assert (here.centre.tickets["a"].received, here.centre.tickets["a"].decides) == ("ward", "")
    plan = here.centre.plan
    nothing = tuple(replace(each, receives=False) for each in plan.services)
    here.do(cmd.AdoptPlan(plan=replace(plan, services=nothing)))
    here.take("guided")
    assert (here.centre.tickets["guided"].received, here.centre.tickets["guided"].decides) == ("", "")
    here.do(around.Amend(ticket="a", decides="city"))
    assert here.refuses(around.Amend(ticket="a", received="nowhere")) == "unknown_authority"
    here.do(around.Amend(ticket="a", received="city", slow=True))
    after = here.centre.tickets["a"]
    assert (after.received, after.decides, after.slow, after.dossiers) == ("city", "city", True, 3)
    assert here.do(around.Amend(ticket="a", received="city")) == []


@pytest.mark.parametrize(("named", "then"), [(None, "land"), ("city", "city")])
def test_in_another_service_another_authority_decides_unless_an_officer_has_named_one(
    named: str | None, then: str, make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]
) -> None:
    plan = make_plan()
    bodies = [Authority(id=each, names={"vi": each}, level="commune") for each in ("ward", "city", "land")]
    services = [
        replace(each, procedures=tuple(replace(one, decides=(decides,)) for one in each.procedures))
        for each, decides in zip(plan.services, ("land", "ward", "ward"), strict=True)
    ]
    plan = replace(plan, authorities=tuple(bodies), authority="ward", services=tuple(services))
    here = Morning(plan, instant("2026-11-23 08:00"))
    here.do(cmd.OpenDesk(desk="1", officer="an"))
    here.take("a")
    here.do(cmd.CallTicket(desk="1", ticket="a", reason="thử"))
    assert here.centre.tickets["a"].decides == "ward"
    if named:
        here.do(around.Amend(ticket="a", decides=named))
    here.do(cmd.Transfer(desk="1", ticket="a", service="ho-tich"))
    assert here.centre.tickets["a"].decides == then
