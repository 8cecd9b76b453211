"""What a board says in writing."""

from __future__ import annotations

import unicodedata

import pytest

from display.words.texts import PIECE, TEXTS, beside, desk_parts, foot, named, text


def test_every_sentence_is_in_both_languages_and_whole() -> None:
    for key, words in TEXTS.items():
        assert set(words) == {"vi", "en"}, key
        assert all(each and each == unicodedata.normalize("NFC", each).strip() for each in words.values()), key
        assert words["vi"].count("{time}") == words["en"].count("{time}"), key


def test_values_are_filled_in() -> None:
    assert text("stale", "vi", time="10:42") == "Mất kết nối từ 10:42 — số hiển thị có thể đã cũ"
    assert text("stale", "en", time="10:42").startswith("Connection lost at 10:42")


def test_a_language_without_words_gets_vietnamese() -> None:
    assert text("recent", "sed") == "Vừa gọi"
    assert named({"vi": "Đất đai"}, "en") == "Đất đai"


def test_english_stands_beside_only_where_the_centre_has_it() -> None:
    assert beside(("vi", "en")) == "en"
    assert beside(("vi",)) is None
    assert beside(("vi", "sed")) is None
    assert beside(("en",)) is None


def test_a_centre_has_its_own_word_for_a_desk() -> None:
    assert desk_parts("3", "phòng") == ("Phòng", "3")


@pytest.mark.parametrize(
    ("desk", "parts"),
    [
        ("3", ("Quầy", "3")),
        ("12", ("Quầy", "12")),
        ("3b", ("Quầy", "3B")),
        ("Phòng 5", ("Phòng", "5")),
        ("Bàn tiếp dân", ("Bàn tiếp dân", "")),
        ("Phòng họp 2A", ("Phòng họp", "2A")),
    ],
)
def test_what_a_desk_is_called(desk: str, parts: tuple[str, str]) -> None:
    assert desk_parts(desk, "quầy") == parts


def test_a_long_sentence_of_a_board_is_shown_in_pieces_that_can_be_read() -> None:
    long = " ".join(f"giấy{number}" for number in range(60))
    pieces = foot({"vi": long, "en": "Papers"}, "vi", "en")
    assert pieces[-1] == "Papers"
    assert " ".join(piece.removesuffix(" …") for piece in pieces[:-1]) == long
    assert all(len(piece) <= PIECE + 2 for piece in pieces)
    assert [piece.endswith(" …") for piece in pieces[:-1]] == [True] * (len(pieces) - 2) + [False]
    assert foot({"vi": "a" * 200}, "vi", None) == ["a" * 200]
