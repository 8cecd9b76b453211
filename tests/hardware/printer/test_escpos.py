"""The driver against the printer in memory: every row of the fault list, and one paper per job."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from hardware.printer import escpos
from hardware.printer.abilities import Abilities
from hardware.printer.base import (
    JobState,
    NumberLine,
    PrinterStatus,
    PrintReport,
    QrLine,
    Size,
    Slip,
    SlipLine,
    TextLine,
)
from hardware.printer.escpos import EscposPrinter
from hardware.printer.file import FileTransport
from hardware.printer.jobs import JobBook
from hardware.printer.layout import Page
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.simulator import MachineTransport
from hardware.printer.talk import Patience
from tests.hardware.slips import FULL

QUICK = Patience(
    reply=0.15, chunk=0.3, look_every=0.03, settle=0.0, evidence=2.0, cool_down=0.2, retry_first=0.0, retry_most=0.0
)
PLAIN = Abilities(rows_per_second=1e6)
BEST = Abilities(process_id=True, clears_buffer=True, rows_per_second=1e6)
HOLDS = replace(BEST, clears_buffer=False)
SHORT: Slip = (NumberLine("L021"), TextLine("Đất đai"))


class Bench:
    """A driver before a machine, and what came out of it."""

    def __init__(
        self, folder: Path, abilities: Abilities = PLAIN, *, buffer: int = 65536, patience: Patience = QUICK
    ) -> None:
        self.papers: list[Printout] = []
        self.machine = Machine(
            dots=576,
            cut_off=self.papers.append,
            knows_process_id=abilities.process_id,
            knows_clearing=abilities.clears_buffer,
            presents=abilities.presenter,
            buffer=buffer,
        )
        self.wire = MachineTransport(self.machine)
        self.printer = EscposPrinter(
            self.wire, dots=576, book=JobBook(folder / "jobs.log"), cache=folder, abilities=abilities, patience=patience
        )

    async def print(self, job: str, slip: Slip = SHORT) -> PrintReport:
        return await self.printer.print(slip, job=job)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    await bench.printer.close()


@pytest.fixture
async def best(tmp_path: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path, BEST)
    yield bench
    await bench.printer.close()


async def test_what_slips_are_made_with_is_loaded_before_the_first_and_nothing_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Slip] = []
    real = escpos.lay_out

    def noted(slip: Slip, *, dots: int) -> Page:
        drawn.append(slip)
        return real(slip, dots=dots)

    monkeypatch.setattr(escpos, "lay_out", noted)
    bench = Bench(tmp_path)
    assert await bench.printer.status() is PrinterStatus.READY
    [sample] = drawn
    assert {type(line) for line in sample} == set(get_args(SlipLine))
    assert {(line.size, line.bold) for line in sample if isinstance(line, TextLine)} == {
        (size, bold) for size in Size for bold in (False, True)
    }
    assert bench.machine.rows_printed == 0
    assert bench.papers == []
    await bench.printer.close()


async def test_a_slip_comes_out_and_how_sure_that_is(bench: Bench, tmp_path: Path) -> None:
    report = await bench.print("a", FULL)
    assert report.state is JobState.ACCEPTED
    assert len(bench.papers) == 1
    assert report.rows == bench.papers[0].picture.height, "so much paper was used"
    assert not bench.machine.unknown
    bench.wire.put(Fault.PAPER_OUT)
    assert (await bench.print("b", FULL)).rows == 0


async def test_a_model_that_says_when_it_is_through_is_believed(best: Bench) -> None:
    report = await best.print("a", FULL)
    assert (report.state, report.status) == (JobState.CONFIRMED, PrinterStatus.READY)
    assert len(best.papers) == 1


async def test_one_job_is_one_paper_however_often_it_is_asked_for(best: Bench) -> None:
    reports = await asyncio.gather(*(best.print("a") for _ in range(5)))
    assert await best.print("a", FULL) == reports[0]
    assert len(set(reports)) == 1
    assert len(best.papers) == 1
    await best.print("b")
    assert len(best.papers) == 2


async def test_one_job_is_one_paper_over_a_restart_too(tmp_path: Path) -> None:
    first = Bench(tmp_path, BEST)
    report = await first.print("a")
    await first.printer.close()
    second = Bench(tmp_path, BEST)
    assert await second.print("a") == report
    assert second.papers == []
    await second.printer.close()


async def test_a_job_goes_on_when_nobody_waits_for_it_any_more(best: Bench) -> None:
    asking = asyncio.create_task(best.print("a"))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await best.print("a")).state is JobState.CONFIRMED
    assert len(best.papers) == 1


BEFORE = [
    (Fault.PAPER_OUT, PrinterStatus.PAPER_OUT),
    (Fault.COVER_OPEN, PrinterStatus.COVER_OPEN),
    (Fault.CUTTER, PrinterStatus.CUTTER),
    (Fault.HOT, PrinterStatus.HOT),
    (Fault.SILENT, PrinterStatus.SILENT),
    (Fault.STALLED, PrinterStatus.SILENT),
    (Fault.GONE, PrinterStatus.GONE),
]


@pytest.mark.parametrize(("fault", "status"), BEFORE)
async def test_a_fault_before_the_job_means_that_nothing_is_sent(
    bench: Bench, fault: Fault, status: PrinterStatus
) -> None:
    bench.wire.put(fault)
    assert await bench.printer.status() is status
    report = await bench.print("a")
    assert (report.state, report.status) == (JobState.FAILED, status)
    assert report.detail
    bench.wire.mend(fault)
    assert await bench.print("a") == report, "a job is never tried twice"
    assert bench.papers == []
    assert (await bench.print("b")).state is JobState.ACCEPTED
    assert len(bench.papers) == 1


async def test_little_paper_left_prints_on_and_says_so(bench: Bench) -> None:
    bench.wire.put(Fault.PAPER_LOW)
    report = await bench.print("a")
    assert (report.state, report.status) == (JobState.ACCEPTED, PrinterStatus.PAPER_LOW)


DURING = [
    (Fault.PAPER_OUT, PrinterStatus.PAPER_OUT),
    (Fault.COVER_OPEN, PrinterStatus.COVER_OPEN),
    (Fault.CUTTER, PrinterStatus.CUTTER),
    (Fault.HOT, PrinterStatus.HOT),
    (Fault.SILENT, PrinterStatus.SILENT),
    (Fault.STALLED, PrinterStatus.SILENT),
    (Fault.GONE, PrinterStatus.GONE),
]


@pytest.mark.parametrize("abilities", [PLAIN, BEST], ids=["plain", "best"])
@pytest.mark.parametrize(("fault", "status"), DURING)
async def test_a_fault_in_the_middle_leaves_it_open(
    tmp_path: Path, fault: Fault, status: PrinterStatus, abilities: Abilities
) -> None:
    bench = Bench(tmp_path, abilities)
    bench.wire.put(fault, after_rows=40)
    report = await bench.print("a", FULL)
    assert (report.state, report.status) == (JobState.UNCONFIRMED, status)
    assert await bench.print("a", FULL) == report
    await bench.printer.close()


async def test_a_stalled_printer_is_given_up_at_the_deadline(tmp_path: Path) -> None:
    bench = Bench(tmp_path, buffer=2000)
    bench.wire.put(Fault.PAPER_OUT, after_rows=20)
    report = await bench.print("a", FULL)
    assert report.state is JobState.UNCONFIRMED
    assert "stuck while sending" in report.detail
    await bench.printer.close()


async def test_a_head_that_cools_down_in_time_prints(bench: Bench) -> None:
    bench.wire.put(Fault.HOT)
    asyncio.get_running_loop().call_later(0.05, bench.wire.mend, Fault.HOT)
    assert (await bench.print("a")).state is JobState.ACCEPTED


async def test_plugged_in_again_it_goes_on_by_itself(bench: Bench) -> None:
    bench.wire.put(Fault.GONE, after_rows=40)
    assert (await bench.print("a", FULL)).status is PrinterStatus.GONE
    assert await bench.printer.status() is PrinterStatus.GONE
    bench.wire.mend(Fault.GONE)
    assert await bench.printer.status() is PrinterStatus.READY
    assert (await bench.print("b")).state is JobState.ACCEPTED


async def test_a_printer_that_cannot_answer_leaves_every_job_to_the_citizen(tmp_path: Path) -> None:
    mute = Bench(tmp_path / "mute", Abilities(replies=False))
    assert await mute.printer.status() is PrinterStatus.READY
    assert (await mute.print("a")).state is JobState.UNCONFIRMED
    assert len(mute.papers) == 1
    await mute.printer.close()
    file = EscposPrinter(
        FileTransport(tmp_path / "bytes"), dots=576, book=JobBook(tmp_path / "jobs.log"), cache=tmp_path, patience=QUICK
    )
    assert (await file.print(SHORT, job="a")).state is JobState.UNCONFIRMED
    assert (tmp_path / "bytes").read_bytes().startswith(b"\x1b@")
    await file.close()


async def test_what_cannot_be_noted_is_not_sent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    report = await bench.print("a")
    assert report.state is JobState.FAILED
    assert "could not be noted" in report.detail
    assert bench.papers == []


async def test_what_cannot_be_drawn_is_not_sent_and_the_next_slip_is(bench: Bench) -> None:
    """The kiosk waits for a report, and tells the officer what it says."""
    report = await bench.print("a", (QrLine("x" * 5000),))
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.READY)
    assert "could not be drawn" in report.detail
    assert bench.papers == []
    assert (await bench.print("b")).state is JobState.ACCEPTED


async def test_closing_waits_for_the_job_and_may_be_done_again(best: Bench) -> None:
    asking = asyncio.create_task(best.print("a", FULL))
    await asyncio.sleep(0)
    await best.printer.close()
    await best.printer.close()
    assert (await asking).state is JobState.CONFIRMED


async def test_who_asks_while_it_is_being_closed_hears_that_nothing_was_sent(best: Bench) -> None:
    """A citizen's last touch and the end of the program come in any order."""
    assert (await best.print("a", FULL)).state is JobState.CONFIRMED
    closing = asyncio.create_task(best.printer.close())
    await asyncio.sleep(0)
    for _ in range(2):
        report = await best.print("b")
        assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.GONE)
        assert (await best.print("a")).state is JobState.CONFIRMED
        assert await best.printer.status() is PrinterStatus.GONE
        await closing
    assert len(best.papers) == 1


