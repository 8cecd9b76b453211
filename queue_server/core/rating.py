"""What may be rated, and once: a leg that ended, at its desk for some minutes, or by its ticket for the rest of a day.

Anonymous: nobody is asked who they are, and the officer is named only where the centre's plan says so.
"""

from __future__ import annotations

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.checks import Rule, desk_of
from queue_server.core.desk import Desk
from queue_server.core.plan import MINUTE, Instant
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import Ticket

#: At a desk only for so long: who comes later is another.
RATE_WITHIN: Instant = 5 * MINUTE
#: How the portal counts a step after which reasons are asked (QĐ 766/QĐ-TTg).
NEGATIVE = "dislike"


def to_rate(centre: Centre, desk: Desk) -> Ticket | None:
    """The ticket whose visit ended last at a desk, while that is not rated."""
    ticket = centre.tickets.get(desk.ended or "")
    if ticket is None or ticket.desk is not None or ticket.visit is None or ticket.visit.rated:
        return None
    return ticket if ticket.visit.desk == desk.plan.id and centre.plan.rating_scale else None


def _rate(centre: Centre, command: cmd.Rate, now: Instant) -> list[ev.Event]:
    ticket = _ticket(centre, command, now)
    visit = ticket.visit
    if visit is None or ticket.desk is not None:
        raise Refusal("nothing_to_rate")
    if visit.rated:
        raise Refusal("already_rated")
    step = next((each for each in centre.plan.rating_scale if each.value == command.value), None)
    known = {reason.id for reason in centre.plan.rating_reasons} if step and step.portal == NEGATIVE else set()
    if step is None or not known.issuperset(command.reasons):
        raise Refusal("unknown_rating")
    return [
        ev.VisitRated(
            at=now,
            ticket=ticket.id,
            leg=visit.leg,
            service=visit.service,
            desk=visit.desk,
            value=step.value,
            portal=step.portal,
            reasons=tuple(dict.fromkeys(command.reasons)),
            officer=visit.officer if centre.plan.rating_officer else None,
        )
    ]


def _ticket(centre: Centre, command: cmd.Rate, now: Instant) -> Ticket:
    """The ticket that is meant. Never by its printed number: anybody may read that."""
    if command.desk is None:
        ticket = centre.tickets.get(command.ticket or "")
    else:
        ticket = centre.tickets.get(desk_of(centre, command.desk).ended or "")
        if ticket is not None and ticket.visit is not None:
            late = now - ticket.visit.ended_at > RATE_WITHIN
            ticket = None if late or ticket.visit.desk != command.desk else ticket
    if ticket is None:
        raise Refusal("nothing_to_rate")
    return ticket


#: Who answers which command.
RULES: dict[type, Rule] = {cmd.Rate: _rate}
