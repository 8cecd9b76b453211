"""Numbers in words: the vectors of the domain, and a parser of our own that must understand what is said."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.speaker import reading
from hardware.speaker.reading import Word

VECTORS = {
    0: "không", 1: "một", 4: "bốn", 5: "năm", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm",
    19: "mười chín",
    20: "hai mươi", 21: "hai mươi mốt", 24: "hai mươi tư", 25: "hai mươi lăm", 44: "bốn mươi tư", 55: "năm mươi lăm",
    91: "chín mươi mốt", 100: "một trăm", 101: "một trăm lẻ một", 104: "một trăm lẻ bốn", 105: "một trăm lẻ năm",
    110: "một trăm mười", 115: "một trăm mười lăm", 121: "một trăm hai mươi mốt", 204: "hai trăm lẻ bốn",
    999: "chín trăm chín mươi chín", 1000: "một nghìn", 1005: "một nghìn không trăm lẻ năm",
    1015: "một nghìn không trăm mười lăm", 1100: "một nghìn một trăm", 15000: "mười lăm nghìn",
    21405: "hai mươi mốt nghìn bốn trăm lẻ năm", 999_999: "chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
}  # fmt: skip

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip


def said(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def understood(text: str) -> int:
    """What a listener makes of a spoken Vietnamese number: a running sum, knowing nothing of how it was made."""
    total = group = last = 0
    for word in text.split():
        if word in DIGITS:
            group, last = group + DIGITS[word], DIGITS[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += last * 9
        elif word == "trăm":
            group += last * 99
        elif word in ("nghìn", "ngàn"):
            total, group = (total + group) * 1000, 0
        else:
            assert word in ("lẻ", "linh"), word
    return total + group


@pytest.mark.parametrize(("number", "words"), VECTORS.items())
def test_vectors(number: int, words: str) -> None:
    assert said(reading.vietnamese(number)) == words


def test_every_number_can_be_read_and_understood() -> None:
    read = {number: said(reading.vietnamese(number)) for number in range(100_000)}
    assert {number: understood(words) for number, words in read.items()} == {number: number for number in read}
    assert len(set(read.values())) == len(read)


@given(st.integers(0, reading.LARGEST), st.sampled_from(["lẻ", "linh"]), st.sampled_from(["nghìn", "ngàn"]))
def test_regional_words(number: int, zero_tens: str, thousand: str) -> None:
    words = said(reading.vietnamese(number, zero_tens=zero_tens, thousand=thousand))
    assert understood(words) == number
    other = {"lẻ": "linh", "linh": "lẻ"}[zero_tens], {"nghìn": "ngàn", "ngàn": "nghìn"}[thousand]
    assert not set(other) & set(words.split())


@given(st.integers(0, reading.LARGEST))
def test_special_units_stand_only_where_they_are_said(number: int) -> None:
    words = said(reading.vietnamese(number)).split()
    for before, word in zip(["", *words], words, strict=False):
        if word in ("mốt", "tư"):
            assert before == "mươi"
        if word == "lăm":
            assert before in ("mười", "mươi")
        if word in ("năm", "một", "bốn"):
            assert before != "mươi"
        if word == "năm":
            assert before != "mười"


@pytest.mark.parametrize("number", [-1, reading.LARGEST + 1])
def test_numbers_that_are_not_read(number: int) -> None:
    with pytest.raises(ValueError, match="is not between"):
        reading.vietnamese(number)


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("025", "không hai mươi lăm"), ("005", "không lẻ năm"), ("010", "không mười"), ("015", "không mười lăm"),
        ("100", "một trăm"), ("125", "một trăm hai mươi lăm"), ("1005", "một nghìn không trăm lẻ năm"),
        ("05", "không năm"), ("5", "năm"), ("0025", "không không hai mươi lăm"), ("000", "không không không"),
        ("1234567", "một hai ba bốn năm sáu bảy"),
    ],
)  # fmt: skip
def test_padded_numbers(digits: str, words: str) -> None:
    assert said(reading.vietnamese_padded(digits)) == words


def test_padded_numbers_of_a_day_are_told_apart() -> None:
    assert len({said(reading.vietnamese_padded(f"{number:03}")) for number in range(1, 5000)}) == 4999


def test_digit_by_digit() -> None:
    assert said(reading.spelled_out("0145")) == "không một bốn năm"
    assert said(reading.english_digits("0259")) == "zero two five nine"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (3, "three"), (12, "twelve"), (15, "fifteen"), (20, "twenty"), (21, "twenty one"),
     (99, "ninety nine"), (101, "one zero one")],
)  # fmt: skip
def test_english(number: int, words: str) -> None:
    assert said(reading.english(number)) == words


@pytest.mark.parametrize(
    ("character", "name"),
    [("A", "a"), ("b", "bê"), ("C", "xê"), ("D", "dê"), ("Đ", "đê"), ("đ", "đê"), ("E", "e"), ("G", "giê"),
     ("H", "hát"), ("K", "ca"), ("L", "e-lờ"), ("M", "em-mờ"), ("N", "en-nờ"), ("P", "pê"), ("Q", "quy"),
     ("R", "e-rờ"), ("S", "ét"),
     ("T", "tê"), ("V", "vê"), ("X", "ích-xì"), ("É", "e")],
)  # fmt: skip
def test_letters(character: str, name: str) -> None:
    word = reading.letter(character, names=reading.VI_LETTERS)
    assert word is not None
    assert word.text == name


def test_every_letter_has_its_own_name_and_recording() -> None:
    words = [reading.letter(capital, names=reading.VI_LETTERS) for capital in reading.VI_LETTERS]
    assert set(string.ascii_uppercase) < set(reading.VI_LETTERS)
    assert len({word.text for word in words if word}) == len({word.clip for word in words if word}) == len(words)
    assert all(word.clip.isascii() for word in words if word)


def test_what_is_no_letter_has_no_name() -> None:
    assert [reading.letter(character, names={}) for character in "-7中"] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "name"), [("Trả kết quả", "tra-ket-qua"), ("Đất đai 2!", "dat-dai-2"), ("lẻ", "le"), ("", "")]
)
def test_slugs(text: str, name: str) -> None:
    assert reading.slug(text) == name
