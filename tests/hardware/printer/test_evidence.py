"""What is concluded from what a printer says, and does not say, after a job."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from hardware.errors import DeviceGone
from hardware.printer.base import JobState, PrinterStatus
from hardware.printer.evidence import Expected, look_for_paper
from hardware.printer.talk import Patience, Talk

READY, OUT, HOT = (0x12, 0x12, 0x12, 0x12), (0x1A, 0x7E, 0x32, 0x12), (0x1A, 0x12, 0x52, 0x52)
MARK = b"0001"
PRINTED = b"\x37\x220001\x00"
SENSOR = b"\x00"


class Printer:
    """Says certain things at certain times, and how it is (in the order it is asked: 1, 4, 2, 3) when asked."""

    name = "printer"
    answers = True
    bytes_per_second = 1e6
    one_job = False

    def __init__(
        self, *, says: Iterable[tuple[float, bytes]] = (), is_: Iterable[tuple[float, tuple[int, ...]]]
    ) -> None:
        self.now = 0.0
        self._says = sorted(says)
        self._is = sorted(is_)
        self._answers = b""

    def clock(self) -> float:
        return self.now

    def open(self) -> None: ...

    def close(self) -> None: ...

    def discard(self) -> None: ...

    def paper_out(self) -> bool:
        return False

    def write(self, data: bytes, *, within: float) -> None:
        answers = [answer for since, answer in self._is if since <= self.now][-1]
        if not answers:
            return
        if answers == (-1,):
            raise DeviceGone("unplugged")
        self._answers += bytes((answers[(1, 4, 2, 3).index(data[2])],))

    def read(self, *, within: float) -> bytes:
        if not self._answers and self._says and self._says[0][0] <= self.now + within:
            at, self._answers = self._says.pop(0)
            self.now = max(self.now, at)
        if not self._answers:
            self.now += within
        answers, self._answers = self._answers, b""
        return answers


def report(
    printer: Printer, *, mark: bytes | None = None, sensor: bool = True, through: float = 0.0
) -> tuple[JobState, PrinterStatus, float]:
    talk = Talk(printer, patience=Patience(), clock=printer.clock)
    talk.connect(urgent=True)
    found = look_for_paper(
        talk, Expected(mark=mark, sensor=sensor, due=max(1.0, through), through=through), patience=Patience()
    )
    assert found.detail
    return found.state, found.status, round(printer.now, 2)


def test_the_printers_word_is_the_best_and_needs_no_waiting() -> None:
    printer = Printer(says=[(0.3, SENSOR), (0.7, PRINTED)], is_=[(0, READY)])
    assert report(printer, mark=MARK) == (JobState.CONFIRMED, PrinterStatus.READY, 0.7)


def test_the_word_about_another_paper_is_not_about_this_one() -> None:
    printer = Printer(says=[(0.3, SENSOR), (0.7, b"\x37\x220009\x00")], is_=[(0, READY)])
    assert report(printer, mark=MARK)[0] is JobState.UNCONFIRMED


def test_a_printer_that_took_it_all_and_is_well_after_the_time_it_takes_is_believed_so_far() -> None:
    printer = Printer(says=[(0.4, SENSOR)], is_=[(0, READY)])
    assert report(printer) == (JobState.ACCEPTED, PrinterStatus.READY, 1.5)


def test_paper_that_runs_out_in_the_last_line_leaves_it_open() -> None:
    printer = Printer(says=[(0.4, SENSOR)], is_=[(0, READY), (0.9, OUT)])
    assert report(printer) == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT, 1.5)


def test_paper_that_runs_out_in_the_middle_is_seen_soon() -> None:
    printer = Printer(is_=[(0, READY), (0.6, OUT)])
    assert report(printer) == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT, 1.0)


def test_a_hot_head_gets_ten_seconds() -> None:
    cools = Printer(says=[(9.0, SENSOR)], is_=[(0, HOT), (8.0, READY)])
    assert report(cools) == (JobState.ACCEPTED, PrinterStatus.READY, 9.0)
    stays = Printer(is_=[(0, HOT)])
    state, status, now = report(stays)
    assert (state, status) == (JobState.UNCONFIRMED, PrinterStatus.HOT)
    assert 10 <= now <= 11.5


def test_a_printer_that_never_says_it_is_through_is_not_believed() -> None:
    state, status, now = report(Printer(is_=[(0, READY)]))
    assert (state, status) == (JobState.UNCONFIRMED, PrinterStatus.READY)
    assert 6 <= now <= 6.5


def test_without_any_question_a_clean_status_after_the_paper_is_what_there_is() -> None:
    assert report(Printer(is_=[(0, READY)]), sensor=False) == (JobState.ACCEPTED, PrinterStatus.READY, 1.5)


@pytest.mark.parametrize(("answers", "status"), [((), PrinterStatus.SILENT), ((-1,), PrinterStatus.GONE)])
def test_silence_and_unplugging_leave_it_open(answers: tuple[int, ...], status: PrinterStatus) -> None:
    assert report(Printer(is_=[(0, answers)]))[:2] == (JobState.UNCONFIRMED, status)


def test_silence_means_nothing_while_the_job_is_still_on_its_way() -> None:
    printer = Printer(says=[(8.2, SENSOR)], is_=[(0, ()), (8.0, READY)])
    assert report(printer, through=8.0) == (JobState.ACCEPTED, PrinterStatus.READY, 8.5)


def test_with_a_full_buffer_it_hears_no_question_and_what_it_told_when_it_stopped_holds() -> None:
    printer = Printer(says=[(0.3, b"\x18\x00\x0c\x00")], is_=[(0, ())])
    assert report(printer)[:2] == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT)


def test_among_noise_only_the_word_about_this_paper_is_believed() -> None:
    """A line that crackles: the answers to questions are one byte, and noise may look like them."""
    noise = [(0.2, b"\xff\x91"), (0.3, SENSOR)]
    assert report(Printer(says=noise, is_=[(0, READY)]))[:2] == (JobState.UNCONFIRMED, PrinterStatus.READY)
    printer = Printer(says=[*noise, (0.7, PRINTED)], is_=[(0, READY)])
    assert report(printer, mark=MARK)[:2] == (JobState.CONFIRMED, PrinterStatus.READY)
