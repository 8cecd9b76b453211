from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.clock import Clock

MORNING = 1_790_000_000_000


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The machine's clock in milliseconds; write to it to let time pass."""
    now = [1_800_000_000_000]
    monkeypatch.setattr(time, "time_ns", lambda: now[0] * 1_000_000)
    return now


def test_the_real_clock_is_the_machines(real: list[int]) -> None:
    assert Clock.real()() == real[0]


def test_a_faster_day_starts_where_it_was_told_to(real: list[int]) -> None:
    clock = Clock.starting(MORNING, speed=120)
    assert clock() == MORNING
    real[0] += 1_000
    assert clock() == MORNING + 120_000


def test_two_processes_with_one_clock_agree(real: list[int]) -> None:
    clock = Clock.starting(MORNING, speed=60)
    real[0] += 12_345
    assert Clock.parse(str(clock))() == clock()


@given(starts_at=st.integers(0, 2**45), real_start=st.integers(0, 2**45), speed=st.floats(0.01, 1e6))
def test_what_is_written_is_read(starts_at: int, real_start: int, speed: float) -> None:
    clock = Clock(starts_at=starts_at, real_start=real_start, speed=speed)
    assert Clock.parse(str(clock)) == clock


@pytest.mark.parametrize("text", ["", "1,2", "1,2,3,4", "a,b,c"])
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Clock.parse(text)


def test_a_clock_with_a_bell_stands_still_until_it_is_rung(real: list[int], tmp_path: Path) -> None:
    clock = Clock.waiting(MORNING, speed=60, bell=tmp_path / "bell")
    elsewhere = Clock.parse(str(clock))
    real[0] += 5_000
    assert clock() == elsewhere() == MORNING
    clock.ring()
    real[0] += 1_000
    assert clock() == elsewhere() == MORNING + 60_000
