"""`motcua display` as a process of its own, drawn on no screen; what it says is kept as files in `sounds`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaos.process import ServerProcess
from queue_server.protocol.messages import Role


@contextmanager
def board_process(
    server: ServerProcess, folder: Path, *, device: str = "b1", size: tuple[int, int] = (640, 360)
) -> Iterator[int]:
    """A board of a centre for as long as the context lasts; its pid."""
    folder.mkdir(parents=True, exist_ok=True)
    token = server.token(device, Role.BOARD)
    with (folder / "board.log").open("ab") as log:
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "queue_server.cli", "display", "--server", server.socket),
                *("--device", device, "--token", token, "--size", "x".join(map(str, size)), "--data", str(folder)),
                *("--speaker", f"virtual:{folder / 'sounds'}", "--clock", str(server.clock)),
            ],
            env={**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIVY_NO_CONSOLELOG": "1", "KIVY_HOME": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield running.pid
    finally:
        running.terminate()
        running.wait(timeout=60)
