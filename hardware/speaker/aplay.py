"""A real loudspeaker, by the player program of the sound system: aplay for ALSA, paplay for PulseAudio and PipeWire.

A program of its own can be killed, so a sound card that hangs never hangs the board. How long a sound lasts is known
from the sound, not from the program: a player may end early (a null device) or late (a server that drains its buffer).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hardware.program import started
from hardware.speaker import pcm
from hardware.speaker.base import Sound, SpeakerFailed
from hardware.speaker.mixer import muted

#: A player that is not done so long after the sound's end hangs.
HANGS_AFTER = 5.0

#: What is between writing to a sound server and hearing it.
SERVER_LAG = 0.4


@dataclass(frozen=True, slots=True)
class Player:
    """A player program. `raw`: it wants samples, not a WAV file. `mixes`: two of them may run at once.

    `mixer` is the program that knows whether the sound system is turned down.
    """

    command: str
    package: str
    raw: bool = False
    mixes: bool = False
    mixer: str = ""

    def arguments(self, device: str, *, rate: int) -> list[str]:
        if not self.raw:
            return [self.command, "-q", "-D", device or "default", "-"]
        chosen = [f"--device={device}"] if device else []
        return [self.command, "--raw", "--format=s16le", "--channels=1", f"--rate={rate}", *chosen]

    def questions(self, device: str) -> list[list[str]]:
        """What to ask the mixer, to know whether all is turned down."""
        if not self.mixer:
            return []
        if self.raw:
            sink = device or "@DEFAULT_SINK@"
            return [[self.mixer, "get-sink-mute", sink], [self.mixer, "get-sink-volume", sink]]
        card = re.search(r"hw:(?:CARD=)?(\w+)", device)
        control = f"hw:{card[1]}" if card else "default"
        return [[self.mixer, "-D", control, "sget", name] for name in ("Master", "PCM")]


ALSA = Player("aplay", "alsa-utils", mixer="amixer")
PULSE = Player("paplay", "pulseaudio-utils", raw=True, mixes=True, mixer="pactl")


class PlayerSpeaker:
    """Plays each sound by one run of the player on `device` (empty: the system's own choice)."""

    def __init__(
        self,
        player: Player,
        *,
        device: str = "",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        hangs_after: float = HANGS_AFTER,
    ) -> None:
        self._player = player
        self._device = device
        self._sleep = sleep
        self._hangs_after = hangs_after
        self._draining: set[asyncio.Task[None]] = set()

    async def play(self, sound: Sound) -> None:
        over = asyncio.ensure_future(self._sleep(sound.seconds + (SERVER_LAG if self._player.mixes else 0.0)))
        accepted = asyncio.Event()
        run = asyncio.create_task(self._run(sound, accepted))
        try:
            await asyncio.wait({over, run}, return_when=asyncio.FIRST_COMPLETED)
            if run.done() and run.exception() is None:
                await over
            if self._player.mixes and accepted.is_set() and not run.done():
                # Heard to its end; the server only drains its buffer. The next sound need not wait for that.
                self._draining.add(run)
                run.add_done_callback(self._drained)
            else:
                await run
        except asyncio.CancelledError:
            run.cancel()
            raise
        finally:
            over.cancel()

    async def check(self) -> None:
        """Play a moment of silence, the only honest way to know that a device opens; then ask the mixer."""
        await self._run(pcm.sound(pcm.silence(0.05, rate=22_050), label="silence"), asyncio.Event())
        if await muted(*self._player.questions(self._device)):
            message = (
                f"{self._device or 'the default device'} is muted or turned down: turn it up with {self._player.mixer}"
            )
            raise SpeakerFailed("muted", message)

    async def _run(self, sound: Sound, accepted: asyncio.Event) -> None:
        """Play to the end of the program; `accepted` is set once it has taken every sample."""
        heard = pcm.read(sound.wav)
        arguments = self._player.arguments(self._device, rate=heard.rate)
        data = pcm.little_endian(heard.samples).tobytes() if self._player.raw else sound.wav
        try:
            async with asyncio.timeout(sound.seconds + self._hangs_after), started(arguments) as process:
                if await _fed(process, data):
                    accepted.set()
                _, complaint = await process.communicate()
        except TimeoutError as error:
            message = f"{self._player.command} hangs: check the sound card and its cable, then restart the board"
            raise SpeakerFailed("player_hangs", message) from error
        except OSError as error:
            message = f"{self._player.command} cannot be started ({error.strerror}): install {self._player.package}"
            raise SpeakerFailed("player_missing", message) from error
        if process.returncode != 0:
            reason = complaint.decode(errors="replace").strip() or f"it ended with {process.returncode}"
            message = f"{self._player.command} on {self._device or 'the default device'}: {reason}"
            raise SpeakerFailed("player_failed", message)

    def _drained(self, run: asyncio.Task[None]) -> None:
        self._draining.discard(run)
        if not run.cancelled():
            run.exception()


async def _fed(process: asyncio.subprocess.Process, data: bytes) -> bool:
    """Write everything and close. False when the program died over it: its exit says why."""
    if process.stdin is None:
        raise AssertionError("programs are started with pipes")
    try:
        process.stdin.write(data)
        process.stdin.close()
        await process.stdin.wait_closed()
    except ConnectionError:
        return False
    return True
