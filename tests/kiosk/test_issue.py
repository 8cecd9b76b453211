"""Ask, print, report: in this order, each once, whatever the line and the printer do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from hardware.printer.base import JobState, NumberLine, PairLine, PrinterStatus, PrintReport, Slip, TextLine
from kiosk import events as ev
from kiosk.issue import Issue, job_name
from kiosk.reserve import Reserve
from kiosk.spool import Spool
from queue_server.client.base import Refusal
from queue_server.protocol.messages import (
    Answer,
    Command,
    Done,
    FindTicket,
    Found,
    IssuingTime,
    Leased,
    LeasedDay,
    NumberBlock,
    ReportSlip,
    SlipOrder,
    Taken,
    TakeTicket,
)
from tests.plain_printer import PlainPrinter
from tools.kiosk_samples import at, centre, lines, taken

TAKEN = taken("dat-dai", "L012")
ASKING = ev.AskForTicket("r1", "dat-dai", "dd-cd", "elderly", "vi")


class Server:
    """A server that answers when told to."""

    def __init__(self) -> None:
        self.heard: list[Command] = []
        self.reports: asyncio.Queue[ReportSlip] = asyncio.Queue()
        self.up = asyncio.Event()
        self.up.set()
        self.refusal: Refusal | None = None

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer:
        self.heard.append(request)
        if isinstance(request, ReportSlip):
            self.reports.put_nowait(request)
        await self.up.wait()
        if self.refusal is not None:
            raise self.refusal
        if isinstance(request, FindTicket):
            return Found(
                request=request.request, version=1, ticket=TAKEN.ticket, desks=TAKEN.desks, follow=TAKEN.follow
            )
        return TAKEN if isinstance(request, TakeTicket) else Done(request=request.request, version=1)


class Paper(PlainPrinter):
    """A printer that keeps what it was given and reports as told."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, Slip]] = []
        self.ahead: list[Slip] = []
        self.kept: list[Slip] = []
        self.report = PrintReport(JobState.CONFIRMED, PrinterStatus.READY)

    def draw_ahead(self, lines: Slip) -> None:
        self.ahead.append(lines)

    def tell_late(self, told: Callable[[str], object]) -> None:
        self.told_late = told

    def keep(self, lines: Slip) -> None:
        self.kept.append(lines)

    async def status(self) -> PrinterStatus:
        return self.report.status

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        self.jobs.append((job, slip))
        return self.report


class Scene:
    def __init__(self) -> None:
        self.server, self.paper = Server(), Paper()
        self.happened: asyncio.Queue[ev.Event] = asyncio.Queue()
        self.issue = Issue(self.server, self.paper, happened=self.happened.put_nowait, centre=lambda: centre("kt-tp"))

    async def next(self) -> ev.Event:
        return await asyncio.wait_for(self.happened.get(), 60)

    async def until_reported(self) -> ReportSlip:
        return await asyncio.wait_for(self.server.reports.get(), 60)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    yield scene
    await scene.issue.close()


async def test_the_request_carries_the_visits_id_and_choice(scene: Scene) -> None:
    scene.issue.carry_out(ASKING)
    assert await scene.next() == ev.Answered(TAKEN)
    assert scene.server.heard == [
        TakeTicket(request="r1", service="dat-dai", procedure="dd-cd", priority="elderly", language="vi")
    ]
    assert scene.paper.jobs == [], "the answer first; the paper is the last thing to exist"


async def test_what_reception_orders_is_printed_once_and_told(scene: Scene) -> None:
    order = SlipOrder(ticket=TAKEN.ticket.id, kiosk="k1", copy=0, open=True)
    for _ in range(2):
        scene.issue.print_ordered(order)
    report = await scene.until_reported()
    assert (report.ticket, report.state) == (TAKEN.ticket.id, "confirmed")
    scene.issue.print_ordered(SlipOrder(ticket=TAKEN.ticket.id, kiosk="k1", copy=1, open=False))
    scene.issue.print_ordered(SlipOrder(ticket=TAKEN.ticket.id, kiosk="k1", copy=2, open=True))
    await scene.until_reported()
    assert len(scene.paper.jobs) == len({name for name, _ in scene.paper.jobs}) == 2
    first, again = (slip for _, slip in scene.paper.jobs)
    assert first != again, "the second says that it is a reprint"


async def test_asking_again_while_the_line_is_down_asks_once(scene: Scene) -> None:
    scene.server.up.clear()
    for _ in range(5):
        scene.issue.carry_out(ASKING)
        await asyncio.sleep(0)
    scene.server.up.set()
    assert await scene.next() == ev.Answered(TAKEN)
    assert len(scene.server.heard) == 1
    assert scene.happened.empty()


