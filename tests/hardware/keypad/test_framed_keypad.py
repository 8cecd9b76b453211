from __future__ import annotations

import pytest

from hardware.bus.framed import Template
from hardware.bus.presets import PRESETS
from hardware.keypad.base import Press
from hardware.keypad.framed_keypad import FramedKeypad, key_name
from hardware.keypad.held import SAME


def test_a_held_key_that_repeats_is_one_press() -> None:
    presses: list[Press] = []
    keypad = FramedKeypad("pad", template=Template.parse("data 0D"), pressed=presses.append)
    now = 0.0
    for _ in range(100):
        keypad.hear(b"5\r", now=now)
        now += SAME * 0.9
    keypad.hear(b"6\r", now=now)
    keypad.hear(b"5\r", now=now)
    keypad.hear(b"5\r", now=now + SAME)
    assert presses == [Press("pad", key) for key in "5655"]


def test_a_frame_may_come_in_pieces_and_be_another_keypads() -> None:
    presses: list[Press] = []
    keypad = FramedKeypad("pad", template=PRESETS["caller21"], pressed=presses.append, address=5)
    said = PRESETS["caller21"].wrap(b"\x80\x01", address=5) + PRESETS["caller21"].wrap(b"\x80\x02", address=6)
    for at in range(len(said)):
        keypad.hear(said[at : at + 1], now=at / 1000)
    assert presses == [Press("pad", "0x8001")]
    assert keypad.wish(0.0) is None
    with pytest.raises(AssertionError):
        keypad.done(b"", now=0.0)


@pytest.mark.parametrize("noise", [b"\xff\x68\xc8\xc8\x68", PRESETS["caller21"].wrap(b"\x80\x01", address=5)[:-3]])
def test_noise_that_begins_a_frame_holds_no_key_back(noise: bytes) -> None:
    """Two hundred bytes were waited for: many presses, which then called one citizen after another at once."""
    presses: list[Press] = []
    keypad = FramedKeypad("pad", template=PRESETS["caller21"], pressed=presses.append, address=5)
    keypad.hear(noise, now=0.0)
    keypad.hear(PRESETS["caller21"].wrap(b"\x80\x02", address=5), now=9.0)
    assert presses == [Press("pad", "0x8002")]


def test_a_press_does_not_show_its_key() -> None:
    assert "5" not in repr(Press("pad", "5"))


def test_names_of_keys() -> None:
    assert [key_name(data) for data in (b"F1", b"5 ", b"\r", b"\xff")] == ["F1", "5", "0x0d", "0xff"]
