"""The voice that is always there: espeak-ng, a program of its own, with no network. Robotic, but every word is right.

Not responsible for numbers: it misreads digits, so phrases come spelled out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from hardware.program import started
from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound, VoiceFailed

#: Language to espeak-ng's voice, and by accent where it has several. Central and southern ones merge some tones.
VOICES = {"vi": "vi", "en": "en-us", "vi central": "vi-vn-x-central", "vi south": "vi-vn-x-south"}


class EspeakVoice:
    """Says any phrase that has text, in the languages of `voices`. `pitch` is from 0 to 99."""

    def __init__(
        self,
        *,
        voices: Mapping[str, str] = VOICES,
        pitch: int = 45,
        timeout: float = 5.0,
        command: str = "espeak-ng",
    ) -> None:
        self._voices = dict(voices)
        self._pitch = pitch
        self._timeout = timeout
        self._command = command

    async def render(self, phrase: Phrase) -> Sound | None:
        voice = self._voices.get(f"{phrase.language} {phrase.manner.accent}") or self._voices.get(phrase.language)
        if voice is None or not phrase.text:
            return None
        wav = await self._spoken(phrase.text, voice=voice, rate=phrase.manner.rate)
        return await asyncio.to_thread(_finished, wav, phrase.language)

    async def _spoken(self, text: str, *, voice: str, rate: int) -> bytes:
        how = ["-v", voice, "-s", str(rate), "-p", str(self._pitch)]
        arguments = [self._command, *how, "-b", "1", "--stdin", "--stdout"]
        try:
            async with asyncio.timeout(self._timeout), started(arguments) as process:
                wav, complaint = await process.communicate(text.encode())
        except TimeoutError as error:
            raise VoiceFailed(
                "voice_timeout", f"espeak-ng said nothing for {self._timeout} s; look at the load"
            ) from error
        except OSError as error:
            message = f"{self._command} cannot be started ({error.strerror}): install the package espeak-ng"
            raise VoiceFailed("voice_missing_program", message) from error
        if process.returncode != 0 or not wav:
            reason = complaint.decode(errors="replace").strip() or f"it ended with {process.returncode}"
            raise VoiceFailed("voice_failed", f"espeak-ng could not speak with voice {voice!r}: {reason}")
        return wav


def _finished(wav: bytes, language: str) -> Sound:
    try:
        return pcm.sound(pcm.levelled(pcm.trimmed(pcm.read(wav))), label=language)
    except ValueError as error:
        raise VoiceFailed("voice_failed", f"espeak-ng made something that cannot be played: {error}") from error