async def test_a_job_is_logged_with_its_data(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="hardware.printer.escpos"):
        await bench.print("ticket 7")
    (record,) = [record for record in caplog.records if getattr(record, "action", "") == "printed"]
    assert (record.job, record.state, record.status) == ("ticket 7", "accepted", "ready")  # type: ignore[attr-defined]


def test_loading_the_library_leaves_the_host_as_it_was(tmp_path: Path) -> None:
    script = (
        "import logging, os, pathlib, sys, tempfile\n"
        "from hardware.printer import escpos\n"
        "assert 'escpos' not in sys.modules, 'imported early'\n"
        "escpos.load_encoder(pathlib.Path(sys.argv[1]))\n"
        "assert logging.getLogger().handlers == []\n"
        "assert os.listdir(sys.argv[1])[0].endswith('.capabilities.pickle')\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


async def test_a_model_that_tells_by_itself_is_heard_at_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path, replace(PLAIN, auto_status=True))
    assert (await bench.print("a", FULL)).state is JobState.ACCEPTED
    bench.wire.put(Fault.PAPER_OUT)
    assert await bench.printer.status() is PrinterStatus.PAPER_OUT
    bench.wire.mend(Fault.PAPER_OUT)
    assert await bench.printer.status() is PrinterStatus.READY
    bench.wire.put(Fault.COVER_OPEN, after_rows=40)
    report = await bench.print("b", FULL)
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.COVER_OPEN)
    bench.wire.put(Fault.SILENT)
    assert await bench.printer.status() is PrinterStatus.SILENT
    await bench.printer.close()


