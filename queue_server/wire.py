"""Between the core and the protocol: commands from messages, things and answers from the centre. Pure.

With `plan_thing`, `hall_things` and `lookup_things` the only files that know both. Nothing here decides or remembers;
who hears what is in `FOR_ROLE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields

import msgspec

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.appointment import Appointment
from queue_server.core.calls import CallKind, CallRecord, Heard
from queue_server.core.centre import Centre
from queue_server.core.checks import is_slow
from queue_server.core.desk import Desk
from queue_server.core.intake import intake
from queue_server.core.offline import holdings
from queue_server.core.plan import ORDINARY, Employer, Instant
from queue_server.core.rating import to_rate
from queue_server.core.record import maker, record
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket, TicketState, Work
from queue_server.core.turn import Contender, Why
from queue_server.core.undoable import UNDO_WITHIN
from queue_server.hall_things import alarm_thing, hall_changes, hall_figures, hall_things
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.protocol.dossiers import find_dossier_code, parse_dossier_code
from queue_server.touched import Touched

#: Which things each role hears of; those of speech are for boards alone.
_SPEECH = frozenset({msg.Voices, msg.Coming})
FOR_ROLE: dict[msg.Role, frozenset[type]] = {
    msg.Role.KIOSK: frozenset({msg.Centre, msg.Day, msg.DayKey, msg.Line, msg.Notice, msg.SlipOrder}),
    msg.Role.BOARD: frozenset({msg.Centre, msg.Day, msg.Line, msg.Desk, msg.Call, msg.Device, msg.Notice}) | _SPEECH,
    msg.Role.DEVICES: frozenset({msg.Centre, msg.Day, msg.Desk, msg.Call}),
    msg.Role.RATING: frozenset({msg.Centre, msg.Desk}),
    msg.Role.DESK: frozenset(msg.Thing.__args__) - _SPEECH - {msg.DayKey, msg.Hall, msg.Act},
    msg.Role.HALL: frozenset(msg.Thing.__args__) - _SPEECH - {msg.DayKey},
}


@record
class Asker:
    """Who sent a request: a device, and for desks the signed-in officer."""

    device: str
    officer: str | None = None
    employer: str | None = None

    @property
    def actor(self) -> str:
        """Who did it, and for whom, as the journal keeps it with each event: "an/post"."""
        if self.officer is None:
            return self.device
        return f"{self.officer}/{self.employer}" if self.employer else self.officer


# ------------------------------------------------------------------------------------------- message to command


def command(message: msg.Command, *, asker: Asker, ticket: str, appointment: Appointment | None = None) -> cmd.Command:
    """The command that a message asks for. `ticket` is a fresh id, used when one is taken, with `appointment` if any.

    They have the same name, and fields of the same names; who asks is added. Raises `Refusal` not_a_dossier.
    """
    kind, added = _COMMANDS[type(message)]
    known = msgspec.structs.asdict(message)
    del known["request"]
    for name in added:
        known[name] = ticket if name == "ticket" else asker.officer if name == "officer" else asker.device
    if isinstance(message, msg.TakeTicket):
        known["appointment"] = appointment
    if isinstance(message, msg.OpenDesk):
        known["officer"] = asker.officer or asker.device
        known["employer"] = Employer(asker.employer) if asker.employer else None
    if isinstance(message, msg.LinkDossier):
        code = parse_dossier_code(message.code) or find_dossier_code(message.code)
        if code is None:
            raise Refusal("not_a_dossier")
        known["code"] = code.text
    return kind(**known)


_NAMED = {each.__name__: each for each in cmd.Command.__args__}
_STATES = {state: msg.TicketState(state.value) for state in TicketState}

_ADDED = frozenset({"officer", "origin", "board", "kiosk"})


def _added(message: type[msgspec.Struct], kind: type[cmd.Command]) -> tuple[str, ...]:
    """The fields of a command that are added to those of its message, or written over them."""
    added = _ADDED | ({"ticket"} - set(message.__struct_fields__))
    return tuple(each.name for each in fields(kind) if each.name in added)


#: Every message whose command has the same name: the command, and what is added. The others ask for none.
_COMMANDS: dict[type, tuple[Callable[..., cmd.Command], tuple[str, ...]]] = {
    each: (maker(kind), _added(each, kind))
    for each in msg.Command.__args__
    if (kind := _NAMED.get(each.__name__)) is not None
}


# ---------------------------------------------------------------------------------------------- event to answer

#: Requests answered by the call that they make; a call that follows by itself is only news.
_CALLING = msg.CallNext | msg.CallTicket | msg.Recall | msg.ResumeTicket


def answer(
    centre: Centre,
    message: msg.Command,
    *,
    events: Sequence[ev.Event],
    first: int,
    version: int,
    site: str,
    now: Instant,
    kiosk: str = "",
) -> msg.Answer:
    """The answer to a request that made these events happen; `site` is the address that phones reach."""
    for place, event in enumerate(events):
        if isinstance(event, ev.TicketTaken) and isinstance(message, msg.TakeTicket):
            return _taken(centre, message, event, version=version, site=site)
        if isinstance(event, ev.TicketCalled | ev.CallRepeated) and isinstance(message, _CALLING):
            return _called(centre, message, event, call=first + place, version=version)
    if isinstance(message, msg.LeaseNumbers):
        return _leased(centre, message, kiosk=kiosk, version=version, site=site, now=now)
    if isinstance(message, msg.DeliverTicket) and message.ticket not in centre.tickets:
        return msg.Done(request=message.request, version=version)  # it was set aside
    key = getattr(message, "ticket", None)
    ticket = None if key is None else ticket_thing(centre, centre.find(key))
    return msg.Done(request=message.request, version=version, ticket=ticket)


def _taken(centre: Centre, message: msg.Command, event: ev.TicketTaken, *, version: int, site: str) -> msg.Taken:
    return msg.Taken(
        request=message.request,
        version=version,
        ticket=ticket_thing(centre, centre.tickets[event.ticket]),
        ahead=event.ahead,
        low=event.low,
        high=event.high,
        experienced=event.experienced,
        fits_today=event.fits_today,
        desks=centre.own_desks(event.service),
        follow=f"{site}/t/{event.ticket}",
    )


def _leased(
    centre: Centre, message: msg.LeaseNumbers, *, kiosk: str, version: int, site: str, now: Instant
) -> msg.Leased:
    held = holdings(centre, kiosk=kiosk, spool=message.spool, now=now)
    return msg.Leased(
        request=message.request,
        version=version,
        site=site,
        days=tuple(
            msg.LeasedDay(
                day=each.day,
                times=tuple(msg.IssuingTime(opens=opens, closes=closes) for opens, closes in each.times),
                blocks=tuple(
                    msg.NumberBlock(service=service, first=first, last=last) for service, first, last in each.blocks
                ),
            )
            for each in held
        ),
    )


def _called(
    centre: Centre, message: msg.Command, event: ev.TicketCalled | ev.CallRepeated, *, call: int, version: int
) -> msg.Called:
    ticket = centre.tickets[event.ticket]
    record = next((each for each in centre.calls if each.id == call), None) or _remade(centre, ticket, event, call)
    return msg.Called(
        request=message.request, version=version, ticket=ticket_thing(centre, ticket), call=call_thing(centre, record)
    )


def _remade(centre: Centre, ticket: Ticket, event: ev.TicketCalled | ev.CallRepeated, call: int) -> CallRecord:
    """A call after which so many came that it is not kept, as it was: whoever asks again hears what was answered."""
    service = ticket.service
    if isinstance(event, ev.CallRepeated):
        kind = CallKind.of_repeat(event.calls, centre.plan.policy)
    else:
        service = event.why.chosen.service
        kind = CallKind.CALL if service == ticket.legs[0] else CallKind.TRANSFER
    return CallRecord(
        id=call, ticket=ticket.id, number=ticket.number, service=service, desk=event.desk, kind=kind, at=event.at
    )


def refused(message: msg.Command, refusal: Refusal) -> msg.Refused:
    return msg.Refused(request=message.request, code=refusal.code, message=refusal.words, ticket=refusal.ticket)


# ---------------------------------------------------------------------------------------------- centre to things


def changes(centre: Centre, change: Touched, made: Mapping[str, msg.Ticket]) -> list[msg.Thing]:
    """The things that changed, as they stand; of these tickets as they were `made` for answers."""
    things: list[msg.Thing] = [
        desk_thing(centre, desk) for desk in centre.desks.values() if desk.plan.id in change.desks
    ]
    tickets = [centre.tickets[key] for key in change.tickets if key in centre.tickets]
    things += [made.get(each.id) or ticket_thing(centre, each) for each in tickets]
    things += [
        call_thing(centre, call)
        for call in centre.calls
        if call.id in change.calls or (call.withdrawn and call.ticket in change.undone)
    ]
    things += [alarm_thing(centre.alarms[key]) for key in change.alarms]
    # What was said of the oldest call is forgotten when another comes in the same batch.
    things += [heard_thing(*key, centre.heard[key]) for key in change.heard if key in centre.heard]
    return things + hall_changes(centre, change)


def everything(centre: Centre, *, now: Instant) -> list[msg.Thing]:
    """All things of the centre: what a snapshot holds before it is cut down to a role."""
    things: list[msg.Thing] = [plan_thing(centre), day_thing(centre, now=now), *line_things(centre, now=now)]
    things += [desk_thing(centre, desk) for desk in centre.desks.values()]
    things += [ticket_thing(centre, ticket) for ticket in centre.tickets.values() if not ticket.state.closed]
    things += [call_thing(centre, call) for call in centre.calls]
    things += [heard_thing(call, board, heard) for (call, board), heard in centre.heard.items()]
    things += [alarm_thing(alarm) for alarm in centre.alarms.values()]
    return things + hall_things(centre, now=now)


def figures(centre: Centre, *, now: Instant) -> list[msg.Thing]:
    """The things that change with time alone."""
    return [day_thing(centre, now=now), *line_things(centre, now=now), *hall_figures(centre, now=now)]


def for_role(things: Iterable[msg.Thing], role: msg.Role) -> tuple[msg.Thing, ...]:
    """What a role hears of. A board is told of kiosks, which citizens stand before, and not of other boards."""
    heard = FOR_ROLE[role]
    told = tuple(thing for thing in things if type(thing) in heard)
    if role is not msg.Role.BOARD:
        return told
    return tuple(each for each in told if not (isinstance(each, msg.Device) and each.role is role))


def day_thing(centre: Centre, *, now: Instant) -> msg.Day:
    issuing = centre.calendar.issuing(now)
    return msg.Day(
        service_day=centre.calendar.service_day(now),
        issuing=issuing.open,
        reason=issuing.reason,
        until=issuing.until,
        next_opening=issuing.next_opening,
        closes=centre.calendar.closing_at(now),
        tomorrow=centre.calendar.next_day_opening(now),
    )


def line_things(centre: Centre, *, now: Instant) -> list[msg.Thing]:
    """The line of every service as someone joining now would find it."""
    things: list[msg.Thing] = []
    for service in centre.plan.services:
        outlook = centre.outlook(service.id, priority=ORDINARY, now=now)
        standing = intake(centre, service.id, now)
        things.append(
            msg.Line(
                service=service.id,
                waiting=centre.lanes.waiting(service.id),
                ahead=outlook.ahead,
                low=outlook.low,
                high=outlook.high,
                desks_open=sum(desk.working for desk in centre.desks_of(service.id)),
                experienced=outlook.experienced,
                fits_today=outlook.fits_today,
                issuing=standing.issuing,
                reason=standing.reason,
                left=standing.left,
                words=standing.words,
            )
        )
    return things


def desk_thing(centre: Centre, desk: Desk) -> msg.Desk:
    acts = centre.undoable.get(desk.plan.id)
    last = acts[-1] if acts else None
    rated = to_rate(centre, desk)
    return msg.Desk(
        id=desk.plan.id,
        state=msg.DeskState(desk.state.value),
        since=desk.since,
        officer=desk.officer,
        employer=desk.employer.value if desk.employer else None,
        ticket=desk.ticket,
        number=centre.tickets[desk.ticket].number if desk.ticket else None,
        reason=desk.reason,
        undo=last.what if last else None,
        undo_until=last.at + UNDO_WITHIN if last else None,
        ended_at=rated.visit.ended_at if rated and rated.visit else None,
    )


def ticket_thing(centre: Centre, ticket: Ticket) -> msg.Ticket:
    return msg.Ticket(
        id=ticket.id,
        number=ticket.number,
        service=ticket.service,
        state=_STATES[ticket.state],
        taken_at=ticket.taken_at,
        queued_at=ticket.queued_at,
        legs=ticket.legs,
        leg=ticket.leg,
        procedure=ticket.procedure,
        priority=ticket.priority,
        language=ticket.language,
        desk=ticket.desk,
        reserved=ticket.reserved,
        calls=ticket.calls,
        called_at=ticket.called_at,
        serving_at=ticket.serving_at,
        parked_at=ticket.parked_at,
        absent_at=ticket.absent_at,
        note=ticket.note,
        slip=ticket.slip,
        held=ticket.held,
        purpose=ticket.purpose,
        offline=ticket.offline,
        why=_why(centre, ticket.why) if ticket.why else None,
        slow=is_slow(centre, ticket),
        dossiers=ticket.dossiers,
        received=ticket.received,
        decides=ticket.decides,
        codes=ticket.codes,
        works=tuple(map(_work, ticket.works)) if ticket.works else (),
        parked_until=ticket.parked_until,
        keeper=ticket.keeper,
        away_until=ticket.away_until,
        step_outs=ticket.step_outs,
        appointed=ticket.appointment.at if ticket.appointment else None,
        late=ticket.appointment is not None and ticket.appointment.late,
    )


def call_thing(centre: Centre, call: CallRecord) -> msg.Call:
    ticket = centre.tickets[call.ticket]
    return msg.Call(
        id=call.id,
        ticket=call.ticket,
        number=call.number,
        service=call.service,
        desk=call.desk,
        kind=msg.CallKind(call.kind.value),
        priority=ticket.priority != ORDINARY,
        at=call.at,
        withdrawn=call.withdrawn,
    )


def heard_thing(call: int, board: str, heard: Heard) -> msg.Heard:
    return msg.Heard(call=call, board=board, drawn=heard.drawn, spoken=heard.spoken, failed=heard.failed)


def _work(work: Work) -> msg.Work:
    return msg.Work(service=work.service, procedure=work.procedure, began_at=work.began_at)


def _why(centre: Centre, why: Why) -> msg.Why:
    return msg.Why(
        policy=why.policy,
        rule=why.rule,
        chosen=_contender(centre, why.chosen),
        # Of a call made before midnight, others may be forgotten by now.
        runners_up=tuple(_contender(centre, each) for each in why.runners_up if each.ticket in centre.tickets),
        eligible=why.eligible,
        passed_over=tuple(_contender(centre, each) for each in why.passed_over if each.ticket in centre.tickets),
    )


def _contender(centre: Centre, each: Contender) -> msg.Contender:
    return msg.Contender(
        number=centre.tickets[each.ticket].number,
        service=each.service,
        priority=each.priority,
        waited=each.waited,
        credit=each.credit,
        offset=each.offset,
        key=each.key,
        appointed=each.appointed,
    )
