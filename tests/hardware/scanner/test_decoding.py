"""Vietnamese arrives whole, or comes back whole from the usual misreadings, or is in doubt; digits are always right."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner.decoding import decode

CARD = "062085001234|231234567|Nguyễn Thị Hồng Đào|02091985|Nữ|Tổ 3, Trường Chinh, Kon Tum|10052021"
#: All letters of Vietnamese names, in both cases.
NAMES = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ Đ|", min_size=1
)


def misread(text: str, page: str) -> bytes:
    """UTF-8 that somebody took for a code page, sent on as UTF-8."""
    return "".join(bytes([byte]).decode(page, "replace").replace("�", chr(byte)) for byte in text.encode()).encode()


def test_utf8_is_taken_as_it_is() -> None:
    scan = decode(CARD.encode())
    assert scan is not None
    assert (scan.text, scan.doubt) == (CARD, False)


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1258"])
def test_a_misreading_is_undone(page: str) -> None:
    scan = decode(misread(CARD, page))
    assert scan is not None
    assert (scan.text, scan.doubt) == (CARD, False)


def test_letters_are_put_together() -> None:
    scan = decode(unicodedata.normalize("NFD", CARD).encode())
    assert scan is not None
    assert scan.text == CARD


def test_other_bytes_are_in_doubt_and_keep_their_digits() -> None:
    scan = decode(unicodedata.normalize("NFD", "062085001234|Đào").encode("cp1258"))
    assert scan is not None
    assert scan.doubt
    assert scan.text == "062085001234|Đào"


@pytest.mark.parametrize(("data", "text"), [(b"]Q1A012", "A012"), (b"\xef\xbb\xbfA012 ", "A012"), (b"]C0H34", "H34")])
def test_what_scanners_put_before_a_code_is_taken_off(data: bytes, text: str) -> None:
    scan = decode(data)
    assert scan is not None
    assert scan.text == text


@pytest.mark.parametrize("data", [b"", b"  ", b"\xef\xbb\xbf"])
def test_nothing_is_no_scan(data: bytes) -> None:
    assert decode(data) is None


def test_what_a_keyboard_could_not_type_is_in_doubt() -> None:
    scan = decode("Nguy�n".encode())
    assert scan is not None
    assert scan.doubt


@given(NAMES, st.sampled_from(["utf-8", "latin-1", "cp1252"]))
def test_every_name_comes_back(name: str, page: str) -> None:
    data = name.encode() if page == "utf-8" else misread(name, page)
    scan = decode(data)
    wanted = unicodedata.normalize("NFC", name.strip())
    assert (scan.text if scan else "") == wanted


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    scan = decode(data)
    assert scan is None or (scan.text and scan.text == unicodedata.normalize("NFC", scan.text))
