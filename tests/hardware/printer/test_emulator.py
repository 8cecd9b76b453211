"""Our driver over real sockets and pseudo terminals, to the emulated printer at their other end."""

from __future__ import annotations

import asyncio
import gc
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from hardware.printer.base import JobState, NumberLine, Printer, PrinterStatus, PrintReport, Slip, TextLine
from hardware.printer.emulator import Emulator, main
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.open import open_printer
from hardware.printer.tcp import TcpTransport
from tests.hardware.slips import FULL

SHORT: Slip = (NumberLine("L021"), TextLine("Đất đai"))


class Bench:
    """An emulator on a line, and the papers it printed."""

    def __init__(self, line: str) -> None:
        self.papers: list[Printout] = []
        self.changed = threading.Condition()
        machine = Machine(dots=576, cut_off=self._keep)
        self.emulator = Emulator(machine)
        self.emulator = self.emulator.serve_tcp() if line == "tcp" else self.emulator.serve_pty()

    def _keep(self, printout: Printout) -> None:
        with self.changed:
            self.papers.append(printout)
            self.changed.notify_all()

    def paper(self, number: int) -> Image.Image:
        """The nth paper; waits for it."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.papers) >= number, timeout=60)
            return self.papers[number - 1].picture


@pytest.fixture(params=["tcp", "pty"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench = Bench(request.param)
    yield bench
    bench.emulator.close()


@pytest.fixture
async def printer(bench: Bench, tmp_path: Path) -> AsyncIterator[Printer]:
    printer = open_printer(f"{bench.emulator.address}?process_id=yes&clears_buffer=yes", dots=576, folder=tmp_path)
    yield printer
    await printer.close()


async def printed(printer: Printer, job: str, slip: Slip = SHORT) -> PrintReport:
    return await printer.print(slip, job=job)


async def test_a_slip_arrives_dot_for_dot_and_is_confirmed(bench: Bench, printer: Printer) -> None:
    assert await printer.status() is PrinterStatus.READY
    assert (await printed(printer, "a", FULL)).state is JobState.CONFIRMED
    assert bench.paper(1).tobytes() == lay_out(FULL, dots=576).picture().tobytes()
    assert not bench.emulator.machine.unknown


async def test_paper_out_before_and_in_the_middle(bench: Bench, printer: Printer) -> None:
    bench.emulator.put(Fault.PAPER_OUT)
    report = await printed(printer, "a")
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.PAPER_OUT)
    bench.emulator.mend(Fault.PAPER_OUT)
    bench.emulator.put(Fault.PAPER_OUT, after_rows=50)
    report = await printed(printer, "b")
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT)
    bench.emulator.mend(Fault.PAPER_OUT)
    assert (await printed(printer, "c")).state is JobState.CONFIRMED


async def test_unplugging_in_the_middle(bench: Bench, printer: Printer) -> None:
    bench.emulator.put(Fault.GONE, after_rows=50)
    report = await printed(printer, "a", FULL)
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.GONE)
    assert await printer.status() is PrinterStatus.GONE


async def test_a_network_printer_that_comes_back_is_used_again(tmp_path: Path) -> None:
    bench = Bench("tcp")
    printer = open_printer(f"{bench.emulator.address}?process_id=yes", dots=576, folder=tmp_path)
    bench.emulator.put(Fault.GONE)
    assert (await printed(printer, "a")).state is JobState.FAILED
    bench.emulator.mend(Fault.GONE)
    assert (await printed(printer, "b")).state is JobState.CONFIRMED
    await printer.close()
    bench.emulator.close()


async def test_double_job_one_paper(bench: Bench, printer: Printer) -> None:
    first = await printed(printer, "a")
    assert await printed(printer, "a") == first
    await printed(printer, "b")
    bench.paper(2)
    assert len(bench.papers) == 2


def test_bytes_come_no_faster_than_the_line() -> None:
    machine = Machine(dots=64)
    with Emulator(machine, bytes_per_second=1000).serve_tcp() as emulator:
        line = TcpTransport("127.0.0.1", int(emulator.address.rsplit(":", 1)[1]))
        line.open()
        begun = time.monotonic()
        line.write(b"\x1b@" * 100 + b"\x1dr\x01", within=5)
        assert line.read(within=20) == b"\x00"
        assert time.monotonic() - begun >= 0.2
        line.close()


def test_it_runs_by_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hardware.printer.emulator", "--tcp", "0", "--folder", str(tmp_path / "slips")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = re.search(r"tcp:127.0.0.1:(\d+)", process.stdout.readline())
        assert port is not None
        line = TcpTransport("127.0.0.1", int(port[1]))
        line.open()
        line.write(b"\x1b@\x1dv0\x00\x01\x00\x08\x00" + b"\xff" * 8 + b"\x1dVB\x00", within=5)
        assert "1 mm from" in process.stdout.readline()
        line.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    (png,) = (tmp_path / "slips").glob("*.png")
    with Image.open(png) as picture:
        assert picture.size == (576, 8)
    assert png.with_suffix(".bin").stat().st_size == 22


@pytest.mark.parametrize("arguments", [[], ["--tcp", "0", "--pty"]])
def test_it_wants_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "either --tcp PORT or --pty" in capsys.readouterr().err


def test_closing_leaves_nothing_open() -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    gc.collect()  # what other tests have left behind
    before = opened()
    for line in ("tcp", "pty"):
        emulator = Bench(line).emulator
        emulator.close()
        emulator.close()
    assert opened() <= before


def test_whoever_hung_up_without_hearing_the_answer_does_not_end_it() -> None:
    machine = Machine(dots=64)
    emulator = Emulator(machine)
    machine.receive(b"\x10\x04\x01")
    ours, theirs = socket.socketpair()
    theirs.close()
    assert not emulator._answer(ours.fileno())
    assert emulator._answer(ours.fileno()), "there is nothing more to say"
    ours.close()
    with emulator.serve_tcp():
        for _ in range(3):
            printer = TcpTransport("127.0.0.1", int(emulator.address.rsplit(":", 1)[1]))
            printer.open()
            printer.write(b"\x10\x04\x01" * 100, within=5)
            assert printer.read(within=5)
            printer.discard()
            printer.close()


async def test_two_kiosks_share_a_printer_on_the_network(tmp_path: Path) -> None:
    """It serves one connection at a time: neither may keep it between two looks."""
    bench = Bench("tcp")
    first, second = (open_printer(bench.emulator.address, folder=tmp_path / name) for name in ("a", "b"))
    for _ in range(3):
        assert await first.status() is PrinterStatus.READY
        assert await second.status() is PrinterStatus.READY
    reports = await asyncio.gather(*(each.print(SHORT, job="x") for each in (first, second)))
    assert [each.state for each in reports] == [JobState.ACCEPTED] * 2
    assert len(bench.papers) == 2
    await first.close()
    await second.close()
    bench.emulator.close()
