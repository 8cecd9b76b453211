"""A program of ours that serves a port, in a process of its own: killed and begun again on the same folder and port."""

from __future__ import annotations

import random
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

_LOOK_AGAIN = 0.02


#: Below those that a system gives to whoever asks for any: nobody else takes one of these by chance.
_PORTS = range(10_000, 32_000)
#: Not the one that tests seed: two that run beside each other would draw the same ports.
_lot = random.SystemRandom()


def free_port() -> int:
    """A port of this machine that nobody has now, nor is given before it is used or between two uses."""
    while True:
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port := _lot.choice(_PORTS)))
            except OSError:
                continue
            return port


def most_memory(process: int) -> float:
    """The most that a process has ever held, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    [peak] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peak.split()[1]) / 1024


class Killable:
    """`start` before use, `stop` at the end; `log` is what it said. `words` come first, as in `ip netns exec`.

    A program says what its `command` is, and at which `page` it tells that it serves.
    """

    page = "/"

    def __init__(self, folder: Path, *, log: str, host: str = "127.0.0.1", words: tuple[str, ...] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.log = folder / log
        self.host = host
        self.words = words
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self, *, within: float = 60) -> float:
        """Start it and wait until it answers; gives the seconds that took. Raises `TimeoutError`."""
        began = time.monotonic()
        self.begin()
        self.await_answer(within=within)
        return time.monotonic() - began

    def await_answer(self, *, within: float) -> None:
        """Wait until it serves. Raises `TimeoutError`, at once when it has ended."""
        began = time.monotonic()
        while not self.answers():
            if time.monotonic() - began > within or self.process is None or self.process.poll() is not None:
                raise TimeoutError(self.log.read_text("utf-8")[-2000:])
            time.sleep(_LOOK_AGAIN)

    def begin(self) -> None:
        """Start it; one that shares a database may have to wait behind another."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.words, *self.command], stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def answers(self) -> bool:
        """Whether it runs and serves."""
        if self.process is None or self.process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(self.url + self.page, timeout=5) as answer:
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
