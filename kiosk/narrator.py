"""Says what a guide wants heard, through the headphones of the kiosk. The newest word breaks off the one before.

It knows neither screens nor keys. A voice or a socket that fails is logged and never stops the kiosk.
"""

from __future__ import annotations

import asyncio
import logging

from hardware.speaker import pcm
from hardware.speaker.base import Manner, Phrase, Sound, Speaker, SpeakerError, Voice
from kiosk.aloud import aloud

log = logging.getLogger(__name__)

#: Words a minute: slower than people speak, for ears that do not see.
_MANNER = Manner(rate=150)
#: How many times as strong as a voice makes it; 6 dB between one and the next.
_STEPS = (0.25, 0.5, 1.0, 2.0, 4.0)
_USUAL = _STEPS.index(1.0)


class Narrator:
    """`say` from the loop's thread; `close` at the end."""

    def __init__(self, voice: Voice, speaker: Speaker) -> None:
        self._voice = voice
        self._speaker = speaker
        self._speaking: asyncio.Task[None] | None = None
        self._step = _USUAL

    def say(self, text: str, *, language: str) -> None:
        """Begin to say this, in place of whatever is being said."""
        self.hush()
        self._speaking = asyncio.get_running_loop().create_task(self._say(text, language), name="narrator")

    def hush(self) -> None:
        """Break off."""
        if self._speaking is not None:
            self._speaking.cancel()
            self._speaking = None

    def louder(self, by: int) -> None:
        """From the next word on: up so many steps, or down. At the ends it stays."""
        self._step = min(max(0, self._step + by), len(_STEPS) - 1)

    def as_usual(self) -> None:
        """The next citizen hears it as it was (EN 301 549, 5.1.3.13)."""
        self._step = _USUAL

    async def close(self) -> None:
        speaking = self._speaking
        self.hush()
        if speaking is not None:
            await asyncio.gather(speaking, return_exceptions=True)

    async def _say(self, text: str, language: str) -> None:
        spoken = aloud(text, language=language)
        try:
            sound = await self._voice.render(Phrase(language if language == "en" else "vi", spoken, manner=_MANNER))
            if sound is not None:
                await self._speaker.play(_at(_STEPS[self._step], sound))
        except SpeakerError as error:
            log.warning("not said: %s", error, extra={"action": "guide_silent", "code": error.code})


def _at(gain: float, sound: Sound) -> Sound:
    return sound if gain == 1.0 else pcm.sound(pcm.amplified(pcm.read(sound.wav), gain=gain), label=sound.label)
