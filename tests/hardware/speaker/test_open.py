"""From an address to a loudspeaker."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.speaker.aplay import ALSA, PULSE, PlayerSpeaker
from hardware.speaker.base import AddressInvalid, Sound, SpeakerFailed
from hardware.speaker.open import open_speaker
from hardware.speaker.silent import SilentSpeaker
from hardware.speaker.simulator import VirtualSpeaker


@pytest.mark.parametrize(
    ("address", "player", "device"),
    [
        ("alsa:", ALSA, ""),
        ("alsa:default", ALSA, "default"),
        (" alsa:plughw:1,0 ", ALSA, "plughw:1,0"),
        ("pulse:", PULSE, ""),
        ("pulse:lobby", PULSE, "lobby"),
    ],
)
def test_loudspeakers(address: str, player: object, device: str) -> None:
    speaker = open_speaker(address)
    assert isinstance(speaker, PlayerSpeaker)
    assert (speaker._player, speaker._device) == (player, device)


async def test_none_is_honest() -> None:
    speaker = open_speaker("none:")
    assert isinstance(speaker, SilentSpeaker)
    for attempt in (speaker.check(), speaker.play(Sound(b"", 1.0))):
        with pytest.raises(SpeakerFailed, match="no loudspeaker") as raised:
            await attempt
        assert raised.value.code == "no_sound_device"


def test_virtual_only_where_it_is_given(tmp_path: Path) -> None:
    assert isinstance(open_speaker(f"virtual:{tmp_path}", virtual=VirtualSpeaker), VirtualSpeaker)
    with pytest.raises(AddressInvalid, match="belongs to a demo"):
        open_speaker(f"virtual:{tmp_path}")


@pytest.mark.parametrize("address", ["", "alsa", "pulse", "virtual:", "oss:/dev/dsp", "none:really", "/folder"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(AddressInvalid, match="is no speaker, write: alsa:") as raised:
        open_speaker(address, virtual=VirtualSpeaker)
    assert raised.value.code == "speaker_address_invalid"
