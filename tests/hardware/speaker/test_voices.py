"""Which voice speaks: the first that can, and nobody is silenced by the failure of another."""

from __future__ import annotations

import logging

import pytest

from hardware.speaker.base import Phrase, Sound, VoiceFailed
from hardware.speaker.voices import Voices

PHRASE = Phrase("vi", "Xin mời.")


class Fixed:
    """A voice that always gives the same answer."""

    def __init__(self, answer: Sound | VoiceFailed | None) -> None:
        self.answer = answer
        self.asked = 0

    async def render(self, phrase: Phrase) -> Sound | None:
        self.asked += 1
        if isinstance(self.answer, VoiceFailed):
            raise self.answer
        return self.answer


CLIPS, ESPEAK = Sound(b"clips", 1.0), Sound(b"espeak", 1.0)
BROKEN = VoiceFailed("voice_failed", "broken")


async def test_the_first_that_can_speaks_and_the_others_are_not_asked() -> None:
    second = Fixed(ESPEAK)
    assert await Voices(Fixed(CLIPS), second).render(PHRASE) is CLIPS
    assert second.asked == 0


async def test_one_that_cannot_is_passed_over() -> None:
    assert await Voices(Fixed(None), Fixed(ESPEAK)).render(PHRASE) is ESPEAK


async def test_one_that_fails_is_passed_over_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert await Voices(Fixed(BROKEN), Fixed(ESPEAK)).render(PHRASE) is ESPEAK
    (record,) = caplog.records
    assert (record.__dict__["action"], record.__dict__["code"]) == ("voice_passed_over", "voice_failed")


async def test_nobody_can() -> None:
    assert await Voices(Fixed(None), Fixed(None)).render(PHRASE) is None
    assert await Voices().render(PHRASE) is None


async def test_nobody_can_and_one_should_have() -> None:
    with pytest.raises(VoiceFailed, match="broken"):
        await Voices(Fixed(BROKEN), Fixed(None)).render(PHRASE)
