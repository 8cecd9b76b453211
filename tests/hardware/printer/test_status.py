"""The parser of replies: by table, and fuzzed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.base import PrinterStatus
from hardware.printer.status import (
    AutoStatus,
    BufferCleared,
    Condition,
    Flow,
    FullStatus,
    Information,
    Printed,
    RealTime,
    Reply,
    ReplyParser,
    Sensor,
    Unknown,
    condition_of,
    condition_of_auto,
)

ONE_OF_EACH: list[tuple[bytes, Reply]] = [
    (b"\x10\x0f\x00\x00\x20\x00", FullStatus(b"\x00\x00\x20\x00")),
    (b"\x12", RealTime(0x12)),
    (b"\x7e", RealTime(0x7E)),
    (b"\x00", Sensor(0x00)),
    (b"\x0f", Sensor(0x0F)),
    (b"\x10\x00\x00\x00", AutoStatus(b"\x10\x00\x00\x00")),
    (b"\x3c\x08\x0f\x6f", AutoStatus(b"\x3c\x08\x0f\x6f")),
    (b"\x37\x220042\x00", Printed(b"0042")),
    (b"\x37\x25\x00", BufferCleared()),
    (b"\x5fTM-T20II\x00", Information(0x5F, b"TM-T20II")),
    (b"\x37\x300\x00", Information(0x37, b"00")),
    (b"\x11", Flow(ready=True)),
    (b"\x13", Flow(ready=False)),
    (b"\xff", Unknown(b"\xff")),
]


@pytest.mark.parametrize(("data", "reply"), ONE_OF_EACH)
def test_each_kind_is_known_by_its_bits(data: bytes, reply: Reply) -> None:
    assert ReplyParser().feed(data) == [reply]


@given(st.lists(st.sampled_from(ONE_OF_EACH), max_size=20), st.data())
def test_replies_are_told_apart_in_any_order_and_any_pieces(
    said: list[tuple[bytes, Reply]], data: st.DataObject
) -> None:
    stream = b"".join(raw for raw, _ in said)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    parser = ReplyParser()
    heard: list[Reply] = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        heard += parser.feed(stream[start:end])
    assert heard == [reply for _, reply in said]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_can_break_it_or_get_lost(noise: bytes) -> None:
    parser = ReplyParser()
    heard = [reply for byte in noise for reply in parser.feed(bytes((byte,)))]
    assert heard == ReplyParser().feed(noise), "pieces make no difference"
    parser.forget()
    assert parser.feed(b"\x16") == [RealTime(0x16)]


@given(st.binary(max_size=200))
def test_it_never_holds_back_more_than_a_block(noise: bytes) -> None:
    parser = ReplyParser()
    parser.feed(noise)
    assert RealTime(0x12) in parser.feed(b"\x12" * 101)


def test_a_status_cut_short_does_not_swallow_the_answer_after_it() -> None:
    assert ReplyParser().feed(b"\x10\x00\x16") == [Unknown(b"\x10"), Sensor(0), RealTime(0x16)]


@pytest.mark.parametrize("noise", [b"\x37", b"\x5f", b"\x5fAB", b"\x37\x22004"])
def test_noise_that_looks_like_the_beginning_of_a_block_swallows_no_answer(noise: bytes) -> None:
    assert ReplyParser().feed(noise + b"\x12")[-1] == RealTime(0x12)


WORDS = [
    ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, PrinterStatus.READY),
    ({1: 0x12, 4: 0x1E}, PrinterStatus.PAPER_LOW),
    ({1: 0x1A, 2: 0x32, 4: 0x7E}, PrinterStatus.PAPER_OUT),
    ({1: 0x1A, 4: 0x72}, PrinterStatus.PAPER_OUT),
    ({1: 0x1A, 2: 0x16, 4: 0x12}, PrinterStatus.COVER_OPEN),
    ({1: 0x1A, 2: 0x36, 4: 0x7E}, PrinterStatus.COVER_OPEN),
    ({1: 0x1A, 2: 0x52, 3: 0x1A}, PrinterStatus.CUTTER),
    ({1: 0x1A, 2: 0x52, 3: 0x52}, PrinterStatus.HOT),
    ({1: 0x1A, 2: 0x52, 3: 0x32}, PrinterStatus.SILENT),
    ({1: 0x1A}, PrinterStatus.SILENT),
]


@pytest.mark.parametrize(("answers", "status"), WORDS)
def test_answers_become_one_word(answers: dict[int, int], status: PrinterStatus) -> None:
    assert condition_of(answers).status is status


@pytest.mark.parametrize(
    ("data", "condition"),
    [
        (b"\x10\x00\x00\x00", Condition()),
        (b"\x18\x00\x0c\x00", Condition(offline=True, paper_out=True)),
        (b"\x38\x00\x00\x00", Condition(offline=True, cover_open=True)),
        (b"\x10\x00\x03\x00", Condition(paper_low=True)),
        (b"\x18\x08\x00\x00", Condition(offline=True, cutter=True)),
        (b"\x18\x40\x00\x00", Condition(offline=True, hot=True)),
        (b"\x18\x20\x00\x00", Condition(offline=True, broken=True)),
    ],
)
def test_a_status_sent_by_itself_says_the_same(data: bytes, condition: Condition) -> None:
    assert condition_of_auto(AutoStatus(data)) == condition
