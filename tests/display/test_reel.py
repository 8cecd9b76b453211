"""Which slide it is: its days and hours, its time, and its turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.reel import Reel, standing
from queue_server.protocol.messages import SlideInfo, WindowInfo
from tests.display.hall import ZONE, at

ONE, TWO, THREE = (SlideInfo(words={"vi": name}, seconds=seconds) for name, seconds in (("a", 5), ("b", 3), ("c", 12)))


@pytest.mark.parametrize(
    ("when", "slide", "shown"),
    [
        ("2026-11-23 09:00", SlideInfo(file="a.png"), True),
        ("2026-11-23 09:00", SlideInfo(file="a.png", first="2026-11-24"), False),
        ("2026-11-24 00:00", SlideInfo(file="a.png", first="2026-11-24"), True),
        ("2026-11-24 23:59", SlideInfo(file="a.png", last="2026-11-24"), True),
        ("2026-11-25 00:00", SlideInfo(file="a.png", last="2026-11-24"), False),
        ("2026-11-23 07:00", SlideInfo(file="a.png", windows=(WindowInfo(opens=420, closes=540),)), True),
        ("2026-11-23 09:00", SlideInfo(file="a.png", windows=(WindowInfo(opens=420, closes=540),)), False),
    ],
)
def test_days_and_hours_are_those_of_the_centre(when: str, slide: SlideInfo, shown: bool) -> None:
    assert bool(standing((slide,), now=at(when), zone=ZONE)) is shown


def test_each_has_its_time_and_then_it_is_the_next_ones_turn() -> None:
    reel, seen = Reel(), []
    for tick in range(0, 26_000, 1_000):
        reel = reel.turned((ONE, TWO, THREE), now=tick)
        assert reel.slide is not None
        seen.append((reel.slide.words or {})["vi"])
    assert "".join(seen) == "aaaaabbbccccccccccccaaaaab"


def test_one_alone_stays_and_one_that_is_done_makes_room() -> None:
    reel = Reel().turned((ONE,), now=0)
    assert reel.turned((ONE,), now=6_000).slide == ONE
    assert Reel().turned((ONE, TWO), now=0).turned((ONE, TWO), now=1, done=True).slide == TWO
    assert reel.turned((TWO,), now=1).slide == TWO, "one that is no longer shown makes room at once"
    assert reel.turned((), now=1) == Reel()


@given(st.permutations([ONE, TWO, THREE]), st.integers(1, 3), st.lists(st.integers(0, 20_000)))
def test_everyone_comes_round(order: list[SlideInfo], many: int, steps: list[int]) -> None:
    slides, reel, now = order[:many], Reel(), 0
    for step in steps:
        now += step
        reel = reel.turned(slides, now=now)
        assert reel.slide in slides
    seen = []
    for _ in range(40):
        now += 1_000
        reel = reel.turned(slides, now=now)
        seen.append(reel.slide)
    assert all(slide in seen for slide in slides)
