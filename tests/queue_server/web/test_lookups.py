"""Checking in over real sockets: in time, late, another day, twice, unknown, and without a book."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from queue_server.appointments.csv_file import CsvBook
from queue_server.client.base import Refusal, fresh_request
from queue_server.core.plan import MINUTE
from queue_server.protocol import messages as msg

FILE = """code,service,day,time,procedure
LH-INTIME,ho-tich,2026-11-23,08:30,ks
LH-LATEONE,ho-tich,2026-11-23,07:45,
LH-TOMORROW,ho-tich,2026-11-24,08:30,of-the-former-year
LH-ELSEWHERE,hai-quan,2026-11-23,08:30,
"""


@pytest.fixture
async def kiosk(house: Any, tmp_path: Path) -> Any:
    (tmp_path / "book.csv").write_text(FILE, "utf-8")
    house.connect_book(CsvBook(tmp_path / "book.csv"))
    return await house.device("k1", msg.Role.KIOSK)


def find(code: str) -> msg.FindAppointment:
    return msg.FindAppointment(request=fresh_request(), code=code)


def take(code: str, *, service: str = "ho-tich") -> msg.TakeTicket:
    return msg.TakeTicket(request=fresh_request(), service=service, appointment=code)


async def test_a_code_is_looked_up_then_used_once(kiosk: Any, house: Any) -> None:
    found = await kiosk.ask(find("lh-intime"))
    assert isinstance(found, msg.AppointmentFound)
    assert (found.code, found.service, found.standing) == ("LH-INTIME", "ho-tich", "in_time")
    assert found.procedure == "ks"
    request = take("LH-INTIME")
    taken = await kiosk.ask(request)
    assert isinstance(taken, msg.Taken)
    assert (taken.ticket.appointed, taken.ticket.late) == (found.at, False)
    centre = house.live.centre
    assert centre.tickets[taken.ticket.id].effective_at == found.at - 15 * MINUTE
    assert (await kiosk.ask(request)).ticket.id == taken.ticket.id, "asked again after a break"
    with pytest.raises(Refusal) as refused:
        await kiosk.ask(take("LH-INTIME"))
    assert (refused.value.code, refused.value.ticket) == ("already_checked_in", taken.ticket.id)
    again = await kiosk.ask(find("LH-INTIME"))
    assert isinstance(again, msg.Found)
    assert again.ticket.number == taken.ticket.number


async def test_who_is_late_gets_a_number_like_others(kiosk: Any) -> None:
    assert (await kiosk.ask(find("LH-LATEONE"))).standing == "late"
    taken = await kiosk.ask(take("LH-LATEONE"))
    assert taken.ticket.late
    assert taken.ticket.appointed == taken.ticket.taken_at - taken.ticket.taken_at % MINUTE - 15 * MINUTE


async def test_another_day_is_said_and_gives_no_number(kiosk: Any, house: Any) -> None:
    found = await kiosk.ask(find("LH-TOMORROW"))
    assert (found.standing, found.procedure) == ("other_day", None)
    assert found.at - (await kiosk.ask(find("LH-INTIME"))).at == timedelta(days=1) // timedelta(milliseconds=1)
    with pytest.raises(Refusal, match="other_day"):
        await kiosk.ask(take("LH-TOMORROW"))
    assert not house.live.centre.tickets


@pytest.mark.parametrize("code", ["LH-UNKNOWN", "LH-ELSEWHERE", "nonsense"])
async def test_an_unknown_code_gives_no_number(kiosk: Any, house: Any, code: str) -> None:
    for asked in (find(code), take(code)):
        with pytest.raises(Refusal, match="unknown_appointment"):
            await kiosk.ask(asked)
    assert not house.live.centre.tickets


async def test_an_appointment_is_for_its_own_service(kiosk: Any) -> None:
    with pytest.raises(Refusal, match="unknown_appointment"):
        await kiosk.ask(take("LH-INTIME", service="chung-thuc"))


async def test_a_centre_without_a_book_gives_numbers_without(house: Any) -> None:
    kiosk = await house.device("k2", msg.Role.KIOSK)
    for asked in (find("LH-INTIME"), take("LH-INTIME")):
        with pytest.raises(Refusal, match="no_appointments_now"):
            await kiosk.ask(asked)
    assert isinstance(await kiosk.ask(take("")), msg.Taken)


async def test_reception_checks_in_too(kiosk: Any, house: Any) -> None:
    officer = await house.officer("an")
    assert (await officer.ask(find("LH-INTIME"))).standing == "in_time"
    taken = await officer.ask(take("LH-INTIME"))
    assert taken.ticket.appointed is not None
