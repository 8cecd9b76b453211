from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware import fonts
from hardware.printer import ink
from hardware.printer.ink import Type

BODY = Type("NotoSans-Regular", 24)
TALL = "ẮẴẲẤỄỆỖỘỢỰỴắẵẳấễệỗộợựỵgjpqy"
VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyắẵẳấễệỗộợựỵÀẮẪỆỖỢ0123456789-(),. ", max_size=120)


@pytest.mark.parametrize("face", fonts.names())
@pytest.mark.parametrize("size", [20, 21, 24, 36, 56])
def test_the_box_of_a_line_holds_every_vietnamese_letter_whole(face: str, size: int) -> None:
    type_ = Type(face, size)
    roomy = Image.new("L", (ink.width_of(TALL, type_), type_.height * 3), 0)
    ink.draw(roomy, TALL, type_, left=0, baseline=type_.height + type_.above)
    box = roomy.getbbox()
    assert box is not None
    assert type_.height <= box[1]
    assert box[3] <= 2 * type_.height


def test_ink_stays_in_the_room_that_was_measured() -> None:
    for text in ("Đất đai", "jỹ", "L021", "“–”"):
        canvas = Image.new("L", (400, BODY.height), 0)
        ink.draw(canvas, text, BODY, left=50, baseline=BODY.above)
        box = canvas.getbbox()
        assert box is not None
        assert 50 <= box[0] < 54
        assert 50 + ink.width_of(text, BODY) - 8 < box[2] <= 50 + ink.width_of(text, BODY)


@given(st.lists(st.sampled_from(["jỹ", "Ẵ", "hồ", "sơ", "“–”", "08:32", ""]), min_size=1, max_size=6))
def test_a_word_looks_the_same_wherever_it_stands(words: list[str]) -> None:
    text = " ".join(words)
    canvas = Image.new("L", (600, BODY.height), 0)
    ink.draw(canvas, text, BODY, left=20, baseline=BODY.above)
    for place, word in enumerate(words):
        alone = Image.new("L", (600, BODY.height), 0)
        before = ink.width_of(" ".join([*words[:place], ""]), BODY) if place else 0
        ink.draw(alone, word, BODY, left=20 + before, baseline=BODY.above)
        box = alone.getbbox()
        if box is not None:
            at = [
                canvas.crop((box[0] + shift, box[1], box[2] + shift, box[3])).tobytes() == alone.crop(box).tobytes()
                for shift in range(-4, 5)
            ]
            assert any(at), f"{word!r} in {text!r}"


def test_a_dot_is_burnt_or_it_is_not() -> None:
    canvas = Image.new("L", (300, BODY.height), 0)
    ink.draw(canvas, "Tiếp nhận", BODY, left=0, baseline=BODY.above)
    dots = ink.to_dots(canvas)
    assert dots.mode == "1"
    covered, burnt = canvas.tobytes(), dots.convert("L").tobytes()
    assert {level >= 128 for level, dot in zip(covered, burnt, strict=True) if dot} == {True}
    assert max(level for level, dot in zip(covered, burnt, strict=True) if not dot) < 128


def test_letters_in_pieces_are_put_together() -> None:
    assert ink.clean(unicodedata.normalize("NFD", "  Tiếp\tnhận \n hồ   sơ ")) == "Tiếp nhận  hồ  sơ"


@given(VIETNAMESE, st.integers(40, 600))
def test_breaking_keeps_every_letter_in_order_and_every_line_in_its_width(text: str, width: int) -> None:
    lines = ink.break_lines(text, BODY, width=width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert ink.width_of(line, BODY) <= width
        assert line == line.strip()
        assert line


def test_words_are_kept_whole_where_they_fit() -> None:
    text = "Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum"
    lines = ink.break_lines(text, BODY, width=400)
    assert " ".join(lines) == text


def test_no_word_is_left_alone_on_the_last_line() -> None:
    assert ink.break_lines("một hai ba bốn năm", BODY, width=ink.width_of("một hai ba bốn", BODY)) == (
        "một hai ba",
        "bốn năm",
    )


def test_a_word_wider_than_the_paper_goes_on_in_the_next_line() -> None:
    lines = ink.break_lines("http://motcua.kontum.gov.vn/tra-cuu", BODY, width=150)
    assert len(lines) > 2
    assert "".join(lines) == "http://motcua.kontum.gov.vn/tra-cuu"
