"""The conversation, on a wire that a test plays by hand and a clock that stands until told."""

from __future__ import annotations

from collections import deque
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.base import PrinterStatus
from hardware.printer.commands import AUTO_STATUS
from hardware.printer.status import Printed, Sensor
from hardware.printer.talk import Patience, Talk


class Wire:
    """Answers by a script; waiting takes time on its own clock only."""

    name = "wire"
    answers = True
    bytes_per_second = 1000.0
    one_job = False

    def __init__(self) -> None:
        self.now = 0.0
        self.there = True
        self.opened = 0
        self.sent = b""
        self.withins: list[float] = []
        self.incoming: deque[bytes] = deque()
        self.script: dict[bytes, list[bytes]] = {}
        self.stalls = False
        self.discarded = 0
        self.no_paper = False

    def clock(self) -> float:
        return self.now

    def open(self) -> None:
        self.opened += 1
        if not self.there:
            raise DeviceGone("nobody there")

    def write(self, data: bytes, *, within: float) -> None:
        self.withins.append(within)
        if self.stalls:
            raise DeviceStalled("full")
        if not self.there:
            raise DeviceGone("unplugged")
        self.sent += data
        answers = self.script.get(data, [])
        if answers:
            self.incoming.append(answers.pop(0))

    def read(self, *, within: float) -> bytes:
        if not self.there:
            raise DeviceGone("unplugged")
        while self.incoming:
            data = self.incoming.popleft()
            if data:
                return data
        self.now += within
        return b""

    def paper_out(self) -> bool:
        return self.no_paper

    def discard(self) -> None:
        self.discarded += 1

    def close(self) -> None:
        self.incoming.clear()


def ask(n: int) -> bytes:
    return bytes((0x10, 0x04, n))


def talk_over(wire: Wire) -> Talk:
    talk = Talk(wire, patience=Patience(), clock=wire.clock)
    talk.connect(urgent=False)
    return talk


def test_it_asks_four_questions_and_understands_the_answers() -> None:
    wire = Wire()
    wire.script = {ask(1): [b"\x1a"], ask(2): [b"\x32"], ask(3): [b"\x12"], ask(4): [b"\x7e"]}
    condition = talk_over(wire).ask()
    assert condition is not None
    assert condition.status is PrinterStatus.PAPER_OUT
    assert wire.sent == ask(1) + ask(4) + ask(2) + ask(3)


def test_silence_is_no_answer_and_is_believed_after_three_tries() -> None:
    wire = Wire()
    assert talk_over(wire).ask() is None
    assert wire.sent == ask(1) * 3
    assert wire.now == pytest.approx(3.0, abs=0.05), "and the time of three questions on the line"


def test_one_lost_answer_is_asked_for_again() -> None:
    wire = Wire()
    wire.script = {ask(1): [b"", b"\x12"], ask(2): [b"\x12"], ask(3): [b"\x12"], ask(4): [b"\x12"]}
    condition = talk_over(wire).ask()
    assert condition is not None
    assert condition.status is PrinterStatus.READY


def test_a_question_it_does_not_know_costs_time_once() -> None:
    wire = Wire()
    wire.script = {ask(1): [b"\x12"] * 2, ask(4): [b"\x12"] * 2}
    talk = talk_over(wire)
    talk.ask()
    before = wire.now
    condition = talk.ask()
    assert condition is not None
    assert wire.now == before


def test_an_answer_too_late_is_not_taken_for_the_next_one() -> None:
    wire = Wire()
    wire.incoming.append(b"\x7e")
    wire.script = {ask(n): [b"\x12"] for n in (1, 2, 3, 4)}
    condition = talk_over(wire).ask()
    assert condition is not None
    assert condition.status is PrinterStatus.READY


def test_replies_of_other_kinds_are_kept_until_somebody_wants_them() -> None:
    wire = Wire()
    wire.script = {ask(1): [b"\x00\x37\x220007\x00\x12"], ask(2): [b"\x12"], ask(3): [b"\x12"], ask(4): [b"\x12"]}
    talk = talk_over(wire)
    talk.ask()
    assert talk.wait_for(Printed, until=0) == Printed(b"0007")
    assert talk.wait_for(Sensor, until=0) == Sensor(0)
    assert talk.wait_for(Sensor, until=0) is None


def test_a_printer_that_babbles_for_ever_holds_nobody_up() -> None:
    class Mad(Wire):
        def read(self, *, within: float) -> bytes:
            return b"\xff"

    wire = Mad()
    talk = talk_over(wire)
    talk.forget_replies()


