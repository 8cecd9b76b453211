"""A file of appointments: read, wrong in one line and column, gone; names in it are never kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from queue_server.appointments.base import Booking, BookUnavailable
from queue_server.appointments.csv_file import CsvBook, read_bookings
from queue_server.csv_table import TableInvalid

HEAD = "code,service,day,time,name\n"
ROW = "LH-7KQ2M9,ho-tich,2026-11-23,8:30,Nguyễn Thị Hồng Đào\n"


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


async def test_a_booking_is_found_by_its_code(tmp_path: Path) -> None:
    book = CsvBook(written(tmp_path / "a.csv", HEAD + ROW + "lh-abcdef,dat-dai,2026-11-24,13:05,\n"))
    found = await book.find("LH-7KQ2M9")
    assert found == Booking(code="LH-7KQ2M9", service="ho-tich", day=date(2026, 11, 23), minute=8 * 60 + 30)
    later = await book.find("LH-ABCDEF")
    assert later is not None
    assert (later.minute, later.procedure) == (13 * 60 + 5, None)
    assert await book.find("LH-000000") is None


async def test_of_a_time_that_was_changed_the_last_line_counts(tmp_path: Path) -> None:
    book = CsvBook(written(tmp_path / "a.csv", HEAD + ROW + ROW.replace("8:30", "09:15")))
    found = await book.find("LH-7KQ2M9")
    assert found is not None
    assert found.minute == 9 * 60 + 15


async def test_a_procedure_may_be_booked(tmp_path: Path) -> None:
    head = HEAD.replace("name", "procedure")
    book = CsvBook(written(tmp_path / "a.csv", head + "LH-7KQ2M9,ho-tich,2026-11-23,08:30,ks\n"))
    found = await book.find("LH-7KQ2M9")
    assert found is not None
    assert found.procedure == "ks"


async def test_a_file_that_is_gone_makes_it_unavailable(tmp_path: Path) -> None:
    book = CsvBook(written(tmp_path / "a.csv", HEAD + ROW))
    (tmp_path / "a.csv").unlink()
    with pytest.raises(BookUnavailable):
        await book.find("LH-7KQ2M9")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("code,day\n", "line 1: no column service and no time"),
        (HEAD + "7KQ2M9,ho-tich,2026-11-23,08:30,\n", "line 2: column code: expected LH- and 6 to 12"),
        (HEAD + "LH-7KQ2M9,,2026-11-23,08:30,\n", "line 2: column service: expected the id of a service"),
        (HEAD + ROW + "LH-ABCDEF,dat-dai,23/11/2026,08:30,\n", "line 3: column day: expected a date"),
        (HEAD + "LH-7KQ2M9,ho-tich,2026-11-23,8h30,\n", "line 2: column time: expected a time such as 08:30"),
        (HEAD + "LH-7KQ2M9,ho-tich\n", "line 2: column day: expected a date"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_column(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(TableInvalid, match=where):
        read_bookings(written(tmp_path / "a.csv", text))
