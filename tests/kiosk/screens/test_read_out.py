"""Somebody who does not see takes a ticket with four keys, and hears each screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hardware.printer.base import JobState
from kiosk import events as ev
from kiosk.guide import Key
from kiosk.modes import Mode
from kiosk.screens.read_out import ReadOut
from kiosk.state import IDLE, SLIP_SHOWN
from tests.kiosk.conftest import Opened
from tools.kiosk_samples import taken
from tools.kiosk_stage import Stage


class Listener:
    """In the place of a narrator; `words` is what was begun to be said."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.volume = 0

    def say(self, text: str, *, language: str) -> None:
        self.words.append(text)

    def louder(self, by: int) -> None:
        self.volume += by

    def as_usual(self) -> None:
        self.volume = 0

    def hush(self) -> None:
        self.words.append("")


@pytest.fixture
def ears() -> Listener:
    return Listener()


@pytest.fixture
def stage(kiosk: Opened, ears: Listener) -> Iterator[Stage]:
    stage = kiosk(language="en")
    stage.app._narrator = ears
    stage.app._read_out = ReadOut(stage.app.root, ears)
    yield stage
    stage.app._narrator = stage.app._read_out = None


def press(stage: Stage, key: Key, *, times: int = 1) -> None:
    for _ in range(times):
        stage.app.press(key)
        stage.play(0.5)


def choose(stage: Stage, ears: Listener, wanted: str) -> None:
    """Go down until it is heard, and choose it."""
    for _ in range(60):
        if wanted in ears.words[-1]:
            press(stage, Key.CHOOSE)
            return
        press(stage, Key.NEXT)
    raise AssertionError(f"{wanted!r} is nowhere among {ears.words}")


def test_a_ticket_without_seeing(stage: Stage, ears: Listener) -> None:
    press(stage, Key.NEXT)
    assert stage.app.state.modes == {Mode.SPOKEN}
    assert "Down: the next item" in ears.words[-1]
    assert "What do you need today?" in ears.words[-1]
    choose(stage, ears, "Land")
    assert stage.screen.name == "procedures"
    choose(stage, ears, "First land certificate")
    assert stage.screen.name == "before"
    choose(stage, ears, "Elderly")
    assert ears.words[-1].endswith(", chosen"), "a change is said"
    choose(stage, ears, "TAKE A NUMBER")
    [asked] = [effect for effect in stage.effects if isinstance(effect, ev.AskForTicket)]
    assert (asked.service, asked.procedure, asked.priority) == ("dat-dai", "dd-ld", "elderly")
    stage.app.happened(ev.Answered(taken("dat-dai", "L012", request=asked.request)))
    stage.app.happened(ev.SlipReported("ticket-L012", JobState.CONFIRMED))
    stage.play(0.2)
    assert "L012" in ears.words[-1]
    stage.play(SLIP_SHOWN + 5)
    assert stage.screen.name == "take", "to hear takes longer than to see"
    choose(stage, ears, "DONE")
    assert (stage.screen.name, stage.app.state.modes) == ("home", frozenset())
    assert ears.words[-1] == "", "the next citizen's visit is silent"


def test_back_leads_to_the_screen_before(stage: Stage, ears: Listener) -> None:
    press(stage, Key.CHOOSE)
    choose(stage, ears, "Land")
    press(stage, Key.BACK)
    assert stage.screen.name == "home"


def test_louder_for_one_visit(stage: Stage, ears: Listener) -> None:
    press(stage, Key.LOUDER)
    assert ears.volume == 0, "the first press of any key only begins"
    choose(stage, ears, "Land")
    said = ears.words[-1]
    press(stage, Key.LOUDER, times=2)
    press(stage, Key.SOFTER)
    assert (ears.volume, ears.words[-1]) == (1, said)
    stage.app.happened(ev.ModeSwitched(Mode.SPOKEN))
    stage.play(0.2)
    assert (stage.app.state.modes, ears.volume) == (frozenset(), 0)


def test_keys_say_that_somebody_is_there(stage: Stage, ears: Listener) -> None:
    press(stage, Key.NEXT)
    choose(stage, ears, "Land")
    for _ in range(5):
        stage.play(IDLE)
        press(stage, Key.NEXT)
    assert stage.screen.name == "procedures"


def test_the_warning_is_heard_and_answered(stage: Stage, ears: Listener) -> None:
    press(stage, Key.NEXT)
    choose(stage, ears, "Land")
    stage.play(IDLE * 4 + 1)
    assert "Are you still there?" in ears.words[-1]
    choose(stage, ears, "MORE TIME")
    assert stage.app.state.warned is None
    assert stage.screen.name == "procedures"
