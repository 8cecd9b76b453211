"""Keys of a US keyboard, and the ways in which scanners type what it has not."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner.keyboard import EVENT
from hardware.scanner.keys import LOST, Typing
from tests.hardware.scanner.keystrokes import LEFT_ALT, typed

ALT_GR, CAPS, CONTROL, PAD_ENTER = 100, 58, 29, 96


def text_of(events: bytes, typing: Typing | None = None) -> str:
    typing = typing or Typing()
    return "".join(
        typing.key(code, down=value == 1) for _, _, kind, code, value in EVENT.iter_unpack(events) if kind == 1
    )


def press(typing: Typing, *codes: int) -> str:
    down = "".join(typing.key(code, down=True) for code in codes)
    return down + "".join(typing.key(code, down=False) for code in reversed(codes))


@given(st.text(alphabet=string.ascii_letters + string.digits + string.punctuation + " ", max_size=60))
def test_everything_on_the_keyboard_is_typed(text: str) -> None:
    assert text_of(typed(text)) == text + "\r"


def test_alt_and_a_number_is_a_letter_where_all_machines_agree() -> None:
    typing = Typing()
    assert press(typing, LEFT_ALT, 82, 79, 80, 75) == "|", "0124 on the pad"
    assert press(typing, LEFT_ALT, 82, 80, 77, 80) == LOST, "0262 depends on the code page"
    assert press(typing, 79, PAD_ENTER) == "1\r"


def test_capitals_by_the_lock() -> None:
    typing = Typing()
    press(typing, CAPS)
    assert press(typing, 30, 2, 42, 30) == "A1a"


def test_what_cannot_be_known_is_lost_and_not_guessed() -> None:
    typing = Typing()
    assert press(typing, ALT_GR, 30) == LOST
    assert press(typing, 200) == LOST
    assert press(typing, LEFT_ALT) == ""


def test_controls() -> None:
    typing = Typing()
    assert press(typing, CONTROL, 50) == "\r", "control and m"
    assert press(typing, CONTROL, 27) == "\x1d", "a group separator"
