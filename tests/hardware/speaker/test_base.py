"""Errors of sound: each has a stable code, because it goes over the wire to the officer's desk."""

from __future__ import annotations

import pytest

from hardware.speaker.base import AddressInvalid, ClipUnusable, SpeakerError, SpeakerFailed, VoiceFailed


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SpeakerFailed("player_failed", "why"), "player_failed"),
        (VoiceFailed("voice_failed", "why"), "voice_failed"),
        (ClipUnusable("why"), "clip_unusable"),
        (AddressInvalid("why"), "speaker_address_invalid"),
    ],
)
def test_codes(error: SpeakerError, code: str) -> None:
    assert (error.code, str(error)) == (code, "why")


def test_a_bad_recording_is_a_failed_voice_so_that_the_next_one_speaks() -> None:
    assert isinstance(ClipUnusable("why"), VoiceFailed)
    assert not isinstance(ClipUnusable("why"), SpeakerFailed)
