"""Samples of sound: read from WAV, levelled, trimmed, joined, written to WAV. 16-bit, one channel, standard library.

Not a general audio library: it takes the few uncompressed formats that recorders write and makes the one we play.
Sample rates are only ever raised (to the highest among the parts), so nothing recorded is lost or folded back.
"""

from __future__ import annotations

import io
import math
import operator
import sys
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from hardware.speaker.base import Sound

#: How loud speech is: the mean of its voiced parts, 18 dB below full scale, so that no voice shouts another down.
SPEECH_LEVEL = 4100
#: No sample goes above this (-1 dB): cheap amplifiers clip before full scale.
CEILING = 29200
#: What is quieter than this at the ends of a recording is silence (-46 dB).
SILENCE = 160

_FRAME_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Pcm:
    """Samples at a rate per second."""

    rate: int
    samples: array[int]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def read(wav: bytes) -> Pcm:
    """Read an uncompressed WAV file of 8, 16, 24 or 32 bits, mixing its channels into one.

    Raises `ValueError` saying what is wrong. A length in the header that is too large (as in the output of a program
    that did not know it beforehand) is forgiven: what is there counts.
    """
    try:
        with wave.open(io.BytesIO(wav)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            raw = file.readframes(file.getnframes())
    except (wave.Error, EOFError, RuntimeError) as error:
        raise ValueError(f"not an uncompressed WAV file ({str(error) or 'it ends too early'})") from error
    if not 8000 <= rate <= 192_000 or not 1 <= channels <= 8:
        raise ValueError(f"{rate} samples a second on {channels} channels is not a recording")
    samples = _narrowed(raw[: len(raw) - len(raw) % (width * channels)], width=width)
    if channels > 1:
        at_once = zip(*(samples[channel::channels] for channel in range(channels)), strict=True)
        samples = array("h", (sum(frame) // channels for frame in at_once))
    if not samples:
        raise ValueError("there is no sound in it")
    return Pcm(rate, samples)


def sound(pcm: Pcm, *, label: str) -> Sound:
    """Write samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(pcm.rate)
        out.writeframes(little_endian(pcm.samples).tobytes())
    return Sound(file.getvalue(), pcm.seconds, label)


def silence(seconds: float, *, rate: int) -> Pcm:
    return Pcm(rate, array("h", bytes(2 * round(seconds * rate))))


def joined(parts: Sequence[Pcm]) -> Pcm:
    """One after another, at the highest rate among them. There must be at least one."""
    rate = max(part.rate for part in parts)
    raised = {id(part): _raised(part, rate=rate) for part in {id(part): part for part in parts}.values()}
    samples = array("h")
    for part in parts:
        samples += raised[id(part)]
    return Pcm(rate, samples)


def level(pcm: Pcm) -> float:
    """The root mean square of the frames that are not pauses (the louder ones, within 15 dB of the loudest)."""
    size = max(1, round(pcm.rate * _FRAME_SECONDS))
    frames = [pcm.samples[start : start + size] for start in range(0, len(pcm.samples), size)]
    powers = [sum(map(operator.mul, frame, frame)) / len(frame) for frame in frames]
    loud = [power for power in powers if power * 32 >= max(powers)]
    return math.sqrt(sum(loud) / len(loud))


def levelled(pcm: Pcm, *, target: float = SPEECH_LEVEL) -> Pcm:
    """As loud as `target`, or as near to it as the ceiling allows. Silence stays silent."""
    now = level(pcm)
    if now == 0:
        return pcm
    return amplified(pcm, gain=target / now)


def amplified(pcm: Pcm, *, gain: float) -> Pcm:
    """So many times as strong, or as near to it as the ceiling allows."""
    peak = max(map(abs, pcm.samples), default=0)
    gain = min(gain, CEILING / peak) if peak else 1.0
    return Pcm(pcm.rate, array("h", (round(sample * gain) for sample in pcm.samples)))


def trimmed(pcm: Pcm, *, keep: float = 0.03) -> Pcm:
    """Without the silence at both ends, but for `keep` seconds, so that recorded words join up to a sentence."""
    heard = [index for index, sample in enumerate(pcm.samples) if abs(sample) > SILENCE]
    if not heard:
        return pcm
    margin = round(keep * pcm.rate)
    return Pcm(pcm.rate, pcm.samples[max(0, heard[0] - margin) : heard[-1] + 1 + margin])


def _narrowed(raw: bytes, *, width: int) -> array[int]:
    """Samples of any width as 16 bits: the two upper bytes of the wider ones; 8 bits are unsigned in WAV."""
    if width == 1:
        return array("h", ((byte - 128) * 256 for byte in raw))
    if width > 2:
        upper = bytearray(len(raw) // width * 2)
        upper[0::2], upper[1::2] = raw[width - 2 :: width], raw[width - 1 :: width]
        raw = bytes(upper)
    samples = array("h")
    samples.frombytes(raw)
    return little_endian(samples)


def little_endian(samples: array[int]) -> array[int]:
    """The samples as WAV keeps them: swaps their bytes on the few machines that do it the other way round."""
    if sys.byteorder == "little":
        return samples
    swapped = array("h", samples)
    swapped.byteswap()
    return swapped


def _raised(pcm: Pcm, *, rate: int) -> array[int]:
    """The samples at a higher rate, on straight lines between the old ones."""
    if pcm.rate == rate:
        return pcm.samples
    old, last, step = pcm.samples, len(pcm.samples) - 1, pcm.rate / rate
    raised = array("h", bytes(2 * round(len(old) * rate / pcm.rate)))
    for index in range(len(raised)):
        position = index * step
        left = min(int(position), last)
        right = min(left + 1, last)
        raised[index] = round(old[left] + (old[right] - old[left]) * (position - left))
    return raised
