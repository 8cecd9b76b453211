"""A clock that nobody steers is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.doctor.clock import judged_steering, steered, zone


@pytest.mark.parametrize(("state", "verdict"), [(0, "OK"), (1, "OK"), (5, "WARN"), (-1, "WARN")])
def test_the_kernel_says_whether_the_clock_is_steered(state: int, verdict: str) -> None:
    assert judged_steering(state).verdict.value == verdict


def test_this_machines_clock_has_an_answer() -> None:
    assert steered().check == "clock"


def test_the_zone_is_read_from_the_machine(tmp_path: Path) -> None:
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Ho_Chi_Minh").touch()
    link = tmp_path / "localtime"
    link.symlink_to(tmp_path / "Asia" / "Ho_Chi_Minh")
    assert zone(link).verdict.value == "OK"
