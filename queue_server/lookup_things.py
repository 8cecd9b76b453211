"""What is answered to who looks something up: a ticket, a dossier, an appointment. Pure; see wire.py."""

from __future__ import annotations

from dataclasses import asdict

from queue_server.appointments.base import Booking
from queue_server.core.appointment import standing
from queue_server.core.centre import Centre
from queue_server.core.plan import Instant
from queue_server.core.ticket import TicketState
from queue_server.dossiers.base import Dossier
from queue_server.protocol import messages as msg
from queue_server.wire import ticket_thing


def found(centre: Centre, message: msg.FindTicket, *, role: msg.Role, now: Instant, site: str) -> msg.Found:
    """Where a ticket is, and for officers what happened to it. Raises `Refusal` unknown_ticket."""
    ticket = centre.find(message.ticket)
    outlook = centre.outlook_of(ticket, now=now) if ticket.state is TicketState.WAITING else None
    return msg.Found(
        request=message.request,
        version=centre.version,
        ticket=ticket_thing(centre, ticket),
        ahead=outlook.ahead if outlook else None,
        low=outlook.low if outlook else None,
        high=outlook.high if outlook else None,
        experienced=outlook.experienced if outlook else True,
        fits_today=outlook.fits_today if outlook else None,
        desks=centre.own_desks(ticket.service),
        follow=f"{site}/t/{ticket.id}",
        steps=() if role is msg.Role.KIOSK else tuple(msg.Step(**asdict(step)) for step in ticket.steps),
    )


def dossier_found(centre: Centre, message: msg.FindDossier, dossier: Dossier) -> msg.DossierFound:
    """How a dossier stands, and which of the centre's lines deals with it."""
    service, procedure = _where_to(centre, dossier)
    return msg.DossierFound(
        request=message.request,
        version=centre.version,
        code=dossier.code,
        state=dossier.state.value,
        updated=dossier.updated.isoformat() if dossier.updated else None,
        due=dossier.due.isoformat() if dossier.due else None,
        service=service,
        procedure=procedure,
    )


def appointment_found(
    centre: Centre, message: msg.FindAppointment, booking: Booking, *, at: Instant, now: Instant
) -> msg.AppointmentFound:
    """When its holder is expected, and what checking in now would be."""
    return msg.AppointmentFound(
        request=message.request,
        version=centre.version,
        code=booking.code,
        service=booking.service,
        at=at,
        standing=standing(at, calendar=centre.calendar, policy=centre.plan.policy, now=now),
        procedure=_known(centre, booking),
    )


def _known(centre: Centre, booking: Booking) -> str | None:
    """The booked procedure, if the centre still has it: otherwise its holder chooses."""
    known = {each.id for each in centre.services[booking.service].procedures}
    return booking.procedure if booking.procedure in known else None


def _where_to(centre: Centre, dossier: Dossier) -> tuple[str | None, str | None]:
    """The service that the registry names, or else the one with a procedure of its national code, and that one."""
    if dossier.service in centre.services:
        return dossier.service, None
    for each in centre.services.values() if dossier.procedure is not None else ():
        for procedure in each.procedures:
            if procedure.code == dossier.procedure:
                return each.id, procedure.id
    return None, None
