"""What a printer says or does late: of a job from before a restart, and of one that nobody waits for any more."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.base import JobState, PrinterStatus
from hardware.printer.escpos import EscposPrinter, _mark_of
from hardware.printer.jobs import JobBook
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine
from hardware.printer.simulator import MachineTransport
from tests.hardware.printer.test_escpos import BEST, HOLDS, QUICK, SHORT, Bench
from tests.hardware.printer.test_talk import Wire, talk_over
from tests.hardware.slips import FULL


class LateWord(MachineTransport):
    """A printer that says a word about an older job while the next is coming in, and then has no paper any more."""

    word = b""

    def write(self, data: bytes, *, within: float) -> None:
        if self.word and b"\x1b@" in data:
            self._machine._answers += self.word
            self._machine.put(Fault.PAPER_OUT, after_rows=100)
            self.word = b""
        super().write(data, within=within)


async def test_what_is_said_of_a_job_from_before_a_restart_proves_nothing_of_the_next(tmp_path: Path) -> None:
    first = Bench(tmp_path, HOLDS)
    first.machine.put(Fault.PAPER_OUT, after_rows=100)
    assert (await first.print("a", FULL)).state is JobState.UNCONFIRMED
    await first.printer.close()
    mark = bytes(first.machine._pending).partition(b"\x1d(H\x06\x0000")[2][:4]
    assert len(mark) == 4, "it still holds the question for it"

    wire = LateWord(Machine(dots=576, knows_clearing=False))
    wire.word = b"\x37\x22" + mark + b"\x00"
    book = JobBook(tmp_path / "jobs.log")
    again = EscposPrinter(wire, dots=576, book=book, cache=tmp_path, abilities=HOLDS, patience=QUICK)
    report = await again.print(FULL, job="b")
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT)
    await again.close()


async def test_a_picture_that_broke_off_eats_nothing_of_the_first_slip_after_a_restart(tmp_path: Path) -> None:
    """A printer that hangs makes people restart the kiosk, and only then the printer goes on."""
    first = Bench(tmp_path, HOLDS, buffer=600)
    first.machine.put(Fault.STALLED, after_rows=100)
    assert (await first.print("a", FULL)).status is PrinterStatus.SILENT
    await first.printer.close()
    first.machine.mend(Fault.STALLED)
    assert first.machine.holding, "a picture of which rows are missing"

    wire, book = MachineTransport(first.machine), JobBook(tmp_path / "jobs.log")
    again = EscposPrinter(wire, dots=576, book=book, cache=tmp_path, abilities=HOLDS, patience=QUICK)
    assert (await again.print(SHORT, job="b")).state is JobState.CONFIRMED
    assert first.papers[-1].picture.tobytes() == lay_out(SHORT, dots=576).picture().tobytes()
    assert not first.machine.unknown
    await again.close()


@pytest.mark.parametrize("missing", [1, 5, 11, 30])
async def test_questions_that_end_a_picture_leave_no_letters_behind(missing: int, tmp_path: Path) -> None:
    """A kiosk was killed in a picture, and asks how the printer is before anything else."""
    bench = Bench(tmp_path, BEST)
    bench.machine.receive(b"\x1dv0\x00\x48\x00\x02\x00" + bytes(2 * 72 - missing))
    assert (await bench.print("a")).state is JobState.CONFIRMED
    assert not bench.machine.unknown
    await bench.printer.close()


class SlowToSay(MachineTransport):
    """Keeps the printer's word about a paper to itself until it is let out."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self.kept = b""
        self.keeps = True

    def read(self, *, within: float) -> bytes:
        said = super().read(within=within)
        if self.keeps and (at := said.find(b"\x37\x22")) >= 0:
            self.kept, said = said[at : at + 7], said[:at] + said[at + 7 :]
        elif not self.keeps:
            said, self.kept = self.kept + said, b""
        return said


def driver(wire: SlowToSay, folder: Path) -> tuple[EscposPrinter, SimpleQueue[str]]:
    told: SimpleQueue[str] = SimpleQueue()
    book = JobBook(folder / "jobs.log")
    printer = EscposPrinter(wire, dots=576, book=book, cache=folder, abilities=HOLDS, patience=QUICK)
    printer.tell_late(told.put)
    return printer, told


