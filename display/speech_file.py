"""A call or a notice as a sound file, for boards that cannot speak themselves (browsers). They have their own chime.

Not responsible for who may have it or when it is heard; a language without a voice is left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from display.phrases import (
    NumberUnreadable,
    SpeechStyle,
    call_phrases,
    closing_phrases,
    notice_phrases,
    test_phrases,
)
from display.utterance import composed, rendered
from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound, Voice
from hardware.speaker.ready import ReadyVoice
from queue_server.protocol.messages import CallKind, SpeechInfo, Words

#: What stands where a board's own loudspeaker has the chime.
_NO_CHIME: Sound = pcm.sound(pcm.silence(0.01, rate=22_050), label="")


class SpeechFiles:
    """Makes the speech of boards with a voice, once however many of them ask for it.

    Each gives a WAV file, or None when no voice of this machine can say it.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = ReadyVoice(voice)

    async def __call__(
        self, number: str, desk: str, *, kind: CallKind, priority: bool, speech: SpeechInfo
    ) -> bytes | None:
        """A call."""
        style = SpeechStyle.of(speech)
        try:
            phrases = call_phrases(number, desk, kind=kind, priority=priority, speech=style)
        except NumberUnreadable:
            return None
        return await self._file(phrases, repeat=style.times(kind), label=number)

    async def notice(self, words: Words, *, speech: SpeechInfo) -> bytes | None:
        """What somebody has written."""
        style = SpeechStyle.of(speech)
        return await self._file(notice_phrases(words, speech=style), repeat=style.repeat, label="notice")

    async def closing(self, minutes: int, *, speech: SpeechInfo) -> bytes | None:
        """That no tickets are taken any more in so many minutes."""
        style = SpeechStyle.of(speech)
        return await self._file(closing_phrases(minutes, speech=style), repeat=style.repeat, label="closing")

    async def test(self, *, speech: SpeechInfo) -> bytes | None:
        """That this is a test."""
        style = SpeechStyle.of(speech)
        return await self._file(test_phrases(speech=style), repeat=1, label="test")

    async def _file(self, phrases: Sequence[Phrase], *, repeat: int, label: str) -> bytes | None:
        parts = [await rendered(phrase, voice=self._voice) for phrase in phrases]
        if not parts or parts[0].sound is None:
            return None  # the language that everybody here is called in
        sound = await asyncio.to_thread(composed, parts, chime=_NO_CHIME, repeat=repeat, label=label)
        return sound.wav
