"""Numbers for kiosks that lose the server: blocks leased beforehand, and what was given from them, delivered later.

A block belongs to one kiosk's spool, one service and one service day. Ordinary numbers pass over every block, so no
number is given twice in a day, whoever gave it (docs/decisions/0063).
"""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule, taken
from queue_server.core.plan import ORDINARY, Instant, Service
from queue_server.core.record import record
from queue_server.core.refusals import Refusal

#: Numbers of a block, and how few of them left are topped up with a further block.
BLOCK = 30
LOW = 15


@record
class Holding:
    """What a kiosk holds for one day: the times of issuing, and free numbers by service, from first to last."""

    day: str
    times: tuple[tuple[Instant, Instant], ...]
    blocks: tuple[tuple[str, int, int], ...]


def holdings(centre: Centre, *, kiosk: str, spool: str, now: Instant) -> tuple[Holding, ...]:
    """All that a kiosk may give by itself today and on the next day of issuing."""
    return tuple(
        Holding(
            day=day,
            times=centre.calendar.issuing_times(day),
            blocks=tuple(
                (service, *free)
                for service in centre.services
                for free in _free(centre, day, service, kiosk=kiosk, spool=spool)
            ),
        )
        for day in _days(centre, now)
    )


def _days(centre: Centre, now: Instant) -> tuple[str, ...]:
    return centre.calendar.issuing_days(now, count=2)


def _free(centre: Centre, day: str, service: str, *, kiosk: str, spool: str) -> list[tuple[int, int]]:
    """What is left of the kiosk's blocks above the highest number that it has delivered of each."""
    left = []
    for block in centre.blocks.get(service, ()):
        if (block.day, block.kiosk, block.spool) == (day, kiosk, spool):
            first = max(block.first, block.used + 1)
            left += [(first, block.last)] if first <= block.last else []
    return left


def _lease_numbers(centre: Centre, command: cmd.LeaseNumbers, now: Instant) -> list[ev.Event]:
    events: list[ev.Event] = []
    last_of: dict[str, int] = {}
    for day in _days(centre, now):
        for service in centre.services.values():
            free = _free(centre, day, service.id, kiosk=command.kiosk, spool=command.spool)
            if sum(last - first + 1 for first, last in free) > LOW:
                continue
            first = centre.next_block(service.id, length=BLOCK, above=last_of.get(service.id, 0))
            last_of[service.id] = first + BLOCK - 1
            events.append(
                ev.NumbersLeased(
                    at=now,
                    kiosk=command.kiosk,
                    spool=command.spool,
                    day=day,
                    service=service.id,
                    first=first,
                    last=last_of[service.id],
                )
            )
    return events


def _deliver_ticket(centre: Centre, command: cmd.DeliverTicket, now: Instant) -> list[ev.Event]:
    """Never refused for what the citizen cannot help: what finds no place any more is set aside, and on record."""
    if command.place <= centre.delivered.get((command.kiosk, command.spool), 0) or command.ticket in centre.tickets:
        return []
    service = centre.services.get(command.service)
    reason = _why_not(centre, command, service)
    if service is None or reason:
        return [
            ev.TicketSetAside(
                at=now,
                kiosk=command.kiosk,
                spool=command.spool,
                place=command.place,
                day=command.day,
                ticket=command.ticket,
                number=command.number,
                service=command.service,
                taken_at=command.taken_at,
                reason=reason,
            )
        ]
    given = _given(centre, command, service, now)
    if not command.slip:
        return [given]
    return [given, ev.SlipReported(at=now, ticket=command.ticket, state=command.slip)]


def _why_not(centre: Centre, command: cmd.DeliverTicket, service: Service | None) -> str:
    if service is None:
        return "unknown_service"
    digits = command.number.removeprefix(service.prefix)
    if not digits.isdecimal() or command.number in centre.numbers:
        return "number_taken"
    block = centre.block_of(service.id, int(digits))
    own = block is not None and (block.day, block.kiosk, block.spool) == (command.day, command.kiosk, command.spool)
    if command.day != centre.day and not own:  # a queue that goes on overnight keeps the blocks of the day before
        return "day_over"
    # A number of nobody's block was leased by a server whose memory of it is lost: the citizen holds it all the same.
    return "" if own or block is None else "number_taken"


def _given(centre: Centre, command: cmd.DeliverTicket, service: Service, now: Instant) -> ev.TicketTaken:
    priority = command.priority if command.priority in centre.classes else ORDINARY
    try:
        procedure = centre.procedure(service.id, command.procedure)
    except Refusal:  # the plan was changed meanwhile
        procedure = None
    opens = centre.calendar.issuing_times(centre.day)
    # A kiosk's clock may have gone wrong while it was alone; nobody gets ahead of the day by that.
    taken_at = min(now, max(command.taken_at, opens[0][0] if opens else now))
    return taken(
        centre,
        service,
        procedure,
        ticket=command.ticket,
        number=command.number,
        priority=priority,
        language=command.language,
        origin=command.kiosk,
        now=now,
        spooled=ev.Spooled(spool=command.spool, place=command.place, taken_at=taken_at),
    )


#: Who answers which command.
RULES: dict[type, Rule] = {
    cmd.LeaseNumbers: _lease_numbers,
    cmd.DeliverTicket: _deliver_ticket,
}
