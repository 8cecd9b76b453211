"""The real kiosk and board windows of a demo: on the screen there is, else each on a virtual one, and photographed."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageGrab

from queue_server.config import with_display
from queue_server.demo.house import ends_with_us, stop

#: Seconds between two photographs of a virtual screen.
_PHOTOGRAPH_SECONDS = 5.0


class Screens:
    """The windows of a demo. `display` is the X display of the person who started it, or empty."""

    def __init__(self, folder: Path, *, display: str) -> None:
        self._folder = folder
        self._display = display
        self._windows: dict[str, asyncio.subprocess.Process] = {}
        self._servers: list[asyncio.subprocess.Process] = []
        self._told: set[str] = set()
        #: The virtual screens, by the name of what they show.
        self.virtual: dict[str, str] = {}

    async def open(self, name: str, size: tuple[int, int], arguments: list[str]) -> str:
        """Run `motcua NAME` in a window; returns why it was left out, or nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        width, height = size
        environment = None  # the desktop's own
        if not self._display:
            if shutil.which("Xvfb") is None:
                return "cửa sổ kiosk và bảng · kiosk and board windows: no screen, no Xvfb (sudo apt install xvfb)"
            self.virtual[name] = await self._virtual_screen(width, height)
            environment = with_display(self.virtual[name])
        else:  # the whole of both must fit on a desktop
            width, height = width // 2, height // 2
        with (self._folder / f"{name}.log").open("wb") as log:
            self._windows[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "queue_server.cli", name, "--size", f"{width}x{height}", *arguments,
                env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=ends_with_us,
            )  # fmt: skip
        return ""

    def shows(self, name: str) -> bool:
        """Whether this window is open."""
        return name in self._windows and self._windows[name].returncode is None

    def fallen(self) -> list[str]:
        """What to say of windows that have ended by themselves since this was last asked."""
        ended = [name for name in self._windows if not self.shows(name) and name not in self._told]
        self._told.update(ended)
        return [f"Cửa sổ đã đóng · window closed: {name} (see {self._folder / name}.log)" for name in ended]

    async def photograph(self) -> None:
        """Keep a picture of each virtual screen as it was a few seconds ago, until cancelled."""
        while self.virtual:
            await asyncio.sleep(_PHOTOGRAPH_SECONDS)
            for name, display in self.virtual.items():
                await asyncio.to_thread(_photograph, display, self._folder / f"{name}.png")

    async def close(self) -> None:
        """Close the windows, then the virtual screens."""
        await asyncio.gather(*(stop(process) for process in self._windows.values()))
        await asyncio.gather(*(stop(process) for process in self._servers))

    async def _virtual_screen(self, width: int, height: int) -> str:
        """Start Xvfb on a display number that it finds free itself."""
        reading, writing = os.pipe()
        process = await asyncio.create_subprocess_exec(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
            pass_fds=(writing,), stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=ends_with_us,
        )  # fmt: skip
        os.close(writing)
        self._servers.append(process)
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
