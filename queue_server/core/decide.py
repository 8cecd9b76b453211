"""What each command would make happen: events, or a `Refusal`. Changes nothing.

`handle` is what the shell calls: decide, apply, and let the automatic desks that are idle call.
"""

from __future__ import annotations

from dataclasses import replace

from queue_server.core import around_desk, at_desk, in_hall, offline, rating, reported, survey
from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.appointment import Appointment, standing
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule, called, checked_in, chosen_by_hand, free_desk, taken, too_late
from queue_server.core.desk import Desk, DeskState
from queue_server.core.intake import barred
from queue_server.core.plan import ORDINARY, Instant
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState
from queue_server.core.turn import Why

#: A desk that can be closed for the night.
_NOBODY_THERE = (DeskState.IDLE, DeskState.PAUSED)


def decide(centre: Centre, command: cmd.Command, now: Instant) -> list[ev.Event]:
    """What the command would make happen, in order; possibly nothing. Raises `Refusal`."""
    return _RULES[type(command)](centre, command, now)


def handle(centre: Centre, command: cmd.Command, now: Instant) -> list[ev.Event]:
    """Decide and apply, then let automatic desks call. Raises `Refusal`, having changed nothing."""
    happened = decide(centre, command, now)
    for event in happened:
        apply(centre, event)
    for desk in centre.automatic:
        why = _by_itself(centre, desk, now)
        if why is not None:
            call = called(desk, why, now)
            apply(centre, call)
            happened.append(call)
    return happened


def due(centre: Centre, now: Instant) -> bool:
    """Whether time alone has brought something: a return, or somebody for an idle automatic desk, where a reservation
    for another has lapsed. `ReturnDue` sees to both."""
    return bool(centre.overdue(now)) or any(_by_itself(centre, desk, now) for desk in centre.automatic)


def _by_itself(centre: Centre, desk: Desk, now: Instant) -> Why | None:
    """What this automatic desk calls now, if it is free to call."""
    return centre.next_for(desk, now) if desk.state is DeskState.IDLE and not centre.full else None


def _adopt_plan(centre: Centre, command: cmd.AdoptPlan, now: Instant) -> list[ev.Event]:
    if centre.ready and command.plan == centre.plan:
        return []
    kept = {service.id for service in command.plan.services}
    if any(not ticket.state.closed and not kept.issuperset(ticket.legs) for ticket in centre.tickets.values()):
        raise Refusal("service_in_use")
    return [ev.PlanAdopted(at=now, plan=command.plan)]


def _open_day(centre: Centre, _: cmd.OpenDay, now: Instant) -> list[ev.Event]:
    if not centre.day_due(now):
        return []
    left = [ticket for ticket in centre.tickets.values() if not ticket.state.closed]
    all_night = centre.calendar.open_since(centre.day, now)
    kept = bool(centre.day) and (all_night or centre.plan.policy.keep_overnight)
    if kept:
        left = [ticket for ticket in left if ticket.state is TicketState.ABSENT and too_late(centre, ticket, now)]
    ended: list[ev.Event] = [ev.TicketExpired(at=now, ticket=ticket.id) for ticket in left]
    if kept and not all_night:
        ended += [ev.DeskClosed(at=now, desk=key) for key, desk in centre.desks.items() if desk.state in _NOBODY_THERE]
    return [*ended, ev.DayOpened(at=now, day=centre.calendar.service_day(now), kept=kept)]


def _take_ticket(centre: Centre, command: cmd.TakeTicket, now: Instant) -> list[ev.Event]:
    service = centre.services.get(command.service)
    if service is None:
        raise Refusal("unknown_service")
    procedure = centre.procedure(service.id, command.procedure)
    if command.priority != ORDINARY and command.priority not in centre.classes:
        raise Refusal("unknown_priority")
    if centre.calendar.issuing_until(now) is None:
        raise Refusal("not_issuing")
    already = centre.open_ticket_of(command.holder)
    if already is not None:
        raise Refusal("already_holding", ticket=already.id)
    appointment = _in_time_or_late(centre, command.appointment, now)
    bar = barred(centre, service.id, now)
    # A booked time is one of the day's already; a service that was closed is closed to everybody.
    if bar and (appointment is None or appointment.late or bar == "service_closed"):
        raise Refusal(bar)
    number = f"{service.prefix}{centre.next_number(service.id):03d}"
    return [
        taken(
            centre,
            service,
            procedure,
            ticket=command.ticket,
            number=number,
            priority=command.priority,
            language=command.language,
            origin=command.origin,
            now=now,
            holder=command.holder,
            purpose=command.purpose,
            slow=command.slow,
            dossiers=command.dossiers,
            appointment=appointment,
        )
    ]


def _in_time_or_late(centre: Centre, appointment: Appointment | None, now: Instant) -> Appointment | None:
    """The appointment as its holder stands now. Raises `Refusal` already_checked_in and other_day."""
    if appointment is None:
        return None
    already = checked_in(centre, appointment.code)
    if already is not None:
        raise Refusal("already_checked_in", ticket=already.id)
    how = standing(appointment.at, calendar=centre.calendar, policy=centre.plan.policy, now=now)
    if how == "other_day":
        raise Refusal("other_day")
    return replace(appointment, late=how == "late")


def _call_next(centre: Centre, command: cmd.CallNext, now: Instant) -> list[ev.Event]:
    desk = free_desk(centre, command.desk, officer=command.officer)
    why = centre.next_for(desk, now)
    if why is None:
        raise Refusal("nobody_waiting")
    return [called(desk, why, now)]


def _call_ticket(centre: Centre, command: cmd.CallTicket, now: Instant) -> list[ev.Event]:
    desk = free_desk(centre, command.desk, officer=command.officer)
    ticket = centre.find(command.ticket)
    if not command.reason.strip():
        raise Refusal("reason_needed")
    if ticket.state is not TicketState.WAITING:
        raise Refusal("wrong_state")
    if desk not in centre.desks_of(ticket.service) and ticket.reserved != desk.plan.id:
        raise Refusal("not_served_here")
    why = chosen_by_hand(centre, desk, ticket, rule="override", now=now)
    return [called(desk, why, now, reason=command.reason)]


def _go_on_from_copy(_: Centre, command: cmd.GoOnFromCopy, now: Instant) -> list[ev.Event]:
    return [ev.JournalRestored(at=now, epoch=command.epoch, version=command.version)]


#: Who answers which command: the main walk here, the rest where it is told.
_RULES: dict[type, Rule] = {
    cmd.AdoptPlan: _adopt_plan,
    cmd.OpenDay: _open_day,
    cmd.TakeTicket: _take_ticket,
    cmd.CallNext: _call_next,
    cmd.CallTicket: _call_ticket,
    cmd.GoOnFromCopy: _go_on_from_copy,
    **at_desk.RULES,
    **around_desk.RULES,
    **reported.RULES,
    **rating.RULES,
    **survey.RULES,
    **offline.RULES,
    **in_hall.RULES,
}