def test_bytes_are_handed_over_in_pieces_with_a_deadline_for_each() -> None:
    wire = Wire()
    talk_over(wire).send(b"x" * 10_000)
    assert wire.withins == pytest.approx([3 + 1.25 * 4.096, 3 + 1.25 * 8.192, 3 + 1.25 * 10])


@pytest.mark.parametrize("how", ["stalls", "goes"])
def test_a_broken_line_is_closed_and_the_next_attempt_begins_afresh(how: str) -> None:
    wire = Wire()
    talk = talk_over(wire)
    wire.stalls, wire.there = how == "stalls", how != "goes"
    with pytest.raises(DeviceStalled if how == "stalls" else DeviceGone):
        talk.send(b"x")
    wire.stalls, wire.there = False, True
    talk.connect(urgent=False)
    assert wire.opened == 2


def test_attempts_nobody_waits_for_are_spaced_out_and_urgent_ones_are_not() -> None:
    wire = Wire()
    wire.there = False
    talk = Talk(wire, patience=Patience(), clock=wire.clock)

    def tries_until(end: float) -> list[float]:
        tried = []
        while wire.now < end:
            before = wire.opened
            with pytest.raises(DeviceGone):
                talk.connect(urgent=False)
            if wire.opened > before:
                tried.append(wire.now)
            wire.now += 0.25
        return tried

    assert tries_until(20) == [0, 0.5, 1.5, 3.5, 7.5, 12.5, 17.5]
    with pytest.raises(DeviceGone, match="nobody there"):
        talk.connect(urgent=True)
    wire.there = True
    talk.connect(urgent=True)
    talk.hang_up()
    wire.there = False
    wire.now += 100
    assert tries_until(wire.now + 2)[1:] == [pytest.approx(wire.now - 1.5), pytest.approx(wire.now - 0.5)]


def test_a_printer_that_tells_by_itself_is_asked_one_question_only() -> None:
    wire = Wire()
    wire.script = {AUTO_STATUS: [b"\x10\x00\x03\x00"], ask(1): [b"\x12"] * 3}
    talk = Talk(wire, patience=Patience(), auto_status=True, clock=wire.clock)
    talk.connect(urgent=False)
    condition = talk.ask()
    assert condition is not None
    assert condition.status is PrinterStatus.PAPER_LOW
    assert wire.sent == AUTO_STATUS + ask(1)


def test_what_it_told_is_not_believed_against_its_answer() -> None:
    wire = Wire()
    wire.script = {AUTO_STATUS: [b"\x10\x00\x00\x00"], ask(1): [b"\x1a"], ask(4): [b"\x7e"]}
    talk = Talk(wire, patience=Patience(), auto_status=True, clock=wire.clock)
    talk.connect(urgent=False)
    condition = talk.ask()
    assert condition is not None
    assert condition.status is PrinterStatus.PAPER_OUT


@pytest.mark.parametrize("told", [b"\x18\x00\x0c\x00", b"\x38\x00\x00\x00", b"\x10\x00\x0c\x00"])
def test_a_trouble_that_it_told_is_asked_about(told: bytes) -> None:
    """It may have been noise, or over since the printer was without power: then it tells nothing more by itself."""
    wire = Wire()
    wire.script = {AUTO_STATUS: [told], ask(1): [b"\x12"], ask(4): [b"\x12"], ask(2): [b"\x12"], ask(3): [b"\x12"]}
    talk = Talk(wire, patience=Patience(), auto_status=True, clock=wire.clock)
    talk.connect(urgent=False)
    condition = talk.ask()
    assert condition is not None
    assert condition.status is PrinterStatus.READY


def test_a_trouble_that_it_told_holds_where_it_answers_only_that_it_is_off_line() -> None:
    wire = Wire()
    wire.script = {AUTO_STATUS: [b"\x38\x00\x00\x00"], ask(1): [b"\x1a", b"\x1a"]}
    talk = Talk(wire, patience=Patience(), auto_status=True, clock=wire.clock)
    talk.connect(urgent=False)
    condition = talk.ask()
    assert condition is not None
    assert condition.status is PrinterStatus.COVER_OPEN


@pytest.mark.parametrize(("again", "status"), [(b"\x12", PrinterStatus.READY), (b"\x1a", PrinterStatus.SILENT)])
def test_a_printer_mended_between_two_questions_is_asked_again(again: bytes, status: PrinterStatus) -> None:
    """Off line at the first, and nothing wrong at the others: a head that cooled just then was taken for silent."""
    wire = Wire()
    wire.script = {ask(1): [b"\x1a", again], ask(2): [b"\x12"], ask(3): [b"\x12"], ask(4): [b"\x12"]}
    condition = talk_over(wire).ask()
    assert condition is not None
    assert condition.status is status


