"""The palette can be read, and the sizes can be hit."""

from __future__ import annotations

import pytest

from kiosk import theme


@pytest.mark.parametrize(("look", "least"), [(theme.PLAIN, 4.5), (theme.STARK, 7.0)], ids=["plain", "stark"])
@pytest.mark.parametrize(("foreground", "ground"), theme.TEXT_PAIRS)
def test_every_pair_of_colours_can_be_read(look: theme.Look, least: float, foreground: str, ground: str) -> None:
    assert theme.contrast(look[foreground], look[ground]) >= least


def test_every_look_has_every_role() -> None:
    assert theme.PLAIN.keys() == theme.STARK.keys()


def test_contrast_is_reckoned_as_the_standard_says() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert theme.contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_one_unit_serves_every_panel() -> None:
    assert theme.unit(1080, 1920) == 1.0
    assert theme.unit(1920, 1080) == 1.0
    assert theme.unit(2160, 3840) == 2.0
    assert theme.unit(768, 1366) == pytest.approx(0.711, abs=0.001)


def test_nothing_is_set_too_small() -> None:
    assert min(theme.NOTE, theme.BODY, theme.LEAD, theme.TITLE, theme.DISPLAY) >= theme.SMALLEST_TEXT
    millimetres = theme.SMALLEST_TARGET / 3.2
    assert millimetres >= 20
