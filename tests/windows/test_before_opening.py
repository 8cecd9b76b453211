"""Devices try themselves when opening is near: once when all is well, again and again when it is not."""

from __future__ import annotations

import pytest

from queue_server.protocol.messages import Day, Instant
from windows.before_opening import AGAIN, EARLY, ENOUGH, clock_check, due

OPENS = 100 * EARLY
MORNING = Day(service_day="2026-11-23", issuing=False, reason="before_opening", next_opening=OPENS)


@pytest.mark.parametrize(
    ("before", "tested", "well", "wanted"),
    [
        (EARLY + 1, None, True, False),
        (EARLY, None, True, True),
        (EARLY - AGAIN, EARLY, True, False),
        (EARLY - AGAIN, EARLY, False, True),
        (1, ENOUGH + 1, True, True),
        (0, None, False, False),
    ],
    ids=["in the night", "half an hour before", "it was well", "it was not", "that was yesterday", "it opens"],
)
def test_when_it_is_time(before: Instant, tested: Instant | None, well: bool, wanted: bool) -> None:
    last = None if tested is None else OPENS - tested
    assert due(MORNING, now=OPENS - before, tested=last, well=well) is wanted


def test_never_while_numbers_are_given_nor_before_anything_is_known() -> None:
    assert not due(None, now=OPENS - EARLY, tested=None, well=True)
    assert not due(Day(service_day="2026-11-23", issuing=True, reason="open"), now=OPENS, tested=None, well=True)


def test_a_clock_may_be_wrong_by_a_minute() -> None:
    assert clock_check(60_000).good
    assert (clock_check(-60_001).good, clock_check(-60_001).found) == (False, "-60 s")
