"""Recorded voices: a pack made of tones, so that what was said can be measured."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import pytest

from display.phrases import SpeechStyle, call_phrases, clip_names
from hardware.speaker import pcm
from hardware.speaker.base import PAUSE, ClipUnusable, Phrase
from hardware.speaker.clips import BREATH, GAP, ClipVoice
from hardware.speaker.pcm import Pcm
from queue_server.protocol.messages import CallKind


def tone(frequency: float, *, seconds: float = 0.3, rate: int = 22_050, strength: float = 0.3) -> Pcm:
    wave_of = (math.sin(2 * math.pi * frequency * index / rate) for index in range(round(rate * seconds)))
    return Pcm(rate, array("h", (round(32767 * strength * value) for value in wave_of)))


def record(folder: Path, name: str, sound: Pcm) -> None:
    path = folder / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pcm.sound(sound, label="clip").wav)


def pitch(sound: Pcm, *, begins: float, ends: float) -> float:
    part = sound.samples[round(begins * sound.rate) : round(ends * sound.rate)]
    signs = [sample >= 0 for sample in part]
    return sum(signs[i] != signs[i + 1] for i in range(len(signs) - 1)) / 2 / (ends - begins)


async def test_words_are_joined_in_order_with_gaps(tmp_path: Path) -> None:
    for number, name in enumerate(("moi", "a", "ba"), start=1):
        record(tmp_path, f"vi/{name}", tone(400 * number))
    sound = await ClipVoice(tmp_path).render(Phrase("vi", "…", ("vi/moi", "vi/a", PAUSE, "vi/ba")))
    assert sound is not None
    heard = pcm.read(sound.wav)
    assert sound.seconds == pytest.approx(3 * 0.3 + GAP + BREATH, abs=0.005)
    third = 0.6 + GAP + BREATH
    assert pitch(heard, begins=0.05, ends=0.25) == pytest.approx(400, rel=0.05)
    assert pitch(heard, begins=0.35 + GAP, ends=0.55 + GAP) == pytest.approx(800, rel=0.05)
    assert pitch(heard, begins=third + 0.05, ends=third + 0.25) == pytest.approx(1200, rel=0.05)
    between = heard.samples[round(0.65 * heard.rate) : round(0.85 * heard.rate)]
    assert max(map(abs, between)) == 0


async def test_different_rates_and_levels_become_one_voice(tmp_path: Path) -> None:
    record(tmp_path, "vi/loud", tone(500, rate=48_000, strength=0.9))
    record(tmp_path, "vi/quiet", tone(500, rate=16_000, strength=0.05))
    sound = await ClipVoice(tmp_path).render(Phrase("vi", "…", ("vi/loud", "vi/quiet")))
    assert sound is not None
    heard = pcm.read(sound.wav)
    assert heard.rate == 48_000
    assert pitch(heard, begins=0.4, ends=0.6) == pytest.approx(500, rel=0.02)
    middle = len(heard.samples) // 2
    first, second = Pcm(48_000, heard.samples[:middle]), Pcm(48_000, heard.samples[middle:])
    assert pcm.level(first) == pytest.approx(pcm.level(second), rel=0.05)
    assert pcm.level(first) == pytest.approx(pcm.SPEECH_LEVEL, rel=0.05)


async def test_silence_around_a_recording_is_cut(tmp_path: Path) -> None:
    quiet = pcm.silence(1.0, rate=22_050)
    record(tmp_path, "vi/a", pcm.joined([quiet, tone(500), quiet]))
    sound = await ClipVoice(tmp_path).render(Phrase("vi", "…", ("vi/a", "vi/a")))
    assert sound is not None
    assert sound.seconds < 0.9


async def test_one_missing_word_leaves_the_phrase_to_the_next_voice(tmp_path: Path) -> None:
    record(tmp_path, "vi/a", tone(500))
    voice = ClipVoice(tmp_path)
    assert await voice.render(Phrase("vi", "…", ("vi/a", "vi/b"))) is None
    assert await voice.render(Phrase("vi", "…")) is None
    assert await voice.render(Phrase("vi", "…", (PAUSE,))) is None
    assert await ClipVoice(tmp_path / "nowhere").render(Phrase("vi", "…", ("vi/a",))) is None


async def test_a_recording_added_later_is_found(tmp_path: Path) -> None:
    voice = ClipVoice(tmp_path)
    phrase = Phrase("vi", "…", ("vi/a",))
    assert await voice.render(phrase) is None
    record(tmp_path, "vi/a", tone(500))
    assert await voice.render(phrase) is not None


async def test_names_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    record(tmp_path, "secret", tone(500))
    assert await ClipVoice(tmp_path / "pack").render(Phrase("vi", "…", ("../secret",))) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"ID3 this is an mp3", r"vi/a\.wav: not an uncompressed WAV file.*Save it as 16-bit PCM WAV"),
        (b"", r"vi/a\.wav: not an uncompressed WAV file \(it ends too early\)"),
        (pcm.sound(pcm.silence(0.5, rate=8000), label="").wav, r"vi/a\.wav is silent: record it again"),
        (pcm.sound(pcm.silence(21, rate=8000), label="").wav, r"vi/a\.wav lasts 21 s: cut it"),
        (bytes(8_000_001), r"vi/a\.wav is larger than"),
    ],
)
async def test_a_bad_recording_is_refused_by_name(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi/a.wav").write_bytes(content)
    with pytest.raises(ClipUnusable, match=message) as raised:
        await ClipVoice(tmp_path).render(Phrase("vi", "…", ("vi/a",)))
    assert raised.value.code == "clip_unusable"


async def test_a_folder_in_place_of_a_recording(tmp_path: Path) -> None:
    (tmp_path / "vi/a.wav").mkdir(parents=True)
    with pytest.raises(ClipUnusable, match="cannot be read"):
        await ClipVoice(tmp_path).render(Phrase("vi", "…", ("vi/a",)))


async def test_a_whole_pack_says_every_call(tmp_path: Path) -> None:
    for name in clip_names("vi"):
        record(tmp_path, name, tone(300, seconds=0.1, rate=8000))
    voice = ClipVoice(tmp_path)
    assert voice.check(clip_names("vi")) == ([], [])
    for number, kind in (("A025", CallKind.CALL), ("Đ1005", CallKind.RECALL), ("X999", CallKind.LAST)):
        speech = SpeechStyle(languages=("vi",))
        (phrase,) = call_phrases(number, "12", kind=kind, priority=True, speech=speech)
        assert await voice.render(phrase) is not None


def test_checking_a_pack_reports_everything_at_once(tmp_path: Path) -> None:
    record(tmp_path, "vi/a", tone(500))
    (tmp_path / "vi/b.wav").write_bytes(b"not sound")
    missing, unusable = ClipVoice(tmp_path).check(["vi/a", "vi/b", "vi/c", "vi/d"])
    assert missing == ["vi/c", "vi/d"]
    assert [str(tmp_path / "vi/b.wav") in str(error) for error in unusable] == [True]
