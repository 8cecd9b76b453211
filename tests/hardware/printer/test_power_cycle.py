"""A printer on a slow line whose plug is pulled and put back while a slip is on its way: never called good.

What it held is lost, and so is what comes while it has no power; the rest of a picture it takes for letters. At the end
it is well, and answers the question behind the job.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from hardware.printer.abilities import Abilities
from hardware.printer.base import PAPER_80_MM, JobState, NumberLine, PrinterStatus, PrintReport, Slip, TextLine
from hardware.printer.commands import ARE_YOU_THERE, ASK_SENSOR
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from tests.hardware.slips import FULL

NEXT: Slip = (NumberLine("L021"), TextLine("Đất đai"))
_PIECE = 32
_STOPPED_SECONDS = 2.5
_THERE = b"\x12"
GOOD = (JobState.ACCEPTED, JobState.CONFIRMED)
PLAIN = Abilities()
MARKS = replace(PLAIN, process_id=True, clears_buffer=True)
TELLS = replace(MARKS, auto_status=True)
MUTE_TO_ALL_BUT_DLE_EOT = replace(PLAIN, sensor=False)
MODELS = {"plain": PLAIN, "marks": MARKS, "tells": TELLS, "no sensor": MUTE_TO_ALL_BUT_DLE_EOT}


class SlowLine:
    """A line without flow control, in virtual time: bytes arrive one by one, whatever becomes of the printer."""

    name = "serial"
    answers = True
    one_job = False

    def __init__(self, machine: Machine, *, baud: int) -> None:
        self.bytes_per_second = baud / 10
        self.now = 0.0
        self.arrived = 0
        self.off_at: int | None = None
        self.off_for = 0.0
        self.deaf = False
        self.stops_at = -1
        self.sent = bytearray()
        self._on_at = float("inf")
        self._free = 0.0
        self._coming: deque[tuple[float, bytes]] = deque()
        self._machine = machine

    def clock(self) -> float:
        return self.now

    def open(self) -> None: ...

    def close(self) -> None: ...

    def paper_out(self) -> bool:
        return False

    def discard(self) -> None:
        self._coming.clear()

    def write(self, data: bytes, *, within: float) -> None:
        start = len(self.sent)
        self.sent += data
        places = sorted({*range(start, len(self.sent), _PIECE), len(self.sent), self._cut(start)})
        for begin, end in pairwise(places):
            if begin <= self.stops_at < end:
                self._free = max(self._free, self.now) + _STOPPED_SECONDS
            self._free = max(self._free, self.now) + (end - begin) / self.bytes_per_second
            self._coming.append((self._free, bytes(self.sent[begin:end])))

    def _cut(self, start: int) -> int:
        return self.off_at if self.off_at is not None and start < self.off_at < len(self.sent) else start

    def read(self, *, within: float) -> bytes:
        end = self.now + within
        while True:
            said = self._answers()
            if said or not self._coming or self._coming[0][0] > end:
                break
            self.now, data = self._coming.popleft()
            self._arrive(data)
        if not said:
            self.now = end
            self._switch()
        return said

    def _answers(self) -> bytes:
        said = self._machine.take_answers()
        # Some are too busy with a picture to hear a question.
        return said.replace(_THERE, b"") if self.deaf and self._coming else said

    def _arrive(self, data: bytes) -> None:
        self._switch()
        if self.arrived == self.off_at:
            self._machine.put(Fault.OFF)
            self._on_at = self.now + self.off_for
        self.arrived += len(data)
        self._machine.receive(data)

    def _switch(self) -> None:
        if self.now >= self._on_at:
            self._machine.mend(Fault.OFF)
            self._on_at = float("inf")


class Bench:
    def __init__(self, folder: Path, abilities: Abilities, *, baud: int) -> None:
        folder.mkdir()
        self.papers: list[Printout] = []
        self.machine = Machine(
            dots=PAPER_80_MM,
            cut_off=self.papers.append,
            knows_process_id=abilities.process_id,
            knows_clearing=abilities.clears_buffer,
        )
        self.line = SlowLine(self.machine, baud=baud)
        self.printer = EscposPrinter(
            self.line,
            dots=PAPER_80_MM,
            book=JobBook(folder / "jobs.log"),
            cache=folder,
            abilities=abilities,
            clock=self.line.clock,
        )

    async def print(self, slip: Slip, *, job: str) -> tuple[PrintReport, bool]:
        """What is said of the paper, and whether it is as it was drawn, alone and whole."""
        before = len(self.papers)
        report = await self.printer.print(slip, job=job)
        whole = [paper.picture.tobytes() for paper in self.papers[before:]] == [picture(slip)]
        return report, whole


Makes = Callable[..., Bench]


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Makes]:
    made: list[Bench] = []

    def make(abilities: Abilities = PLAIN, *, baud: int = 19_200) -> Bench:
        made.append(Bench(tmp_path / str(len(made)), abilities, baud=baud))
        return made[-1]

    yield make
    for bench in made:
        await bench.printer.close()


def picture(slip: Slip) -> bytes:
    return lay_out(slip, dots=PAPER_80_MM).picture().tobytes()


def _cuts(size: int, *, pieces: int) -> Iterator[int]:
    return (7 + place * (size - 8) // (pieces - 1) for place in range(pieces))


@pytest.mark.parametrize("abilities", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("baud", [19_200, 115_200])
async def test_a_slip_that_lost_a_piece_is_never_called_good(make: Makes, abilities: Abilities, baud: int) -> None:
    sound = make(abilities, baud=baud)
    report, whole = await sound.print(FULL, job="sound")
    assert whole, report
    assert report.state in GOOD, report
    size = sound.line.arrived
    wrong: list[object] = []
    for cut in _cuts(size, pieces=6):
        for off_for in (1.0, 2.5, 5.0):
            bench = make(abilities, baud=baud)
            bench.line.off_at, bench.line.off_for = cut, off_for
            report, whole = await bench.print(FULL, job="cut")
            if report.state in GOOD and not whole:
                wrong.append((cut, off_for, report))
            bench.line.now += 5
            await bench.printer.status()
            report, _ = await bench.print(NEXT, job="next")
            if report.state not in GOOD or bench.papers[-1].picture.tobytes() != picture(NEXT):
                wrong.append((cut, off_for, "next", report))
    assert not wrong, "\n".join(map(str, wrong))


async def test_a_line_that_flow_control_stops_for_a_while_is_no_absence(make: Makes) -> None:
    bench = make()
    bench.line.stops_at = 6000
    report, whole = await bench.print(FULL, job="busy")
    assert whole, report
    assert report.state is JobState.ACCEPTED, report


async def test_a_printer_that_hears_nothing_while_it_prints_is_soon_not_asked_then(make: Makes) -> None:
    bench = make()
    bench.line.deaf = True
    reports = [await bench.print(FULL, job=str(number)) for number in range(4)]
    assert all(whole for _, whole in reports)
    unconfirmed = [report.state is JobState.UNCONFIRMED for report, _ in reports]
    assert unconfirmed == [True, True, False, False], reports


async def test_one_that_was_known_to_hear_is_asked_however_often_it_is_pulled(make: Makes) -> None:
    bench = make()
    assert (await bench.print(FULL, job="sound"))[0].state is JobState.ACCEPTED
    for number in range(4):
        bench.line.off_at, bench.line.off_for = len(bench.line.sent) + 5000, 1.5
        report, _ = await bench.print(FULL, job=str(number))
        await bench.printer.status()
        assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.SILENT)


async def test_a_job_that_is_over_at_once_has_no_questions_in_it(make: Makes) -> None:
    bench = make(baud=8_000_000)
    await bench.print(FULL, job="sound")
    job = bytes(bench.line.sent[bench.line.sent.index(b"\x1b@") : bench.line.sent.index(ASK_SENSOR)])
    assert ARE_YOU_THERE not in job
