"""Whose kiosk it is, what time it is there, and where the tools stand."""

from __future__ import annotations

from kiosk.modes import Mode
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened


def test_the_header_says_whose_kiosk_it_is_and_when(kiosk: Opened) -> None:
    texts = kiosk(language="en").texts()
    assert {"08:05", "Tuesday, 11 October 2022"} <= set(texts)


def test_the_tools_stand_low_on_an_upright_panel(kiosk: Opened) -> None:
    stage = kiosk(size=UPRIGHT)
    assert {stage.find(name).top < 0.1 * UPRIGHT[1] for name in ("language:vi", "language:en", "modes")} == {True}


def test_the_tools_come_down_on_a_panel_on_its_side(kiosk: Opened) -> None:
    stage = kiosk(size=ACROSS)
    assert stage.find("modes").y > 0.8 * ACROSS[1]
    stage.touch("modes")
    stage.touch(f"mode:{Mode.LOW.value}")
    stage.touch("modes_done")
    assert stage.find("modes").top < 0.15 * ACROSS[1]
    assert stage.find("language:en").top < 0.15 * ACROSS[1]
