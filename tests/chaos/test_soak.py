"""A small version of `make soak`; and that what grows is seen to grow."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from chaos.gauge import Reading
from chaos.lobby import Lobby
from chaos.soak import Course, play


@pytest.mark.timeout(240)
def test_a_centre_at_work_is_read_again_and_again(tmp_path: Path) -> None:
    with Lobby(tmp_path / "hall") as lobby:
        courses, visits = asyncio.run(play(lobby, hours=0.001, every=0.1))
    assert visits > 0
    assert [course.name for course in courses] == ["server", "kiosk"]
    assert all(reading.megabytes > 20 and reading.handles > 5 for course in courses for reading in course.readings)


def course(*readings: tuple[float, int]) -> Course:
    made = Course("server")
    for place, (megabytes, handles) in enumerate(readings):
        made.add(place / 10, Reading(megabytes, handles, 0))
    return made


def test_what_grows_is_seen_to_grow() -> None:
    assert course(*[(100.0, 20)] * 40).row(1).good
    assert not course(*[(100 + 0.5 * place, 20) for place in range(40)]).row(1).good, "5 MB an hour"
    assert not course(*[(100.0, 20 + place // 4) for place in range(40)]).row(1).good, "handles are left open"
    assert course(*[(50.0, 10)] * 5, *[(100.0, 20)] * 35).row(1).good, "warming up is not growing"
