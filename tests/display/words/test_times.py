"""Times as people read them on a wall."""

from __future__ import annotations

import pytest

from display.words.times import clock, date, opening
from tests.display.hall import ZONE, at

NOW = at("2026-11-23 17:20")


def test_the_time_is_the_centres_own() -> None:
    assert clock(at("2026-11-23 07:05"), ZONE) == "07:05"
    assert clock(at("2026-11-23 07:05"), "UTC") == "00:05"


def test_the_date_names_the_day_of_the_week() -> None:
    assert date(NOW, ZONE, "vi") == "Thứ Hai, 23/11/2026"
    assert date(at("2026-11-29 00:30"), ZONE, "vi") == "Chủ nhật, 29/11/2026"
    assert date(NOW, ZONE, "en") == "Monday, 23/11/2026"


@pytest.mark.parametrize(
    ("when", "vi", "en"),
    [
        ("2026-11-23 18:00", "18:00", "18:00"),
        ("2026-11-24 07:00", "07:00 sáng mai", "07:00 tomorrow"),
        ("2026-11-24 13:00", "13:00 chiều mai", "13:00 tomorrow"),
        ("2026-11-30 07:00", "07:00 Thứ Hai, 30/11", "07:00 Monday, 30/11"),
    ],
)
def test_when_it_opens_again(when: str, vi: str, en: str) -> None:
    assert opening(at(when), ZONE, "vi", now=NOW) == vi
    assert opening(at(when), ZONE, "en", now=NOW) == en
