"""What each command would make happen: events, or a `Refusal`. Changes nothing.

`handle` is what the shell calls: decide, apply, and let the automatic desks that are idle call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from queue_server.core import calendar
from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.calls import Heard
from queue_server.core.centre import Centre
from queue_server.core.desk import Desk, DeskState
from queue_server.core.plan import MINUTE, ORDINARY, Instant
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState
from queue_server.core.turn import Contender, Why, head_start


def decide(centre: Centre, command: cmd.Command, now: Instant) -> list[ev.Event]:
    """What the command would make happen, in order; possibly nothing. Raises `Refusal`."""
    return _DECIDE[type(command)](centre, command, now)


def handle(centre: Centre, command: cmd.Command, now: Instant) -> list[ev.Event]:
    """Decide and apply, then let automatic desks call. Raises `Refusal`, having changed nothing."""
    happened = decide(centre, command, now)
    for event in happened:
        apply(centre, event)
    for desk in centre.desks.values():
        if desk.plan.automatic and desk.state is DeskState.IDLE:
            why = centre.next_for(desk, now)
            if why is not None:
                called = _called(desk, why, now)
                apply(centre, called)
                happened.append(called)
    return happened


def _adopt_plan(centre: Centre, command: cmd.AdoptPlan, now: Instant) -> list[ev.Event]:
    if centre.ready and command.plan == centre.plan:
        return []
    return [ev.PlanAdopted(at=now, plan=command.plan)]


def _open_day(centre: Centre, _: cmd.OpenDay, now: Instant) -> list[ev.Event]:
    if not centre.day_due(now):
        return []
    left = [ticket for ticket in centre.tickets.values() if not ticket.state.closed]
    expired: list[ev.Event] = [ev.TicketExpired(at=now, ticket=ticket.id) for ticket in left]
    return [*expired, ev.DayOpened(at=now, day=calendar.service_day(centre.plan.hours, now))]


def _take_ticket(centre: Centre, command: cmd.TakeTicket, now: Instant) -> list[ev.Event]:
    service = centre.services.get(command.service)
    if service is None:
        raise Refusal("unknown_service")
    procedure = centre.procedure(service.id, command.procedure)
    if command.priority != ORDINARY and command.priority not in centre.classes:
        raise Refusal("unknown_priority")
    if not calendar.issuing(centre.plan.hours, now).open:
        raise Refusal("not_issuing")
    outlook = centre.outlook(service.id, priority=command.priority, procedure=command.procedure, now=now)
    return [
        ev.TicketTaken(
            at=now,
            ticket=command.ticket,
            number=f"{service.prefix}{centre.given.get(service.id, 0) + 1:03d}",
            seq=centre.seq + 1,
            service=service.id,
            legs=(service.id, *(procedure.legs if procedure else ())),
            procedure=command.procedure,
            priority=command.priority,
            language=command.language,
            origin=command.origin,
            effective_at=now - head_start(centre.classes.get(command.priority)),
            ahead=outlook.ahead,
            desks_open=outlook.desks,
            low=outlook.low,
            high=outlook.high,
            experienced=outlook.experienced,
            fits_today=outlook.fits_today,
        )
    ]


def _open_desk(centre: Centre, command: cmd.OpenDesk, now: Instant) -> list[ev.Event]:
    desk = _desk(centre, command.desk)
    if desk.open:
        if desk.officer != command.officer:
            raise Refusal("desk_taken")
        return []
    employer = command.employer or desk.plan.employer
    return [ev.DeskOpened(at=now, desk=desk.plan.id, officer=command.officer, employer=employer)]


def _close_desk(centre: Centre, command: cmd.CloseDesk, now: Instant) -> list[ev.Event]:
    if not _desk(centre, command.desk).open:
        return []
    desk = _own_desk(centre, command.desk, officer=command.officer)
    if desk.ticket is not None:
        raise Refusal("desk_busy")
    return [ev.DeskClosed(at=now, desk=desk.plan.id)]


def _call_next(centre: Centre, command: cmd.CallNext, now: Instant) -> list[ev.Event]:
    desk = _free_desk(centre, command.desk, officer=command.officer)
    why = centre.next_for(desk, now)
    if why is None:
        raise Refusal("nobody_waiting")
    return [_called(desk, why, now)]


def _call_ticket(centre: Centre, command: cmd.CallTicket, now: Instant) -> list[ev.Event]:
    desk = _free_desk(centre, command.desk, officer=command.officer)
    ticket = centre.find(command.ticket)
    if not command.reason.strip():
        raise Refusal("reason_needed")
    if ticket.state is not TicketState.WAITING:
        raise Refusal("wrong_state")
    if desk not in centre.desks_of(ticket.service) and ticket.reserved != desk.plan.id:
        raise Refusal("not_served_here")
    why = _by_hand(centre, desk, ticket, rule="override", now=now)
    return [_called(desk, why, now, reason=command.reason)]


def _recall(centre: Centre, command: cmd.Recall, now: Instant) -> list[ev.Event]:
    ticket = _at_desk(centre, command, TicketState.CALLED)
    return [ev.CallRepeated(at=now, ticket=ticket.id, desk=command.desk, calls=ticket.calls + 1)]


def _start_serving(centre: Centre, command: cmd.StartServing, now: Instant) -> list[ev.Event]:
    ticket = _at_desk(centre, command, TicketState.CALLED)
    return [ev.ServingStarted(at=now, ticket=ticket.id, desk=command.desk)]


def _finish(centre: Centre, command: cmd.Finish, now: Instant) -> list[ev.Event]:
    ticket = _at_desk(centre, command, TicketState.SERVING)
    if ticket.leg + 1 < len(ticket.legs):
        following = ticket.legs[ticket.leg + 1]
        return [
            ev.TicketMoved(at=now, ticket=ticket.id, desk=command.desk, service=following, reserved=None, journey=True)
        ]
    return [ev.TicketFinished(at=now, ticket=ticket.id, desk=command.desk)]


def _mark_absent(centre: Centre, command: cmd.MarkAbsent, now: Instant) -> list[ev.Event]:
    ticket = _at_desk(centre, command, TicketState.CALLED)
    if ticket.calls <= centre.plan.policy.recalls_before_absent:
        raise Refusal("recall_first")
    return [ev.TicketAbsent(at=now, ticket=ticket.id, desk=command.desk)]


def _return_ticket(centre: Centre, command: cmd.ReturnTicket, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state is not TicketState.ABSENT or ticket.absent_at is None:
        raise Refusal("wrong_state")
    if now - ticket.absent_at > centre.plan.policy.return_within_minutes * MINUTE:
        raise Refusal("return_too_late")
    effective = now - int(centre.plan.policy.return_head_start_minutes * MINUTE)
    return [ev.TicketReturned(at=now, ticket=ticket.id, effective_at=max(effective, ticket.effective_at))]


def _transfer(centre: Centre, command: cmd.Transfer, now: Instant) -> list[ev.Event]:
    ticket = _at_desk(centre, command, TicketState.CALLED, TicketState.SERVING)
    service = command.service
    if command.to_desk is not None:
        served = [skill.service for skill in _desk(centre, command.to_desk).plan.skills]
        if service is None:
            service = ticket.service if ticket.service in served else served[0]
    if service not in centre.services:
        raise Refusal("unknown_service")
    return [
        ev.TicketMoved(
            at=now,
            ticket=ticket.id,
            desk=command.desk,
            service=service,
            reserved=command.to_desk,
            journey=False,
            note=command.note,
        )
    ]


def _park(centre: Centre, command: cmd.Park, now: Instant) -> list[ev.Event]:
    ticket = _at_desk(centre, command, TicketState.CALLED, TicketState.SERVING)
    return [ev.TicketParked(at=now, ticket=ticket.id, desk=command.desk, reason=command.reason)]


def _resume_ticket(centre: Centre, command: cmd.ResumeTicket, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state is not TicketState.PARKED:
        raise Refusal("wrong_state")
    if command.desk is None:
        return [ev.TicketResumed(at=now, ticket=ticket.id)]
    desk = _free_desk(centre, command.desk, officer=command.officer)
    return [_called(desk, _by_hand(centre, desk, ticket, rule="resume", now=now), now)]


def _cancel(centre: Centre, command: cmd.Cancel, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if not ticket.may(TicketState.CANCELLED):
        raise Refusal("wrong_state")
    return [ev.TicketCancelled(at=now, ticket=ticket.id, desk=ticket.desk, reason=command.reason)]


def _report_slip(centre: Centre, command: cmd.ReportSlip, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.slip == command.state:
        return []
    return [ev.SlipReported(at=now, ticket=ticket.id, state=command.state, detail=command.detail)]


def _report_call(centre: Centre, command: cmd.ReportCall, now: Instant) -> list[ev.Event]:
    if not any(call.id == command.call for call in centre.calls):
        raise Refusal("unknown_call")
    known = centre.heard.get((command.call, command.board), Heard())
    heard = Heard(
        drawn=known.drawn or command.drawn,
        spoken=known.spoken or command.spoken,
        failed=None if known.spoken or command.spoken else command.failed or known.failed,
    )
    if heard == known:
        return []
    return [
        ev.CallReported(
            at=now,
            call=command.call,
            board=command.board,
            drawn=heard.drawn,
            spoken=heard.spoken,
            failed=heard.failed,
        )
    ]


def _desk(centre: Centre, key: str) -> Desk:
    desk = centre.desks.get(key)
    if desk is None:
        raise Refusal("unknown_desk")
    return desk


def _own_desk(centre: Centre, key: str, *, officer: str | None) -> Desk:
    """An open desk, and the officer's own."""
    desk = _desk(centre, key)
    if not desk.open:
        raise Refusal("desk_closed")
    if officer is not None and desk.officer != officer:
        raise Refusal("desk_taken")
    return desk


