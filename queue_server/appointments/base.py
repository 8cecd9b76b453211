"""What a book of appointments is: asked for a code, it says when somebody is expected, and where. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from queue_server.protocol.appointments import short


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booked time. `service` and `procedure` are ids of the centre; `minute` is that of its wall clock's day."""

    code: str
    service: str
    day: date
    minute: int
    procedure: str | None = None


class BookUnavailable(Exception):
    """The book cannot be asked now. Nothing is known of any appointment; it may be tried again."""


class AppointmentBook(Protocol):
    """One source of appointments."""

    async def find(self, code: str) -> Booking | None:
        """The booking of a code (`parse_appointment_code`); None where there is none. Raises `BookUnavailable`."""
        ...


class NoBook:
    """A centre that takes no appointments: it can say nothing of any."""

    async def find(self, code: str) -> Booking | None:
        """See `AppointmentBook`."""
        raise BookUnavailable(f"{short(code)}: no book of appointments is connected to this centre")
