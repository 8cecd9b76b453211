"""The real kiosk and board windows of a demo: on the screen there is, else each on a virtual one, and photographed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageGrab

from queue_server.config import with_display

#: Seconds between two photographs of a virtual screen.
_PHOTOGRAPH_SECONDS = 5.0


class Screens:
    """The windows of a demo. `display` is the X display of the person who started it, or empty."""

    def __init__(self, folder: Path, *, display: str) -> None:
        self._folder = folder
        self._display = display
        self._processes: list[asyncio.subprocess.Process] = []
        self._virtual: dict[str, str] = {}

    async def open(self, name: str, size: tuple[int, int], arguments: list[str]) -> str:
        """Run `motcua NAME` in a window; returns why it was left out, or nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        width, height = size
        display = self._display
        if not display:
            if shutil.which("Xvfb") is None:
                return "cửa sổ kiosk và bảng · kiosk and board windows: no screen and no Xvfb (apt install xvfb)"
            display = self._virtual[name] = await self._virtual_screen(width, height)
        log = (self._folder / f"{name}.log").open("wb")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "queue_server.cli", name, "--size", f"{width}x{height}", *arguments,
            env=with_display(display), stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        log.close()
        self._processes.append(process)
        return ""

    async def photograph(self) -> None:
        """Keep a picture of each virtual screen as it was a few seconds ago, until cancelled."""
        while self._virtual:
            await asyncio.sleep(_PHOTOGRAPH_SECONDS)
            for name, display in self._virtual.items():
                await asyncio.to_thread(_photograph, display, self._folder / f"{name}.png")

    async def close(self) -> None:
        """Close the windows, then the virtual screens."""
        for process in reversed(self._processes):
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        for process in reversed(self._processes):
            try:
                await asyncio.wait_for(process.wait(), timeout=10)
            except TimeoutError:
                process.kill()
                await process.wait()

    async def _virtual_screen(self, width: int, height: int) -> str:
        """Start Xvfb on a display number that it finds free itself."""
        reading, writing = os.pipe()
        process = await asyncio.create_subprocess_exec(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
            pass_fds=(writing,), stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(writing)
        self._processes.insert(0, process)
        with os.fdopen(reading) as pipe:
            number = await asyncio.to_thread(pipe.readline)
        return f":{number.strip()}"


def speaks() -> bool:
    """Whether this machine can speak through a sound card."""
    return shutil.which("aplay") is not None and any(Path("/dev/snd").glob("pcm*p"))


def _photograph(display: str, path: Path) -> None:
    draft = path.with_suffix(".new.png")
    picture: Image.Image = ImageGrab.grab(xdisplay=display)
    picture.save(draft)
    draft.replace(path)