def _free_desk(centre: Centre, key: str, *, officer: str | None) -> Desk:
    desk = _own_desk(centre, key, officer=officer)
    if desk.state is not DeskState.IDLE:
        raise Refusal("desk_busy")
    return desk


def _at_desk(
    centre: Centre,
    command: cmd.Recall | cmd.StartServing | cmd.Finish | cmd.MarkAbsent | cmd.Transfer | cmd.Park,
    *states: TicketState,
) -> Ticket:
    """The ticket at the desk, which must be the one that is meant and in one of these states."""
    desk = _own_desk(centre, command.desk, officer=command.officer)
    ticket = centre.find(command.ticket)
    if desk.ticket != ticket.id:
        raise Refusal("not_at_desk")
    if ticket.state not in states:
        raise Refusal("wrong_state")
    return ticket


def _called(desk: Desk, why: Why, now: Instant, *, reason: str = "") -> ev.TicketCalled:
    return ev.TicketCalled(
        at=now, ticket=why.chosen.ticket, desk=desk.plan.id, officer=desk.officer, why=why, reason=reason
    )


def _by_hand(centre: Centre, desk: Desk, ticket: Ticket, *, rule: str, now: Instant) -> Why:
    """The record of a person's choice, with what the policy would have called beside it."""
    policy = centre.next_for(desk, now)
    credit = head_start(centre.classes.get(ticket.priority))
    chosen = Contender(
        ticket=ticket.id,
        service=ticket.service,
        priority=ticket.priority,
        waited=max(0, now - ticket.queued_at),
        credit=credit,
        offset=0,
        key=ticket.effective_at,
    )
    return Why(
        policy=f"{centre.plan.policy.name}/{centre.plan.policy.version}",
        rule=rule,
        chosen=chosen,
        runners_up=(policy.chosen,) if policy and policy.chosen.ticket != ticket.id else (),
        eligible=policy.eligible if policy else 0,
    )


_DECIDE: dict[type, Callable[[Centre, Any, Instant], list[ev.Event]]] = {
    cmd.AdoptPlan: _adopt_plan,
    cmd.OpenDay: _open_day,
    cmd.TakeTicket: _take_ticket,
    cmd.OpenDesk: _open_desk,
    cmd.CloseDesk: _close_desk,
    cmd.CallNext: _call_next,
    cmd.CallTicket: _call_ticket,
    cmd.Recall: _recall,
    cmd.StartServing: _start_serving,
    cmd.Finish: _finish,
    cmd.MarkAbsent: _mark_absent,
    cmd.ReturnTicket: _return_ticket,
    cmd.Transfer: _transfer,
    cmd.Park: _park,
    cmd.ResumeTicket: _resume_ticket,
    cmd.Cancel: _cancel,
    cmd.ReportSlip: _report_slip,
    cmd.ReportCall: _report_call,
}
