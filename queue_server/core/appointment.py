"""An appointed time, and what it means for its holder's place in the line (docs/decisions/0092). Pure."""

from __future__ import annotations

from typing import Literal

from queue_server.core.calendar import Calendar
from queue_server.core.plan import MINUTE, Instant, Policy
from queue_server.core.record import record

#: How a holder stands who checks in now: in time, too late for that time, or on a day that is not the appointed one.
Standing = Literal["in_time", "late", "other_day"]


@record
class Appointment:
    """A time that was booked: the `code` that its holder shows, and when. `late` is known at check-in only: whoever is
    late waits as those do who have no appointment."""

    code: str
    at: Instant
    late: bool = False


def standing(at: Instant, *, calendar: Calendar, policy: Policy, now: Instant) -> Standing:
    """How someone with an appointment at that instant stands now."""
    if calendar.service_day(at) != calendar.service_day(now):
        return "other_day"
    return "in_time" if now <= at + int(policy.appointment_grace_minutes * MINUTE) else "late"


def place(appointment: Appointment | None, *, arrived: Instant, credit: int, policy: Policy) -> Instant:
    """The effective time of someone whose class has this credit: from arrival, or from the appointed time of who is in
    time for it. With both a class and an appointment the longer head start counts, not their sum."""
    if appointment is None or appointment.late:
        return arrived - credit
    return appointment.at - max(credit, int(policy.appointment_head_start_minutes * MINUTE))


def eligible_from(at: Instant, policy: Policy) -> Instant:
    """From when on its holder is called as others are; before, only where nobody else waits for the desk."""
    return at - int(policy.appointment_early_minutes * MINUTE)
