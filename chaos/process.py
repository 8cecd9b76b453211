"""`motcua serve` as a process of its own, to be killed and started again on the same folder and port."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from queue_server.client.signing_in import sign_in
from queue_server.clock import Clock
from queue_server.protocol.messages import Role
from queue_server.web.access import Access

PIN = "2468"
_LOOK_AGAIN = 0.02


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def most_memory(process: int) -> float:
    """The most that a process has ever held, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    [peak] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peak.split()[1]) / 1024


@dataclass
class ServerProcess:
    """`start` before use, `stop` at the end. `options` are more words for `serve`; `log` is what it said.

    The journal is in `folder`, or in a `database` where others may wait for it too. `words` come before the command.
    """

    centre: str
    folder: Path
    clock: Clock
    options: tuple[str, ...] = ()
    database: str = ""
    host: str = "127.0.0.1"
    words: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.access = Access(self.folder / "access.json", clock=time.time)
        self.log = self.folder / "server.log"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def socket(self) -> str:
        return f"ws://{self.host}:{self.port}/ws"

    def token(self, device: str, role: Role) -> str:
        return self.access.add_device(device, role=role)

    async def cookie(self, officer: str) -> str:
        """The session of an officer who is added and signs in."""
        self.access.add_officer(officer, pin=PIN, display=officer)
        return await sign_in(self.url, name=officer, pin=PIN)

    def start(self, *, within: float = 40) -> float:
        """Start it and wait until it answers; gives the seconds that took. Raises `TimeoutError`."""
        began = time.monotonic()
        self.begin()
        while not self.answers():
            if time.monotonic() - began > within or self.process is None or self.process.poll() is not None:
                raise TimeoutError(self.log.read_text("utf-8")[-2000:])
            time.sleep(_LOOK_AGAIN)
        return time.monotonic() - began

    def begin(self) -> None:
        """Start it; one that shares a database may have to wait behind another."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(*self.words, sys.executable, "-m", "queue_server.cli", "--verbose", "serve"),
                    *("--centre", self.centre, "--data", str(self.folder), "--clock", str(self.clock)),
                    *("--host", self.host, "--port", str(self.port)),
                    *(("--database", self.database) if self.database else ()),
                    *self.options,
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def answers(self) -> bool:
        """Whether it runs and serves."""
        if self.process is None or self.process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
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
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)
