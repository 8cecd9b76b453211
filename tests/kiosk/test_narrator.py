"""The newest word breaks off the one before, and no failing part stops the kiosk."""

from __future__ import annotations

import asyncio

import pytest

from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound, SpeakerFailed, VoiceFailed
from hardware.speaker.chime import chime
from kiosk.narrator import Narrator


class Voice:
    def __init__(self, *, fails: bool = False) -> None:
        self.asked: list[Phrase] = []
        self._fails = fails

    async def render(self, phrase: Phrase) -> Sound | None:
        self.asked.append(phrase)
        if self._fails:
            raise VoiceFailed("voice_failed", "no voice")
        return Sound(phrase.text.encode(), 1.0)


class Headphones:
    """Plays for ever; `begun` and `heard` tell what was begun and what was broken off."""

    def __init__(self, *, fails: bool = False) -> None:
        self.begun: asyncio.Queue[str] = asyncio.Queue()
        self.broken_off: list[str] = []
        self._fails = fails

    async def play(self, sound: Sound) -> None:
        self.begun.put_nowait(sound.wav.decode())
        if self._fails:
            raise SpeakerFailed("speaker_failed", "unplugged")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.broken_off.append(sound.wav.decode())
            raise

    async def check(self) -> None:
        return None


async def test_the_newest_word_counts() -> None:
    headphones = Headphones()
    narrator = Narrator(Voice(), headphones)
    narrator.say("14 người", language="vi")
    assert await headphones.begun.get() == "mười bốn người"
    narrator.say("Two", language="en")
    assert await headphones.begun.get() == "Two"
    assert headphones.broken_off == ["mười bốn người"]
    await narrator.close()
    assert headphones.broken_off == ["mười bốn người", "Two"]


async def test_louder_and_softer_until_the_next_citizen() -> None:
    beep = pcm.sound(pcm.levelled(pcm.read(chime("two").wav), target=1000), label="beep")
    played: list[float] = []

    class Beep:
        async def render(self, phrase: Phrase) -> Sound | None:
            return beep

    class Meter:
        async def play(self, sound: Sound) -> None:
            played.append(pcm.level(pcm.read(sound.wav)) / pcm.level(pcm.read(beep.wav)))

        async def check(self) -> None:
            return None

    narrator = Narrator(Beep(), Meter())
    for by in (0, 1, -2, -9, 9):
        narrator.louder(by)
        narrator.say("a", language="vi")
        assert narrator._speaking is not None
        await narrator._speaking
    narrator.as_usual()
    narrator.say("a", language="vi")
    assert narrator._speaking is not None
    await narrator._speaking
    assert played == pytest.approx([1, 2, 0.5, 0.25, 4, 1], rel=0.05)


async def test_failures_are_only_silence() -> None:
    headphones = Headphones(fails=True)
    for voice in (Voice(fails=True), Voice()):
        narrator = Narrator(voice, headphones)
        narrator.say("Xin chào", language="vi")
        task = narrator._speaking
        assert task is not None
        await task
        await narrator.close()
    assert headphones.begun.get_nowait() == "Xin chào"


async def test_a_language_without_a_voice_is_read_by_the_vietnamese_one() -> None:
    voice, headphones = Voice(), Headphones()
    narrator = Narrator(voice, headphones)
    narrator.say("Lŏn", language="jra")
    await headphones.begun.get()
    assert voice.asked[0].language == "vi"
    await narrator.close()
