"""The folder that stands in for a loudspeaker."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.speaker.base import Sound, SpeakerFailed
from hardware.speaker.chime import chime
from hardware.speaker.simulator import VirtualSpeaker


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_sounds_are_kept_in_the_order_they_were_heard(tmp_path: Path) -> None:
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    speaker = VirtualSpeaker(tmp_path / "sounds", speed=10, sleep=sleep)
    await speaker.play(chime())
    await speaker.play(Sound(b"RIFF", 4.0, "A025/quầy 3"))
    await speaker.play(Sound(b"RIFF", 2.0, "…"))
    names = ["00001-chime.wav", "00002-A025-quầy-3.wav", "00003-sound.wav"]
    assert kept(tmp_path / "sounds") == names
    assert (tmp_path / "sounds/00001-chime.wav").read_bytes() == chime().wav
    assert asked == [pytest.approx(0.15), 0.4, 0.2]


async def test_after_a_restart_it_counts_on(tmp_path: Path) -> None:
    for _ in range(3):
        await VirtualSpeaker(tmp_path, speed=1e9).play(Sound(b"RIFF", 1.0))
    assert kept(tmp_path) == [f"0000{number}-sound.wav" for number in (1, 2, 3)]


async def test_check_makes_the_folder_and_no_sound(tmp_path: Path) -> None:
    await VirtualSpeaker(tmp_path / "deep/sounds").check()
    assert kept(tmp_path / "deep/sounds") == []


async def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    speaker = VirtualSpeaker(tmp_path / "file/sounds")
    for attempt in (speaker.check(), speaker.play(Sound(b"RIFF", 1.0))):
        with pytest.raises(SpeakerFailed, match="choose another") as raised:
            await attempt
        assert raised.value.code == "folder_unwritable"


@pytest.mark.parametrize("speed", [0, -1])
def test_time_does_not_stand_still_or_run_back(tmp_path: Path, speed: float) -> None:
    with pytest.raises(ValueError, match="speed must be above 0"):
        VirtualSpeaker(tmp_path, speed=speed)
