"""A whole kiosk in its own process and real time: link, flow, printer, window, one loop. Says in JSON what it did.

`python -m tests.kiosk.whole_app FOLDER`: a citizen takes a ticket, then somebody sends SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")

from hardware.printer.simulator import VirtualPrinter
from kiosk import events as ev
from kiosk.app import attend
from kiosk.state import Screen
from kiosk.window import KioskApp, configure
from queue_server.client.fake import FakeServer
from queue_server.protocol.messages import Done, ReportSlip, Role, TakeTicket
from tools.kiosk_samples import at, centre, day, lines, taken

SIZE = (540, 960)


class Watched(KioskApp):
    """Lets a script wait for something to become true."""

    news: asyncio.Event

    def happened(self, event: ev.Event) -> None:
        super().happened(event)
        self.news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not true():
                self.news.clear()
                await self.news.wait()


async def visit(app: Watched) -> list[str]:
    screens: list[str] = []
    for event, screen in (
        (ev.ServiceChosen("dat-dai", request="touch-1", listed=True), Screen.PROCEDURES),
        (ev.ProcedureChosen("dd-ld"), Screen.BEFORE),
        (ev.NumberAsked(), Screen.PRINTING),
    ):
        app.happened(event)
        screens.append(app.state.screen.value)
        assert app.state.screen is screen
    await app.until(lambda: app.state.screen is not Screen.PRINTING)
    return [*screens, app.state.screen.value]


async def main(folder: Path) -> None:
    told = centre("kt-tp")
    server = FakeServer(told, day(), *lines(told).values(), now=at(8, 5))
    server.on(TakeTicket, lambda asked: taken(asked.service, "L012", request=asked.request))
    link = server.link(Role.KIOSK, "k1")
    configure(SIZE, locked=False)
    app = Watched(link, size=SIZE, locked=False)
    app.news = asyncio.Event()

    def reported(slip: ReportSlip) -> Done:
        app.news.set()
        return Done(request=slip.request, version=server.version)

    server.on(ReportSlip, reported)
    kiosk = asyncio.create_task(attend(app, link, VirtualPrinter(folder)))
    await app.until(lambda: app.state.screen is Screen.HOME and app.state.printer.can_print)
    screens = await visit(app)
    await app.until(lambda: any(isinstance(request, ReportSlip) for request in server.carried_out))
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(kiosk, 60)
    asked = [type(request).__name__ for request in server.carried_out]
    sys.stdout.write(json.dumps({"screens": screens, "asked": asked, "clock": app._now().isoformat()}))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
