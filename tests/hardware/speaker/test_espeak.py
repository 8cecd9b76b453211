"""The speech program: real sound from the real one, and one that is missing, hangs or fails."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hardware.program import started
from hardware.speaker import pcm
from hardware.speaker.base import Manner, Phrase, VoiceFailed
from hardware.speaker.espeak import EspeakVoice
from hardware.speaker.reading import vietnamese_padded

Program = Callable[[str], str]

VI = Phrase("vi", "Xin mời số a không hai mươi lăm, đến quầy số ba.")
EN = Phrase("en", "Ticket A, zero two five, please go to counter three.")


@pytest.mark.needs("espeak-ng")
@pytest.mark.parametrize("phrase", [VI, EN])
async def test_says_a_call(phrase: Phrase) -> None:
    sound = await EspeakVoice().render(phrase)
    assert sound is not None
    heard = pcm.read(sound.wav)
    assert sound.label == phrase.language
    assert 2.5 < sound.seconds < 6.5
    assert sound.seconds == pytest.approx(heard.seconds)
    assert 0.6 * pcm.SPEECH_LEVEL < pcm.level(heard) <= 1.01 * pcm.SPEECH_LEVEL
    assert max(map(abs, heard.samples)) <= pcm.CEILING


@pytest.mark.needs("espeak-ng")
async def test_more_words_take_longer_and_other_words_sound_different() -> None:
    short = await EspeakVoice().render(Phrase("vi", "Xin mời số a."))
    long = await EspeakVoice().render(VI)
    other = await EspeakVoice().render(Phrase("vi", VI.text.replace("lăm", "tư")))
    assert short is not None
    assert long is not None
    assert other is not None
    assert short.seconds < long.seconds / 2
    assert other.wav != long.wav


@pytest.mark.needs("espeak-ng")
async def test_a_thousand_ticket_numbers_are_told_apart() -> None:
    """By the phonemes that the program itself writes down for them."""
    numbers = [" ".join(word.text for word in vietnamese_padded(f"{number:03}")) for number in range(1000)]
    async with started(["espeak-ng", "-v", "vi", "-b", "1", "-q", "-x", "--stdin"]) as process:
        phonemes, _ = await process.communicate(".\n".join(numbers).encode())
    assert len(set(phonemes.split(b"\n")) - {b""}) == 1000


@pytest.mark.needs("espeak-ng")
async def test_accents_are_told_apart_and_an_unknown_one_is_said_all_the_same() -> None:
    accents = ("north", "central", "south", "elsewhere")
    said = [await EspeakVoice().render(replace(VI, manner=Manner(accent=accent))) for accent in accents]
    sounds = [sound.wav for sound in said if sound is not None]
    assert len(set(sounds[:3])) == 3
    assert sounds[3] == sounds[0]


@pytest.mark.needs("espeak-ng")
async def test_slower_when_asked() -> None:
    quick, slow = await asyncio.gather(
        *(EspeakVoice().render(replace(VI, manner=Manner(rate=rate))) for rate in (200, 110))
    )
    assert quick is not None
    assert slow is not None
    assert slow.seconds > 1.3 * quick.seconds


@pytest.mark.needs("espeak-ng")
async def test_an_unknown_voice_is_a_failure_that_names_it() -> None:
    with pytest.raises(VoiceFailed, match=r"'tlh'.*does not exist") as raised:
        await EspeakVoice(voices={"vi": "tlh"}).render(VI)
    assert raised.value.code == "voice_failed"


@pytest.mark.needs("espeak-ng")
async def test_text_is_never_taken_for_an_option_or_markup() -> None:
    assert await EspeakVoice().render(Phrase("en", "--version <break/> [[eI]]")) is not None


async def test_what_it_cannot_say_is_left_to_others(program: Program) -> None:
    voice = EspeakVoice(command=program("exit 1"))
    assert await voice.render(Phrase("sed", "unknown")) is None
    assert await voice.render(Phrase("vi", "", ("vi/n-1",))) is None


async def test_a_missing_program_says_what_to_install() -> None:
    with pytest.raises(VoiceFailed, match="install the package espeak-ng") as raised:
        await EspeakVoice(command="/nowhere/espeak-ng").render(VI)
    assert raised.value.code == "voice_missing_program"


async def test_one_that_makes_nothing_or_rubbish_fails(program: Program) -> None:
    for script, message in (
        ("cat > /dev/null", "it ended with 0"),
        ("cat > /dev/null; echo noise", "cannot be played"),
    ):
        with pytest.raises(VoiceFailed, match=message):
            await EspeakVoice(command=program(script)).render(VI)


async def test_one_that_hangs_is_killed(tmp_path: Path, program: Program) -> None:
    command = program(f"echo $$ > {tmp_path}/pid; exec tail -f /dev/null")
    with pytest.raises(VoiceFailed) as raised:
        await EspeakVoice(command=command, timeout=0.5).render(VI)
    assert raised.value.code == "voice_timeout"
    try:
        os.kill(int((tmp_path / "pid").read_text() or -1), 0)
    except (FileNotFoundError, ProcessLookupError):
        return
    pytest.fail("it still runs")


async def test_cancelling_kills_it(tmp_path: Path, program: Program) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    command = program(f"echo $$ > {started}; exec tail -f /dev/null")
    task = asyncio.create_task(EspeakVoice(command=command).render(VI))
    pid = int(await asyncio.to_thread(started.read_text))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
