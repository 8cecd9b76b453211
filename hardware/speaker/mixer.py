"""Whether the sound system itself is turned off or down to nothing: players play on and say that all is well.

Asked of the mixer's program. Not responsible for a knob on the amplifier, which no program can see.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from hardware.program import started

_PATIENCE = 3.0
_OFF = re.compile(r"\[off\]|^Mute: yes$", re.MULTILINE)
_ON = re.compile(r"\[on\]|^Mute: no$", re.MULTILINE)
_LEVEL = re.compile(r"\b(\d{1,3})%")


def silent(told: str) -> bool:
    """What `amixer sget` or `pactl get-sink-mute` and `get-sink-volume` told: every channel is off, or at nothing."""
    if _OFF.search(told) and not _ON.search(told):
        return True
    levels = [int(level) for level in _LEVEL.findall(told)]
    return bool(levels) and max(levels) == 0


async def muted(*questions: Sequence[str]) -> bool:
    """Ask these programs. One that is not there, or does not know the device, gives no reason to worry."""
    return any([silent(await _told(question)) for question in questions])


async def _told(question: Sequence[str]) -> str:
    try:
        async with asyncio.timeout(_PATIENCE), started(question) as process:
            told, _ = await process.communicate()
    except (OSError, TimeoutError):
        return ""
    return told.decode(errors="replace") if process.returncode == 0 else ""
