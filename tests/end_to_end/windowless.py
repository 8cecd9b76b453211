"""The true kiosk without its window: flow, link, scanner and a printer whose slips are kept as text too."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from chaos.process import ServerProcess
from hardware.printer.base import PrinterStatus, PrintReport, Slip
from hardware.printer.simulator import VirtualPrinter
from hardware.scanner.emulator import EmulatedScanner
from hardware.scanner.open import open_scanner
from kiosk import events as ev
from kiosk.ear import Ear
from kiosk.flow import step
from kiosk.health import Health
from kiosk.inquiry import Inquiry
from kiosk.issue import Issue
from kiosk.state import Screen, State
from queue_server.client.base import fresh_request
from queue_server.client.link import Link
from queue_server.protocol.messages import Role
from tests.plain_printer import PlainPrinter


class KeptPaper(PlainPrinter):
    """A printer whose slips are kept as text too, since on paper they are dots."""

    def __init__(self, folder: Path) -> None:
        self._printer, self._texts = VirtualPrinter(folder), folder / "texts.txt"

    async def status(self) -> PrinterStatus:
        return await self._printer.status()

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        with self._texts.open("a", encoding="utf-8") as texts:
            texts.write(f"{slip!r}\n")
        return await self._printer.print(slip, job=job)

    async def close(self) -> None:
        await self._printer.close()


class Kiosk:
    """The kiosk's parts and its flow, without a window."""

    def __init__(self, link: Link, folder: Path, scanner: EmulatedScanner) -> None:
        self.state, self.scanner, self.link = State(link_since=time.monotonic()), scanner, link
        self._news = asyncio.Event()
        self._printer = KeptPaper(folder)
        self._issue = Issue(link, self._printer, happened=self.happened, centre=lambda: link.view.centre)
        self._inquiry = Inquiry(link, happened=self.happened)
        health = Health(link, self._printer, happened=self.happened)
        ear = Ear(link, open_scanner(f"serial:{scanner.port}"), happened=self.happened)
        link.on_change(lambda _: self._news.set())
        self._tasks = [asyncio.create_task(each) for each in (link.run(), health.watch(), ear.watch())]

    def happened(self, event: ev.Event) -> None:
        self.state, effects = step(self.state, event, time.monotonic())
        for effect in effects:
            (self._inquiry if isinstance(effect, ev.Question) else self._issue).carry_out(effect)  # type: ignore[arg-type]
        self._news.set()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(60):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def ready(self) -> None:
        await self.until(lambda: self.link.view.day_key is not None)
        self.happened(ev.LinkChanged(True))
        self.happened(ev.DayChanged(True))
        await self.until(lambda: self.state.printer.can_print and self.state.scanner)

    async def take(self, card: str, service: str) -> Screen:
        """Show a card, touch the service, take a number; the screen on which that ends."""
        self.scanner.scan(card)
        await self.until(lambda: self.state.person)
        self.happened(ev.ServiceChosen(service, fresh_request(), listed=False, only=None))
        self.happened(ev.NumberAsked())
        await self.until(lambda: self.state.screen not in (Screen.PRINTING, Screen.LOOKING))
        return self._leave()

    async def show(self, text: str) -> Screen:
        """Hold something else before the scanner; the screen that answers."""
        self.scanner.scan(text)
        await self.until(lambda: self.state.screen not in (Screen.HOME, Screen.LOOKING))
        return self._leave()

    def _leave(self) -> Screen:
        screen = self.state.screen
        self.happened(ev.HomeAsked())
        assert self.state.screen is Screen.HOME
        return screen

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._inquiry.close()
        await self._issue.close()
        await self._printer.close()


@asynccontextmanager
async def open_kiosk(server: ServerProcess, folder: Path, scanner: EmulatedScanner) -> AsyncIterator[Kiosk]:
    token = server.token("k1", Role.KIOSK)
    kiosk = Kiosk(Link(server.socket, role=Role.KIOSK, device="k1", token=token), folder / "papers", scanner)
    try:
        await kiosk.ready()
        yield kiosk
    finally:
        await kiosk.close()
