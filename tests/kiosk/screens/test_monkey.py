"""A monkey at the kiosk: fingers, palms, keys and a mouse, in any order, while server and printer come and go.

Whatever it does, a visit takes one ticket, a ticket is printed once, no settings appear, and left alone it goes home.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from kivy.core.window import Window

from hardware.printer.base import JobState, PrinterStatus
from kiosk import events as ev
from kiosk.screens.root import FINGER_LONGEST
from kiosk.state import COUNTDOWN, IDLE, NUMBER_SHOWN
from queue_server.client.base import LinkState
from tests.kiosk.conftest import ACROSS, UPRIGHT, Opened
from tools.kiosk_samples import taken
from tools.kiosk_stage import Finger, Stage

STEPS = 300
KEYS = (
    9,
    13,
    27,
    32,
    97,
    113,
    282,
    283,
    292,
    293,
    305,
    308,
)  # Tab, Enter, Escape, letters, F1, F2, F11, F12, Ctrl, Alt


class Monkey:
    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage, self.lot = stage, Random(seed)
        self.fingers: list[Finger] = []
        self.asked: Counter[str] = Counter()
        self.printed: Counter[tuple[str, int]] = Counter()
        self.tickets = 0

    def step(self) -> None:
        act = self.lot.choices(
            (self.tap, self.press, self.lift, self.slide, self.palm, self.key, self.mouse, self.world, self.wait),
            weights=(40, 12, 20, 6, 2, 6, 4, 4, 12),
        )[0]
        act()
        self.stage.play(self.lot.choice((0.01, 0.05, 0.1, 0.4)))
        self.answer()

    def tap(self) -> None:
        """As a citizen would who wants a number, and in a hurry: once or twice."""
        names = [each.test_name for each in self.stage.touchables() if each.test_name]
        forward = [name for name in names if name == "take" or name.partition(":")[0] in ("service", "procedure")]
        if names:
            self.stage.touch(self.lot.choice(forward or names), times=self.lot.choice((1, 1, 2)), held=0.03)

    def press(self) -> None:
        """Mostly where there is something to touch; every now and then anywhere."""
        if len(self.fingers) < 4:
            targets = self.stage.touchables()
            anywhere = not targets or self.lot.random() < 0.15
            place = self.lot.choice(targets).center if not anywhere else None
            x, y = place or (self.lot.uniform(0, Window.width), self.lot.uniform(0, Window.height))
            self.fingers.append(self.stage.press(x, y))

    def lift(self) -> None:
        if self.fingers:
            self.stage.lift(self.fingers.pop(self.lot.randrange(len(self.fingers))))

    def slide(self) -> None:
        if self.fingers:
            finger = self.lot.choice(self.fingers)
            for _ in range(3):
                self.stage.slide(finger, self.lot.uniform(0, Window.width), self.lot.uniform(0, Window.height))

    def palm(self) -> None:
        """Several places at once, held for a while."""
        x, y = self.lot.uniform(0, Window.width), self.lot.uniform(0, Window.height)
        palm = [self.stage.press(x + 30 * each, y + 20 * each) for each in range(5)]
        self.stage.play(self.lot.choice((0.2, 2.0, FINGER_LONGEST + 1)))
        for finger in palm:
            self.stage.lift(finger)

    def key(self) -> None:
        key, modifiers = self.lot.choice(KEYS), self.lot.choice(([], ["ctrl"], ["alt"], ["ctrl", "alt"]))
        Window.dispatch("on_keyboard", key, 0, "", modifiers)
        Window.dispatch("on_key_down", key, 0, "", modifiers)

    def mouse(self) -> None:
        finger = self.stage.press(self.lot.uniform(0, Window.width), self.lot.uniform(0, Window.height))
        finger.button = self.lot.choice(("right", "middle", "scrollup", "scrolldown"))
        self.stage.lift(finger)
        Window.dispatch("on_request_close")

    def world(self) -> None:
        happens = self.lot.randrange(4)
        if happens == 0:
            self.stage.app.happened(ev.PrinterChanged(self.lot.choice(list(PrinterStatus))))
        elif happens == 1:
            self.stage.link.become(self.lot.choice((LinkState.LIVE, LinkState.LIVE, LinkState.LIVE, LinkState.STALE)))
        elif happens == 2:
            self.stage.app.happened(ev.DayChanged(self.lot.random() < 0.9))
        else:
            self.stage.play(self.lot.choice((1, 9, 26)))

    def wait(self) -> None:
        self.stage.play(self.lot.choice((0.3, 1, 3)))

    def answer(self) -> None:
        """The server and the printer do what was asked of them, sooner or later, or not at all."""
        wanted, self.stage.effects[:] = list(self.stage.effects), []
        for effect in wanted:
            if isinstance(effect, ev.AskForTicket):
                self.asked[effect.request] += 1
                if self.lot.random() < 0.9:
                    self.tickets += 1
                    made = taken(effect.service, f"A{self.tickets:03d}", request=effect.request)
                    self.stage.app.happened(ev.Answered(made))
            elif isinstance(effect, ev.PrintSlip):
                self.printed[effect.taken.ticket.id, effect.copy] += 1
                if self.lot.random() < 0.9:
                    self.stage.app.happened(ev.SlipReported(effect.taken.ticket.id, self.lot.choice(list(JobState))))

    def leave(self) -> None:
        for finger in self.fingers:
            self.stage.lift(finger)
        self.stage.link.become(LinkState.LIVE)
        self.stage.app.happened(ev.DayChanged(True))
        self.stage.play(NUMBER_SHOWN + 2 * (IDLE + COUNTDOWN) + FINGER_LONGEST)


@pytest.mark.parametrize(("seed", "size"), [(1, UPRIGHT), (3, ACROSS)])
def test_whatever_a_monkey_does(kiosk: Opened, seed: int, size: tuple[int, int]) -> None:
    stage = kiosk(size=size)
    monkey = Monkey(stage, seed)
    for _ in range(STEPS):
        monkey.step()
        assert len(Window.children) == 1, "nothing but the kiosk is ever on the window"
    assert monkey.tickets > 5, "it got somewhere"
    assert set(monkey.printed.values()) == {1}, "each paper is asked for once"
    monkey.leave()
    assert stage.screen.name == "home"
    stage.app.happened(ev.PrinterChanged(PrinterStatus.READY))
    stage.touch("service:dat-dai")
    assert stage.screen.name == "procedures", "the next citizen finds it as it should be"
