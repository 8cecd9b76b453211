"""Keeps a panel's lamp as its screen is: off while the screen is dark, on otherwise, and on when the window ends.

A lamp that cannot be switched leaves the screen black as it is without one, and is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from hardware.errors import DeviceGone
from hardware.light.base import Light

log = logging.getLogger(__name__)

#: Seconds after which a lamp that could not be switched is tried again: on is urgent, a citizen may stand before it.
AGAIN_ON, AGAIN_OFF = 5.0, 600.0


class Lamp:
    """One lamp. `run` must be running; `show` is for the same event loop."""

    def __init__(self, light: Light, *, again_on: float = AGAIN_ON, again_off: float = AGAIN_OFF) -> None:
        self._light = light
        self._again = {True: again_on, False: again_off}
        self._wanted = True
        #: What it is as far as we know: a window before us may have left it off.
        self._on: bool | None = None
        self._changed = asyncio.Event()

    def show(self, *, dark: bool) -> None:
        """What the screen is now."""
        if dark is self._wanted:
            self._wanted = not dark
            self._changed.set()

    async def run(self) -> None:
        """Follow the screen until cancelled; then let there be light."""
        try:
            while True:
                self._changed.clear()
                done = self._on is self._wanted or await self._switch(on=self._wanted)
                with suppress(TimeoutError):  # then it is tried again
                    async with asyncio.timeout(None if done else self._again[self._wanted]):
                        await self._changed.wait()
        finally:
            if self._on is not True:
                await self._switch(on=True)

    async def _switch(self, *, on: bool) -> bool:
        """Whether it could be switched."""
        try:
            await self._light.switch(on=on)
        except DeviceGone as error:
            log.warning("the panel's lamp cannot be switched: %s", error, extra={"action": "light_failed", "on": on})
            self._on = None
            return False
        log.info("the panel's lamp is %s", "on" if on else "off", extra={"action": "light", "on": on})
        self._on = on
        return True
