"""From a citizen's code to the call at the desk, and why: a server process, a kiosk, a desk, the journal."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from chaos.process import ServerProcess
from hardware.scanner.emulator import EmulatedScanner
from kiosk import events as ev
from kiosk.answers import answer
from kiosk.language import Words
from kiosk.moments import local
from kiosk.scene import Scene
from kiosk.state import Screen
from queue_server.client.base import fresh_request
from queue_server.client.link import Link
from queue_server.protocol import messages as msg
from tests.end_to_end.windowless import Kiosk, open_kiosk

CENTRE, SERVICE, DAY = "kt-truongchinh", "ho-tich", "2026-11-17"
BOOK = f"""code,service,day,time,name
LH-INTIME,{SERVICE},{DAY},08:05,Nguyễn Thị Hồng Đào
LH-LATEONE,{SERVICE},{DAY},07:30,
LH-TOMORROW,{SERVICE},2026-11-18,08:05,
"""


async def check_in(kiosk: Kiosk, code: str) -> str:
    """Hold the code before the scanner and touch what the screen offers; the number that comes of it."""
    kiosk.scanner.scan(code)
    await kiosk.until(lambda: kiosk.state.screen is Screen.APPOINTMENT)
    centre = kiosk.link.view.centre
    assert centre is not None
    now = local(kiosk.link.now(), centre.timezone)
    said = answer(Scene(state=kiosk.state, words=Words("vi"), now=now, centre=centre))
    assert said is not None
    assert said.primary is not None
    kiosk.happened(said.primary.event)
    if kiosk.state.screen is Screen.PROCEDURES:
        kiosk.happened(ev.ProcedureChosen(None))
    assert kiosk.state.screen is Screen.BEFORE
    kiosk.happened(ev.NumberAsked())
    await kiosk.until(lambda: kiosk.state.screen is Screen.TAKE)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.taken is not None
    number = kiosk.state.visit.taken.ticket.number
    kiosk.happened(ev.HomeAsked())
    return number


async def called(server: ServerProcess) -> list[msg.Ticket]:
    """Who is called to the first desk of the service, one after another."""
    link = Link(server.socket, role=msg.Role.DESK, device="pc", headers={"Cookie": await server.cookie("lan")})
    running = asyncio.create_task(link.run())
    try:
        async with asyncio.timeout(60):
            async for _ in link.listen():
                if link.view.centre is not None:
                    break
            assert link.view.centre is not None
            desk = next(each.id for each in link.view.centre.desks if SERVICE in each.services)
            await link.ask(msg.OpenDesk(request=fresh_request(), desk=desk))
            tickets = list[msg.Ticket]()
            for _ in range(3):
                call = await link.ask(msg.CallNext(request=fresh_request(), desk=desk))
                assert isinstance(call, msg.Called)
                tickets.append(call.ticket)
                for act in (msg.StartServing, msg.Finish):
                    await link.ask(act(request=fresh_request(), desk=desk, ticket=call.ticket.id))
            return tickets
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_who_has_an_appointment_checks_in_is_called_by_it_and_the_journal_says_why(
    start_server: Callable[..., ServerProcess], tmp_path: Path
) -> None:
    book = tmp_path / "book.csv"
    book.write_text(BOOK, "utf-8")
    server = start_server(CENTRE, at=f"{DAY} 08:00", appointments=book)
    scanner = EmulatedScanner(tmp_path / "scanner")
    try:
        async with open_kiosk(server, tmp_path / "kiosk", scanner) as kiosk:
            kiosk.happened(ev.ServiceChosen(SERVICE, fresh_request()))
            kiosk.happened(ev.NumberAsked())
            await kiosk.until(lambda: kiosk.state.screen is Screen.TAKE)
            kiosk.happened(ev.HomeAsked())
            late, in_time = await check_in(kiosk, "LH-LATEONE"), await check_in(kiosk, "lh-intime")
            assert await kiosk.show("LH-INTIME") is Screen.STANDING, "it has its number"
            assert await kiosk.show("LH-TOMORROW") is Screen.APPOINTMENT
            assert await kiosk.show("LH-UNKNOWN") is Screen.NOT_FOUND
    finally:
        scanner.unplug()
    slips = (tmp_path / "kiosk" / "papers" / "texts.txt").read_text("utf-8")
    assert "Giờ hẹn" in slips
    assert "08:05" in slips
    assert "Đến sau giờ hẹn" in slips

    first, walk_in, last = await called(server)
    assert (first.number, first.late, last.number, last.late) == (in_time, False, late, True)
    assert first.appointed is not None
    assert first.why is not None
    assert first.why.chosen.appointed == first.appointed
    assert walk_in.appointed is None
    server.stop()
    assert "Hồng Đào" not in (tmp_path / "data" / "server.log").read_text("utf-8")
    words = (sys.executable, "-m", "queue_server.cli", "explain", in_time, "--data", str(tmp_path / "data"))
    words = (*words, "--language", "en", "--rival", walk_in.number)
    told = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True, check=True)
    assert "in time for an appointment at 08:05:00" in told.stdout
    assert "its place in line was" in told.stdout
    assert "is what the policy chooses again" in told.stdout
