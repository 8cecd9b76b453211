"""What an officer types at a closed desk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.sign_in import FORGET, NO_SERVER, SAID, WRONG, Credentials, Typing

OFFICERS = {"1": "an", "2": "binh"}


def typed(keys: str | list[str], officers: dict[str, str] = OFFICERS) -> Credentials | None:
    typing, asked = Typing(officers), None
    for place, key in enumerate(keys):
        asked = typing.press(key, now=place * 0.5)
    return asked


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("1*2468#", Credentials("an", "2468")),
        (["2", "*", "2", "4", "enter"], Credentials("binh", "24")),
        (["2", "*", "2", "4", "0x0d"], Credentials("binh", "24")),
        ("9*2468#", Credentials("9", "2468")),
        ("99-1*24#", Credentials("an", "24")),
        ("**1*24#", Credentials("an", "24")),
        ("#", None),
        ("1*2468", None),
    ],
)
def test_a_number_and_a_pin(keys: str | list[str], expected: Credentials | None) -> None:
    assert typed(keys) == expected


def test_a_desk_of_one_officer_needs_no_number() -> None:
    assert typed("2468#", {"7": "an"}) == Credentials("an", "2468")
    assert typed("7*2468#", {"7": "an"}) == Credentials("an", "2468")
    lost = typed("2468#")
    assert lost is not None
    assert lost.name not in OFFICERS.values(), "of two nobody can know which one"


def test_what_was_begun_and_left_is_forgotten() -> None:
    typing = Typing(OFFICERS)
    for key in "2*13":
        typing.press(key, now=0)
    assert typing.face(now=FORGET) is not None
    assert typing.face(now=FORGET + 1) is None
    for key in "1*2468":
        typing.press(key, now=FORGET + 1)
    assert typing.press("#", now=FORGET + 2) == Credentials("an", "2468")


def test_how_it_went_is_said_for_a_moment() -> None:
    typing = Typing(OFFICERS)
    typing.say(WRONG, now=1)
    assert typing.face(now=1 + SAID) == WRONG
    assert typing.face(now=2 + SAID) is None
    typing.press("1", now=2)
    assert typing.face(now=2) not in (None, WRONG), "who types again is shown that"
    typing.press("#", now=2)
    typing.say(NO_SERVER, now=3)
    typing.unsay(WRONG)
    assert typing.face(now=3) == NO_SERVER
    typing.unsay(NO_SERVER)
    assert typing.face(now=3) is None


@given(st.lists(st.sampled_from([*"0123456789*#-./+", "enter", "tab", "F1", "0x0d"]), max_size=80))
def test_no_sign_ever_shows_what_is_typed(keys: list[str]) -> None:
    typing = Typing(OFFICERS)
    for key in keys:
        asked = typing.press(key, now=0)
        face = typing.face(now=0)
        assert face is None or not any(each.isdigit() for each in face.text)
        if asked is not None:
            assert asked.pin
            assert asked.pin not in repr(asked) or asked.pin in asked.name
