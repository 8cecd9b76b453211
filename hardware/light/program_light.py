"""A lamp that a program of the installer's switches: called with `on` or `off`, whatever the panel needs for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hardware.errors import DeviceGone
from hardware.program import started

#: Seconds; a monitor that is asked over its cable takes one or two.
PATIENCE = 20.0


class ProgramLight:
    """One program. `patience` is how long it may take."""

    def __init__(self, program: Path, *, patience: float = PATIENCE) -> None:
        self._program = program
        self._patience = patience

    async def switch(self, *, on: bool) -> None:
        """See `Light`."""
        try:
            async with asyncio.timeout(self._patience), started((str(self._program), "on" if on else "off")) as process:
                _, said = await process.communicate()
        except TimeoutError as error:
            raise DeviceGone(f"{self._program}: not done after {self._patience:g} s") from error
        except OSError as error:
            raise DeviceGone(f"{self._program}: {error.strerror}") from error
        if process.returncode:
            raise DeviceGone(
                f"{self._program}: ended with {process.returncode}: {said.decode(errors='replace').strip()}"
            )
