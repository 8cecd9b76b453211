"""Before the first opening of a day a board tries voice, picture and clock, and says what it found."""

from __future__ import annotations

from dataclasses import replace

from display.self_test import WITHIN, SelfTest, Senses
from queue_server.protocol.messages import Check, Day
from windows.before_opening import AGAIN, EARLY

OPENS = 100 * EARLY


class Morning:
    """A board before opening: what it senses, what it said and told, and what time it is."""

    def __init__(self) -> None:
        self.now, self.said, self.told = OPENS - EARLY - 1, 0, 0
        self.senses = Senses(sounded=None, silent="", frames=7, ahead=0)
        self.day: Day | None = Day(service_day="2026-11-23", issuing=False, reason="before_opening", next_opening=OPENS)
        self.test = SelfTest(
            day=lambda: self.day,
            now=lambda: self.now,
            senses=lambda: self.senses,
            say=self.say,
            tell=self.tell,
        )

    def say(self) -> None:
        self.said += 1

    def tell(self) -> None:
        self.told += 1

    def after(self, milliseconds: int, **sensed: object) -> None:
        self.now += milliseconds
        self.senses = replace(self.senses, **sensed)  # type: ignore[arg-type]
        self.test.look()

    @property
    def failed(self) -> list[str]:
        return [each.what for each in self.test.checks if not each.good]


def test_a_sentence_that_is_heard_and_a_picture_that_moves_are_told_once() -> None:
    morning = Morning()
    morning.test.look()
    assert morning.said == 0, "not in the night"
    morning.after(1)
    morning.after(4_000, frames=9)
    assert (morning.said, morning.told) == (1, 0), "the sentence is not over"
    morning.after(1_000, sounded=morning.now + 900)
    assert (morning.failed, morning.told, morning.test.tested) == ([], 1, morning.now)
    morning.after(AGAIN)
    assert morning.said == 1


def test_what_nobody_hears_or_sees_is_told_and_tried_again() -> None:
    morning = Morning()
    morning.senses = replace(morning.senses, sounded=5, silent="no_sound_device", ahead=90_000)
    morning.after(1)
    morning.after(WITHIN)
    assert morning.test.checks == (
        Check(what="sound", good=False, found="no_sound_device"),
        Check(what="picture", good=False),
        Check(what="clock", good=False, found="+90 s"),
    )
    morning.after(AGAIN, silent="", ahead=0)
    assert morning.said == 2
    morning.after(1_000, sounded=morning.now, frames=8)
    assert (morning.failed, morning.told) == ([], 2)
    morning.day = Day(service_day="2026-11-23", issuing=True, reason="open")
    morning.after(AGAIN)
    assert morning.said == 2, "not while it is open"