def test_silence_is_off_line_whatever_was_told_before() -> None:
    wire = Wire()
    wire.script = {AUTO_STATUS: [b"\x10\x00\x00\x00"]}
    talk = Talk(wire, patience=Patience(), auto_status=True, clock=wire.clock)
    talk.connect(urgent=False)
    assert talk.ask() is None


@given(st.floats(0, 120), st.floats(0, 3))
def test_whenever_it_is_plugged_in_it_is_reached_within_ten_seconds(plugged_at: float, phase: float) -> None:
    wire = Wire()
    wire.now = phase
    talk = Talk(wire, patience=Patience(), clock=wire.clock)
    while not talk.connected:
        wire.there = wire.now >= plugged_at
        with suppress(DeviceGone):
            talk.connect(urgent=False)
        wire.now += 3  # a kiosk looks every three seconds
    assert wire.now - 3 <= max(plugged_at, phase) + 10


STOPPED, GOES_ON, HOT = b"\x18\x00\x0c\x00", b"\x10\x00\x00\x00", b"\x18\x40\x00\x00"
#: Somebody presses the button that feeds paper.
OFF_LINE_FOR_A_MOMENT = b"\x18\x00\x00\x00"


class Told(Wire):
    """Says something by itself when so many bytes have come, as bytes come over the line: it takes time to send."""

    def __init__(self, *, after: int, says: bytes) -> None:
        super().__init__()
        self.after, self.says = after, says

    def read(self, *, within: float) -> bytes:
        if self.says and len(self.sent) >= self.after:
            self.incoming.append(self.says)
            self.says = b""
        return super().read(within=within)


def heedful(wire: Wire) -> Talk:
    talk = Talk(wire, patience=Patience(), auto_status=True, clock=wire.clock)
    talk.connect(urgent=False)
    wire.sent = b""
    return talk


def test_a_printer_that_says_that_it_stopped_is_sent_no_more() -> None:
    wire = Told(after=2000, says=STOPPED)
    talk = heedful(wire)
    assert talk.send_heeding(bytes(10_000)) is PrinterStatus.PAPER_OUT
    assert talk.stopped is PrinterStatus.PAPER_OUT
    assert 2000 <= len(wire.sent) < 2100, "not another piece"


def test_no_more_than_a_little_is_ahead_of_a_line_and_none_of_its_time_is_lost() -> None:
    wire = Wire()
    assert heedful(wire).send_heeding(bytes(10_000)) is None
    assert len(wire.sent) == 10_000
    assert wire.now == pytest.approx(10_000 / wire.bytes_per_second, abs=0.2)


def test_after_a_pause_of_ours_nothing_is_made_up_for_at_once() -> None:
    """A kiosk with a busy processor: the line was idle meanwhile, and no more than before may be ahead of it."""

    class Paused(Wire):
        def write(self, data: bytes, *, within: float) -> None:
            written.append(self.now)
            super().write(data, within=within)
            if len(self.sent) == 1000:
                self.now += 60

    wire, written = Paused(), list[float]()
    heedful(wire).send_heeding(bytes(5000))
    last_minute = [at for at in written if at >= 60]
    assert last_minute[-1] - last_minute[0] == pytest.approx(4, abs=0.3), "4,000 bytes are four seconds here"


@pytest.mark.parametrize("says", [GOES_ON, HOT, STOPPED + GOES_ON, OFF_LINE_FOR_A_MOMENT])
def test_a_printer_that_goes_on_by_itself_gets_all_of_it(says: bytes) -> None:
    wire = Told(after=100, says=says)
    assert heedful(wire).send_heeding(bytes(3000)) is None
    assert len(wire.sent) == 3000


def test_what_it_said_of_an_earlier_job_stops_none() -> None:
    wire = Told(after=0, says=STOPPED)
    talk = heedful(wire)
    talk.forget_replies()
    assert talk.send_heeding(bytes(3000)) is None


@pytest.mark.parametrize(
    ("no_paper", "says", "word"),
    [(False, b"", None), (True, b"", PrinterStatus.PAPER_OUT), (False, b"\x38\x00\x00\x00", PrinterStatus.COVER_OPEN)],
)
def test_why_it_takes_no_more_is_heard_before_the_line_is_given_up(
    no_paper: bool, says: bytes, word: PrinterStatus | None
) -> None:
    wire = Wire()
    talk = heedful(wire)
    wire.stalls, wire.no_paper = True, no_paper
    if says:
        wire.incoming.append(says)
    with pytest.raises(DeviceStalled):
        talk.send(b"x")
    assert talk.last_word is word
    assert wire.discarded == 1, "what is still on the line must not come out later"
    assert not talk.connected
