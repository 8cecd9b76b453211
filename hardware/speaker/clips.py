"""The preferred voice: words recorded by a person, joined into sentences. A folder of WAV files (docs/voice-packs.md).

Not responsible for which words make a sentence (`Phrase.clips`), nor for sentences it has no recording for: those
are the next voice's.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from hardware.speaker import pcm
from hardware.speaker.base import PAUSE, ClipUnusable, Phrase, Sound
from hardware.speaker.pcm import Pcm

#: Between words, and at a comma.
GAP, BREATH = 0.04, 0.25

#: A word is not longer, a file not larger: something else was put into the folder.
LONGEST_SECONDS, LARGEST_BYTES = 20.0, 8_000_000

_NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


class ClipVoice:
    """Says a phrase when every one of its clips is in the folder: `vi/n-5` is `<folder>/vi/n-5.wav`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clips: dict[str, Pcm] = {}

    async def render(self, phrase: Phrase) -> Sound | None:
        return await asyncio.to_thread(self._render, phrase)

    def check(self, names: Iterable[str]) -> tuple[list[str], list[ClipUnusable]]:
        """Which recordings of a pack are missing, and what is wrong with those that cannot be used."""
        missing, unusable = [], []
        for name in names:
            try:
                if self._clip(name) is None:
                    missing.append(name)
            except ClipUnusable as error:
                unusable.append(error)
        return missing, unusable

    def _render(self, phrase: Phrase) -> Sound | None:
        clips: list[Pcm | None] = []
        for name in phrase.clips:
            clip = None if name == PAUSE else self._clip(name)
            if clip is None and name != PAUSE:
                return None
            clips.append(clip)
        said = [clip for clip in clips if clip]
        if not said:
            return None
        rate = max(clip.rate for clip in said)
        parts: list[Pcm] = []
        for clip in clips:
            parts += [clip, pcm.silence(GAP, rate=rate)] if clip else [pcm.silence(BREATH - GAP, rate=rate)]
        return pcm.sound(pcm.joined(parts[:-1]), label=phrase.language)

    def _clip(self, name: str) -> Pcm | None:
        """One recording, trimmed and as loud as the others; read from disk once."""
        if name in self._clips:
            return self._clips[name]
        if not _NAME.fullmatch(name):
            return None
        path = self._folder / f"{name}.wav"
        try:
            if path.stat().st_size > LARGEST_BYTES:
                raise ClipUnusable(f"{path} is larger than {LARGEST_BYTES} bytes: it cannot be one word")
            clip = pcm.read(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ClipUnusable(f"{path} cannot be read ({error.strerror}): check its permissions") from error
        except ValueError as error:
            raise ClipUnusable(f"{path}: {error}. Save it as 16-bit PCM WAV.") from error
        if clip.seconds > LONGEST_SECONDS:
            raise ClipUnusable(f"{path} lasts {clip.seconds:.0f} s: cut it to the word that it is named after")
        if max(map(abs, clip.samples)) <= pcm.SILENCE:
            raise ClipUnusable(f"{path} is silent: record it again")
        self._clips[name] = pcm.levelled(pcm.trimmed(clip))
        return self._clips[name]
