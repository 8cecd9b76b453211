"""A centre as it is run: `motcua serve` as a process that may be killed and started again; virtual screens."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from chaos.process import ServerProcess
from queue_server.clock import Clock

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


def local(text: str) -> int:
    """Local time "2026-11-23 08:00" as an instant."""
    here = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    return int(here.astimezone(UTC).timestamp() * 1000)


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Start the server of a centre at a time of day."""
    servers: list[ServerProcess] = []

    def start(
        centre: str,
        *,
        at: str,
        speed: float = 1.0,
        dossiers: Path | None = None,
        appointments: Path | None = None,
        database: str = "",
    ) -> ServerProcess:
        options = ("--dossiers", str(dossiers)) if dossiers else ()
        options += ("--appointments", str(appointments)) if appointments else ()
        clock = Clock.starting(local(at), speed=speed)
        server = ServerProcess(centre, tmp_path / "data", clock, options, database)
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