async def test_a_refusal_is_handed_back_in_the_servers_words(scene: Scene) -> None:
    scene.server.refusal = Refusal("day_full", {"vi": "Hôm nay đã hết số."})
    scene.issue.carry_out(ASKING)
    assert await scene.next() == ev.RefusedByServer("r1", "day_full", {"vi": "Hôm nay đã hết số."})


async def test_what_is_known_of_a_slip_is_drawn_while_the_citizen_reads(scene: Scene) -> None:
    scene.issue.carry_out(ev.DrawAhead("dat-dai", "dd-cd", "vi"))
    [known] = scene.paper.ahead
    scene.issue.carry_out(ev.PrintSlip(taken("dat-dai", "L012", procedure="dd-cd"), "vi"))
    await scene.until_reported()
    [(_, lines)] = scene.paper.jobs
    assert set(known) < set(lines)
    assert not any(isinstance(line, NumberLine | PairLine) for line in known)


async def test_a_slip_promises_no_wait_where_no_desk_is_open() -> None:
    server, paper, told = Server(), Paper(), centre("kt-tp")
    shut = structs.replace(lines(told)["dat-dai"], desks_open=0)
    issue = Issue(server, paper, happened=lambda _: None, centre=lambda: told, line={"dat-dai": shut}.get)
    issue.carry_out(ev.PrintSlip(TAKEN, "vi"))
    await asyncio.wait_for(server.reports.get(), 60)
    [(_, slip)] = paper.jobs
    assert "Quầy chưa mở" in [line.right for line in slip if isinstance(line, PairLine)]


async def test_before_the_centre_is_known_nothing_is_drawn_or_kept() -> None:
    paper = Paper()
    issue = Issue(Server(), paper, happened=lambda _: None, centre=lambda: None)
    issue.carry_out(ev.DrawAhead("dat-dai", "dd-cd", "vi"))
    issue.keep_lines()
    assert (paper.ahead, paper.kept) == ([], [])
    await issue.close()


async def test_what_stands_on_every_slip_is_told_to_the_printer_once(scene: Scene) -> None:
    for _ in range(3):
        scene.issue.keep_lines()
    [fixed] = scene.paper.kept
    for language in ("vi", "en"):
        scene.issue.carry_out(ev.PrintSlip(TAKEN, language))
        await scene.until_reported()
    # Both languages' own lines are kept, and most of them stand on each slip in that language.
    assert all(len(set(fixed) & set(lines)) >= 4 for _, lines in scene.paper.jobs)
    assert not any(isinstance(line, NumberLine | PairLine) for line in fixed)


async def test_the_slip_is_printed_once_and_its_state_is_told_to_both(scene: Scene) -> None:
    scene.issue.carry_out(ev.PrintSlip(TAKEN, "vi"))
    assert await scene.next() == ev.SlipReported(TAKEN.ticket.id, JobState.CONFIRMED)
    report = await scene.until_reported()
    assert (report.ticket, report.state) == (TAKEN.ticket.id, "confirmed")
    [(job, lines)] = scene.paper.jobs
    assert job == TAKEN.ticket.id
    assert NumberLine("L012") in lines


@pytest.mark.parametrize("state", JobState)
async def test_the_server_hears_how_it_really_went(scene: Scene, state: JobState) -> None:
    scene.paper.report = PrintReport(state, PrinterStatus.PAPER_OUT, "no paper before the job")
    scene.issue.carry_out(ev.PrintSlip(TAKEN, "vi"))
    assert await scene.next() == ev.PrinterChanged(PrinterStatus.PAPER_OUT), "before anybody is offered another slip"
    assert await scene.next() == ev.SlipReported(TAKEN.ticket.id, state)
    report = await scene.until_reported()
    assert (report.state, report.detail) == (state.value, "no paper before the job")


async def test_a_reprint_is_another_job_with_its_mark(scene: Scene) -> None:
    scene.issue.carry_out(ev.PrintSlip(TAKEN, "vi", copy=1))
    await scene.next()
    [(job, lines)] = scene.paper.jobs
    assert job == job_name(TAKEN.ticket.id, 1) != job_name(TAKEN.ticket.id, 0)
    assert any(isinstance(line, TextLine) and "BẢN IN LẠI" in line.text for line in lines)
    assert (await scene.until_reported()).detail.startswith("reprint 1")


