"""A centre as it is run: `motcua serve` as a process that may be killed and started again; virtual screens."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from queue_server.clock import Clock
from queue_server.protocol.messages import Role
from queue_server.web.access import Access

PIN = "2468"
#: Seconds between two looks at a condition that is waited for.
LOOK_AGAIN = 0.05
T = TypeVar("T")


def until(seen: Callable[[], T | None], *, within: float, what: str) -> T:
    """What `seen` gives when it first gives something; fails with `what` when it does not in time."""
    end = time.monotonic() + within
    while True:
        found = seen()
        if found:
            return found
        if time.monotonic() > end:
            pytest.fail(f"not within {within} s: {what}")
        time.sleep(LOOK_AGAIN)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Server:
    """`motcua serve` on one folder and port."""

    centre: str
    folder: Path
    clock: Clock
    database: str = ""
    dossiers: Path | None = None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    access: Access = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.access = Access(self.folder / "access.json", clock=time.time)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.begin()
        until(self.answers, within=40, what="the server answers")

    def begin(self) -> None:
        """Start it; one that shares a database may have to wait behind another."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "queue_server.cli", "--verbose", "serve", "--centre", self.centre),
                    *("--data", str(self.folder), "--port", str(self.port), "--clock", str(self.clock)),
                    *(("--database", self.database) if self.database else ()),
                    *(("--dossiers", str(self.dossiers)) if self.dossiers else ()),
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "server.log").read_text("utf-8")[-2000:]
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut ends it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def token(self, device: str, role: Role) -> str:
        return self.access.add_device(device, role=role)

    async def cookie(self, officer: str) -> str:
        """The session of an officer who is added and signs in."""
        self.access.add_officer(officer, pin=PIN, display=officer)
        return await asyncio.to_thread(sign_in, self.url, officer)


def sign_in(url: str, officer: str) -> str:
    request = urllib.request.Request(
        f"{url}/sign-in",
        data=json.dumps({"name": officer, "pin": PIN}).encode(),
        headers={"Content-Type": "application/json", "X-Motcua": "1"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


def local(text: str) -> int:
    """Local time "2026-11-23 08:00" as an instant."""
    here = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    return int(here.astimezone(UTC).timestamp() * 1000)


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start the server of a centre at a time of day."""
    servers: list[Server] = []

    def start(centre: str, *, at: str, speed: float = 1.0, dossiers: Path | None = None) -> Server:
        server = Server(centre, tmp_path / "data", Clock.starting(local(at), speed=speed), dossiers=dossiers)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def virtual_screen() -> Iterator[Callable[[int, int], str]]:
    """Make an X screen of a size; returns its display."""
    screens: list[subprocess.Popen[bytes]] = []

    def make(width: int, height: int) -> str:
        reading, writing = os.pipe()
        screens.append(
            subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
                pass_fds=(writing,),
                stderr=subprocess.DEVNULL,
            )
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            return f":{pipe.readline().strip()}"

    yield make
    for screen in screens:
        screen.terminate()
        screen.wait(timeout=10)
