"""The notes before a call, computed: nothing to install, nothing to license, the same on every board."""

from __future__ import annotations

import math
from array import array
from functools import lru_cache

from hardware.speaker import pcm
from hardware.speaker.base import Sound
from hardware.speaker.pcm import Pcm

#: The chimes by name: frequencies, and when each bar is struck while those before it still ring.
CHIMES = {
    "one": ((659.26, 0.0),),
    "two": ((659.26, 0.0), (523.25, 0.42)),
    "three": ((783.99, 0.0), (659.26, 0.36), (523.25, 0.72)),
    "none": (),
}
#: How long the last bar rings.
RING = 1.08
#: In quiet hours, in parts of the usual level (-12 dB).
SOFT = 0.25

#: Strength and decay (1/s) of the harmonics: the higher die sooner, which is what makes it soft.
HARMONICS = ((1.0, 3.2), (0.32, 5.5), (0.12, 9.0), (0.05, 14.0))

#: Just under the level of speech: it asks for attention, it does not startle.
LEVEL = pcm.SPEECH_LEVEL * 0.8

_ATTACK, _RELEASE = 0.012, 0.08


@lru_cache
def chime(notes: str = "two", *, soft: bool = False, rate: int = 22_050) -> Sound:
    """Bars with soft edges: it begins and ends at zero, so that there is no click.

    A name that is none of `CHIMES` is two. Without notes it is a short silence: a sound card that sleeps swallows the
    beginning of what it plays.
    """
    struck = CHIMES.get(notes, CHIMES["two"])
    if not struck:
        return pcm.sound(pcm.silence(0.2, rate=rate), label="chime")
    seconds = struck[-1][1] + RING
    mix = [0.0] * round(seconds * rate)
    for frequency, begins in struck:
        first = round(begins * rate)
        for index in range(first, len(mix)):
            time = (index - first) / rate
            mix[index] += _edge(time / _ATTACK) * _struck(frequency, time)
    for index in range(len(mix)):
        mix[index] *= _edge((len(mix) - 1 - index) / rate / _RELEASE)
    peak = max(map(abs, mix))
    samples = array("h", (round(sample / peak * pcm.CEILING) for sample in mix))
    level = LEVEL * SOFT if soft else LEVEL
    return pcm.sound(pcm.levelled(Pcm(rate, samples), target=level), label="chime")


def _struck(frequency: float, time: float) -> float:
    """A bar that was struck: harmonics that die away."""
    return sum(
        strength * math.exp(-decay * time) * math.sin(2 * math.pi * frequency * harmonic * time)
        for harmonic, (strength, decay) in enumerate(HARMONICS, start=1)
    )


def _edge(part: float) -> float:
    """From 0 to 1 as half a cosine wave, and 1 from there on."""
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, part))