@pytest.mark.parametrize("abilities", [PLAIN, Abilities(replies=False)], ids=["silent", "one way"])
async def test_a_port_that_sees_no_paper_speaks_for_a_printer_that_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abilities: Abilities
) -> None:
    bench = Bench(tmp_path, abilities)
    bench.wire.put(Fault.SILENT)
    monkeypatch.setattr(bench.wire, "paper_out", lambda: True)
    report = await bench.print("a")
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.PAPER_OUT)
    assert bench.papers == []
    await bench.printer.close()


async def test_a_slip_that_nobody_takes_is_taken_back(tmp_path: Path) -> None:
    bench = Bench(tmp_path, replace(PLAIN, presenter=True), patience=replace(QUICK, taking=0.0))
    assert (await bench.print("a")).state is JobState.ACCEPTED
    assert bench.machine.slip_waits
    await bench.printer.status()
    await bench.printer.status()
    assert (bench.machine.slip_waits, bench.machine.retracted) == (False, 1)
    await bench.print("b")
    bench.machine.take()
    await bench.printer.status()
    assert bench.machine.retracted == 1, "what was taken is not there to be taken back"
    await bench.printer.close()


async def test_a_slip_is_left_standing_long_enough_to_be_taken(tmp_path: Path) -> None:
    bench = Bench(tmp_path, replace(PLAIN, presenter=True))
    await bench.print("a")
    await bench.printer.status()
    await bench.printer.status()
    assert bench.machine.slip_waits
    await bench.printer.close()