async def test_a_paper_that_came_out_later_than_anybody_waited_for_is_told_once(tmp_path: Path) -> None:
    wire = SlowToSay(Machine(dots=576))
    printer, told = driver(wire, tmp_path)
    report = await printer.print(SHORT, job="a")
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.READY)
    wire.keeps = False
    for _ in range(2):
        await printer.status()
    assert (told.get_nowait(), told.empty()) == ("a", True)
    assert (await printer.print(SHORT, job="a")).state is JobState.CONFIRMED
    await printer.close()
    book = JobBook(tmp_path / "jobs.log")
    known = book.find("a")
    assert known is not None
    assert known.state is JobState.CONFIRMED, "also after a restart"
    book.close()


async def test_it_is_told_when_it_is_first_heard_before_the_next_slip(tmp_path: Path) -> None:
    wire = SlowToSay(Machine(dots=576))
    printer, told = driver(wire, tmp_path)
    await printer.print(SHORT, job="a")
    wire.keeps = False
    assert (await printer.print(SHORT, job="b")).state is JobState.CONFIRMED
    assert (told.get_nowait(), told.empty()) == ("a", True)
    await printer.close()


async def test_the_rest_that_comes_with_a_new_roll_is_no_slip_in_a_hand(tmp_path: Path) -> None:
    """It is in two pieces, and its citizen has gone with the number on the screen, or without."""
    machine = Machine(dots=576, knows_clearing=False)
    wire = SlowToSay(machine)
    printer, told = driver(wire, tmp_path)
    wire.keeps = False
    wire.put(Fault.PAPER_OUT, after_rows=100)
    assert (await printer.print(SHORT, job="a")).status is PrinterStatus.PAPER_OUT
    wire.mend(Fault.PAPER_OUT)
    assert await printer.status() is PrinterStatus.READY
    assert (await printer.print(SHORT, job="b")).state is JobState.CONFIRMED
    assert told.empty()
    assert (await printer.print(SHORT, job="a")).state is JobState.UNCONFIRMED
    await printer.close()


async def test_what_came_out_while_the_kiosk_was_without_power_is_told_when_it_is_back(tmp_path: Path) -> None:
    book = JobBook(tmp_path / "jobs.log")
    book.begin("a")
    book.close()
    wire = SlowToSay(Machine(dots=576))
    wire.keeps = False
    printer, told = driver(wire, tmp_path)
    data, _ = await printer._in_turn(lambda: printer._job(SHORT, _mark_of("a")))
    wire._machine.receive(data)
    await printer.status()
    assert (told.get_nowait(), told.empty()) == ("a", True)
    assert (await printer.print(SHORT, job="b")).state is JobState.CONFIRMED
    await printer.close()
    again = JobBook(tmp_path / "jobs.log")
    known = again.find("a")
    assert known is not None
    assert known.state is JobState.CONFIRMED
    again.close()


class Slow(Wire):
    """Answers each question `late` seconds later, and says how it was when it was asked."""

    def __init__(self, *, late: float) -> None:
        super().__init__()
        self.late = late
        self.is_ = {1: b"\x12", 2: b"\x12", 3: b"\x12", 4: b"\x1e"}
        self.coming: deque[tuple[float, bytes]] = deque()

    def write(self, data: bytes, *, within: float) -> None:
        self.coming.append((self.now + self.late, self.is_[data[2]]))

    def read(self, *, within: float) -> bytes:
        if self.coming and self.coming[0][0] <= self.now + within:
            at, answer = self.coming.popleft()
            self.now = max(self.now, at)
            return answer
        self.now += within
        return b""


@given(st.floats(0, 2.9))
def test_late_answers_are_not_taken_for_answers_to_other_questions(late: float) -> None:
    wire = Slow(late=late)
    talk = talk_over(wire)
    for _ in range(3):
        condition = talk.ask()
        assert condition is not None
        assert condition.status is PrinterStatus.PAPER_LOW, "no cover is open"


@given(st.floats(0, 2.9), st.floats(0, 3))
def test_an_answer_from_before_the_paper_ended_is_not_believed_after_it(late: float, pause: float) -> None:
    wire = Slow(late=late)
    talk = talk_over(wire)
    talk.ask()
    wire.is_ = {1: b"\x1a", 2: b"\x32", 3: b"\x12", 4: b"\x7e"}
    wire.now += pause
    condition = talk.ask()
    assert condition is None or not condition.status.can_print
