"""The keyboard on the screen under real fingers."""

from __future__ import annotations

import pytest

from kiosk import events as ev
from kiosk.screens.enter import KEYS
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS], ids=["upright", "across"])
def test_a_code_is_typed_and_looked_up(kiosk: Opened, size: tuple[int, int]) -> None:
    stage = kiosk(size=size)
    stage.touch("look_up")
    assert stage.screen.name == "enter"
    for key in ["H", "3", "4", "4", "erase", "-", "2", "2", "1", "0", "1", "3", "-", "0", "0", "1", "2"]:
        stage.touch(f"key:{key}")
    assert "H34-221013-0012" in stage.texts()
    stage.touch("look_up")
    [asked] = [effect for effect in stage.effects if isinstance(effect, ev.AskForDossier)]
    assert asked.code == "H34-221013-0012"


def test_it_has_every_letter_of_every_code(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("look_up")
    keys = {widget.test_name for widget in stage.touchables()}
    assert {f"key:{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./"} <= keys
    assert len("".join(KEYS)) == 39
