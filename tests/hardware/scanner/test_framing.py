"""However bytes are cut into pieces, the same scans come out; silence ends only what it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner.framing import GAP, LONGEST, PATIENCE, Framer, Framing

ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "auto": b"\r\n", "tab": b"\t"}

codes = st.lists(st.binary(min_size=1, max_size=30).filter(lambda code: not set(code) & set(b"\r\n\t")), max_size=6)


@given(codes=codes, suffix=st.sampled_from(sorted(ENDS)), cuts=st.lists(st.integers(1, 7), min_size=1, max_size=50))
def test_pieces_of_any_size_give_the_same_scans(codes: list[bytes], suffix: str, cuts: list[int]) -> None:
    framer, found, now = Framer(Framing(suffix=suffix)), [], 0.0
    rest = b"".join(code + ENDS[suffix] for code in codes)
    while rest:
        for cut in cuts:
            found += framer.feed(rest[:cut], now=now)
            rest, now = rest[cut:], now + 0.001
    assert found == codes
    assert not framer.begun


@given(
    st.lists(st.tuples(st.binary(max_size=40), st.floats(0, 5)), max_size=20), st.sampled_from(["auto", "cr", "none"])
)
def test_no_bytes_and_no_silence_break_it(pieces: list[tuple[bytes, float]], suffix: str) -> None:
    framer, now = Framer(Framing(suffix=suffix)), 0.0
    for data, pause in pieces:
        now += pause
        for whole in [*framer.feed(data, now=now), *framer.idle(now=now)]:
            assert 0 < len(whole) <= LONGEST


def test_silence_ends_a_scan_without_a_suffix() -> None:
    framer = Framer(Framing(suffix="none"))
    assert framer.feed(b"A012", now=1.0) == []
    assert framer.idle(now=1.0 + GAP / 2) == []
    assert framer.idle(now=1.0 + GAP) == [b"A012"]
    assert framer.feed(b"A013", now=2.0) == []
    assert framer.feed(b"A014", now=3.0) == [b"A013"], "a second code after a silence is not glued to the first"


def test_after_a_suffix_was_seen_a_pause_no_longer_cuts_a_scan_in_two() -> None:
    framer = Framer(Framing(suffix="auto"))
    assert framer.feed(b"A012\r", now=0.0) == [b"A012"]
    assert framer.feed(b"A0", now=1.0) == []
    assert framer.idle(now=1.0 + 5 * GAP) == []
    assert framer.feed(b"13\r\n", now=1.4) == [b"A013"]


def test_the_beginning_of_a_scan_that_never_ended_is_thrown_away() -> None:
    framer = Framer(Framing(suffix="cr"))
    framer.feed(b"06208", now=0.0)
    assert framer.idle(now=PATIENCE) == []
    assert not framer.begun
    assert framer.feed(b"A012\r", now=9.0) == [b"A012"]


@pytest.mark.parametrize("suffix", ["cr", "none"])
def test_what_is_longer_than_any_code_is_no_scan(suffix: str) -> None:
    framer = Framer(Framing(suffix=suffix))
    assert framer.feed(b"x" * (LONGEST + 1) + (b"\r" if suffix == "cr" else b""), now=0.0) == []
    assert framer.feed(b"", now=1.0) == []
    assert framer.feed(b"A012\r", now=PATIENCE) + framer.idle(now=PATIENCE + 1) == [
        b"A012\r" if suffix == "none" else b"A012"
    ]
