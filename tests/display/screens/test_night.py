"""A board in the night."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.display.hall import at, centre, day
from windows.orbit import STAY

LATE = at("2026-11-23 21:40")


@pytest.fixture
def night() -> Any:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.night import NightScene

    return NightScene()


def test_it_says_when_tickets_are_given_again(night: Any) -> None:
    night.show(centre(), day(issuing=False, reason="after_closing"), now=LATE)
    assert (night.clock, night.label, night.opens) == ("21:40", "Phát số trở lại", "07:00 sáng mai")


def test_it_promises_nothing_that_is_not_known(night: Any) -> None:
    unknown = type(day())(service_day="2026-11-23", issuing=False, reason="holiday")
    night.show(centre(), unknown, now=LATE)
    assert (night.label, night.opens) == ("", "")


def test_its_words_wander(night: Any) -> None:
    places = []
    for step in range(4):
        night.show(centre(), day(issuing=False, reason="after_closing"), now=LATE + step * STAY)
        places.append(night.where)
    assert all(one != other for one, other in pairwise(places))
