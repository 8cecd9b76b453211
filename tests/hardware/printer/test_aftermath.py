"""What is left of a job that broke off never comes out on the next citizen's paper, wherever it broke."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.abilities import Abilities
from hardware.printer.base import JobState, NumberLine, PrinterStatus, PrintReport, Slip, TextLine
from hardware.printer.commands import ASK_SENSOR, CLEAR_BUFFER
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.simulator import MachineTransport
from hardware.printer.talk import Patience

QUICK = Patience(
    reply=0.05, chunk=0.1, look_every=0.02, settle=0.0, evidence=0.3, cool_down=0.05, retry_first=0.0, retry_most=0.0
)
FIRST: Slip = (NumberLine("A001"), TextLine("Hộ tịch"), NumberLine("A001"), TextLine("Tư pháp"))
NEXT: Slip = (NumberLine("L021"), TextLine("Đất đai"))
CUT, MARKS = b"\x1dVB\0", b"\x1d(H\x06\x0000"
PLAIN = Abilities(rows_per_second=1e6)
CLEARS = replace(PLAIN, process_id=True, clears_buffer=True)
TELLS = replace(CLEARS, auto_status=True)


class Wire(MachineTransport):
    """Keeps what was sent."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self.sent: list[bytes] = []
        self.takes_no_cut = False
        self.breaks_in = b""

    def write(self, data: bytes, *, within: float) -> None:
        begun, found, _ = data.partition(self.breaks_in) if self.breaks_in else (b"", b"", b"")
        if found:
            super().write(begun + found, within=within)
            self.breaks_in = b""
            raise DeviceGone("pulled")
        if self.takes_no_cut and CUT in data:
            raise DeviceStalled("full")
        self.sent.append(data)
        super().write(data, within=within)


class Bench:
    def __init__(
        self,
        folder: Path,
        abilities: Abilities = PLAIN,
        *,
        buffer: int = 65_536,
        dots: int = 576,
        wire: type[Wire] = Wire,
    ) -> None:
        self.dots = dots
        self.papers: list[Printout] = []
        self.machine = Machine(
            dots=dots,
            cut_off=self.papers.append,
            knows_process_id=abilities.process_id,
            knows_clearing=abilities.clears_buffer,
            buffer=buffer,
        )
        self.wire = wire(self.machine)
        self.printer = EscposPrinter(
            self.wire, dots=dots, book=JobBook(folder / "jobs.log"), cache=folder, abilities=abilities, patience=QUICK
        )

    async def break_off(self, fault: Fault, *, rows: int) -> PrintReport:
        self.wire.put(fault, after_rows=rows)
        report = await self.printer.print(FIRST, job="first")
        assert report.state is JobState.UNCONFIRMED
        return report

    async def next(self) -> PrintReport:
        """The next citizen's paper is whole and theirs alone."""
        report = await self.printer.print(NEXT, job="next")
        assert report.state in (JobState.ACCEPTED, JobState.CONFIRMED)
        assert self.papers[-1].picture.tobytes() == lay_out(NEXT, dots=self.dots).picture().tobytes()
        assert not self.machine.unknown
        return report


Makes = Callable[..., Bench]


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Makes]:
    made: list[Bench] = []

    def make(abilities: Abilities = PLAIN, *, buffer: int = 65_536, dots: int = 576, wire: type[Wire] = Wire) -> Bench:
        made.append(Bench(tmp_path / str(len(made)), abilities, buffer=buffer, dots=dots, wire=wire))
        return made[-1]

    (tmp_path / "0").mkdir()
    yield make
    for bench in made:
        await bench.printer.close()


@pytest.mark.parametrize("abilities", [PLAIN, CLEARS, TELLS], ids=["plain", "clears", "tells"])
@pytest.mark.parametrize(("buffer", "dots"), [(600, 576), (65_536, 384)], ids=["small", "large"])
@pytest.mark.parametrize(
    ("fault", "rows"),
    [
        (Fault.PAPER_OUT, 1),
        (Fault.PAPER_OUT, 137),
        (Fault.COVER_OPEN, 40),
        (Fault.HOT, 90),
        (Fault.STALLED, 60),
        (Fault.GONE, 77),
        (Fault.CUTTER, 0),
    ],
)
async def test_wherever_it_breaks_the_next_paper_is_the_next_citizens(
    make: Makes, fault: Fault, rows: int, buffer: int, abilities: Abilities, dots: int
) -> None:
    bench = make(abilities, buffer=buffer, dots=dots)
    await bench.break_off(fault, rows=rows)
    bench.wire.mend(fault)
    await bench.next()


