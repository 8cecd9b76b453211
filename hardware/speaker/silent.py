"""No loudspeaker, honestly: a board without sound says so instead of pretending that calls were heard."""

from __future__ import annotations

from hardware.speaker.base import Sound, SpeakerFailed


class SilentSpeaker:
    """Refuses every sound with the code `no_sound_device`."""

    async def play(self, sound: Sound) -> None:  # noqa: ARG002
        raise _no_device()

    async def check(self) -> None:
        raise _no_device()


def _no_device() -> SpeakerFailed:
    return SpeakerFailed("no_sound_device", "this board has no loudspeaker: set the board's speaker to give it one")
