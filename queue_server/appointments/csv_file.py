"""A book in a CSV file, such as an export made every evening: read anew when the file was replaced.

Columns by their names in the first line: `code` (LH-7KQ2M9), `service` (the centre's id), `day` (2026-11-23) and `time`
(08:30), and if wanted `procedure` (its id there). Others, such as names, are passed over and never kept.
"""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from queue_server.appointments.base import Booking, BookUnavailable
from queue_server.csv_table import CsvTable, Row, cell, read_rows
from queue_server.protocol.appointments import parse_appointment_code

COLUMNS = {"code", "service", "day", "time"}


class CsvBook:
    """The appointments of one file."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises `TableInvalid` and OSError."""
        self._path = path
        self._table = CsvTable(path, read_bookings, what="appointments")

    async def find(self, code: str) -> Booking | None:
        """See `AppointmentBook`."""
        try:
            return await self._table.find(code)
        except OSError as error:
            raise BookUnavailable(f"{self._path}: {error.strerror}") from error


def read_bookings(path: Path) -> dict[str, Booking]:
    """Every booking of a file by its code; the last line of a code counts. Raises `TableInvalid`."""
    return {booking.code: booking for booking in read_rows(path, needs=COLUMNS, row=_booking)}


def _booking(row: Row) -> Booking:
    return Booking(
        code=cell(row, "code", parse_appointment_code, expected="LH- and 6 to 12 letters or digits"),
        service=cell(row, "service", lambda text: text or None, expected="the id of a service"),
        day=cell(row, "day", date.fromisoformat, expected="a date such as 2026-11-23"),
        minute=cell(row, "time", _minute, expected="a time such as 08:30"),
        procedure=(row.get("procedure") or "").strip() or None,
    )


def _minute(text: str) -> int:
    at = time.fromisoformat(text.zfill(len("08:30")))
    return at.hour * 60 + at.minute
