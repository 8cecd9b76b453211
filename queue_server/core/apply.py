"""What each event does to a centre. Never refuses and never decides: the same events always give the same centre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from queue_server.core import apply_around_desk, apply_in_hall, undo
from queue_server.core import events as ev
from queue_server.core.block import Block
from queue_server.core.calls import CallKind, CallRecord, Heard
from queue_server.core.desk import DeskState
from queue_server.core.moves import count_streak, end_visit, join, learn, leave, leave_desk, move_desk, served
from queue_server.core.plan import Instant
from queue_server.core.record import maker, record
from queue_server.core.ticket import IN_HAND, Step, Ticket, TicketState, Work
from queue_server.core.turn import BY_POLICY

if TYPE_CHECKING:
    from queue_server.core.centre import Centre


_step, _call_record = maker(Step), maker(CallRecord)


def apply(centre: Centre, event: ev.Event) -> None:
    """Carry out one event; `centre.version` counts them."""
    centre.version += 1
    centre.now = max(centre.now, event.at)
    undo.remember(centre, event)
    _tell(centre, event)
    _HAPPENS[type(event)](centre, event)
    _count(centre, event)


def _count(centre: Centre, event: ev.Event) -> None:
    taken, called = type(event) is ev.TicketTaken, type(event) is ev.TicketCalled
    waiting = centre.lanes.length
    if taken or called or waiting != centre.tide.last:
        centre.tide.note(event.at, taken=taken, called=called, waiting=waiting)


def _tell(centre: Centre, event: ev.Event) -> None:
    """Note an event in the story of its ticket, with the officer who was at the desk before it."""
    told = _TOLD.get(type(event))
    if told is None:
        return
    about: Any = event
    ticket = centre.tickets.get(about.ticket)
    if ticket is not None:
        desk = about.desk if told.at_desk else None
        there = centre.desks.get(desk or "")
        officer = there.officer if there is not None else None
        note = ""
        for name in told.said:
            if said := getattr(about, name):
                note = said
                break
        ticket.steps.append(_step(at=event.at, what=told.name, desk=desk, officer=officer, note=note))


@record
class _Told:
    """What is told of an event of this `name`: whether it was `at_desk`, and the fields in which something was `said`,
    of which the first counts."""

    name: str
    at_desk: bool
    said: tuple[str, ...]


def _told(event: type, name: str) -> _Told:
    has = {each.name for each in fields(event)}
    said = ("reason", "note", "detail", "what", "code")
    return _Told(name=name, at_desk="desk" in has, said=tuple(each for each in said if each in has))


#: The events that belong to the story of a ticket. Who serves must not read who said what about it.
_TOLD = {
    event: _told(event, name)
    for name, event in ev.KINDS.items()
    if "ticket" in {each.name for each in fields(event)} and event not in (ev.VisitRated, ev.SurveyAnswered)
}


def _plan_adopted(centre: Centre, event: ev.PlanAdopted) -> None:
    centre.adopt(event.plan)


def _day_opened(centre: Centre, event: ev.DayOpened) -> None:
    if event.kept:
        centre.go_on(event.day, at=event.at)
    else:
        centre.begin(event.day, at=event.at)
    if centre.restored is not None and centre.calendar.service_day(centre.restored) == event.day:
        centre.skip_numbers()


def _ticket_taken(centre: Centre, event: ev.TicketTaken) -> None:
    ticket = Ticket(
        id=event.ticket,
        number=event.number,
        seq=event.seq,
        legs=event.legs,
        taken_at=event.spooled.taken_at if event.spooled else event.at,
        queued_at=event.spooled.taken_at if event.spooled else event.at,
        effective_at=event.effective_at,
        priority=event.priority,
        procedure=event.procedure,
        language=event.language,
        origin=event.origin,
        found_ahead=event.ahead,
        found_desks=event.desks_open,
        promised=event.high,
        held=event.held,
        holder=event.holder,
        purpose=event.purpose,
        offline=event.spooled is not None,
        slow=event.slow,
        dossiers=event.dossiers,
        received=event.received,
        decides=event.decides,
        appointment=event.appointment,
    )
    ticket.queued_at = _waits_from(ticket, ticket.queued_at)
    centre.seq = event.seq
    if event.spooled is None:
        centre.given[event.service] = centre.next_number(event.service)
    else:
        _delivered(centre, event, event.spooled)
    if ticket.head_start is None:
        centre.taken[event.service] = centre.taken.get(event.service, 0) + 1
    centre.tickets[ticket.id] = ticket
    centre.numbers[ticket.number] = ticket.id
    if not ticket.held:
        join(centre, ticket)


def _waits_from(ticket: Ticket, at: Instant) -> Instant:
    """Who has come too early for an appointment is not waiting yet."""
    if ticket.head_start is None:
        return at
    return max(at, ticket.effective_at + ticket.head_start)


def _ticket_called(centre: Centre, event: ev.TicketCalled) -> None:
    ticket = centre.tickets[event.ticket]
    desk = centre.desks[event.desk]
    if ticket.state is TicketState.WAITING:
        leave(centre, ticket)
        if event.why.rule in BY_POLICY:
            count_streak(centre, desk, priority=ticket.priority)
    elif ticket.state is TicketState.PARKED:
        ticket.keeper = ticket.parked_until = None
    # Who was called before the appointed time has had a turn, and does not wait for that time again.
    ticket.effective_at = min(ticket.effective_at, event.at)
    ticket.state = TicketState.CALLED
    ticket.desk, ticket.reserved = desk.plan.id, None
    ticket.calls, ticket.called_at, ticket.why = 1, event.at, event.why
    ticket.parked_at = None
    desk.ticket = ticket.id
    move_desk(desk, DeskState.CALLING, at=event.at)
    kind = CallKind.TRANSFER if ticket.leg else CallKind.CALL
    centre.calls.append(_call(centre, ticket, kind=kind, at=event.at))


def _call_repeated(centre: Centre, event: ev.CallRepeated) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.calls = event.calls
    kind = CallKind.of_repeat(event.calls, centre.plan.policy)
    centre.calls.append(_call(centre, ticket, kind=kind, at=event.at))


def _serving_started(centre: Centre, event: ev.ServingStarted) -> None:
    ticket = centre.tickets[event.ticket]
    learn(centre, ticket)
    ticket.state, ticket.serving_at = TicketState.SERVING, event.at
    procedure = ticket.procedure if ticket.leg == 0 else None
    ticket.works = (*ticket.works, Work(service=ticket.service, procedure=procedure, began_at=event.at))
    move_desk(centre.desks[event.desk], DeskState.SERVING, at=event.at)


def _ticket_finished(centre: Centre, event: ev.TicketFinished) -> None:
    ticket = centre.tickets[event.ticket]
    served(centre, ticket, at=event.at)
    end_visit(centre, ticket, at=event.at)
    leave_desk(centre, ticket, at=event.at)
    ticket.state, ticket.closed_at = TicketState.FINISHED, event.at


def _ticket_moved(centre: Centre, event: ev.TicketMoved) -> None:
    ticket = centre.tickets[event.ticket]
    served(centre, ticket, at=event.at)
    if event.journey:
        end_visit(centre, ticket, at=event.at)
    leave_desk(centre, ticket, at=event.at)
    if not event.journey:
        ticket.legs = (*ticket.legs[: ticket.leg + 1], event.service, *ticket.legs[ticket.leg + 1 :])
    ticket.leg += 1
    ticket.reserved, ticket.note = event.reserved, event.note
    ticket.queued_at = event.at
    ticket.calls, ticket.called_at, ticket.serving_at = 0, None, None
    ticket.state = TicketState.WAITING
    join(centre, ticket)


def _ticket_absent(centre: Centre, event: ev.TicketAbsent) -> None:
    ticket = centre.tickets[event.ticket]
    leave_desk(centre, ticket, at=event.at)
    ticket.state, ticket.absent_at = TicketState.ABSENT, event.at


def _ticket_returned(centre: Centre, event: ev.TicketReturned) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.effective_at, ticket.queued_at, ticket.absent_at = event.effective_at, event.at, None
    ticket.state = TicketState.WAITING
    join(centre, ticket)


def _ticket_parked(centre: Centre, event: ev.TicketParked) -> None:
    ticket = centre.tickets[event.ticket]
    leave_desk(centre, ticket, at=event.at)
    ticket.state, ticket.parked_at, ticket.note = TicketState.PARKED, event.at, event.reason
    ticket.parked_until, ticket.keeper = event.until, event.desk


def _ticket_resumed(centre: Centre, event: ev.TicketResumed) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.state, ticket.parked_at, ticket.queued_at = TicketState.WAITING, None, event.at
    ticket.keeper = ticket.parked_until = None
    join(centre, ticket)


def _ticket_cancelled(centre: Centre, event: ev.TicketCancelled) -> None:
    ticket = centre.tickets[event.ticket]
    _close(centre, ticket, TicketState.CANCELLED, at=event.at)
    ticket.note = event.reason


def _ticket_expired(centre: Centre, event: ev.TicketExpired) -> None:
    _close(centre, centre.tickets[event.ticket], TicketState.EXPIRED, at=event.at)


def _desk_opened(centre: Centre, event: ev.DeskOpened) -> None:
    desk = centre.desks[event.desk]
    desk.officer, desk.employer = event.officer, event.employer
    move_desk(desk, DeskState.IDLE, at=event.at)
    centre.muster()


def _desk_closed(centre: Centre, event: ev.DeskClosed) -> None:
    desk = centre.desks[event.desk]
    desk.officer = desk.employer = None
    desk.reason = ""
    move_desk(desk, DeskState.CLOSED, at=event.at)
    centre.muster()


def _slip_reported(centre: Centre, event: ev.SlipReported) -> None:
    ticket = centre.tickets[event.ticket]
    ticket.slip = event.state
    if ticket.order is not None:
        ticket.order = replace(ticket.order, open=False)
    if ticket.held and event.state in IN_HAND:
        ticket.held, ticket.queued_at = False, _waits_from(ticket, event.at)
        join(centre, ticket)


def _call_reported(centre: Centre, event: ev.CallReported) -> None:
    centre.heard[event.call, event.board] = Heard(drawn=event.drawn, spoken=event.spoken, failed=event.failed)
    oldest = centre.calls[0].id if centre.calls else 0
    # What boards said of forgotten calls goes with a call, and is not looked for with each thing that each board says.
    if next(iter(centre.heard))[0] < oldest:
        centre.heard = {key: heard for key, heard in centre.heard.items() if key[0] >= oldest}


def _survey_answered(centre: Centre, event: ev.SurveyAnswered) -> None:
    centre.tickets[event.ticket].surveyed = True


def _visit_rated(centre: Centre, event: ev.VisitRated) -> None:
    ticket = centre.tickets[event.ticket]
    assert ticket.visit is not None
    ticket.visit = replace(ticket.visit, rated=True)


def _numbers_leased(centre: Centre, event: ev.NumbersLeased) -> None:
    block = Block(day=event.day, kiosk=event.kiosk, spool=event.spool, first=event.first, last=event.last)
    centre.blocks[event.service] = (*centre.blocks.get(event.service, ()), block)


def _ticket_set_aside(centre: Centre, event: ev.TicketSetAside) -> None:
    centre.delivered[event.kiosk, event.spool] = event.place


def _delivered(centre: Centre, event: ev.TicketTaken, spooled: ev.Spooled) -> None:
    kiosk = event.origin or ""
    centre.delivered[kiosk, spooled.spool] = spooled.place
    number = int(event.number.removeprefix(centre.services[event.service].prefix))
    blocks = centre.blocks.get(event.service, ())
    if centre.block_of(event.service, number) is None:
        blocks = (*blocks, Block(day=centre.day, kiosk=kiosk, spool=spooled.spool, first=number, last=number))
    centre.blocks[event.service] = tuple(
        replace(block, used=max(block.used, number)) if block.first <= number <= block.last else block
        for block in blocks
    )


def _journal_restored(centre: Centre, event: ev.JournalRestored) -> None:
    centre.restored = event.at
    centre.skip_numbers()


def _call(centre: Centre, ticket: Ticket, *, kind: CallKind, at: Instant) -> CallRecord:
    assert ticket.desk is not None
    return _call_record(
        id=centre.version,
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        desk=ticket.desk,
        kind=kind,
        at=at,
    )


def _close(centre: Centre, ticket: Ticket, state: TicketState, *, at: Instant) -> None:
    if ticket.state is TicketState.WAITING:
        leave(centre, ticket)
    elif ticket.desk is not None:
        leave_desk(centre, ticket, at=at)
    centre.outside.discard(ticket.id)
    ticket.state, ticket.closed_at = state, at


_HAPPENS: dict[type, Callable[[Centre, Any], None]] = {
    ev.PlanAdopted: _plan_adopted,
    ev.DayOpened: _day_opened,
    ev.TicketTaken: _ticket_taken,
    ev.TicketCalled: _ticket_called,
    ev.CallRepeated: _call_repeated,
    ev.ServingStarted: _serving_started,
    ev.TicketFinished: _ticket_finished,
    ev.TicketMoved: _ticket_moved,
    ev.TicketAbsent: _ticket_absent,
    ev.TicketReturned: _ticket_returned,
    ev.TicketParked: _ticket_parked,
    ev.TicketResumed: _ticket_resumed,
    ev.TicketCancelled: _ticket_cancelled,
    ev.TicketExpired: _ticket_expired,
    ev.DeskOpened: _desk_opened,
    ev.DeskClosed: _desk_closed,
    ev.SlipReported: _slip_reported,
    ev.CallReported: _call_reported,
    ev.VisitRated: _visit_rated,
    ev.SurveyAnswered: _survey_answered,
    ev.NumbersLeased: _numbers_leased,
    ev.TicketSetAside: _ticket_set_aside,
    ev.JournalRestored: _journal_restored,
    **apply_in_hall.HAPPENS,
    **apply_around_desk.HAPPENS,
}
