"""What a kiosk shows when nobody uses it, and how long a warned citizen has."""

from __future__ import annotations

import pytest

from kiosk.modes import Mode
from kiosk.state import COUNTDOWN, LINK_GRACE, Screen, State, patience, resting, seconds_left


@pytest.mark.parametrize(
    ("state", "now", "screen"),
    [
        (State(screen=Screen.HOME, link_up=True, issuing=True), 0.0, Screen.HOME),
        (State(screen=Screen.HOME, link_up=True, issuing=False), 0.0, Screen.CLOSED),
        (State(screen=Screen.HOME, link_up=False, issuing=True), LINK_GRACE - 0.1, Screen.HOME),
        (State(screen=Screen.HOME, link_up=False, issuing=True), LINK_GRACE, Screen.OUT_OF_ORDER),
        (State(screen=Screen.OUT_OF_ORDER, link_up=False, issuing=True), 0.0, Screen.OUT_OF_ORDER),
    ],
)
def test_resting(state: State, now: float, screen: Screen) -> None:
    assert resting(state, now) is screen


def test_the_countdown_is_told_in_whole_seconds() -> None:
    assert seconds_left(State(), 5.0) == 0
    warned = State(warned=100.0)
    assert seconds_left(warned, 100.0) == COUNTDOWN
    assert seconds_left(warned, 100.5) == COUNTDOWN
    assert seconds_left(warned, 101.0) == COUNTDOWN - 1
    assert seconds_left(warned, 500.0) == 0


def test_who_listens_has_four_times_as_long() -> None:
    assert patience(State(), 20) == 20
    assert patience(State(modes=frozenset({Mode.SPOKEN})), 20) == 80
    assert seconds_left(State(modes=frozenset({Mode.SPOKEN}), warned=10.0), 12.0) == 78
