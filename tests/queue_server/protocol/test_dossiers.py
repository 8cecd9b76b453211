"""Codes that offices have printed are read; what else is typed or scanned is answered by None, never by an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.protocol.dossiers import find_dossier_code, parse_dossier_code

PRINTED = (
    "H15.50.05.13-261008-0975",
    "000.00.00.H34-221013-0012",
    "H34-221013-0012",
    "H34.01.05-260102-123456",
    "G09.20-20260609-0092637",
    "03706/2026/07906",
)

agencies = st.from_regex(r"\A(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,4})\Z")
days = st.from_regex(r"\A(?:[0-9]{6}|[0-9]{8})\Z")
codes = st.one_of(
    st.builds("{}-{}-{}".format, agencies, days, st.from_regex(r"\A[0-9]{4,7}\Z")),
    st.from_regex(r"\A[0-9]{5}/[0-9]{4}/[0-9]{4,6}\Z"),
)


@pytest.mark.parametrize("text", PRINTED)
def test_a_printed_code_is_read_by_itself_and_within_an_address(text: str) -> None:
    assert (code := parse_dossier_code(text)) is not None
    assert code.text == text
    assert find_dossier_code(f"https://hanhchinhcong.kontum.gov.vn/tra-cuu?ma={text}&nguon=zalo") == code


def test_the_parts_of_a_code() -> None:
    code = parse_dossier_code("H15.50.05.13-261008-0975")
    assert code is not None
    assert (code.agency, code.day, code.serial) == ("H15.50.05.13", "261008", "0975")
    assert code.short == "H15…-0975"


@pytest.mark.parametrize(
    "typed", ["h34-221013-0012", " H34 - 221013 - 0012 ", "H34–221013—0012", "H34-221013-0012\r\n", "H34-221013-0012"]
)
def test_the_ways_in_which_people_write_it(typed: str) -> None:
    code = parse_dossier_code(typed)
    assert code is not None
    assert code.text == "H34-221013-0012"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "A012",
        "H34",
        "H34-221013",
        "H34-22101-0012",
        "H34-221013-012",
        "062085001234",
        "1.001193",
        "H٣٤-221013-0012",
    ],
)
def test_what_is_no_code(other: str) -> None:
    assert parse_dossier_code(other) is None


def test_two_codes_in_one_text_are_nobodys_choice_but_the_same_twice_is_one() -> None:
    assert find_dossier_code("H34-221013-0012 H34-221013-0013") is None
    assert find_dossier_code("H34-221013-0012 = H34-221013-0012") is not None


def test_a_part_of_something_longer_is_no_code() -> None:
    assert find_dossier_code("XH34-221013-0012") is None
    assert find_dossier_code("H34-221013-00123456") is None


@given(codes)
def test_every_code_of_the_shape_is_kept_as_it_is(text: str) -> None:
    code = parse_dossier_code(text)
    assert code is not None
    assert code.text == text
    assert parse_dossier_code(text.lower()) == code
    assert find_dossier_code(f"Mã hồ sơ: {text}.") == code


@given(st.text(max_size=200))
def test_anything_typed_or_scanned_has_an_answer(text: str) -> None:
    for code in (parse_dossier_code(text), find_dossier_code(text)):
        assert code is None or parse_dossier_code(code.text) == code
