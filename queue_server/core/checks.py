"""What the rules ask before they decide, and the calls that they make. Each raises `Refusal`; nothing changes here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.appointment import Appointment, place
from queue_server.core.centre import Centre
from queue_server.core.desk import Desk, DeskState
from queue_server.core.plan import MINUTE, Instant, Procedure, Service
from queue_server.core.record import maker
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState
from queue_server.core.turn import Contender, Why

#: A board that has confirmed no call for so long is not at work.
_LATELY = 3 * MINUTE

_called, _taken = maker(ev.TicketCalled), maker(ev.TicketTaken)

#: A command on a centre, now, makes events or is refused.
Rule = Callable[[Centre, Any, Instant], list[ev.Event]]


def desk_of(centre: Centre, key: str) -> Desk:
    desk = centre.desks.get(key)
    if desk is None:
        raise Refusal("unknown_desk")
    return desk


def own_desk(centre: Centre, key: str, *, officer: str | None) -> Desk:
    """An open desk, and the officer's own."""
    desk = desk_of(centre, key)
    if not desk.open:
        raise Refusal("desk_closed")
    if officer is not None and desk.officer != officer:
        raise Refusal("desk_taken")
    return desk


def free_desk(centre: Centre, key: str, *, officer: str | None) -> Desk:
    desk = own_desk(centre, key, officer=officer)
    if desk.state is not DeskState.IDLE:
        raise Refusal("desk_paused" if desk.state is DeskState.PAUSED else "desk_busy")
    if centre.full:
        raise Refusal("hall_full")
    return desk


def ticket_at(
    centre: Centre,
    command: cmd.Recall | cmd.StartServing | cmd.Finish | cmd.MarkAbsent | cmd.Transfer | cmd.Park,
    *states: TicketState,
) -> Ticket:
    """The ticket at the desk, which must be the one that is meant and in one of these states."""
    desk = own_desk(centre, command.desk, officer=command.officer)
    ticket = centre.find(command.ticket)
    if desk.ticket != ticket.id:
        raise Refusal("not_at_desk")
    if ticket.state not in states:
        raise Refusal("wrong_state")
    return ticket


def too_late(centre: Centre, ticket: Ticket, now: Instant) -> bool:
    """Whether an absent citizen has stayed away for longer than a return is granted."""
    return now - (ticket.absent_at or 0) > centre.plan.policy.return_within_minutes * MINUTE


def taken(
    centre: Centre,
    service: Service,
    procedure: Procedure | None,
    *,
    ticket: str,
    number: str,
    priority: str,
    language: str,
    origin: str | None,
    now: Instant,
    holder: str = "",
    purpose: str = "",
    spooled: ev.Spooled | None = None,
    slow: bool = False,
    dossiers: int = 1,
    appointment: Appointment | None = None,
) -> ev.TicketTaken:
    """A number given, with what its holder finds. Its place in the line counts from when it really was."""
    chosen = procedure.id if procedure else None
    plan = centre.plan
    outlook = centre.outlook(
        service.id, priority=priority, procedure=chosen, dossiers=dossiers, appointment=appointment, now=now
    )
    since = spooled.taken_at if spooled else now
    return _taken(
        at=now,
        ticket=ticket,
        number=number,
        seq=centre.seq + 1,
        service=service.id,
        legs=(service.id, *(procedure.legs if procedure else ())),
        procedure=chosen,
        priority=priority,
        language=language,
        origin=origin,
        effective_at=place(
            appointment, arrived=since, credit=centre.credits.get(priority, 0), policy=centre.plan.policy
        ),
        ahead=outlook.ahead,
        desks_open=outlook.desks,
        low=outlook.low,
        high=outlook.high,
        experienced=outlook.experienced,
        fits_today=outlook.fits_today,
        held=plan.policy.unprinted == "held" and any(kiosk.id == origin for kiosk in plan.kiosks),
        holder=holder,
        purpose=purpose,
        spooled=spooled,
        slow=slow,
        dossiers=dossiers,
        received=plan.authority if service.receives else "",
        decides=centre.decides(service.id, chosen),
        appointment=appointment,
    )


def checked_in(centre: Centre, code: str) -> Ticket | None:
    """The ticket that was taken with this appointment, open or closed."""
    mine = (each for each in centre.tickets.values() if each.appointment is not None and each.appointment.code == code)
    return next(mine, None)


def is_slow(centre: Centre, ticket: Ticket) -> bool:
    """Whether this citizen is given more time to walk: an officer says so, or the class does."""
    claimed = centre.classes.get(ticket.priority)
    return ticket.slow or (claimed is not None and claimed.slow)


def acknowledged(centre: Centre, ticket: Ticket) -> bool:
    """Whether some board has shown or spoken one of the calls of this ticket to where it is now."""
    calls = {call.id for call in centre.calls if call.ticket == ticket.id and call.at >= (ticket.called_at or 0)}
    return any(key[0] in calls and (heard.drawn or heard.spoken) for key, heard in centre.heard.items())


def boards_at_work(centre: Centre, service: str, now: Instant) -> bool:
    """Whether a board that shows this service has lately shown or spoken any call."""
    others = {board.id for board in centre.plan.boards if board.services and service not in board.services}
    lately = {call.id for call in centre.calls if now - call.at <= _LATELY}
    return any(
        call in lately and board not in others and (heard.drawn or heard.spoken)
        for (call, board), heard in centre.heard.items()
    )


def called(desk: Desk, why: Why, now: Instant, *, reason: str = "") -> ev.TicketCalled:
    return _called(at=now, ticket=why.chosen.ticket, desk=desk.plan.id, officer=desk.officer, why=why, reason=reason)


def chosen_by_hand(centre: Centre, desk: Desk, ticket: Ticket, *, rule: str, now: Instant) -> Why:
    """The record of a person's choice, with what the policy would have called beside it."""
    policy = centre.next_for(desk, now)
    credit = centre.credits.get(ticket.priority, 0) if ticket.head_start is None else ticket.head_start
    chosen = Contender(
        ticket=ticket.id,
        service=ticket.service,
        priority=ticket.priority,
        waited=max(0, now - ticket.queued_at),
        credit=credit,
        offset=0,
        key=ticket.effective_at,
        appointed=None if ticket.head_start is None else ticket.effective_at + ticket.head_start,
    )
    return Why(
        policy=f"{centre.plan.policy.name}/{centre.plan.policy.version}",
        rule=rule,
        chosen=chosen,
        runners_up=(policy.chosen,) if policy and policy.chosen.ticket != ticket.id else (),
        eligible=policy.eligible if policy else 0,
    )
