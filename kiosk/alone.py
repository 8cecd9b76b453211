"""What a kiosk knows of a ticket by itself, in the shape of the server's answer. Pure.

Who is ahead and how long it takes only the server knows: whoever shows this says nothing of it.
"""

from __future__ import annotations

from kiosk.offer import find_service
from queue_server.protocol.messages import Centre, Taken, Ticket


def taken_alone(ticket: Ticket, centre: Centre, *, request: str, follow: str) -> Taken:
    """The answer that the server would have given, without what only the server knows."""
    service = find_service(centre, ticket.service)
    return Taken(
        request=request,
        version=0,
        ticket=ticket,
        ahead=0,
        low=0,
        high=0,
        experienced=True,
        fits_today=True,
        desks=service.desks if service else (),
        follow=follow,
    )
