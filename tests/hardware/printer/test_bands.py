from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.printer.bands import ROWS_AT_MOST, Band, bands_of, left_edge
from hardware.printer.base import Align


def redrawn(bands: tuple[Band, ...], width: int, height: int) -> Image.Image:
    picture = Image.new("1", (width, height), 0)
    for band in bands:
        picture.paste(band.ink(), (left_edge(band.align, band.printed_width, dots=width), band.top))
    return picture


@given(
    st.lists(st.tuples(st.integers(0, 575), st.integers(0, 599), st.integers(1, 90), st.integers(1, 30)), max_size=12)
)
def test_bands_put_every_dot_back_where_it_was(blots: list[tuple[int, int, int, int]]) -> None:
    ink = Image.new("1", (576, 600), 0)
    for left, top, across, down in blots:
        ink.paste(1, (left, top, min(576, left + across), min(600, top + down)))
    bands = bands_of(ink, top=0)
    assert redrawn(bands, 576, 600).tobytes() == ink.tobytes()
    assert all(band.rows <= ROWS_AT_MOST for band in bands)
    assert [band.top for band in bands] == sorted(band.top for band in bands)
    assert all(above.bottom <= below.top for above, below in pairwise(bands))


def test_blank_paper_is_no_band() -> None:
    assert bands_of(Image.new("1", (576, 40), 0), top=0) == ()


@pytest.mark.parametrize(("left", "align"), [(0, Align.LEFT), (248, Align.CENTRE), (496, Align.RIGHT)])
def test_a_band_is_as_narrow_as_its_alignment_allows(left: int, align: Align) -> None:
    ink = Image.new("1", (576, 20), 0)
    ink.paste(1, (left, 0, left + 80, 20))
    (band,) = bands_of(ink, top=7)
    assert (band.align, band.row_bytes, band.rows, band.top) == (align, 10, 20, 7)


def test_narrow_marks_above_a_line_are_sent_by_themselves() -> None:
    ink = Image.new("1", (576, 40), 0)
    ink.paste(1, (0, 10, 576, 30))
    ink.paste(1, (280, 0, 296, 10))
    assert [(band.top, band.row_bytes, band.rows) for band in bands_of(ink, top=0)] == [(0, 2, 10), (10, 72, 20)]


def test_a_doubled_band_counts_printed_rows() -> None:
    ink = Image.new("1", (288, 30), 0)
    ink.paste(1, (100, 5, 188, 25))
    (band,) = bands_of(ink, top=100, scale=2)
    assert (band.top, band.bottom, band.printed_width) == (110, 150, 176)
    assert left_edge(band.align, band.printed_width, dots=576) == 200


@pytest.mark.parametrize("code", [b"\x10\x04\x01", b"\x10\x14\x08", b"\x10\x05\x02"])
@pytest.mark.parametrize("start", [0, 9, 30])
def test_no_real_time_code_is_left_in_the_data(code: bytes, start: int) -> None:
    row = bytearray(b"\xff" * 40 + b"\x00" * 32)
    row[start : start + len(code)] = code
    ink = Image.frombytes("1", (576, 1), bytes(row))
    bands = bands_of(ink, top=0)
    data = b"".join(band.data for band in bands)
    assert not any(bad in data for bad in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    moved = redrawn(bands, 576, 1).tobytes()
    before, after = (int.from_bytes(row) for row in (bytes(row), moved))
    assert any(after in (before << shift, before >> shift) for shift in range(4)), "moved by more than a hair"


def test_a_code_that_runs_over_the_end_of_a_row_is_seen_too() -> None:
    ink = Image.frombytes("1", (16, 2), b"\x80\x10\x04\x01")
    (band,) = bands_of(ink, top=0)
    assert b"\x10\x04" not in band.data
