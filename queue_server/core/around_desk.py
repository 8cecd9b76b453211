"""The rules around a call: breaks, hand-over, undo, step-outs, marks, dossiers, the alarm. `decide` asks them."""

from __future__ import annotations

from queue_server.core import desk_commands as cmd
from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule, desk_of, free_desk, own_desk
from queue_server.core.desk import DeskState
from queue_server.core.plan import MINUTE, Instant
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState
from queue_server.core.undoable import UNDO_WITHIN, Undoable

#: More than a person can carry is a slip of the finger.
MOST_DOSSIERS = 99


def _pause_desk(centre: Centre, command: cmd.PauseDesk, now: Instant) -> list[ev.Event]:
    desk = own_desk(centre, command.desk, officer=command.officer)
    if desk.state is DeskState.PAUSED:
        return []
    free_desk(centre, command.desk, officer=command.officer)
    return [de.DeskPaused(at=now, desk=desk.plan.id, reason=command.reason)]


def _continue_desk(centre: Centre, command: cmd.ContinueDesk, now: Instant) -> list[ev.Event]:
    desk = own_desk(centre, command.desk, officer=command.officer)
    if desk.state is not DeskState.PAUSED:
        return []
    return [de.DeskContinued(at=now, desk=desk.plan.id)]


def _end_shift(centre: Centre, command: cmd.EndShift, now: Instant) -> list[ev.Event]:
    """Whoever is at the desk, is kept for it or was parked by it, is somebody else's before it closes."""
    desk = own_desk(centre, command.desk, officer=command.officer)
    heir = command.to_desk
    if heir is not None and (heir == desk.plan.id or not desk_of(centre, heir).open):
        raise Refusal("desk_closed")
    events: list[ev.Event] = []
    if desk.ticket is not None:
        events.append(
            de.TicketReleased(at=now, ticket=desk.ticket, desk=desk.plan.id, reserved=heir, note=command.note)
        )
    events += [
        de.TicketReserved(at=now, ticket=ticket.id, to_desk=heir, reason=command.note)
        for ticket in centre.tickets.values()
        if _kept_for(ticket) == desk.plan.id
    ]
    return [*events, ev.DeskClosed(at=now, desk=desk.plan.id)]


def _kept_for(ticket: Ticket) -> str | None:
    return {TicketState.WAITING: ticket.reserved, TicketState.PARKED: ticket.keeper}.get(ticket.state)


def _undo(centre: Centre, command: cmd.Undo, now: Instant) -> list[ev.Event]:
    desk = own_desk(centre, command.desk, officer=command.officer)
    acts = centre.undoable.get(desk.plan.id)
    if not acts or now - acts[-1].at > UNDO_WITHIN:
        raise Refusal("too_late_to_undo")
    last = acts[-1]
    if not _as_left(centre, last):
        raise Refusal("moved_on")
    undone: list[ev.Event] = [de.ActionUndone(at=now, desk=desk.plan.id, ticket=last.ticket, what=last.what)]
    if last.what == "call" and desk.plan.automatic:  # or it would call the same again at once
        undone.append(de.DeskPaused(at=now, desk=desk.plan.id, reason=""))
    return undone


def _as_left(centre: Centre, last: Undoable) -> bool:
    """Whether nothing has happened to the ticket since."""
    ticket = centre.tickets.get(last.ticket)
    if ticket is None:
        return False
    match ticket.state:
        case TicketState.CALLED:
            return last.what == "call"
        case TicketState.FINISHED:
            return ticket.closed_at == last.at
        case TicketState.ABSENT:
            return ticket.absent_at == last.at
        case TicketState.WAITING:
            return ticket.queued_at == last.at and ticket.leg == last.leg + 1
        case _:
            return False


