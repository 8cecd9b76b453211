"""The sheets of cards and buttons, dot by dot."""

from __future__ import annotations

from PIL import ImageOps

from kiosk.screens.skin import corner, draw, skin
from tests.kiosk.conftest import Opened

WHITE, RED = (255, 255, 255, 255), (142, 29, 34, 255)


def test_a_sheet_is_clear_outside_bordered_and_filled() -> None:
    sheet = draw("#FFFFFF", "#8E1D22", radius=24, width=3)
    assert sheet.size == (2 * corner(24) + 2,) * 2, "no larger than its corners need"
    middle = sheet.width // 2
    across = [sheet.getpixel((x, middle)) for x in range(sheet.width)]
    assert across == [RED] * 3 + [WHITE] * (sheet.width - 6) + [RED] * 3
    assert sheet.getpixel((0, 0)) == (*RED[:3], 0), "nothing dark shows through at a smooth edge"
    assert sheet.tobytes() == ImageOps.mirror(sheet).tobytes() == ImageOps.flip(sheet).tobytes()


def test_its_round_edge_is_smooth() -> None:
    seen = {alpha for _, (*_, alpha) in draw("#FFFFFF", "#8E1D22", radius=24, width=3).getcolors(10_000)}
    assert len(seen) > 10


def test_what_looks_alike_is_drawn_once(kiosk: Opened) -> None:
    kiosk()
    one = skin("#FFFFFF", "#8E1D22", 24.0, 3.0)
    assert skin("#FFFFFF", "#8E1D22", 24.0, 3.0) is one
    assert skin("#FFF0F0", "#8E1D22", 24.0, 3.0) is not one
