"""Player programs: what really comes out, and players that fail, hang, end early or late."""

from __future__ import annotations

import asyncio
import math
import os
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.speaker import pcm
from hardware.speaker.aplay import ALSA, PULSE, SERVER_LAG, Player, PlayerSpeaker
from hardware.speaker.base import Phrase, Sound, SpeakerFailed
from hardware.speaker.chime import chime
from hardware.speaker.espeak import EspeakVoice
from hardware.speaker.pcm import Pcm

Program = Callable[[str], str]


class Waits:
    """A sleep that is over when the test says so, and remembers how long it should have been."""

    def __init__(self, *, over: bool = True) -> None:
        self.over = asyncio.Event()
        if over:
            self.over.set()
        self.asked: list[float] = []
        self.begun = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.begun.set()
        await self.over.wait()


def tone(seconds: float = 0.2) -> Sound:
    samples = (round(9000 * math.sin(index / 8)) for index in range(round(22_050 * seconds)))
    return pcm.sound(Pcm(22_050, array("h", samples)), label="tone")


def captured(card: Path) -> Pcm:
    return pcm.read(card.read_bytes())


def gone(pid_file: Path) -> bool:
    """Whether the program that wrote its id there is no more (or was ended before it could)."""
    try:
        os.kill(int(pid_file.read_text() or -1), 0)
    except (FileNotFoundError, ProcessLookupError):
        return True
    return False


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound card that is a file: ALSA's own file device over its null device. No daemon, nothing is heard."""
    heard = tmp_path / "heard.wav"
    config = tmp_path / "asoundrc"
    config.write_text(
        f'pcm.!default {{ type file; file "{heard}"; format "wav"; slave.pcm "null" }}\npcm.null {{ type null }}\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    return heard


@pytest.mark.needs("aplay")
async def test_every_sample_reaches_the_sound_card(recorder: Path) -> None:
    waits = Waits()
    sound = chime()
    await PlayerSpeaker(ALSA, sleep=waits).play(sound)
    played, heard = pcm.read(sound.wav), captured(recorder)
    assert heard.rate == played.rate
    assert heard.samples[: len(played.samples)] == played.samples
    assert not any(heard.samples[len(played.samples) :])
    assert waits.asked == [sound.seconds]


@pytest.mark.needs("aplay", "espeak-ng")
async def test_speech_reaches_the_sound_card(recorder: Path) -> None:
    sound = await EspeakVoice().render(Phrase("vi", "Xin mời số a không hai mươi lăm, đến quầy số ba."))
    assert sound is not None
    await PlayerSpeaker(ALSA, sleep=Waits()).play(sound)
    heard = captured(recorder)
    assert heard.samples[: len(pcm.read(sound.wav).samples)] == pcm.read(sound.wav).samples


@pytest.mark.needs("aplay")
async def test_check_opens_the_device_and_is_not_heard(recorder: Path) -> None:
    await PlayerSpeaker(ALSA).check()
    assert not any(captured(recorder).samples)


@pytest.mark.needs("aplay")
async def test_no_sound_card_is_said(recorder: Path) -> None:
    speaker = PlayerSpeaker(ALSA, device="plughw:77,0")
    for attempt in (speaker.check(), speaker.play(tone())):
        with pytest.raises(SpeakerFailed, match="aplay on plughw:77,0: ") as raised:
            await attempt
        assert raised.value.code == "player_failed"


async def test_a_player_that_ends_early_is_not_believed(program: Program) -> None:
    """A null device swallows four seconds at once; the next call must not be spoken over the people's heads."""
    waits = Waits(over=False)
    speaker = PlayerSpeaker(Player(program("cat > /dev/null"), "none"), sleep=waits)
    sound = tone(4.0)
    play = asyncio.create_task(speaker.play(sound))
    await waits.begun.wait()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(play), timeout=0.3)
    assert waits.asked == [4.0]
    waits.over.set()
    await play


async def test_a_player_that_drains_late_does_not_hold_up_the_next_call(program: Program, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "drained")
    script = f"cat > /dev/null; read line < {tmp_path}/drained; echo late > {tmp_path}/ended"
    waits = Waits(over=False)
    speaker = PlayerSpeaker(Player(program(script), "none", raw=True, mixes=True), sleep=waits)
    play = asyncio.create_task(speaker.play(tone()))
    opened = asyncio.to_thread(os.open, tmp_path / "drained", os.O_WRONLY)
    drain = await opened  # the program has read everything and waits
    waits.over.set()
    await play
    assert waits.asked == [pytest.approx(0.2 + SERVER_LAG)]
    assert not (tmp_path / "ended").exists()
    (draining,) = speaker._draining
    await asyncio.to_thread(os.write, drain, b"now\n")
    os.close(drain)
    await draining
    assert (tmp_path / "ended").exists()
    assert not speaker._draining


@pytest.mark.parametrize("mixes", [False, True])
async def test_a_player_that_hangs_is_killed(program: Program, tmp_path: Path, mixes: bool) -> None:
    """It takes no samples at all, as a sound server that is stuck."""
    hanging = Player(program(f"echo $$ > {tmp_path}/pid; exec tail -f /dev/null"), "none", raw=mixes, mixes=mixes)
    speaker = PlayerSpeaker(hanging, sleep=Waits(), hangs_after=-4.5)
    with pytest.raises(SpeakerFailed, match="hangs: check the sound card") as raised:
        await speaker.play(tone(5.0))
    assert raised.value.code == "player_hangs"
    assert gone(tmp_path / "pid")


async def test_cancelling_stops_the_sound(program: Program, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "started")
    player = Player(program(f"echo $$ > {tmp_path}/started; exec tail -f /dev/null"), "none")
    play = asyncio.create_task(PlayerSpeaker(player, sleep=Waits(over=False)).play(tone(5.0)))
    pid = int(await asyncio.to_thread((tmp_path / "started").read_text))
    play.cancel()
    with pytest.raises(asyncio.CancelledError):
        await play
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*others, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_player_that_dies_in_the_middle(program: Program) -> None:
    speaker = PlayerSpeaker(Player(program("head -c 100 > /dev/null; echo xrun >&2; exit 3"), "none"), sleep=Waits())
    with pytest.raises(SpeakerFailed, match="on the default device: xrun"):
        await speaker.play(tone(5.0))


async def test_a_missing_player_says_what_to_install() -> None:
    with pytest.raises(SpeakerFailed, match="install alsa-utils") as raised:
        await PlayerSpeaker(Player("/nowhere/aplay", "alsa-utils")).play(tone())
    assert raised.value.code == "player_missing"


async def test_a_sound_server_gets_bare_samples(program: Program, tmp_path: Path) -> None:
    player = Player(program(f"cat > {tmp_path}/samples"), "none", raw=True, mixes=True)
    await PlayerSpeaker(player, sleep=Waits(over=True), hangs_after=30).check()
    assert (tmp_path / "samples").read_bytes() == bytes(2 * round(0.05 * 22_050))


def test_arguments() -> None:
    assert ALSA.arguments("", rate=22_050) == ["aplay", "-q", "-D", "default", "-"]
    assert ALSA.arguments("plughw:1,0", rate=22_050) == ["aplay", "-q", "-D", "plughw:1,0", "-"]
    raw = ["paplay", "--raw", "--format=s16le", "--channels=1", "--rate=48000"]
    assert PULSE.arguments("", rate=48_000) == raw
    assert PULSE.arguments("lobby", rate=48_000) == [*raw, "--device=lobby"]
