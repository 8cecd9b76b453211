"""Times of day, windows, weekdays, the week."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.catalogue import times
from queue_server.catalogue.place import Place, attempt
from queue_server.core.plan import Window

At = Callable[[str], Place]


@pytest.mark.parametrize(("written", "minute"), [("15:00", 900), ("7:05", 425), ("00:00", 0), ("24:00", 1440)])
def test_a_time_of_day(at: At, written: str, minute: int) -> None:
    assert times.time_of_day(at(written)) == minute


@pytest.mark.parametrize("written", ["24:01", "25:00", "15", "15:60", "15.00", "15h", "-1:00", "900", "١٥:٠٠"])
def test_what_is_no_time_of_day(at: At, written: str) -> None:
    place = at(f"'{written}'")
    assert attempt(times.time_of_day, place) is None
    assert [problem.code for problem in place.problems] == ["bad-time"]


@pytest.mark.parametrize("written", ["07:00-11:00", "07:00 - 11:00", "7:00–11:00"])
def test_a_window(at: At, written: str) -> None:
    assert times.window(at(written)) == Window(opens=420, closes=660)


@settings(deadline=None)
@given(opens=st.integers(0, 1439), length=st.integers(1, 1440))
def test_every_window_of_a_day_can_be_written(opens: int, length: int) -> None:
    closes = min(opens + length, 1440)
    written = f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
    place = Place("f.yaml", "k", yaml.ScalarNode("tag:yaml.org,2002:str", written), [])
    assert times.window(place) == Window(opens=opens, closes=closes)


def test_windows_that_touch_do_not_overlap(at: At) -> None:
    place = at("[07:00-11:00, 11:00-12:00]")
    found = attempt(times.windows, place)
    assert found is not None
    assert [item.value.closes for item in found] == [660, 720]
    assert place.problems == []


@pytest.mark.parametrize(
    ("written", "open_days"),
    [
        ("{mon-fri: [07:00-11:00]}", [0, 1, 2, 3, 4]),
        ("{sat: [07:00-11:00], mon: [07:00-11:00]}", [0, 5]),
        ("{mon-sun: [07:00-11:00]}", [0, 1, 2, 3, 4, 5, 6]),
        ("{mon-fri: [07:00-11:00], sat: }", [0, 1, 2, 3, 4]),
        ("{}", []),
    ],
)
def test_a_week(at: At, written: str, open_days: list[int]) -> None:
    place = at(written)
    found = attempt(times.week, place)
    assert place.problems == []
    assert found is not None
    assert [day for day, windows in enumerate(found) if windows] == open_days


@pytest.mark.parametrize("key", ["fri-mon", "mon-", "-fri", "Monday", "mon-tue-wed", "t2"])
def test_what_is_no_weekday(at: At, key: str) -> None:
    place = at(f"{{'{key}': [07:00-11:00]}}")
    attempt(times.week, place)
    assert [problem.code for problem in place.problems] == ["bad-weekday"]


@pytest.mark.parametrize("written", ["2026-9-2", "20260902", "2026-W36-3", "2026-02-30", "tomorrow"])
def test_what_is_no_date(at: At, written: str) -> None:
    place = at(written)
    assert attempt(times.iso_date, place) is None
    assert [problem.code for problem in place.problems] == ["bad-date"]


def test_a_date(at: At) -> None:
    assert times.iso_date(at("2028-02-29")) == "2028-02-29"
