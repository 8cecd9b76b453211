from __future__ import annotations

from hardware.keypad.base import Press
from hardware.keypad.simulator import VirtualKeypad


def test_a_finger_presses_keys() -> None:
    presses: list[Press] = []
    VirtualKeypad("pad", pressed=presses.append).press("1", "enter")
    assert presses == [Press("pad", "1"), Press("pad", "enter")]
