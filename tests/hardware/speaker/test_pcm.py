"""Samples: every width and rate that a recorder writes, loudness, joining, and headers that lie."""

from __future__ import annotations

import io
import itertools
import math
import struct
import wave
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.speaker import pcm
from hardware.speaker.pcm import Pcm


def tone(*, rate: int = 22_050, seconds: float = 0.5, strength: float = 0.5, frequency: float = 440.0) -> Pcm:
    wave_of = (math.sin(2 * math.pi * frequency * index / rate) for index in range(round(rate * seconds)))
    return Pcm(rate, array("h", (round(32767 * strength * value) for value in wave_of)))


def recorded(sound: Pcm, *, width: int = 2, channels: int = 1) -> bytes:
    """The sound as a recorder with other settings would have written it."""
    frames = bytearray()
    for sample in sound.samples:
        wide = sample << (8 * (width - 2)) if width >= 2 else (sample >> 8) + 128
        frames += wide.to_bytes(width, "little", signed=width > 1) * channels
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((channels, width, sound.rate, 0, "NONE", ""))
        out.writeframes(bytes(frames))
    return file.getvalue()


def crossings(sound: Pcm) -> float:
    """The frequency of a tone, counted."""
    signs = [sample >= 0 for sample in sound.samples]
    return sum(a != b for a, b in itertools.pairwise(signs)) / 2 / sound.seconds


@pytest.mark.parametrize("width", [2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_reads_what_recorders_write(width: int, channels: int) -> None:
    assert pcm.read(recorded(tone(), width=width, channels=channels)) == tone()


def test_reads_eight_bits() -> None:
    read = pcm.read(recorded(tone(), width=1))
    assert max(abs(a - b) for a, b in zip(read.samples, tone().samples, strict=True)) < 256


def test_channels_are_mixed_not_interleaved() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((2, 2, 8000, 0, "NONE", ""))
        out.writeframes(struct.pack("<6h", 100, 300, -100, -300, 0, 50))
    assert list(pcm.read(file.getvalue()).samples) == [200, -200, 25]


def test_a_header_that_promises_more_is_forgiven() -> None:
    wav = bytearray(recorded(tone()))
    struct.pack_into("<I", wav, wav.index(b"data") + 4, 0x7FFFF000)
    assert pcm.read(bytes(wav)) == tone()


@pytest.mark.parametrize(
    "wav", [b"", b"RIFF", b"ID3\x03 an mp3 file", recorded(tone())[:30], recorded(Pcm(8000, array("h")))]
)
def test_what_is_no_recording(wav: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an uncompressed WAV file|no sound in it"):
        pcm.read(wav)


def test_compressed_sound_is_refused() -> None:
    wav = bytearray(recorded(tone()))
    struct.pack_into("<H", wav, 20, 7)
    with pytest.raises(ValueError, match="unknown format"):
        pcm.read(bytes(wav))


def test_absurd_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="is not a recording"):
        pcm.read(recorded(Pcm(100, tone().samples)))


@given(st.integers(0, 43), st.binary(max_size=12), st.integers(0, 200))
def test_any_header_is_read_or_refused(at: int, damage: bytes, length: int) -> None:
    wav = recorded(Pcm(8000, array("h", range(50))))[:length]
    try:
        heard = pcm.read(wav[:at] + damage + wav[at + len(damage) :])
    except ValueError:
        return
    assert 0 < heard.seconds < 1


def test_writing_gives_back_what_was_read() -> None:
    sound = pcm.sound(tone(), label="tone")
    assert pcm.read(sound.wav) == tone()
    assert (sound.seconds, sound.label) == (0.5, "tone")


@pytest.mark.parametrize("rates", [(22_050, 44_100), (48_000, 22_050), (16_000, 44_100), (8_000, 8_000)])
def test_joining_keeps_pitch_and_length(rates: tuple[int, int]) -> None:
    parts = [tone(rate=rate, frequency=500) for rate in rates]
    joined = pcm.joined(parts)
    assert joined.rate == max(rates)
    assert joined.seconds == pytest.approx(1.0, abs=0.001)
    assert crossings(joined) == pytest.approx(500, rel=0.01)
    assert pcm.level(joined) == pytest.approx(pcm.level(parts[0]), rel=0.05)


@pytest.mark.parametrize("strength", [0.01, 0.2, 0.9])
def test_levelled_is_as_loud_as_speech(strength: float) -> None:
    assert pcm.level(pcm.levelled(tone(strength=strength))) == pytest.approx(pcm.SPEECH_LEVEL, rel=0.01)


def test_levelling_never_clips() -> None:
    spiky = Pcm(8000, array("h", [30_000, *[0, 40, -40, 10] * 2000]))
    assert max(map(abs, pcm.levelled(spiky).samples)) <= pcm.CEILING


@pytest.mark.parametrize("gain", [0.25, 2.0])
def test_amplified_is_so_many_times_as_strong(gain: float) -> None:
    assert pcm.level(pcm.amplified(tone(strength=0.2), gain=gain)) == pytest.approx(
        gain * pcm.level(tone(strength=0.2)), rel=0.01
    )


def test_amplifying_never_clips() -> None:
    assert max(map(abs, pcm.amplified(tone(strength=0.9), gain=4).samples)) <= pcm.CEILING


def test_pauses_do_not_make_a_sound_louder() -> None:
    paused = pcm.joined([tone(), pcm.silence(3, rate=22_050), tone()])
    assert pcm.level(paused) == pytest.approx(pcm.level(tone()), rel=0.05)


def test_silence_stays_silent() -> None:
    assert pcm.levelled(pcm.silence(0.1, rate=8000)) == pcm.silence(0.1, rate=8000)
    assert pcm.trimmed(pcm.silence(0.1, rate=8000)) == pcm.silence(0.1, rate=8000)


def test_trimming_keeps_the_word() -> None:
    quiet = pcm.silence(0.7, rate=22_050)
    trimmed = pcm.trimmed(pcm.joined([quiet, tone(), quiet]), keep=0.03)
    assert trimmed.seconds == pytest.approx(0.56, abs=0.002)
    assert max(trimmed.samples) == max(tone().samples)
