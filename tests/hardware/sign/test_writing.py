from __future__ import annotations

import pytest

from hardware.sign.writing import Writing, digits, fitted, plain, shortened, written


def test_vietnamese_loses_its_marks_only() -> None:
    assert plain("Quầy số 3 · Đất đai") == "Quay so 3   Dat dai"


def test_a_desk_s_name_too_long_keeps_its_last_words() -> None:
    name = "Bộ phận Tiếp nhận và Trả kết quả quầy 12"
    assert shortened(name, width=20) == "Tra ket qua quay 12"
    assert (shortened("Quầy 3", width=20), shortened("Q" * 30, width=20)) == ("Quay 3", "Q" * 20)


def test_the_number_in_a_ticket() -> None:
    assert [digits(text) for text in ("A025", "B1 007", "", "A")] == [25, 7, 0, 0]


def test_a_text_too_long_keeps_its_end() -> None:
    assert (fitted("A025", width=6), fitted("HC1025", width=4), fitted("", width=2)) == ("  A025", "1025", "  ")


@pytest.mark.parametrize(
    ("writing", "expected"),
    [("text", b" A25"), ("big", bytes((0, 0, 0, 25))), ("little", bytes((25, 0, 0, 0))), ("bcd", b"\x00\x00\x00\x25")],
)
def test_ways_of_writing(writing: Writing, expected: bytes) -> None:
    assert written("A25", writing=writing, width=4) == expected


def test_a_dark_number_sign_has_a_value_of_its_own() -> None:
    assert written("", writing="big", width=2, blank=0xFFFF) == b"\xff\xff"
    assert written("", writing="bcd", width=1, blank=99) == b"\x99"
