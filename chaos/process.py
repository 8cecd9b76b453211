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

from queue_server.clock import Clock
from queue_server.protocol.messages import Role
from queue_server.web.access import Access

_LOOK_AGAIN = 0.02


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class ServerProcess:
    """`start` before use, `stop` at the end. `log` is what it said."""

    centre: str
    folder: Path
    clock: Clock
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.access = Access(self.folder / "access.json", clock=time.time)
        self.log = self.folder / "server.log"

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    def token(self, device: str, role: Role) -> str:
        return self.access.add_device(device, role=role)

    def start(self, *, within: float = 40) -> float:
        """Start it and wait until it answers; gives the seconds that took. Raises `TimeoutError`."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "queue_server.cli", "serve", "--centre", self.centre),
                    *("--data", str(self.folder), "--port", str(self.port), "--clock", str(self.clock)),
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not self.answers():
            if time.monotonic() - began > within or self.process.poll() is not None:
                raise TimeoutError(self.log.read_text("utf-8")[-2000:])
            time.sleep(_LOOK_AGAIN)
        return time.monotonic() - began

    def answers(self) -> bool:
        """Whether it runs and serves."""
        if self.process is None or self.process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def memory(self) -> float:
        """The most it has ever held, in megabytes."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        [peak] = [line for line in status.splitlines() if line.startswith("VmHWM")]
        return int(peak.split()[1]) / 1024

    def kill(self) -> None:
        """As a power cut ends it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)
