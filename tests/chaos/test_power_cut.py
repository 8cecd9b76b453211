"""The power goes while a journal is written; and with weaker settings the same finds what is lost."""

from __future__ import annotations

import random

import pytest

from chaos.falling_disk import FallingDisk, PowerCut
from chaos.power_cut import lost, play


def test_what_was_acknowledged_is_there_when_the_power_is_back() -> None:
    cuts = play(40)
    assert lost(cuts) == []
    assert sum(each.acknowledged for each in cuts) > 40


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_weaker_settings_lose_something(synchronous: str) -> None:
    assert lost(play(20, synchronous=synchronous))


def test_what_was_synced_stays_and_what_was_not_may_tear() -> None:
    disk = FallingDisk({"f": b"a" * 1024}, cut_at=2)
    stored = disk.files["f"]
    disk.step()
    stored.write(b"b" * 1024, 0)
    with pytest.raises(PowerCut):
        disk.step()
    stored.write(b"c" * 1024, 0)
    seen = {disk.after_the_cut(random.Random(seed))["f"] for seed in range(200)}
    assert seen == {first + second for first in (b"a" * 512, b"b" * 512) for second in (b"a" * 512, b"b" * 512)}