async def test_a_rest_that_comes_out_late_is_told_with_the_next_slip_and_not_with_the_one_after(make: Makes) -> None:
    bench = make(PLAIN)
    await bench.break_off(Fault.PAPER_OUT, rows=40)
    bench.wire.mend(Fault.PAPER_OUT)
    assert "an earlier slip may come out first" in (await bench.next()).detail
    assert len(bench.papers) == 2, "the rest had its own cut"
    assert "earlier" not in (await bench.printer.print(NEXT, job="later")).detail


async def test_it_is_put_in_order_in_a_quiet_moment_before_anybody_takes_a_number(make: Makes) -> None:
    bench = make(CLEARS)
    await bench.break_off(Fault.COVER_OPEN, rows=40)
    bench.wire.mend(Fault.COVER_OPEN)
    assert await bench.printer.status() is PrinterStatus.READY
    (begun,) = bench.papers
    assert begun.picture.height == 40
    before = len(bench.wire.sent)
    await bench.printer.status()
    await bench.next()
    assert len(bench.papers) == 2
    assert not any(sent in bench.wire.sent[before:] for sent in (CLEAR_BUFFER, CUT)), "once is enough"


async def test_a_printer_that_stands_still_is_told_to_forget_before_there_is_new_paper(make: Makes) -> None:
    bench = make(CLEARS)
    await bench.break_off(Fault.PAPER_OUT, rows=40)
    assert not bench.machine.holding
    assert "earlier" not in (await bench.printer.print(NEXT, job="x")).detail, "nothing is sent without paper"
    bench.wire.mend(Fault.PAPER_OUT)
    assert "earlier" not in (await bench.next()).detail


async def test_one_that_may_be_at_it_still_is_left_alone_and_its_late_word_is_believed(make: Makes) -> None:
    bench = make(CLEARS)
    bench.machine._knows_process_id = False  # the word about the first comes late
    report = await bench.printer.print(FIRST, job="first")
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.READY)
    assert CLEAR_BUFFER not in bench.wire.sent
    bench.machine.unknown.clear()
    bench.machine._knows_process_id = True
    mark = b"".join(bench.wire.sent).partition(MARKS)[2][:4]
    bench.machine._answers += b"\x37\x22" + mark + b"\x00"
    await bench.printer.status()
    assert "earlier" not in (await bench.next()).detail
    assert CLEAR_BUFFER not in bench.wire.sent
    assert bench.machine.blank_strips == 0


async def test_an_answer_about_the_older_slip_is_not_taken_for_one_about_the_next(make: Makes) -> None:
    bench = make(PLAIN)
    await bench.break_off(Fault.PAPER_OUT, rows=40)
    bench.wire.mend(Fault.PAPER_OUT)
    await bench.next()
    questions = [sent for sent in bench.wire.sent if sent == b"\x1dr\x01"]
    assert len(questions) == 1, "asked after the cut, and waited for, before the next slip"


async def test_a_network_printer_has_cut_off_what_hangs_out_before_its_line_is_let_go_of(tmp_path: Path) -> None:
    """Behind all the noughts on a slow line the answer takes longer than others; what has not arrived would be lost."""

    class Network(MachineTransport):
        one_job = True
        asked_at = float("inf")

        def write(self, data: bytes, *, within: float) -> None:
            if data == ASK_SENSOR:
                self.asked_at = time.monotonic()
            super().write(data, within=within)

        def read(self, *, within: float) -> bytes:
            if time.monotonic() < self.asked_at + 3 * QUICK.reply < float("inf"):
                return b""
            self.asked_at = float("inf")
            return super().read(within=within)

        def close(self) -> None:
            waiting.append(self.asked_at < float("inf"))

    waiting: list[bool] = []
    machine = Machine(dots=576, knows_clearing=False)
    wire = Network(machine)
    printer = EscposPrinter(
        wire,
        dots=576,
        book=JobBook(tmp_path / "jobs.log"),
        cache=tmp_path,
        abilities=PLAIN,
        patience=replace(QUICK, evidence=60),
    )
    machine.put(Fault.GONE, after_rows=40)
    assert (await printer.print(FIRST, job="first")).status is PrinterStatus.GONE
    machine.mend(Fault.GONE)
    assert await printer.status() is PrinterStatus.READY
    assert not any(waiting), "it was heard that the cut is done"
    await printer.close()


