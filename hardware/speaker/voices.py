"""Several voices in order of preference, as one: recordings where there are any, a speech program for the rest."""

from __future__ import annotations

import logging

from hardware.speaker.base import Phrase, Sound, Voice, VoiceFailed

_log = logging.getLogger(__name__)


class Voices:
    """Asks each voice in turn. One that fails is passed over like one that cannot, and the failure is logged."""

    def __init__(self, *voices: Voice) -> None:
        self._voices = voices

    async def render(self, phrase: Phrase) -> Sound | None:
        """Raises the last `VoiceFailed` when no voice managed it and at least one should have."""
        failure: VoiceFailed | None = None
        for voice in self._voices:
            try:
                sound = await voice.render(phrase)
            except VoiceFailed as error:
                failure = error
                data = {"action": "voice_passed_over", "code": error.code, "phrase": phrase.text}
                _log.warning("Voice passed over: %s", error, extra=data)
                continue
            if sound is not None:
                return sound
        if failure is not None:
            raise failure
        return None