async def test_what_was_cut_short_by_a_power_cut_is_told_to_be_in_doubt(scene: Scene) -> None:
    scene.paper.cut_short = (job_name(TAKEN.ticket.id, 0), job_name("other-1", 2))
    scene.issue.own_up()
    told = [await scene.until_reported(), await scene.until_reported()]
    assert [(each.ticket, each.state) for each in told] == [
        (TAKEN.ticket.id, "unconfirmed"),
        ("other-1", "unconfirmed"),
    ]
    assert scene.paper.jobs == []


async def test_a_slip_that_came_later_than_anybody_waited_for_is_told_too(scene: Scene) -> None:
    scene.issue.own_up()
    scene.paper.report = PrintReport(JobState.UNCONFIRMED, PrinterStatus.READY)
    scene.issue.carry_out(ev.PrintSlip(TAKEN, "vi"))
    assert (await scene.until_reported()).state == "unconfirmed"
    [(job, _)] = scene.paper.jobs
    await asyncio.to_thread(scene.paper.told_late, job)
    told = await scene.until_reported()
    assert (told.ticket, told.state) == (TAKEN.ticket.id, "confirmed")
    assert await scene.next() == ev.SlipReported(TAKEN.ticket.id, JobState.UNCONFIRMED)
    assert await scene.next() == ev.SlipReported(TAKEN.ticket.id, JobState.CONFIRMED)


async def test_the_citizen_has_the_last_word_on_the_paper(scene: Scene) -> None:
    scene.issue.carry_out(ev.ReportInHand(TAKEN.ticket.id))
    assert (await scene.until_reported()).state == "confirmed"


async def test_a_number_noted_from_the_screen_is_no_paper(scene: Scene) -> None:
    scene.issue.carry_out(ev.ReportNoted(TAKEN.ticket.id))
    assert (await scene.until_reported()).state == "noted"


async def test_a_ticket_nobody_waits_for_is_told_to_the_officer(scene: Scene) -> None:
    scene.issue.carry_out(ev.ReportOrphan(TAKEN.ticket.id))
    report = await scene.until_reported()
    assert (report.state, report.detail) == ("failed", "the citizen left before the number came")


async def test_a_refused_report_disturbs_nobody(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.server.refusal = Refusal("unknown_ticket", {"vi": "Không có số này."})
    scene.issue.carry_out(ev.ReportInHand("gone"))
    await scene.until_reported()
    await asyncio.gather(*scene.issue._tasks)
    assert "slip_report_refused" in [getattr(record, "action", "") for record in caplog.records]
    assert scene.happened.empty()


async def test_closing_ends_what_is_under_way() -> None:
    scene = Scene()
    scene.server.up.clear()
    scene.issue.carry_out(ASKING)
    await asyncio.sleep(0)
    await scene.issue.close()
    scene.server.up.set()
    assert scene.happened.empty()
    assert isinstance(TAKEN, Taken)


async def test_a_number_of_its_own_is_answered_printed_and_reported_with_the_ticket(tmp_path: Path) -> None:
    told = centre("kt-tp")
    reserve = Reserve(Spool.open(tmp_path))
    reserve.know(told)
    block = NumberBlock(service="dat-dai", first=501, last=501)
    today = LeasedDay(day="2022-10-11", times=(IssuingTime(opens=at(7), closes=at(17)),), blocks=(block,))
    reserve.hold(Leased(request="r", version=1, site="http://s", days=(today,)), at(7))
    scene = Scene()
    scene.issue = Issue(
        scene.server,
        scene.paper,
        happened=scene.happened.put_nowait,
        centre=lambda: told,
        reserve=reserve,
        now=lambda: at(8),
    )
    scene.issue.carry_out(replace(ASKING, alone=True))
    answered = await scene.next()
    assert isinstance(answered, ev.Answered)
    assert (answered.taken.ticket.number[1:], answered.taken.ticket.offline) == ("501", True)
    assert answered.taken.follow == f"http://s/t/{answered.taken.ticket.id}"
    scene.issue.carry_out(ev.PrintSlip(answered.taken, "vi"))
    await scene.next()
    [(_, lines)] = scene.paper.jobs
    said = [line.text for line in lines if isinstance(line, TextLine)]
    assert any("máy chủ chưa kết nối" in text for text in said)
    assert not any(isinstance(line, PairLine) and "Dự kiến" in line.left for line in lines)
    assert reserve.to_deliver()[0][1] == "confirmed"
    assert scene.server.heard == [], "nothing is asked of a server that is away"
    scene.issue.carry_out(replace(ASKING, request="r2", alone=True))
    refused = await scene.next()
    assert isinstance(refused, ev.RefusedByServer)
    assert refused.code == "used_up"
    reserve.close()