async def test_nothing_of_the_next_is_sent_where_the_printer_breaks_while_it_is_put_in_order(make: Makes) -> None:
    bench = make(PLAIN)
    await bench.break_off(Fault.PAPER_OUT, rows=40)
    bench.wire.mend(Fault.PAPER_OUT)
    bench.wire.takes_no_cut = True
    report = await bench.printer.print(NEXT, job="x")
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.SILENT)
    bench.wire.takes_no_cut = False
    assert "an earlier slip may come out first" in (await bench.next()).detail, "it is told when something is printed"


async def test_a_printer_without_a_cutter_feeds_the_rest_out_of_the_way(make: Makes) -> None:
    bench = make(replace(CLEARS, cutter=False))
    await bench.break_off(Fault.COVER_OPEN, rows=40)
    bench.wire.mend(Fault.COVER_OPEN)
    await bench.printer.status()
    assert bench.machine.paper.rows > 40
    assert bench.papers == []


@pytest.mark.parametrize("restarted", [False, True], ids=["", "restarted"])
@pytest.mark.parametrize("said", [1, 2, 3, 4, 5, 6, 7])
async def test_a_picture_whose_size_was_half_said_does_not_take_the_next_question_for_it(
    make: Makes, said: int, restarted: bool, tmp_path: Path
) -> None:
    """A cable pulled, or a program that died, between two bytes of a command; the printer kept its power."""
    bench = make(PLAIN)
    # In its own thread, which draws a slip of its own when it begins, with the same encoder.
    data, _ = await bench.printer._in_turn(lambda: bench.printer._job(FIRST, None))
    bench.wire.breaks_in = data[: data.index(b"\x1dv0\0", 40) + said]
    assert (await bench.printer.print(FIRST, job="first")).state is JobState.UNCONFIRMED
    if restarted:
        await bench.printer.close()
        book = JobBook(tmp_path / "0" / "jobs.log")
        bench.printer = EscposPrinter(
            bench.wire, dots=bench.dots, book=book, cache=tmp_path, abilities=PLAIN, patience=QUICK
        )
    report = await bench.printer.print(NEXT, job="next")
    assert report.state is JobState.ACCEPTED
    assert bench.papers[-1].picture.tobytes() == lay_out(NEXT, dots=bench.dots).picture().tobytes()
    assert not bench.machine.unknown


class Network(Wire):
    """A line that ends with each job. While the cable is out, what is sent is lost and all that is heard is noise."""

    one_job = True

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self.noise = b""
        self.pulled_at_cut = False
        self._pulled = False

    def open(self) -> None:
        self._pulled = False
        super().open()

    def write(self, data: bytes, *, within: float) -> None:
        self._pulled = self._pulled or (self.pulled_at_cut and CUT in data)
        if not self._pulled:
            super().write(data, within=within)

    def read(self, *, within: float) -> bytes:
        heard, self.noise = (self.noise, b"") if self._pulled else (b"", self.noise)
        return heard or super().read(within=within)


@pytest.mark.parametrize("noise", [b"", b"\x00\x00\x9d", b"\x9d"], ids=["silence", "like an answer", "like none"])
async def test_a_cut_that_may_not_have_arrived_is_made_again_before_the_next_slip(make: Makes, noise: bytes) -> None:
    bench = make(PLAIN, wire=Network)
    await bench.break_off(Fault.STALLED, rows=40)
    bench.wire.mend(Fault.STALLED)
    assert isinstance(bench.wire, Network)
    bench.wire.noise, bench.wire.pulled_at_cut = noise, True
    await bench.printer.status()
    bench.wire.pulled_at_cut = False
    await bench.next()
    assert len(bench.papers) == 2
    await bench.printer.print(NEXT, job="one more")
    assert (len(bench.papers), bench.machine.blank_strips) == (3, 0), "once is enough"


async def test_on_a_line_that_crackles_on_paper_is_cut_once_in_quiet_moments(make: Makes) -> None:
    bench = make(PLAIN, wire=Network)
    await bench.break_off(Fault.STALLED, rows=40)
    bench.wire.mend(Fault.STALLED)
    assert isinstance(bench.wire, Network)
    bench.wire.noise, bench.wire.pulled_at_cut = b"\x00\x00\x9d", True
    for _ in range(3):
        await bench.printer.status()
    assert bench.machine.blank_strips + len(bench.papers) <= 1
