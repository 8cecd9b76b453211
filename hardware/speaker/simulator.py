"""A loudspeaker made of a folder: every sound becomes a WAV file there, numbered in the order it was heard.

Not responsible for being heard: it only takes as long as the sound would, divided by the speed of the rehearsal.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from hardware.speaker.base import Sound, SpeakerFailed


class VirtualSpeaker:
    """Writes `<number>-<label>.wav` into `folder`, counting on from what is there already."""

    def __init__(
        self, folder: Path, *, speed: float = 1.0, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        if speed <= 0:
            raise ValueError(f"speed must be above 0, not {speed}")
        self._folder = folder
        self._speed = speed
        self._sleep = sleep
        self._count = 0

    async def play(self, sound: Sound) -> None:
        """Write the sound whole, then wait for its length. The file appears at once under its name."""
        label = re.sub(r"[^\w-]+", "-", sound.label).strip("-") or "sound"
        await asyncio.to_thread(self._write, sound.wav, label)
        await self._sleep(sound.seconds / self._speed)

    async def check(self) -> None:
        await asyncio.to_thread(self._prepare)

    def _write(self, wav: bytes, label: str) -> None:
        self._prepare()
        path = self._folder / f"{self._count + 1:05}-{label}.wav"
        unfinished = path.with_suffix(".part")
        try:
            unfinished.write_bytes(wav)
            unfinished.replace(path)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        self._count += 1

    def _prepare(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._count == 0:
                numbers = [
                    int(path.name.split("-")[0]) for path in self._folder.glob("[0-9][0-9][0-9][0-9][0-9]-*.wav")
                ]
                self._count = max(numbers, default=0)
        except OSError as error:
            raise _unwritable(self._folder, error) from error


def _unwritable(folder: Path, error: OSError) -> SpeakerFailed:
    return SpeakerFailed("folder_unwritable", f"sounds cannot be kept in {folder} ({error.strerror}): choose another")
