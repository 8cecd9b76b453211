"""Whatever people do, in whatever order: what must hold of a centre holds after every step.

A rule-based machine plays citizens, officers, clocks and boards against the core, and keeps its own plain model.
"""

from __future__ import annotations

import copy
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

sys.path.insert(0, str(Path(__file__).parents[1]))
from conftest import at, small_plan

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import decide, due, handle
from queue_server.core.desk import DeskState
from queue_server.core.intake import intake, quota_of
from queue_server.core.offline import holdings
from queue_server.core.plan import MINUTE, ORDINARY, Kiosk, Policy, RatingStep
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import IN_HAND, MOVES, Ticket, TicketState
from queue_server.core.turn import BY_POLICY
from queue_server.core.undoable import UNDO_WITHIN, as_it_is

SERVICES = ("ho-tich", "chung-thuc", "tra-ket-qua")
DESKS = ("1", "2", "3")
OPEN = [state for state in TicketState if not state.closed]
KIOSKS = ("k1", "k2")
HALL_ACTS = frozenset(ev.HallAct.__args__)


class CentreMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        plan = small_plan(automatic=True, policy=Policy(unprinted="held", reserved_minutes=5))
        scale = (
            RatingStep(value=3, names={"vi": "Hài lòng"}, portal="like"),
            RatingStep(value=1, names={"vi": "Không hài lòng"}, portal="dislike"),
        )
        self.plan = replace(plan, kiosks=(Kiosk(id="k1", place={"vi": "Cửa chính"}),), rating_scale=scale)
        self.now = at("2026-11-23 08:00")
        self.centre = Centre()
        self.events: list[ev.Event] = []
        self.numbers: set[tuple[str, str]] = set()
        self.states: dict[str, TicketState] = {}
        self.rated: set[tuple[str, int]] = set()
        self.taken = 0
        self.places: dict[str, int] = {}
        self.do(cmd.AdoptPlan(plan=self.plan))
        self.do(cmd.OpenDay())

    # ------------------------------------------------------------------------------------------------- actions

    def do(self, command: cmd.Command) -> bool:
        """Carry out a command as the shell does, checking that deciding alone changes nothing."""
        before = copy.deepcopy(self.centre)
        try:
            decide(self.centre, command, self.now)
        except Refusal:
            assert self.centre == before
            return False
        assert self.centre == before
        for event in handle(self.centre, command, self.now):
            self.check(before, event)
            self.events.append(event)
            apply(before, event)
        assert before == self.centre
        return True

    def do_events(self, command: cmd.Command) -> int:
        """How many events a command made."""
        before = len(self.events)
        self.do(command)
        return len(self.events) - before

    def check(self, before: Centre, event: ev.Event) -> None:
        """What must hold of each event in the centre as it was before it."""
        if isinstance(event, ev.TicketTaken):
            assert (before.day, event.number) not in self.numbers
            self.numbers.add((before.day, event.number))
        if isinstance(event, ev.TicketCalled):
            assert not before.full
            assert before.desks[event.desk].state is DeskState.IDLE
            assert before.tickets[event.ticket].desk is None
            if event.why.rule in BY_POLICY:
                self.check_choice(before, event)

    def check_choice(self, before: Centre, event: ev.TicketCalled) -> None:
        """The ticket is the one with the smallest key among all that the desk may call, computed the slow way."""
        desk = before.desks[event.desk].plan
        overflow = {skill.service: skill.overflow for skill in desk.skills}
        keys, early = dict[str, tuple[float, int]](), dict[str, tuple[float, int]]()
        for ticket in before.tickets.values():
            if ticket.state is not TicketState.WAITING or ticket.held:
                continue
            if ticket.reserved not in (None, desk.id) and self.still_reserved(before, ticket):
                continue
            if ticket.service not in overflow and ticket.reserved != desk.id:
                continue
            helps_out = overflow.get(ticket.service) and ticket.reserved != desk.id
            offset = self.plan.policy.overflow_minutes * MINUTE if helps_out else 0
            in_time = self.now >= (self.awaited(ticket) or 0) - self.plan.policy.appointment_early_minutes * MINUTE
            (keys if in_time else early)[ticket.id] = (ticket.effective_at + offset, ticket.seq)
        assert (event.why.rule == "early") == (not keys), "no appointment before its time while others wait"
        passed_over = {each.ticket for each in event.why.passed_over}
        if keys:
            chosen = event.why.chosen.key, before.tickets[event.ticket].seq
            assert passed_over <= {key for key, place in early.items() if place < chosen}
            assert bool(passed_over) == any(place < chosen for place in early.values())
        else:
            assert not passed_over
            keys = early
        best = min(keys, key=lambda key: keys[key])
        if event.why.rule != "guard":
            guard_due = (
                before.streaks.get(frozenset(skill.service for skill in desk.skills), 0)
                >= self.plan.policy.guard_in_a_row
                and before.tickets[event.ticket].priority != ORDINARY
                and any(
                    before.tickets[key].priority == ORDINARY
                    and (self.awaited(before.tickets[key]) or before.tickets[key].effective_at)
                    <= self.now - self.plan.policy.guard_after_minutes * MINUTE
                    for key in keys
                )
            )
            assert not guard_due or event.why.rule == "early"
            assert event.ticket == best
        else:
            assert before.tickets[event.ticket].priority == ORDINARY
            assert before.tickets[best].priority != ORDINARY
        assert event.why.eligible == len(keys)

    def awaited(self, ticket: Ticket) -> int | None:
        """The appointed time of who came in time for it and was not called since; the slow way."""
        booked = ticket.appointment
        if booked is None or booked.late or ticket.leg or ticket.why:
            return None
        return booked.at

    def still_reserved(self, before: Centre, ticket: Ticket) -> bool:
        """Whether the desk that a ticket was sent to is open, and the first sent there has not waited too long."""
        lane = [
            (each.effective_at, each.seq, each.queued_at)
            for each in before.tickets.values()
            if each.state is TicketState.WAITING
            and (each.service, each.priority, each.reserved) == (ticket.service, ticket.priority, ticket.reserved)
            and each.head_start == ticket.head_start
        ]
        patience = self.plan.policy.reserved_minutes
        assert patience is not None
        return before.desks[ticket.reserved or ""].open and self.now - min(lane)[2] < patience * MINUTE

    def tickets_in(self, *states: TicketState) -> list[str]:
        return [ticket.id for ticket in self.centre.tickets.values() if ticket.state in states]

    # --------------------------------------------------------------------------------------------------- rules

    @rule(
        service=st.sampled_from(SERVICES),
        priority=st.sampled_from(["", "", "elderly", "disabled"]),
        origin=st.sampled_from([None, None, "k1"]),
        holder=st.sampled_from(["", "", "an", "binh"]),
    )
    def take(self, service: str, priority: str, origin: str | None, holder: str) -> None:
        self.taken += 1
        procedure = "ks-lt" if service == "ho-tich" and self.taken % 2 else None
        ticket = f"t{self.taken}"
        took = self.do(
            cmd.TakeTicket(
                ticket=ticket, service=service, procedure=procedure, priority=priority, origin=origin, holder=holder
            )
        )
        if not took and self.centre.now < at("2026-11-23 10:45") and not self.centre.open_ticket_of(holder):
            assert not intake(self.centre, service, self.now).issuing
        if took and origin == "k1":
            assert self.centre.tickets[ticket].held

    @rule(
        service=st.sampled_from(SERVICES),
        priority=st.sampled_from(["", "", "elderly", "disabled"]),
        minutes=st.sampled_from([-40, -11, -10, 0, 4, 11, 25, 90, 2000]),
        code=st.integers(1, 8),
    )
    def check_in(self, service: str, priority: str, minutes: int, code: int) -> None:
        """Once with each appointment of the day; whoever is late waits from now on, like all others."""
        self.taken += 1
        ticket, policy = f"t{self.taken}", self.plan.policy
        booked = Appointment(code=f"LH-{code:06}", at=self.now + minutes * MINUTE)
        already = [
            each for each in self.centre.tickets.values() if each.appointment and each.appointment.code == booked.code
        ]
        today = self.centre.calendar.service_day(booked.at) == self.centre.calendar.service_day(self.now)
        if not self.do(cmd.TakeTicket(ticket=ticket, service=service, priority=priority, appointment=booked)):
            return
        assert today
        assert not already
        found = self.centre.tickets[ticket]
        assert found.appointment is not None
        assert found.appointment.late == (-minutes > policy.appointment_grace_minutes)
        credit = self.centre.credits.get(priority, 0)
        head_start = max(credit, policy.appointment_head_start_minutes * MINUTE)
        place = self.now - credit if found.appointment.late else booked.at - head_start
        # An automatic desk may have called at once.
        assert found.effective_at == (place if found.why is None else min(place, self.now))

    @rule(
        early=st.sampled_from([0.0, 10.0, 20.0]),
        head_start=st.sampled_from([0.0, 15.0, 30.0]),
        grace=st.sampled_from([0.0, 10.0]),
    )
    def change_policy(self, early: float, head_start: float, grace: float) -> None:
        policy = replace(
            self.plan.policy,
            appointment_early_minutes=early,
            appointment_head_start_minutes=head_start,
            appointment_grace_minutes=grace,
        )
        self.plan = replace(self.plan, policy=policy)
        assert self.do(cmd.AdoptPlan(plan=self.plan))

    @rule(data=st.data(), state=st.sampled_from(["confirmed", "accepted", "unconfirmed", "failed", "noted"]))
    def slip_reported(self, data: st.DataObject, state: str) -> None:
        if self.centre.tickets:
            ticket = self.centre.tickets[data.draw(st.sampled_from(sorted(self.centre.tickets)))]
            held, effective = ticket.held, ticket.effective_at
            self.do(cmd.ReportSlip(ticket=ticket.id, state=state))
            assert ticket.held == (held and state not in IN_HAND)
            assert ticket.effective_at == effective, "being held costs nobody their place"

    @rule(desk=st.sampled_from(DESKS), data=st.data(), value=st.sampled_from([1, 3, 9]))
    def rate(self, desk: str, data: st.DataObject, value: int) -> None:
        """At a desk or by a ticket; each leg once."""
        ticket = data.draw(st.sampled_from([None, *sorted(self.centre.tickets)]))
        before = len(self.events)
        self.do(cmd.Rate(desk=desk if ticket is None else None, ticket=ticket, value=value))
        for event in self.events[before:]:
            assert isinstance(event, ev.VisitRated)
            assert (event.ticket, event.leg) not in self.rated
            self.rated.add((event.ticket, event.leg))

    @rule(kiosk=st.sampled_from(KIOSKS))
    def lease(self, kiosk: str) -> None:
        self.do(cmd.LeaseNumbers(kiosk=kiosk, spool=f"spool-{kiosk}"))
        assert not self.do_events(cmd.LeaseNumbers(kiosk=kiosk, spool=f"spool-{kiosk}")), "enough is enough"

    @rule(
        kiosk=st.sampled_from(KIOSKS),
        service=st.sampled_from(SERVICES),
        minutes=st.integers(0, 30),
        twice=st.booleans(),
    )
    def give_offline(self, kiosk: str, service: str, minutes: int, twice: bool) -> None:
        """A kiosk gives the lowest number that it holds; the server hears of it later, once or twice."""
        held = holdings(self.centre, kiosk=kiosk, spool=f"spool-{kiosk}", now=self.now)
        day = next((each for each in held if each.day == self.centre.day), None)
        free = next((first for each, first, _ in day.blocks if each == service), None) if day else None
        if free is None:
            return
        self.taken += 1
        self.places[kiosk] = self.places.get(kiosk, 0) + 1
        delivery = cmd.DeliverTicket(
            kiosk=kiosk,
            spool=f"spool-{kiosk}",
            place=self.places[kiosk],
            day=self.centre.day,
            ticket=f"t{self.taken}",
            number=f"{self.centre.services[service].prefix}{free:03d}",
            service=service,
            taken_at=self.now - minutes * MINUTE,
        )
        assert self.do_events(delivery)
        assert self.centre.tickets[f"t{self.taken}"].number == delivery.number
        if twice:
            assert not self.do_events(delivery)

    @rule(desk=st.sampled_from(DESKS), officer=st.sampled_from(["an", "binh"]))
    def open_desk(self, desk: str, officer: str) -> None:
        self.do(cmd.OpenDesk(desk=desk, officer=officer))

    @rule(desk=st.sampled_from(DESKS))
    def close_desk(self, desk: str) -> None:
        self.do(cmd.CloseDesk(desk=desk))

    @rule(desk=st.sampled_from(DESKS))
    def call_next(self, desk: str) -> None:
        self.do(cmd.CallNext(desk=desk))

    @rule(desk=st.sampled_from(DESKS), data=st.data())
    def call_ticket(self, desk: str, data: st.DataObject) -> None:
        waiting = self.tickets_in(TicketState.WAITING)
        if waiting:
            self.do(cmd.CallTicket(desk=desk, ticket=data.draw(st.sampled_from(waiting)), reason="hẹn trước"))

    @rule(
        desk=st.sampled_from(DESKS),
        action=st.sampled_from([cmd.Recall, cmd.StartServing, cmd.Finish, cmd.MarkAbsent, cmd.Park]),
        again=st.booleans(),
    )
    def act(self, desk: str, action: type, again: bool) -> None:
        ticket = self.centre.desks[desk].ticket
        if ticket is not None:
            did = self.do(action(desk=desk, ticket=ticket))
            if did and again and action is not cmd.Recall:
                assert not self.do(action(desk=desk, ticket=ticket)), "an action on a ticket that has left happens once"

    @rule(desk=st.sampled_from(DESKS), service=st.sampled_from([*SERVICES, None]), to=st.sampled_from([*DESKS, None]))
    def transfer(self, desk: str, service: str | None, to: str | None) -> None:
        ticket = self.centre.desks[desk].ticket
        if ticket is not None:
            effective = self.centre.tickets[ticket].effective_at
            if self.do(cmd.Transfer(desk=desk, ticket=ticket, service=service, to_desk=to)):
                assert self.centre.tickets[ticket].effective_at == effective, "a transfer keeps its place in time"

    @rule(data=st.data(), desk=st.sampled_from([*DESKS, None]))
    def resume(self, data: st.DataObject, desk: str | None) -> None:
        parked = self.tickets_in(TicketState.PARKED)
        if parked:
            self.do(cmd.ResumeTicket(ticket=data.draw(st.sampled_from(parked)), desk=desk))

    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        absent = self.tickets_in(TicketState.ABSENT)
        if absent:
            self.do(cmd.ReturnTicket(ticket=data.draw(st.sampled_from(absent))))

    @precondition(lambda self: self.taken > 3)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        self.do(cmd.Cancel(ticket=data.draw(st.sampled_from(sorted(self.centre.tickets) or ["nobody"]))))

    @rule(data=st.data(), spoken=st.booleans())
    def board_reports(self, data: st.DataObject, spoken: bool) -> None:
        if self.centre.calls:
            call = data.draw(st.sampled_from(list(self.centre.calls)))
            self.do(cmd.ReportCall(call=call.id, board="b1", drawn=True, spoken=spoken))

    @rule(desk=st.sampled_from(DESKS), back=st.booleans())
    def pause_or_continue(self, desk: str, back: bool) -> None:
        self.do(around.ContinueDesk(desk=desk) if back else around.PauseDesk(desk=desk, reason="họp"))

    @rule(desk=st.sampled_from(DESKS), heir=st.sampled_from([None, *DESKS]))
    def end_shift(self, desk: str, heir: str | None) -> None:
        open_before = {key for key, ticket in self.centre.tickets.items() if not ticket.state.closed}
        if self.do(around.EndShift(desk=desk, to_desk=heir)):
            assert {key for key, ticket in self.centre.tickets.items() if not ticket.state.closed} == open_before
            assert not self.centre.desks[desk].open
            assert all(
                desk not in (ticket.desk, ticket.keeper) and ticket.reserved in (None, heir)
                for ticket in self.centre.tickets.values()
                if desk in (ticket.desk, ticket.keeper, ticket.reserved) and not ticket.state.closed
            )

    @rule(desk=st.sampled_from(DESKS))
    def undo(self, desk: str) -> None:
        acts = list(self.centre.undoable.get(desk, []))
        streak = self.centre.streaks.get(self.centre.desks[desk].served, 0)
        if self.do(around.Undo(desk=desk)):
            ticket = self.centre.tickets[acts[-1].ticket]
            self.states.pop(ticket.id, None)  # going back is no move
            assert as_it_is(ticket) == acts[-1].before
            assert self.now - acts[-1].at <= UNDO_WITHIN
            if acts[-1].what != "call":
                assert self.centre.streaks.get(self.centre.desks[desk].served, 0) == streak
        elif acts and self.now - acts[-1].at <= UNDO_WITHIN and self.centre.desks[desk].open:
            ticket = self.centre.tickets.get(acts[-1].ticket)
            assert ticket is None or as_it_is(ticket) != acts[-1].before, "only what has moved on is refused"

    @rule(data=st.data(), to=st.sampled_from([None, *DESKS]))
    def reserve(self, data: st.DataObject, to: str | None) -> None:
        some = self.tickets_in(TicketState.WAITING, TicketState.PARKED)
        if some:
            self.do(around.Reserve(ticket=data.draw(st.sampled_from(some)), to_desk=to))

    @rule(data=st.data(), minutes=st.sampled_from([None, 1, 90]))
    def step_out(self, data: st.DataObject, minutes: int | None) -> None:
        waiting = self.tickets_in(TicketState.WAITING)
        if waiting:
            ticket = self.centre.tickets[data.draw(st.sampled_from(waiting))]
            age = ticket.effective_at
            if self.do(around.StepOut(ticket=ticket.id, minutes=minutes)):
                assert ticket.away_until is not None
                assert ticket.away_until - self.now <= self.plan.policy.step_out_minutes * MINUTE
                assert ticket.step_outs <= self.plan.policy.step_outs
                assert ticket.effective_at == age

    @rule(data=st.data())
    def step_in(self, data: st.DataObject) -> None:
        away = self.tickets_in(TicketState.AWAY)
        if away:
            self.do(around.StepIn(ticket=data.draw(st.sampled_from(away))))

    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        ticket = self.centre.tickets.get(data.draw(st.sampled_from(sorted(self.centre.tickets) or ["nobody"])))
        if ticket is not None:
            desk, was = ticket.desk, ticket.state
            if self.do(around.GiveUp(ticket=ticket.id)):
                assert desk is None
                assert not was.closed
                assert self.centre.tickets[ticket.id].state is TicketState.CANCELLED

    @rule(data=st.data(), kiosk=st.sampled_from(KIOSKS))
    def print_slip(self, data: st.DataObject, kiosk: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.centre.tickets) or ["nobody"]))
        if self.do(around.PrintSlip(ticket=key, to_kiosk=kiosk)):
            order = self.centre.tickets[key].order
            assert order is not None
            assert (order.kiosk, order.open) == (kiosk, True)

    @rule(data=st.data(), slow=st.booleans(), dossiers=st.sampled_from([None, 1, 5]))
    def amend(self, data: st.DataObject, slow: bool, dossiers: int | None) -> None:
        some = self.tickets_in(TicketState.WAITING, TicketState.CALLED, TicketState.SERVING)
        if some:
            self.do(around.Amend(ticket=data.draw(st.sampled_from(some)), slow=slow, dossiers=dossiers))

    @rule(desk=st.sampled_from(DESKS), procedure=st.sampled_from(["ks", "ctbs", "tkq"]))
    def further_procedure(self, desk: str, procedure: str) -> None:
        ticket = self.centre.desks[desk].ticket
        if ticket is not None and self.do(around.AddProcedure(desk=desk, ticket=ticket, procedure=procedure)):
            assert self.centre.tickets[ticket].works[-1].procedure == procedure

    @rule(data=st.data(), linked=st.booleans())
    def link_dossier(self, data: st.DataObject, linked: bool) -> None:
        if self.centre.tickets:
            key, code = data.draw(st.sampled_from(sorted(self.centre.tickets))), "H34.01.05-260723-0975"
            self.do(around.LinkDossier(ticket=key, code=code, linked=linked))
            assert (code in self.centre.tickets[key].codes) == linked

    @rule(desk=st.sampled_from(DESKS), officer=st.sampled_from(["an", "binh"]))
    def alarm(self, desk: str, officer: str) -> None:
        self.do(around.RaiseAlarm(desk=desk))
        for alarm in list(self.centre.alarms.values()):
            if self.do(around.AnswerAlarm(alarm=alarm.id, officer=officer)) and alarm.answered_at is None:
                assert alarm.officer != officer

    @rule(seconds=st.sampled_from([1, 5, 9, 11]))
    def a_moment_passes(self, seconds: int) -> None:
        self._passes(seconds * 1000)

    @rule(minutes=st.sampled_from([0, 1, 3, 7]))
    def time_passes(self, minutes: int) -> None:
        self._passes(minutes * MINUTE)

    def _passes(self, milliseconds: int) -> None:
        """What time alone brings is brought about at once, as the server does."""
        self.now += milliseconds
        self.do(around.ReturnDue())
        assert self.centre.overdue(self.now) == []
        assert not due(self.centre, self.now)

    @rule(
        desk=st.sampled_from(DESKS),
        services=st.lists(st.sampled_from(SERVICES), max_size=3),
        overflow=st.lists(st.sampled_from(SERVICES), max_size=2),
    )
    def reassign_desk(self, desk: str, services: list[str], overflow: list[str]) -> None:
        asked = cmd.ReassignDesk(
            desk=desk, services=tuple(services), overflow=tuple(overflow), reason="đông", officer="chi"
        )
        self.do(asked)
        served = [skill.service for skill in self.centre.desks[desk].plan.skills]
        planned = [skill.service for each in self.plan.desks if each.id == desk for skill in each.skills]
        assert served == (list(dict.fromkeys([*services, *overflow])) or planned)

    @rule(service=st.sampled_from(SERVICES), closing=st.booleans())
    def close_or_open_service(self, service: str, closing: bool) -> None:
        if closing:
            self.do(cmd.CloseService(service=service, words={"vi": "Hỏng mạng"}, officer="chi"))
            assert not self.do(cmd.TakeTicket(ticket=f"none{self.taken}", service=service))
        else:
            self.do(cmd.OpenService(service=service, reason="đã sửa", officer="chi"))

    @rule(service=st.sampled_from(SERVICES), quota=st.sampled_from([None, 0, 2, 5]))
    def set_quota(self, service: str, quota: int | None) -> None:
        self.do(cmd.SetQuota(service=service, quota=quota, reason="", officer="chi"))
        assert quota_of(self.centre, service) == quota

    @rule(service=st.sampled_from(SERVICES), desk=st.sampled_from([*DESKS, None]))
    def move_line(self, service: str, desk: str | None) -> None:
        places = {key: ticket.effective_at for key, ticket in self.centre.tickets.items()}
        if self.do(cmd.MoveLine(service=service, desk=desk, reason="", officer="chi")):
            assert places == {key: ticket.effective_at for key, ticket in self.centre.tickets.items()}
            assert not decide(self.centre, cmd.MoveLine(service=service, desk=desk, reason="", officer="c"), self.now)

    @rule(cap=st.sampled_from([None, 1, 2]))
    def set_admission(self, cap: int | None) -> None:
        self.do(cmd.SetAdmission(cap=cap, reason="", officer="chi"))

    @rule(withdraw=st.booleans())
    def post_or_withdraw_notice(self, withdraw: bool) -> None:
        if withdraw:
            last = max(self.centre.hall.notices, default=0)
            assert self.do(cmd.WithdrawNotice(notice=last, reason="", officer="chi")) == bool(last)
        else:
            self.do(cmd.PostNotice(words={"vi": "Mất điện"}, until=None, urgent=True, officer="chi"))

    @rule(action=st.sampled_from(["warn", "breach", "end", "tell"]))
    def alert(self, action: str) -> None:
        if action == "end":
            self.do(cmd.EndAlert(cause="wait:ho-tich"))
        elif action == "tell":
            self.do(cmd.TellAlert(cause="wait:ho-tich", note="sent"))
        else:
            self.do(cmd.RaiseAlert(cause="wait:ho-tich", level=action, words={"vi": "Chờ lâu"}))

    @rule(device=st.sampled_from(["k1", "b1"]))
    def administer(self, device: str) -> None:
        assert self.do(cmd.Administer(what="device_restart", subject=device, officer="quan"))

    @rule()
    def seal(self) -> None:
        assert self.do(cmd.SealJournal(epoch="e", up_to=1, hash="h", what="acts", records=1))

    @precondition(lambda self: self.taken > 6)
    @rule(keep=st.booleans())
    def next_day(self, keep: bool) -> None:
        self.plan = replace(self.plan, policy=replace(self.plan.policy, keep_overnight=keep))
        self.do(cmd.AdoptPlan(plan=self.plan))
        self.now = at("2026-11-24 08:00") if self.now < at("2026-11-24 00:00") else self.now
        before = self.centre.day, set(self.tickets_in(*OPEN))
        self.do(cmd.OpenDay())
        if not keep and self.centre.day != before[0]:
            assert not before[1] & set(self.tickets_in(*OPEN))

    # ---------------------------------------------------------------------------------------------- invariants

    @invariant()
    def replay_equals_live(self) -> None:
        replayed = Centre()
        for event in self.events:
            apply(replayed, event)
        assert replayed == self.centre

    @invariant()
    def everybody_who_waits_can_be_told_how_long(self) -> None:
        for ticket in self.centre.tickets.values():
            if ticket.state is TicketState.WAITING:
                outlook = self.centre.outlook_of(ticket, now=self.now)
                assert 0 <= outlook.low < outlook.high
                assert outlook.ahead >= 0

    @invariant()
    def open_tickets_have_numbers_of_their_own(self) -> None:
        numbers = [self.centre.tickets[key].number for key in self.tickets_in(*OPEN)]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def one_open_ticket_per_person_and_service(self) -> None:
        held = [each.holder for each in self.centre.tickets.values() if each.holder and not each.state.closed]
        assert len(held) == len(set(held))

    @invariant()
    def one_ticket_per_appointment(self) -> None:
        codes = [each.appointment.code for each in self.centre.tickets.values() if each.appointment is not None]
        assert len(codes) == len(set(codes))

    @invariant()
    def one_desk_per_ticket(self) -> None:
        at_desks = [desk.ticket for desk in self.centre.desks.values() if desk.ticket is not None]
        assert len(at_desks) == len(set(at_desks))
        for desk in self.centre.desks.values():
            if desk.ticket is not None:
                ticket = self.centre.tickets[desk.ticket]
                assert ticket.desk == desk.plan.id
                wanted = TicketState.CALLED if desk.state is DeskState.CALLING else TicketState.SERVING
                assert ticket.state is wanted
        for ticket in self.centre.tickets.values():
            assert (ticket.desk is not None) == (ticket.state in (TicketState.CALLED, TicketState.SERVING))

    @invariant()
    def every_waiting_ticket_is_in_one_lane(self) -> None:
        lines = self.centre.lanes.lines.values()
        lanes = [lane for line in lines for lane in line.lanes.values()]
        assert all(line.head == min(lane.head for lane in line.lanes.values()) for line in lines)
        assert all(line.last == max(lane.last for lane in line.lanes.values()) for line in lines)
        assert all(line.length == sum(lane.length for lane in line.lanes.values()) for line in lines)
        lanes += self.centre.lanes.apart.values()
        waiting = sorted(entry[2] for lane in lanes for entry in lane)
        held = {ticket.id for ticket in self.centre.tickets.values() if ticket.held}
        assert waiting == sorted(set(self.tickets_in(TicketState.WAITING)) - held)
        assert held <= set(self.tickets_in(TicketState.WAITING))
        assert all(lane.length == len(list(lane)) > 0 for lane in lanes)
        assert all(lane.head == next(iter(lane)) for lane in lanes)

    @invariant()
    def crews_are_those_who_work_now(self) -> None:
        crews = dict(self.centre._crews)
        self.centre.muster()
        assert crews == self.centre._crews

    @invariant()
    def bundles_are_those_who_wait_with_several_dossiers(self) -> None:
        waiting = (self.centre.tickets[key] for key in self.tickets_in(TicketState.WAITING))
        assert self.centre.bundles == {each.id for each in waiting if each.dossiers > 1 and not each.held}

    @invariant()
    def what_happened_to_a_ticket_is_told(self) -> None:
        told = {key: len(ticket.steps) for key, ticket in self.centre.tickets.items()}
        about = [getattr(event, "ticket", None) for event in self.events if not isinstance(event, ev.TicketTaken)]
        assert told == {key: about.count(key) for key in told}

    @invariant()
    def who_stepped_out_is_known(self) -> None:
        assert self.centre.outside == set(self.tickets_in(TicketState.AWAY))

    @invariant()
    def moves_are_legal(self) -> None:
        for ticket in self.centre.tickets.values():
            former = self.states.get(ticket.id, TicketState.WAITING)
            assert ticket.state is former or reachable(former, ticket.state)
            self.states[ticket.id] = ticket.state

    @invariant()
    def versions_count_events(self) -> None:
        assert self.centre.version == len(self.events)
        assert self.centre.now <= self.now

    @invariant()
    def automatic_desk_never_idles_while_somebody_waits(self) -> None:
        desk = self.centre.desks["3"]
        if desk.state is DeskState.IDLE and not self.centre.full:
            assert self.centre.next_for(desk, self.now) is None

    @invariant()
    def acts_of_today_are_all_kept(self) -> None:
        opened = max(place for place, event in enumerate(self.events, 1) if isinstance(event, ev.DayOpened))
        acts = {
            place: event for place, event in enumerate(self.events, 1) if place > opened and type(event) in HALL_ACTS
        }
        assert self.centre.hall.acts == acts

    @invariant()
    def the_tide_counts_everybody(self) -> None:
        slots = self.centre.tide.until(self.now)
        assert max((slot.waiting for slot in slots), default=0) >= self.centre.lanes.length == self.centre.tide.last

    @invariant()
    def nobody_new_passes_after_the_bound(self) -> None:
        """The order of two waiting tickets never changes, so the key alone decides."""
        for ticket in self.centre.tickets.values():
            first = ticket.leg == 0 and ticket.queued_at == ticket.taken_at and ticket.head_start is None
            if ticket.state is TicketState.WAITING and first and ticket.why is None:
                credit = self.centre.credits.get(ticket.priority, 0)
                assert ticket.effective_at == ticket.taken_at - credit


def reachable(former: TicketState, state: TicketState) -> bool:
    """Whether one or two legal moves lead there (finishing a desk's ticket and an automatic call are one step)."""
    return state in MOVES[former] or any(state in MOVES[between] for between in MOVES[former])


TestCentre = CentreMachine.TestCase
TestCentre.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
