"""A small version of `make soak`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from chaos.course import Course
from chaos.lobby import Lobby
from chaos.soak import play


@pytest.mark.timeout(240)
def test_a_centre_at_work_is_read_again_and_again(tmp_path: Path) -> None:
    with Lobby(tmp_path / "hall") as lobby:
        assert lobby.server.process is not None
        assert lobby.kiosk.process is not None
        courses = {lobby.server.process.pid: Course("server"), lobby.kiosk.process.pid: Course("kiosk")}
        visits = asyncio.run(play(lobby, courses, hours=0.001, every=0.1))
    assert visits > 0
    assert all(
        reading.megabytes > 20 and reading.handles > 5 for course in courses.values() for reading in course.readings
    )
