"""Texts that fit their place, and a code that phones can read."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image

from hardware.printer.base import JobState
from kiosk.screens.parts import Bullets, Fit, extents
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened
from tools.gallery_kiosk import _slip


def test_a_text_is_set_smaller_until_it_fits(kiosk: Opened) -> None:
    stage = kiosk()
    fit = Fit(text="Đăng ký biến động, chuyển nhượng, tặng cho", most=60, size=(500, 100), unit=1.0)
    stage.play(0.1)
    assert fit.fits
    assert 28 <= fit.font_size < 60
    assert extents(fit.text, fit.font_size, font_name="Text", bold=False, width=500)[1] <= 101


def test_a_text_that_cannot_fit_says_so_and_breaks_no_word(kiosk: Opened) -> None:
    stage = kiosk()
    long = Fit(text="Đăng ký biến động, chuyển nhượng, tặng cho", most=60, size=(120, 40), unit=1.0)
    word = Fit(text="Nghiêngnghiêng", most=60, size=(120, 400), unit=1.0)
    line = Fit(text="một dòng thôi", most=60, size=(150, 400), unit=1.0, single=True)
    stage.play(0.1)
    assert (long.fits, word.fits, line.fits) == (False, False, False)


def test_a_text_is_rather_set_smaller_than_on_more_lines(kiosk: Opened) -> None:
    stage = kiosk()
    text = "Bộ phận Tiếp nhận và Trả kết quả UBND phường Trường Chinh"
    free = Fit(text=text, most=46, size=(564, 140), unit=1.0, bold=True)
    two = Fit(text=text, most=46, size=(564, 140), unit=1.0, bold=True, lines_first=2)
    narrow = Fit(text=text, most=46, size=(380, 140), unit=1.0, bold=True, lines_first=1)
    stage.play(0.1)
    line = extents(text, two.font_size, font_name="Text", bold=True)[1]
    assert two.font_size < free.font_size
    assert extents(text, two.font_size, font_name="Text", bold=True, width=564)[1] <= 2 * line + 1
    assert narrow.fits, "where even the smallest is too large for so few lines, it takes more"


def test_a_list_says_when_it_is_too_long(kiosk: Opened) -> None:
    stage = kiosk()
    few, many = Bullets(items=["Căn cước"], size=(500, 400)), Bullets(items=["Căn cước"] * 30, size=(500, 400))
    stage.play(0.1)
    assert (few.fits, many.fits) == (True, False)
    assert len(many.children) == 31


def test_the_code_on_the_screen_can_be_read(kiosk: Opened, tmp_path: Path) -> None:
    for size in (UPRIGHT, ACROSS):
        for state in (JobState.CONFIRMED, JobState.UNCONFIRMED):
            stage = kiosk(size=size)
            _slip(state)(stage)
            stage.photograph(tmp_path / "screen.png")
            with Image.open(tmp_path / "screen.png") as picture:
                [code] = zxingcpp.read_barcodes(picture.convert("L"))
            assert code.text == "http://motcua.kontum.gov.vn/t/7Q4mXb2K"
