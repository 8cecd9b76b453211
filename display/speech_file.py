"""A call as a sound file, for boards that cannot speak themselves (a television's browser). It has its own chime.

Not responsible for who may have it or when it is heard; a language without a voice is left out.
"""

from __future__ import annotations

import asyncio

from display.phrases import NumberUnreadable, SpeechStyle, call_phrases
from display.utterance import composed, rendered
from hardware.speaker import pcm
from hardware.speaker.base import Sound, Voice
from hardware.speaker.ready import ReadyVoice
from queue_server.protocol.messages import CallKind, SpeechInfo

#: What stands where a board's own loudspeaker has the chime.
_NO_CHIME: Sound = pcm.sound(pcm.silence(0.01, rate=22_050), label="")


class SpeechFiles:
    """Makes the speech of calls with a voice, once however many boards ask for it."""

    def __init__(self, voice: Voice) -> None:
        self._voice = ReadyVoice(voice)

    async def __call__(
        self, number: str, desk: str, *, kind: CallKind, priority: bool, speech: SpeechInfo
    ) -> bytes | None:
        """A WAV file, or None when no voice of this machine can say the call."""
        style = SpeechStyle.of(speech)
        try:
            phrases = call_phrases(number, desk, kind=kind, priority=priority, speech=style)
        except NumberUnreadable:
            return None
        parts = [await rendered(phrase, voice=self._voice) for phrase in phrases]
        if parts[0].sound is None:
            return None  # the language that everybody here is called in
        repeat = style.times(kind)
        sound = await asyncio.to_thread(composed, parts, chime=_NO_CHIME, repeat=repeat, label=number)
        return sound.wav
