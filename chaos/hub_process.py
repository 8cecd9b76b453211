"""`motcua hub` as a process of its own, to be killed and started again on the same folder and port."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from chaos.process import free_port, most_memory
from queue_server.hub.tokens import Tokens

_LOOK_AGAIN = 0.02


@dataclass
class HubProcess:
    """`start` before use, `stop` at the end. `words` come before the command, as in `ip netns exec`."""

    folder: Path
    host: str = "127.0.0.1"
    words: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def uplink(self) -> str:
        return f"ws://{self.host}:{self.port}/uplink"

    @property
    def archive(self) -> Path:
        return self.folder / "archive.sqlite"

    def admit(self, centres: Iterable[str]) -> dict[str, str]:
        """Their tokens."""
        return Tokens(self.folder / "centres.json").add_all(centres)

    def start(self, *, within: float = 60) -> float:
        """Start it and wait until it answers; gives the seconds that took. Raises `TimeoutError`."""
        began = time.monotonic()
        with (self.folder / "hub.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(*self.words, sys.executable, "-m", "queue_server.cli", "hub", "--data", str(self.folder)),
                    *("--host", self.host, "--port", str(self.port)),
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not self.answers():
            if time.monotonic() - began > within or self.process.poll() is not None:
                raise TimeoutError((self.folder / "hub.log").read_text("utf-8")[-2000:])
            time.sleep(_LOOK_AGAIN)
        return time.monotonic() - began

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.host}:{self.port}/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def memory(self) -> float:
        """The most it has ever held, in megabytes."""
        assert self.process is not None
        return most_memory(self.process.pid)

    def kill(self) -> None:
        """As a power cut ends it."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)
