"""Asks for a ticket, prints its slip, and tells the server how that went. In this order: commit, answer, print.

An asking goes on, with the one id of its visit, until the server answers; so a broken line cannot take two tickets
and no ticket is lost in it. What the screens do meanwhile is `flow`'s business.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from hardware.printer.base import PAPER_80_MM, JobState, Printer, PrintReport
from kiosk import events as ev
from kiosk import offer
from kiosk.alone import taken_alone
from kiosk.reserve import BROKEN, USED_UP, NoNumber, Reserve
from kiosk.roll import Roll
from kiosk.search import as_taken
from kiosk.slip import common_lines, known_lines, slip
from kiosk.spool import SpoolError
from queue_server.client.base import NoAnswer, Refusal, fresh_request
from queue_server.protocol.messages import (
    Answer,
    Centre,
    Command,
    FindTicket,
    Found,
    Instant,
    Line,
    ReportSlip,
    SlipOrder,
    Taken,
    TakeTicket,
)

log = logging.getLogger(__name__)

_LONGEST_DETAIL = 300
_NOTED = "noted"
#: In no ticket's id.
_COPY = "+"


class Asks(Protocol):
    """The part of a link that is needed here."""

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer: ...


class Issue:
    """Carries out what the flow wants, one task each, and hands back what became of it as events.

    `happened` is called in the loop's thread. `centre` gives the present configuration, for the slip, which is `short`
    where the line to the printer is slow; `line` how a service stands.
    After `close` nothing more happens; the printer ends the paper it is at by itself.
    """

    def __init__(
        self,
        link: Asks,
        printer: Printer,
        *,
        happened: Callable[[ev.Event], None],
        centre: Callable[[], Centre | None],
        line: Callable[[str], Line | None] = lambda _: None,
        reserve: Reserve | None = None,
        now: Callable[[], Instant] = lambda: 0,
        dots: int = PAPER_80_MM,
        short: bool = False,
        roll: Roll | None = None,
    ) -> None:
        self._link = link
        self._printer = printer
        self._happened = happened
        self._centre = centre
        self._line = line
        self._reserve = reserve
        self._now = now
        self._dots, self._short = dots, short
        self._roll = roll
        self._kept_of: Centre | None = None
        self._asking: set[str] = set()
        self._ordered: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def carry_out(self, effect: ev.Effect) -> None:
        """Begin what is wanted; returns at once."""
        match effect:
            case ev.DrawAhead():
                self._draw_ahead(effect)
            case ev.AskForTicket(alone=True):
                self._happened(self._give(effect))
            case ev.AskForTicket():
                if effect.request not in self._asking:
                    self._asking.add(effect.request)
                    self._begin(self._ask(effect))
            case ev.PrintSlip():
                self._begin(self._print(effect))
            case ev.ReportInHand():
                self._begin(self._report(effect.ticket, JobState.CONFIRMED.value, "the citizen has it"))
            case ev.ReportNoted():
                self._begin(self._report(effect.ticket, _NOTED, "the citizen has read the number on the screen"))
            case ev.ReportOrphan():
                self._begin(
                    self._report(effect.ticket, JobState.FAILED.value, "the citizen left before the number came")
                )

    def keep_lines(self) -> None:
        """What stands on every slip here may have changed: a printer that keeps it is told."""
        centre = self._centre()
        if centre is not None and centre is not self._kept_of and not self._short:
            self._kept_of = centre
            self._printer.keep(common_lines(centre, dots=self._dots))

    def print_ordered(self, order: SlipOrder) -> None:
        """Print what reception asked for here, once for each order."""
        paper = job_name(order.ticket, f"reception{order.copy}")
        if order.open and paper not in self._ordered:
            self._ordered.add(paper)
            self._begin(self._print_ordered(order))

    def own_up(self) -> None:
        """Tell of the slips that were cut short when this kiosk last stopped: nobody knows what came out. And from now
        on of those that came out later than anybody waited for."""
        for job in self._printer.cut_short:
            detail = "the kiosk stopped while this was being printed"
            self._begin(self._report(ticket_of(job), JobState.UNCONFIRMED.value, detail))
        loop = asyncio.get_running_loop()
        self._printer.tell_late(lambda job: loop.call_soon_threadsafe(lambda: self._begin(self._came_late(job))))

    async def close(self) -> None:
        """Cancel what is under way and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _came_late(self, job: str) -> None:
        # Asked in its turn, the printer answers after its report: what was told of the paper first is told first.
        await self._printer.status()
        ticket = ticket_of(job)
        log.info("slip came late", extra={"action": "slip_late", "ticket": ticket})
        self._happened(ev.SlipReported(ticket, JobState.CONFIRMED))
        await self._report(ticket, JobState.CONFIRMED.value, "the printer said later that it is printed")

    def _draw_ahead(self, effect: ev.DrawAhead) -> None:
        centre = self._centre()
        if centre is not None:
            language, dots, short = effect.language, self._dots, self._short
            lines = known_lines(effect.service, effect.procedure, centre, language=language, dots=dots, short=short)
            self._printer.draw_ahead(lines)

    async def _ask(self, effect: ev.AskForTicket) -> None:
        request = TakeTicket(
            request=effect.request,
            service=effect.service,
            procedure=effect.procedure,
            priority=effect.priority,
            language=effect.language,
            holder=effect.holder,
            purpose=effect.purpose,
            appointment=effect.appointment,
        )
        try:
            answer = await self._link.ask(request)
        except Refusal as refusal:
            self._happened(ev.RefusedByServer(effect.request, refusal.code, refusal.words, refusal.ticket))
            return
        except NoAnswer:  # the link has ended, and so will this kiosk
            log.info("no answer", extra={"action": "no_answer", "request": effect.request})
            return
        finally:
            self._asking.discard(effect.request)
        assert isinstance(answer, Taken), f"take_ticket answered by {type(answer).__name__}"
        log.info("ticket taken", extra={"action": "ticket_taken", "ticket": answer.ticket.id})
        self._happened(ev.Answered(answer))

    def _give(self, effect: ev.AskForTicket) -> ev.Answered | ev.RefusedByServer:
        """A number of the kiosk's own: on its disk, as the server's would be on the server's."""
        centre = self._centre()
        assert self._reserve is not None, "a kiosk without a reserve gives no numbers"
        assert centre is not None, "a number was wanted before the centre was known"
        try:
            ticket = self._reserve.give(
                effect.service,
                request=effect.request,
                procedure=effect.procedure,
                priority=effect.priority,
                language=effect.language,
                now=self._now(),
            )
        except NoNumber:
            return ev.RefusedByServer(effect.request, "used_up", USED_UP)
        except SpoolError as error:
            log.error("number not given", extra={"action": "number_not_given", "error": str(error)})
            return ev.RefusedByServer(effect.request, "spool", BROKEN)
        log.info("ticket given", extra={"action": "ticket_given", "ticket": ticket.id})
        follow = self._reserve.page_of(ticket.id)
        return ev.Answered(taken_alone(ticket, centre, request=effect.request, follow=follow))

    async def _print_ordered(self, order: SlipOrder) -> None:
        try:
            found = await self._link.ask(FindTicket(request=fresh_request(), ticket=order.ticket))
        except (Refusal, NoAnswer) as error:
            log.warning("no slip for reception", extra={"action": "no_ordered_slip", "error": str(error)})
            return
        assert isinstance(found, Found), f"find_ticket answered by {type(found).__name__}"
        asking = f"reception{order.copy}"
        await self._print(ev.PrintSlip(as_taken(found), found.ticket.language, copy=order.copy, asking=asking))

    async def _print(self, effect: ev.PrintSlip) -> None:
        taken, centre = effect.taken, self._centre()
        assert centre is not None, "a ticket was taken before the centre was known"
        lines = slip(
            taken,
            centre,
            language=effect.language,
            dots=self._dots,
            copy=effect.copy,
            short=self._short,
            desk_open=offer.has_desk(self._line(taken.ticket.service)),
        )
        report = await self._printer.print(lines, job=job_name(taken.ticket.id, effect.asking or effect.copy))
        self._log(taken, effect.copy, report)
        if self._roll is not None:
            self._roll.printed(report.rows)
        if not report.status.can_print:
            # Nobody is to be offered another slip until the printer is looked at again.
            self._happened(ev.PrinterChanged(report.status))
        self._happened(ev.SlipReported(taken.ticket.id, report.state))
        detail = f"reprint {effect.copy}: {report.detail}" if effect.copy else report.detail
        await self._report(taken.ticket.id, report.state.value, detail)

    def _log(self, taken: Taken, copy: int, report: PrintReport) -> None:
        level = logging.INFO if report.state in (JobState.CONFIRMED, JobState.ACCEPTED) else logging.WARNING
        data = {"action": "slip", "ticket": taken.ticket.id, "copy": copy, "state": report.state.value}
        log.log(level, "slip %s", report.state.value, extra={**data, "detail": report.detail})

    async def _report(self, ticket: str, state: str, detail: str) -> None:
        if self._reserve is not None and self._reserve.printed(ticket, state):
            return  # it is told with the ticket itself
        report = ReportSlip(request=fresh_request(), ticket=ticket, state=state, detail=detail[:_LONGEST_DETAIL])
        try:
            await self._link.ask(report)
        except (Refusal, NoAnswer) as error:
            log.warning("slip report refused", extra={"action": "slip_report_refused", "error": str(error)})

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("kiosk task failed", exc_info=task.exception(), extra={"action": "task_failed"})


def job_name(ticket: str, copy: int | str) -> str:
    """The printer's name for one paper: the same ticket and copy can be asked for twice and is printed once."""
    return f"{ticket}{_COPY}{copy}" if copy else ticket


def ticket_of(job: str) -> str:
    """Whose slip a paper is."""
    return job.partition(_COPY)[0]
