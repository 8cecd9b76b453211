"""Slips as they come out of the virtual printer: drawn from the bytes that were sent to it, 80 and 58 mm wide."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from hardware.printer.base import PAPER_58_MM, PAPER_80_MM
from hardware.printer.simulator import VirtualPrinter
from kiosk.slip import slip
from queue_server import wire
from queue_server.core import commands as cmd
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import MINUTE
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre

#: Name, language, paper, how often printed before, service, procedure, in how many minutes the appointment is.
SLIPS = (
    ("vi-80", "vi", PAPER_80_MM, 0, "dat-dai", "dd-bd", None),
    ("en-80", "en", PAPER_80_MM, 0, "chung-thuc", "ctbs", None),
    ("vi-58", "vi", PAPER_58_MM, 0, "dat-dai", "dd-bd", None),
    ("en-58", "en", PAPER_58_MM, 0, "chung-thuc", "ctbs", None),
    ("again-80", "vi", PAPER_80_MM, 1, "tra-ket-qua", "tkq", None),
    ("appointment-80", "vi", PAPER_80_MM, 0, "dat-dai", "dd-bd", 18),
    ("appointment-late-58", "en", PAPER_58_MM, 0, "chung-thuc", "ctbs", -42),
)
_WAITING = 5


def main(folder: Path) -> None:
    """Write one picture per slip."""
    for name, language, dots, copy, service, procedure, appointed in SLIPS:
        taken, centre = _taken(service, procedure, language, appointed)
        with tempfile.TemporaryDirectory() as papers:
            asyncio.run(_print(Path(papers), taken, centre, language, dots, copy))
            [paper] = Path(papers).glob("*.png")
            Image.open(paper).convert("1").save(folder / f"{name}.png", optimize=True)


async def _print(papers: Path, taken: msg.Taken, centre: msg.Centre, language: str, dots: int, copy: int) -> None:
    printer = VirtualPrinter(papers, dots=dots)
    await printer.print(slip(taken, centre, language=language, dots=dots, copy=copy), job="gallery")
    await printer.close()


def _taken(service: str, procedure: str, language: str, appointed: int | None) -> tuple[msg.Taken, msg.Centre]:
    """A ticket taken after some others on a Monday morning in Kon Tum."""
    plan = find_centre("kt-tp").plan
    now = int(datetime(2026, 11, 23, 8, 12, tzinfo=ZoneInfo(plan.hours.timezone)).timestamp() * 1000)
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=plan), now)
    handle(centre, cmd.OpenDay(), now)
    for desk in plan.desks:
        handle(centre, cmd.OpenDesk(desk=desk.id, officer=desk.id), now)
    for place in range(_WAITING):
        handle(centre, cmd.TakeTicket(ticket=f"before-{place}", service=service), now)
    first = centre.version + 1
    message = msg.TakeTicket(request="gallery", service=service, procedure=procedure, language=language)
    booked = None if appointed is None else Appointment(code="LH-7KQ2M9", at=now + appointed * MINUTE)
    command = wire.command(message, asker=wire.Asker(device="k1"), ticket="Q2Z6k1xY8AbC", appointment=booked)
    events = handle(centre, command, now)
    answer = wire.answer(
        centre,
        message,
        events=events,
        first=first,
        version=centre.version,
        now=now,
        site="http://192.168.1.10:8800",
    )
    assert isinstance(answer, msg.Taken)
    return answer, plan_thing(centre)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
