"""Stretches of days with mishaps: seeds that failed once, and some more; and that a seed is a story."""

from __future__ import annotations

from pathlib import Path

import pytest

from chaos.simulation import play
from queue_server.live import LiveCentre

FAILED_ONCE = [
    (int(line.split()[0]), float(line.split()[1]))
    for line in Path(__file__).with_name("failing_seeds.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("seed", "minutes"), [*FAILED_ONCE, *((seed, 1.0) for seed in range(1, 11))])
def test_nothing_is_lost_doubled_or_left_unsaid(seed: int, minutes: float) -> None:
    story = play(seed, minutes=minutes)
    assert story.found.faults == {}
    assert story.faults == []
    assert story.found.requests > 20


def test_a_seed_is_one_story() -> None:
    first, again, other = play(7, minutes=0.5), play(7, minutes=0.5), play(8, minutes=0.5)
    assert first.digest == again.digest
    assert first.did == again.did
    assert first.digest != other.digest


def test_an_error_of_the_server_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that keeps what happened to itself."""
    monkeypatch.setattr(LiveCentre, "_tell", lambda *_: None)
    assert any("does not show" in fault for fault in play(3, minutes=0.5).faults)
