"""What the events around a call do to a centre. Never refuses and never decides. See apply.py."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from queue_server.core import desk_events as de
from queue_server.core.calls import Alarm
from queue_server.core.desk import DeskState
from queue_server.core.moves import join, leave, leave_desk, move_desk
from queue_server.core.ticket import SlipOrder, Ticket, TicketState, Work
from queue_server.core.undoable import Undoable, give_back

if TYPE_CHECKING:
    from queue_server.core.centre import Centre


def _desk_paused(centre: Centre, event: de.DeskPaused) -> None:
    desk = centre.desks[event.desk]
    desk.reason = event.reason
    move_desk(desk, DeskState.PAUSED, at=event.at)
    centre.muster()


def _desk_continued(centre: Centre, event: de.DeskContinued) -> None:
    desk = centre.desks[event.desk]
    desk.reason = ""
    move_desk(desk, DeskState.IDLE, at=event.at)
    centre.muster()


def _ticket_released(centre: Centre, event: de.TicketReleased) -> None:
    ticket = centre.tickets[event.ticket]
    leave_desk(centre, ticket, at=event.at)
    ticket.state, ticket.reserved, ticket.note = TicketState.WAITING, event.reserved, event.note or ticket.note
    ticket.calls, ticket.called_at, ticket.serving_at = 0, None, None
    ticket.queued_at = event.at
    join(centre, ticket)


def _ticket_reserved(centre: Centre, event: de.TicketReserved) -> None:
    ticket = centre.tickets[event.ticket]
    if ticket.state is TicketState.PARKED:
        ticket.keeper = event.to_desk
        return
    leave(centre, ticket)
    ticket.reserved = event.to_desk
    join(centre, ticket)


def _ticket_stepped_out(centre: Centre, event: de.TicketSteppedOut) -> None:
    ticket = centre.tickets[event.ticket]
    leave(centre, ticket)
    ticket.state, ticket.away_until = TicketState.AWAY, event.until
    ticket.step_outs += 1
    centre.outside.add(ticket.id)


def _ticket_stepped_in(centre: Centre, event: de.TicketSteppedIn) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.state, ticket.away_until = TicketState.WAITING, None
    centre.outside.discard(ticket.id)
    join(centre, ticket)


def _ticket_amended(centre: Centre, event: de.TicketAmended) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.slow, ticket.dossiers = event.slow, event.dossiers
    ticket.received, ticket.decides = event.received, event.decides
    if ticket.state is TicketState.WAITING and not ticket.held:
        (centre.bundles.add if ticket.dossiers > 1 else centre.bundles.discard)(ticket.id)


def _procedure_begun(centre: Centre, event: de.ProcedureBegun) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.works = (*ticket.works, Work(service=event.service, procedure=event.procedure, began_at=event.at))


def _dossier_linked(centre: Centre, event: de.DossierLinked) -> None:
    ticket = centre.tickets[event.ticket]
    others = tuple(code for code in ticket.codes if code != event.code)
    ticket.codes = (*others, event.code) if event.linked else others


def _slip_ordered(centre: Centre, event: de.SlipOrdered) -> None:
    centre.tickets[event.ticket].order = SlipOrder(kiosk=event.kiosk, copy=event.copy)


def _action_undone(centre: Centre, event: de.ActionUndone) -> None:
    last = centre.undoable[event.desk].pop()
    ticket, desk = centre.tickets[event.ticket], centre.desks[event.desk]
    if ticket.state is TicketState.WAITING:  # in the line of its next leg
        leave(centre, ticket)
    give_back(ticket, last.before)
    desk.ticket = ticket.id if ticket.desk is not None else None
    desk.state, desk.since = last.desk_state, last.desk_since
    centre.muster()  # the desk may have paused since
    if last.what == "finish" and ticket.serving_at is not None:
        centre.pace.forget(ticket.service, last.at - ticket.serving_at)
    if last.what == "call":
        centre.tide.uncall(last.at)
        _withdraw_call(centre, ticket, last, group=desk.served)


def _withdraw_call(centre: Centre, ticket: Ticket, last: Undoable, *, group: frozenset[str]) -> None:
    if ticket.state is TicketState.WAITING and not ticket.held:
        join(centre, ticket)
    centre.calls = deque(
        (
            replace(call, withdrawn=True) if (call.ticket, call.at) == (ticket.id, last.at) else call
            for call in centre.calls
        ),
        maxlen=centre.calls.maxlen,
    )
    if centre.streaks.get(group, 0) in (0, last.streak + 1):  # no other desk has gone on counting
        centre.streaks[group] = last.streak


def _alarm_raised(centre: Centre, event: de.AlarmRaised) -> None:
    centre.alarms[centre.version] = Alarm(
        id=centre.version, desk=event.desk, officer=event.officer, at=event.at, note=event.note
    )


def _alarm_answered(centre: Centre, event: de.AlarmAnswered) -> None:
    alarm = centre.alarms[event.alarm]
    centre.alarms[event.alarm] = replace(alarm, answered_by=event.officer, answered_at=event.at)


HAPPENS: dict[type, Callable[[Centre, Any], None]] = {
    de.DeskPaused: _desk_paused,
    de.DeskContinued: _desk_continued,
    de.TicketReleased: _ticket_released,
    de.TicketReserved: _ticket_reserved,
    de.TicketSteppedOut: _ticket_stepped_out,
    de.TicketSteppedIn: _ticket_stepped_in,
    de.TicketAmended: _ticket_amended,
    de.ProcedureBegun: _procedure_begun,
    de.DossierLinked: _dossier_linked,
    de.SlipOrdered: _slip_ordered,
    de.ActionUndone: _action_undone,
    de.AlarmRaised: _alarm_raised,
    de.AlarmAnswered: _alarm_answered,
}
