"""Ask, print, report: in this order, each once, whatever the line and the printer do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from hardware.printer.base import JobState, NumberLine, PrinterStatus, PrintReport, Slip, TextLine
from kiosk import events as ev
from kiosk.issue import Issue, job_name
from queue_server.client.base import Refusal
from queue_server.protocol.messages import Answer, Command, Done, ReportSlip, Taken, TakeTicket
from tools.kiosk_samples import centre, taken

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
        return TAKEN if isinstance(request, TakeTicket) else Done(request=request.request, version=1)


class Paper:
    """A printer that keeps what it was given and reports as told."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, Slip]] = []
        self.report = PrintReport(JobState.CONFIRMED, PrinterStatus.READY)

    async def status(self) -> PrinterStatus:
        return self.report.status

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        self.jobs.append((job, slip))
        return self.report

    async def close(self) -> None:
        return None


class Scene:
    def __init__(self) -> None:
        self.server, self.paper = Server(), Paper()
        self.happened: asyncio.Queue[ev.Event] = asyncio.Queue()
        self.issue = Issue(self.server, self.paper, happened=self.happened.put_nowait, centre=lambda: centre("kt-tp"))

    async def next(self) -> ev.Event:
        return await asyncio.wait_for(self.happened.get(), 5)

    async def until_reported(self) -> ReportSlip:
        return await asyncio.wait_for(self.server.reports.get(), 5)


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
