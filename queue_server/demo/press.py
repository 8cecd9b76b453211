"""The kiosk that a demo's citizens press: the kiosk's own way of asking, printing and reporting, without its window."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hardware.printer.simulator import VirtualPrinter
from kiosk import events as ev
from kiosk.issue import Issue
from queue_server.client.link import Link, Refusal
from queue_server.protocol import messages as msg


class Press:
    """`link` must be run by whoever made it. Slips come out of a virtual printer into `folder`."""

    def __init__(self, url: str, *, token: str, folder: Path) -> None:
        self.link = Link(url, role=msg.Role.KIOSK, device="demo-kiosk", token=token)
        self._printer = VirtualPrinter(folder)
        self._issue = Issue(self.link, self._printer, happened=self._happened, centre=lambda: self.link.view.centre)
        self._answers: dict[str, asyncio.Future[msg.Taken]] = {}
        self._printing: dict[str, asyncio.Future[None]] = {}

    async def take(self, request: msg.TakeTicket) -> msg.Taken:
        """Take a ticket. Raises `Refusal`."""
        answer = self._answers[request.request] = asyncio.get_running_loop().create_future()
        self._issue.carry_out(
            ev.AskForTicket(
                request=request.request,
                service=request.service,
                procedure=request.procedure,
                priority=request.priority,
                language=request.language,
            )
        )
        taken: msg.Taken = await answer
        return taken

    async def print(self, taken: msg.Taken, *, language: str) -> None:
        """Print the slip of a ticket and wait until that is over."""
        printed = self._printing[taken.ticket.id] = asyncio.get_running_loop().create_future()
        self._issue.carry_out(ev.PrintSlip(taken, language))
        await printed

    async def close(self) -> None:
        """Give up what is under way and put the printer away."""
        await self._issue.close()
        await self._printer.close()

    def _happened(self, event: ev.Event) -> None:
        match event:
            case ev.Answered():
                self._answers.pop(event.taken.request).set_result(event.taken)
            case ev.RefusedByServer():
                self._answers.pop(event.request).set_exception(Refusal(event.code, event.message))
            case ev.SlipReported():
                self._printing.pop(event.ticket).set_result(None)
            case _:
                raise AssertionError(f"the kiosk was not asked for {event}")