def _reserve(centre: Centre, command: cmd.Reserve, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state not in (TicketState.WAITING, TicketState.PARKED) or ticket.held:
        raise Refusal("wrong_state")
    if command.to_desk is not None:
        desk_of(centre, command.to_desk)
    if _kept_for(ticket) == command.to_desk:
        return []
    return [de.TicketReserved(at=now, ticket=ticket.id, to_desk=command.to_desk, reason=command.reason)]


def _by_id(centre: Centre, key: str) -> Ticket:
    """Only who holds the slip has the id: a number may be read over a shoulder."""
    ticket = centre.tickets.get(key)
    if ticket is None:
        raise Refusal("unknown_ticket")
    return ticket


def _step_out(centre: Centre, command: cmd.StepOut, now: Instant) -> list[ev.Event]:
    ticket, policy = _by_id(centre, command.ticket), centre.plan.policy
    if ticket.state is not TicketState.WAITING or ticket.held:
        raise Refusal("wrong_state")
    if ticket.step_outs >= policy.step_outs:
        raise Refusal("stepped_out_enough")
    minutes = min(max(1, command.minutes or policy.step_out_minutes), policy.step_out_minutes)
    return [de.TicketSteppedOut(at=now, ticket=ticket.id, until=now + minutes * MINUTE)]


def _step_in(centre: Centre, command: cmd.StepIn, now: Instant) -> list[ev.Event]:
    ticket = _by_id(centre, command.ticket)
    if ticket.state is not TicketState.AWAY:
        raise Refusal("wrong_state")
    return [de.TicketSteppedIn(at=now, ticket=ticket.id, overdue=False)]


def _give_up(centre: Centre, command: cmd.GiveUp, now: Instant) -> list[ev.Event]:
    ticket = _by_id(centre, command.ticket)
    if ticket.desk is not None or not ticket.may(TicketState.CANCELLED):
        raise Refusal("wrong_state")
    return [ev.TicketCancelled(at=now, ticket=ticket.id, desk=None, reason="")]


def _print_slip(centre: Centre, command: cmd.PrintSlip, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state.closed:
        raise Refusal("wrong_state")
    if ticket.order is not None and ticket.order.open and ticket.order.kiosk == command.to_kiosk:
        return []
    copy = ticket.order.copy + 1 if ticket.order else int(ticket.slip is not None)
    return [de.SlipOrdered(at=now, ticket=ticket.id, kiosk=command.to_kiosk, copy=copy)]


def _return_due(centre: Centre, _: cmd.ReturnDue, now: Instant) -> list[ev.Event]:
    return [de.TicketSteppedIn(at=now, ticket=key, overdue=True) for key in centre.overdue(now)]


def _amend(centre: Centre, command: cmd.Amend, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if ticket.state.closed:
        raise Refusal("wrong_state")
    named = {each for each in (command.received, command.decides) if each}
    if not named <= {each.id for each in centre.plan.authorities}:
        raise Refusal("unknown_authority")
    slow = ticket.slow if command.slow is None else command.slow
    dossiers = ticket.dossiers if command.dossiers is None else min(max(1, command.dossiers), MOST_DOSSIERS)
    received = ticket.received if command.received is None else command.received
    decides = ticket.decides if command.decides is None else command.decides
    if (slow, dossiers, received, decides) == (ticket.slow, ticket.dossiers, ticket.received, ticket.decides):
        return []
    return [
        de.TicketAmended(at=now, ticket=ticket.id, slow=slow, dossiers=dossiers, received=received, decides=decides)
    ]


def _add_procedure(centre: Centre, command: cmd.AddProcedure, now: Instant) -> list[ev.Event]:
    desk = own_desk(centre, command.desk, officer=command.officer)
    ticket = centre.find(command.ticket)
    if desk.ticket != ticket.id:
        raise Refusal("not_at_desk")
    if ticket.state is not TicketState.SERVING:
        raise Refusal("wrong_state")
    for skill in desk.plan.skills:
        service = centre.services.get(skill.service)
        if service is not None and any(each.id == command.procedure for each in service.procedures):
            return [
                de.ProcedureBegun(
                    at=now, ticket=ticket.id, desk=desk.plan.id, service=service.id, procedure=command.procedure
                )
            ]
    raise Refusal("not_served_here")


def _link_dossier(centre: Centre, command: cmd.LinkDossier, now: Instant) -> list[ev.Event]:
    ticket = centre.find(command.ticket)
    if (command.code in ticket.codes) == command.linked:
        return []
    return [de.DossierLinked(at=now, ticket=ticket.id, code=command.code, linked=command.linked)]


def _raise_alarm(centre: Centre, command: cmd.RaiseAlarm, now: Instant) -> list[ev.Event]:
    desk = own_desk(centre, command.desk, officer=command.officer)
    if any(alarm.desk == desk.plan.id and alarm.answered_at is None for alarm in centre.alarms.values()):
        return []
    return [de.AlarmRaised(at=now, desk=desk.plan.id, officer=desk.officer, note=command.note)]


def _answer_alarm(centre: Centre, command: cmd.AnswerAlarm, now: Instant) -> list[ev.Event]:
    alarm = centre.alarms.get(command.alarm)
    if alarm is None:
        raise Refusal("unknown_alarm")
    if alarm.answered_at is not None:
        return []
    if command.officer is not None and command.officer == alarm.officer:
        raise Refusal("own_alarm")  # whoever threatens an officer may make them press it
    return [de.AlarmAnswered(at=now, alarm=command.alarm, officer=command.officer)]


#: Who answers which command.
RULES: dict[type, Rule] = {
    cmd.PauseDesk: _pause_desk,
    cmd.ContinueDesk: _continue_desk,
    cmd.EndShift: _end_shift,
    cmd.Undo: _undo,
    cmd.Reserve: _reserve,
    cmd.StepOut: _step_out,
    cmd.StepIn: _step_in,
    cmd.GiveUp: _give_up,
    cmd.PrintSlip: _print_slip,
    cmd.ReturnDue: _return_due,
    cmd.Amend: _amend,
    cmd.AddProcedure: _add_procedure,
    cmd.LinkDossier: _link_dossier,
    cmd.RaiseAlarm: _raise_alarm,
    cmd.AnswerAlarm: _answer_alarm,
}
