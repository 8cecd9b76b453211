"""The rules at a desk: sit down, call again, serve, finish, hand on, put aside, bring back. `decide` asks them."""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule, called, chosen_by_hand, desk_of, free_desk, own_desk, ticket_at, too_late
from queue_server.core.plan import MINUTE, Instant
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState


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
    if ticket.calls <= centre.plan.policy.recalls_before_absent:
        raise Refusal("recall_first")
    return [ev.TicketAbsent(at=now, ticket=ticket.id, desk=command.desk)]


def _transfer(centre: Centre, command: cmd.Transfer, now: Instant) -> list[ev.Event]:
    ticket = ticket_at(centre, command, TicketState.CALLED, TicketState.SERVING)
    service = command.service
    if command.to_desk is not None:
        served = [skill.service for skill in desk_of(centre, command.to_desk).plan.skills]
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
    ticket = ticket_at(centre, command, TicketState.CALLED, TicketState.SERVING)
    return [ev.TicketParked(at=now, ticket=ticket.id, desk=command.desk, reason=command.reason)]


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
