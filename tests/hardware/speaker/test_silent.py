"""A board without a loudspeaker."""

from __future__ import annotations

import pytest

from hardware.speaker.base import Sound, SpeakerFailed
from hardware.speaker.silent import SilentSpeaker


async def test_it_never_pretends() -> None:
    for attempt in (SilentSpeaker().check(), SilentSpeaker().play(Sound(b"", 1.0))):
        with pytest.raises(SpeakerFailed, match="set the board's speaker") as raised:
            await attempt
        assert raised.value.code == "no_sound_device"
