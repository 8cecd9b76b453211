from __future__ import annotations

import unicodedata

import pytest
from PIL import ImageFont

from hardware import fonts

LETTERS = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY" + "aăâbcdđeêghiklmnoôơpqrstuưvxy" + "0123456789–·•()/:,."
VOWELS = "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def vietnamese() -> list[str]:
    return [*LETTERS, *(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)]


@pytest.mark.parametrize("name", fonts.names())
def test_every_face_has_every_vietnamese_letter(name: str) -> None:
    font = ImageFont.truetype(str(fonts.path(name)), 40)
    missing = bytes(font.getmask("\U000f0000"))
    assert [letter for letter in vietnamese() if bytes(font.getmask(letter)) == missing] == []


@pytest.mark.parametrize("name", ["NotoSans-Regular", "NotoSans-SemiBold", "NotoSans-Bold"])
def test_noto_sans_has_digits_of_one_width(name: str) -> None:
    font = ImageFont.truetype(str(fonts.path(name)), 1000)
    assert len({font.getlength(digit) for digit in "0123456789"}) == 1


def test_the_licence_lies_beside_the_faces() -> None:
    families = {name.split("-")[0] for name in fonts.names()}
    assert families == {"BeVietnamPro", "NotoSans"}
    for family in families:
        licence = fonts.path(f"{family}-Bold").with_name(f"{family}-OFL.txt")
        assert "SIL OPEN FONT LICENSE" in licence.read_text("utf-8")


def test_a_face_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(LookupError, match=r"no typeface 'Comic'; there are: BeVietnamPro-Bold, .*NotoSans-SemiBold"):
        fonts.path("Comic")
