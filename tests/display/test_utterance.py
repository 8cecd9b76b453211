"""One sound of many parts: what is in it, in which order, at which quality."""

from __future__ import annotations

from array import array

import pytest

from display.utterance import AFTER_CHIME, BETWEEN, Rendered, composed, rendered
from hardware.speaker import pcm
from hardware.speaker.base import Phrase, Sound, VoiceFailed
from hardware.speaker.pcm import Pcm

VI, EN = Phrase("vi", "Xin mời."), Phrase("en", "Ticket.")


def steady(value: int, *, seconds: float, rate: int = 8000) -> Sound:
    """A sound that is one value throughout, so that it is found again in a longer one."""
    return pcm.sound(Pcm(rate, array("h", [value]) * round(seconds * rate)), label="steady")


def pieces(sound: Sound) -> list[tuple[int, float]]:
    """The values in a sound, each with how long it lasts."""
    heard = pcm.read(sound.wav)
    found: list[list[int]] = []
    for sample in heard.samples:
        if not found or found[-1][0] != sample:
            found.append([sample, 0])
        found[-1][1] += 1
    return [(value, round(count / heard.rate, 2)) for value, count in found]


class Fixed:
    def __init__(self, answer: Sound | Exception | None) -> None:
        self.answer = answer

    async def render(self, phrase: Phrase) -> Sound | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_chime_then_each_phrase_as_often_as_asked() -> None:
    parts = [Rendered(VI, steady(100, seconds=2)), Rendered(EN, steady(200, seconds=1))]
    sound = composed(parts, chime=steady(50, seconds=0.5), repeat=2, label="A025-call")
    gap = (0, BETWEEN)
    assert pieces(sound) == [
        (50, 0.5), (0, AFTER_CHIME), (100, 2.0), gap, (100, 2.0), gap, (200, 1.0), gap, (200, 1.0),
    ]  # fmt: skip
    assert sound.label == "A025-call"
    assert sound.seconds == pytest.approx(0.5 + AFTER_CHIME + 6 + 3 * BETWEEN)


def test_a_phrase_without_sound_leaves_no_gap() -> None:
    parts = [Rendered(VI, None, "voice_missing"), Rendered(EN, steady(200, seconds=1))]
    chime = steady(50, seconds=0.5)
    assert pieces(composed(parts, chime=chime, repeat=1, label="")) == [(50, 0.5), (0, AFTER_CHIME), (200, 1.0)]
    assert pieces(composed(parts[:1], chime=chime, repeat=2, label="")) == [(50, 0.5)]


def test_recordings_keep_their_quality_beside_a_speech_program() -> None:
    parts = [Rendered(VI, steady(100, seconds=1, rate=48_000)), Rendered(EN, steady(200, seconds=1, rate=22_050))]
    sound = composed(parts, chime=steady(50, seconds=1, rate=22_050), repeat=1, label="")
    assert pcm.read(sound.wav).rate == 48_000
    assert sound.seconds == pytest.approx(3 + AFTER_CHIME + BETWEEN, abs=0.001)


async def test_a_phrase_that_a_voice_says() -> None:
    sound = steady(100, seconds=1)
    assert await rendered(VI, voice=Fixed(sound)) == Rendered(VI, sound)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "voice_missing"),
        (VoiceFailed("clip_unusable", "vi/n-5.wav"), "clip_unusable"),
        (RuntimeError("a bug"), "voice_crashed"),
        (Sound(b"no sound", 1.0), "voice_crashed"),
    ],
)
async def test_a_phrase_that_it_does_not_is_logged(
    answer: Sound | Exception | None, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert await rendered(VI, voice=Fixed(answer)) == Rendered(VI, None, reason)
    (record,) = caplog.records
    assert (record.__dict__["action"], record.__dict__["code"]) == ("phrase_not_rendered", reason)
