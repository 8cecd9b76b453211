"""What is asked of other systems before the centre is: how a dossier stands, and when somebody is expected.

Nothing that they say is kept here. An appointment becomes part of the number that is taken with it, and of the journal.
"""

from __future__ import annotations

import logging

from queue_server import lookup_things
from queue_server.appointments.base import AppointmentBook, Booking, BookUnavailable
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.checks import checked_in
from queue_server.core.refusals import Refusal
from queue_server.dossiers.base import DossierRegistry, RegistryUnavailable
from queue_server.live import LiveCentre
from queue_server.protocol import messages as msg
from queue_server.protocol.appointments import parse_appointment_code, short
from queue_server.protocol.dossiers import parse_dossier_code

log = logging.getLogger(__name__)

#: What is answered here, and changes nothing.
Lookup = msg.FindTicket | msg.FindDossier | msg.FindAppointment


def waits_for_others(message: msg.Command) -> bool:
    """Whether another system is asked before this request can be carried out."""
    return isinstance(message, msg.TakeTicket) and message.appointment != ""


class Lookups:
    """The registry of dossiers and the book of appointments of one centre. Raises `Refusal`, as the centre does."""

    def __init__(
        self, live: LiveCentre, *, dossiers: DossierRegistry, appointments: AppointmentBook, site: str
    ) -> None:
        self._live, self._site = live, site
        self._dossiers, self._appointments = dossiers, appointments

    async def answer(self, message: Lookup, *, role: msg.Role) -> msg.Answer:
        """What there is to say of a ticket, a dossier or an appointment."""
        if isinstance(message, msg.FindDossier):
            return await self._dossier(message)
        if isinstance(message, msg.FindAppointment):
            return await self._appointment(message, role=role)
        return await self._ticket(message, role=role)

    async def booked(self, message: msg.Command) -> Appointment | None:
        """The appointment that a number is wanted with; None with any other request."""
        if not isinstance(message, msg.TakeTicket) or not message.appointment:
            return None
        booking = await self._booking(message.appointment)
        if booking.service != message.service:
            raise Refusal("unknown_appointment")
        return Appointment(code=booking.code, at=self._at(booking))

    async def _ticket(self, message: msg.FindTicket, *, role: msg.Role) -> msg.Found:
        def find(centre: Centre) -> msg.Found:
            return lookup_things.found(centre, message, role=role, now=self._live.now, site=self._site)

        return await self._live.read(find)

    async def _dossier(self, message: msg.FindDossier) -> msg.DossierFound:
        code = parse_dossier_code(message.code)
        if code is None:
            raise Refusal("unknown_dossier")
        try:
            dossier = await self._dossiers.find(code)
        except RegistryUnavailable as error:
            log.warning("no dossiers", extra={"action": "no_dossiers", "code": code.short, "error": str(error)})
            raise Refusal("no_lookup_now") from error
        if dossier is None:
            raise Refusal("unknown_dossier")
        return lookup_things.dossier_found(self._live.centre, message, dossier)

    async def _appointment(self, message: msg.FindAppointment, *, role: msg.Role) -> msg.AppointmentFound | msg.Found:
        """When its holder is expected, or the number that was taken with it today."""
        taken = checked_in(self._live.centre, parse_appointment_code(message.code) or "")
        if taken is not None:
            return await self._ticket(msg.FindTicket(request=message.request, ticket=taken.id), role=role)
        booking = await self._booking(message.code)
        return lookup_things.appointment_found(
            self._live.centre, message, booking, at=self._at(booking), now=self._live.now
        )

    async def _booking(self, text: str) -> Booking:
        code = parse_appointment_code(text)
        if code is None:
            raise Refusal("unknown_appointment")
        try:
            booking = await self._appointments.find(code)
        except BookUnavailable as error:
            log.warning(
                "no appointments", extra={"action": "no_appointments", "code": short(code), "error": str(error)}
            )
            raise Refusal("no_appointments_now") from error
        if booking is None:
            raise Refusal("unknown_appointment")
        if booking.service not in self._live.centre.services:
            data = {"action": "appointment_elsewhere", "code": short(code), "service": booking.service}
            log.warning("appointment at a service that is not here", extra=data)
            raise Refusal("unknown_appointment")
        return booking

    def _at(self, booking: Booking) -> int:
        return self._live.centre.calendar.instant(booking.day, booking.minute)
