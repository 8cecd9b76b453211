"""What the emulated printer says, our parser understands: two ends written from one specification."""

from __future__ import annotations

import pytest

from hardware.printer import answers
from hardware.printer.answers import State
from hardware.printer.base import PrinterStatus
from hardware.printer.status import AutoStatus, Printed, ReplyParser, Sensor, condition_of, condition_of_auto

STATES = [
    (State(), PrinterStatus.READY),
    (State(paper_low=True), PrinterStatus.PAPER_LOW),
    (State(paper_out=True), PrinterStatus.PAPER_OUT),
    (State(cover_open=True), PrinterStatus.COVER_OPEN),
    (State(cutter=True), PrinterStatus.CUTTER),
    (State(hot=True), PrinterStatus.HOT),
]


@pytest.mark.parametrize(("state", "status"), STATES)
def test_both_ways_of_saying_a_state(state: State, status: PrinterStatus) -> None:
    assert condition_of({n: answers.real_time(n, state)[0] for n in (1, 2, 3, 4)}).status is status
    (auto,) = ReplyParser().feed(answers.auto_status(state))
    assert isinstance(auto, AutoStatus)
    assert condition_of_auto(auto).status is status


def test_the_fault_list_of_the_specification() -> None:
    out = State(paper_out=True)
    assert answers.real_time(1, out) == b"\x1a"
    assert answers.real_time(2, out) == b"\x32"
    assert answers.real_time(4, out) == b"\x7e"
    assert answers.real_time(4, State(paper_low=True)) == b"\x1e"
    assert answers.sensor(out) == b"\x0c"


def test_blocks() -> None:
    assert ReplyParser().feed(answers.printed(b"0001") + answers.sensor(State())) == [Printed(b"0001"), Sensor(0)]
    assert answers.information("TM-T20II") == b"\x5fTM-T20II\x00"
