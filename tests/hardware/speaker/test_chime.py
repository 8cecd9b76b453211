"""The chime: two tones, audible, below speech, without a click."""

from __future__ import annotations

import cmath
import itertools
import math

import pytest

from hardware.speaker import pcm
from hardware.speaker.chime import CHIMES, LEVEL, SOFT, chime
from hardware.speaker.pcm import Pcm


def strength(sound: Pcm, frequency: float, *, begins: float, ends: float) -> float:
    """How much of one frequency there is between two times."""
    part = sound.samples[round(begins * sound.rate) : round(ends * sound.rate)]
    turn = -2j * math.pi * frequency / sound.rate
    return abs(sum(sample * cmath.exp(turn * index) for index, sample in enumerate(part))) / len(part)


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_level_and_length(rate: int) -> None:
    sound = chime(rate=rate)
    heard = pcm.read(sound.wav)
    assert (heard.rate, sound.label) == (rate, "chime")
    assert sound.seconds == pytest.approx(1.5, abs=0.001)
    assert pcm.level(heard) == pytest.approx(LEVEL, rel=0.02)
    assert LEVEL < pcm.SPEECH_LEVEL
    assert max(map(abs, heard.samples)) < pcm.CEILING


def test_the_second_tone_follows_the_first() -> None:
    heard = pcm.read(chime().wav)
    (high, _), (low, enters) = CHIMES["two"]
    assert strength(heard, high, begins=0.05, ends=0.4) > 20 * strength(heard, low, begins=0.05, ends=0.4)
    assert strength(heard, low, begins=enters + 0.05, ends=0.9) > 2 * strength(
        heard, high, begins=enters + 0.05, ends=0.9
    )


def test_no_click() -> None:
    samples = pcm.read(chime().wav).samples
    assert samples[0] == samples[-1] == 0
    assert max(map(abs, samples[:20])) < 100
    assert max(map(abs, samples[-200:])) < 100
    steepest_sine = 2 * math.pi * CHIMES["two"][0][0] / 22_050 * max(map(abs, samples))
    assert max(abs(b - a) for a, b in itertools.pairwise(samples)) < 2 * steepest_sine


@pytest.mark.parametrize("notes", CHIMES)
def test_every_chime_can_be_joined_and_is_soft_when_asked(notes: str) -> None:
    usual, soft = (pcm.read(chime(notes, soft=each).wav) for each in (False, True))
    assert 0.1 < usual.seconds < 2
    if CHIMES[notes]:
        assert pcm.level(soft) == pytest.approx(pcm.level(usual) * SOFT, rel=0.05)
    else:
        assert max(map(abs, usual.samples)) == 0


def test_chimes_are_told_apart() -> None:
    assert len({chime(notes).wav for notes in CHIMES}) == len(CHIMES)
    assert chime("from a newer file").wav == chime().wav
