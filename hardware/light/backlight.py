"""The lamp of a built-in panel, by the kernel's files in /sys/class/backlight. It keeps its brightness."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hardware.errors import DeviceGone

#: The kernel's words in `bl_power` (FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN).
_ON, _OFF = "0", "4"


class Backlight:
    """One folder of /sys/class/backlight."""

    def __init__(self, folder: Path) -> None:
        self._switch = folder / "bl_power"

    async def switch(self, *, on: bool) -> None:
        """See `Light`."""
        try:
            await asyncio.to_thread(self._write, _ON if on else _OFF)
        except OSError as error:
            raise DeviceGone(f"{self._switch}: {error.strerror}") from error

    def _write(self, word: str) -> None:
        with self._switch.open("r+") as file:  # it is the kernel's: never made anew
            file.write(word)
