"""The rules at a desk: sit down, call again, serve, finish, hand on, put aside, bring back. `decide` asks them."""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import (
    Rule,
    acknowledged,
    boards_at_work,
    called,
    chosen_by_hand,
    desk_of,
    free_desk,
    is_slow,
    own_desk,
    ticket_at,
    too_late,
)
from queue_server.core.plan import MINUTE, Instant
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState


def _open_desk(centre: Centre, command: cmd.OpenDesk, now: Instant) -> list[ev.Event]:
    desk = desk_of(centre, command.desk)
    if desk.open:
        if desk.officer != command.officer:
            raise Refusal("desk_taken")
        return []
    employer = command.employer or desk.plan.employer
    return [ev.DeskOpened(at=now, desk=desk.plan.id, officer=command.officer, employer=employer)]


def _close_desk(centre: Centre, command: cmd.CloseDesk, now: Instant) -> list[ev.Event]:
    if not desk_of(centre, command.desk).open:
        return []
    desk = own_desk(centre, command.desk, officer=command.officer)
    if desk.ticket is not None:
        raise Refusal("desk_busy")
    return [ev.DeskClosed(at=now, desk=desk.plan.id)]


def _recall(centre: Centre, command: cmd.Recall, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.CALLED)
    return [ev.CallRepeated(at=now, ticket=ticket.id, desk=command.desk, calls=ticket.calls + 1)]


def _start_serving(centre: Centre, command: cmd.StartServing, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.CALLED)
    return [ev.ServingStarted(at=now, ticket=ticket.id, desk=command.desk)]


def _finish(centre: Centre, command: cmd.Finish, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.SERVING)
    if ticket.leg + 1 < len(ticket.legs):
        following = ticket.legs[ticket.leg + 1]
        return [
            ev.TicketMoved(at=now, ticket=ticket.id, desk=command.desk, service=following, reserved=None, journey=True)
        ]
    return [ev.TicketFinished(at=now, ticket=ticket.id, desk=command.desk)]


def _mark_absent(centre: Centre, command: cmd.MarkAbsent, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.CALLED)
    policy, slow = centre.plan.policy, is_slow(centre, ticket)
    if ticket.calls <= policy.recalls_before_absent + slow:
        raise Refusal("recall_first")
    walk = int((policy.slow_walk_minutes if slow else policy.walk_minutes) * MINUTE)
    if now - max((call.at for call in centre.calls if call.ticket == ticket.id), default=ticket.called_at or 0) < walk:
        raise Refusal("still_walking")
    heard = acknowledged(centre, ticket)
    if policy.absent_needs_heard and not heard and boards_at_work(centre, ticket.service, now):
        raise Refusal("not_heard")
    return [ev.TicketAbsent(at=now, ticket=ticket.id, desk=command.desk, unheard=not heard)]


def _transfer(centre: Centre, command: cmd.Transfer, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.CALLED, TicketState.SERVING)
    service, to_desk = command.service, command.to_desk
    if command.to_officer is not None:
        to_desk = _desk_where(centre, command.to_officer)
    if to_desk is not None:
        served = [skill.service for skill in desk_of(centre, to_desk).plan.skills]
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
            reserved=to_desk,
            to_officer=command.to_officer,
            journey=False,
            note=command.note,
        ),
        *_decided_anew(centre, ticket, service, now),
    ]


def _decided_anew(centre: Centre, ticket: Ticket, service: str, now: Instant) -> list[ev.Event]:
    """In another service another authority may decide. What an officer has named stays."""
    by_plan = centre.decides(ticket.service, ticket.procedure if ticket.leg == 0 else None)
    decides = centre.decides(service, None)
    if service == ticket.service or ticket.decides not in ("", by_plan) or decides == ticket.decides:
        return []
    return [
        de.TicketAmended(
            at=now,
            ticket=ticket.id,
            slow=ticket.slow,
            dossiers=ticket.dossiers,
            received=ticket.received,
            decides=decides,
        )
    ]


def _desk_where(centre: Centre, officer: str) -> str:
    for desk in centre.desks.values():
        if desk.officer == officer:
            return desk.plan.id
    raise Refusal("officer_away")


def _park(centre: Centre, command: cmd.Park, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.CALLED, TicketState.SERVING)
    until = None if command.minutes is None else now + max(1, command.minutes) * MINUTE
    return [ev.TicketParked(at=now, ticket=ticket.id, desk=command.desk, reason=command.reason, until=until)]


def _return_ticket(centre: Centre, command: cmd.ReturnTicket, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state is not TicketState.ABSENT:
        raise Refusal("wrong_state")
    if too_late(centre, ticket, now):
        raise Refusal("return_too_late")
    effective = now - int(centre.plan.policy.return_head_start_minutes * MINUTE)
    return [ev.TicketReturned(at=now, ticket=ticket.id, effective_at=max(effective, ticket.effective_at))]


def _resume_ticket(centre: Centre, command: cmd.ResumeTicket, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state is not TicketState.PARKED:
        raise Refusal("wrong_state")
    if command.desk is None:
        return [ev.TicketResumed(at=now, ticket=ticket.id)]
    desk = free_desk(centre, command.desk, officer=command.officer)
    return [called(desk, chosen_by_hand(centre, desk, ticket, rule="resume", now=now), now)]


def _cancel(centre: Centre, command: cmd.Cancel, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if not ticket.may(TicketState.CANCELLED):
        raise Refusal("wrong_state")
    return [ev.TicketCancelled(at=now, ticket=ticket.id, desk=ticket.desk, reason=command.reason)]


#: Who answers which command.
RULES: dict[type, Rule] = {
    cmd.OpenDesk: _open_desk,
    cmd.CloseDesk: _close_desk,
    cmd.Recall: _recall,
    cmd.StartServing: _start_serving,
    cmd.Finish: _finish,
    cmd.MarkAbsent: _mark_absent,
    cmd.Transfer: _transfer,
    cmd.Park: _park,
    cmd.ReturnTicket: _return_ticket,
    cmd.ResumeTicket: _resume_ticket,
    cmd.Cancel: _cancel,
}
