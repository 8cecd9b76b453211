"""What is read out: words only, as an announcer would say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.aloud import aloud


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("14 người chờ", "mười bốn người chờ"),
        ("khoảng 25–45 phút", "khoảng hai mươi lăm đến bốn mươi lăm phút"),
        ("L012", "e-lờ không mười hai"),
        ("08:05", "tám giờ năm"),
        ("07:00 ngày mai", "bảy giờ ngày mai"),
        ("11/10/2022", "ngày mười một tháng mười năm hai nghìn không trăm hai mươi hai"),
        ("8.000 đồng/bản sao", "tám nghìn đồng, bản sao"),
        ("Hỗ trợ: 0260 000 0000", "Hỗ trợ: không hai sáu không, không không không, không không không không"),
        ("14 người chờ  ·  khoảng 4 phút", "mười bốn người chờ, khoảng bốn phút"),
        ("07:00–11:00, 13:00–17:00", "bảy giờ đến mười một giờ, mười ba giờ đến mười bảy giờ"),
        ("thẻ BHYT trẻ dưới 6 tuổi", "thẻ bảo hiểm y tế trẻ dưới sáu tuổi"),
    ],
)
def test_vietnamese(text: str, said: str) -> None:
    assert aloud(text, language="vi") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("about 25–45 min", "about twenty five to forty five min"),
        ("L012", "L zero one two"),
        ("08:05", "eight five"),
        ("07:00", "seven o'clock"),
        ("8,000 VND, at most 200,000", "eight thousand VND, at most two hundred thousand"),
        ("07:00–11:30", "seven o'clock to eleven thirty"),
        ("125 people", "one hundred twenty five people"),
        ("11/10/2022", "eleven October two thousand twenty two"),
    ],
)
def test_english(text: str, said: str) -> None:
    assert aloud(text, language="en") == said


def test_a_dossier_is_spelled() -> None:
    assert aloud("H34.01.05-221003-0975", language="vi").startswith("hát ba bốn, không một, không năm, hai hai một")


@given(st.text(alphabet="0123456789:/.–-·LĐA ahờ", max_size=40), st.sampled_from(["vi", "en"]))
def test_no_digit_ever_reaches_a_voice(text: str, language: str) -> None:
    assert not any(sign.isdigit() for sign in aloud(text, language=language))
