"""The servers that a measurement runs against, each a process of its own: ours, and the bare library for comparison."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from queue_server.client.signing_in import sign_in
from queue_server.clock import Clock
from queue_server.protocol import messages as msg
from queue_server.web.access import Access

CENTRE = "kt-tp"
PIN = "135790"


@contextmanager
def process(*arguments: str) -> Iterator[tuple[str, int]]:
    """`python -m …` as a process; gives the last word of its first line, which holds its port, and its pid."""
    with subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield running.stdout.readline().split()[-1], running.pid
        finally:
            running.terminate()


@contextmanager
def ours(folder: Path, *, speed: float = 1) -> Iterator[tuple[str, int]]:
    """`motcua serve` on a Monday morning; gives its address and its pid."""
    morning = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
    words = ("queue_server.cli", "serve", "--centre", CENTRE, "--data", str(folder), "--port", "0")
    with process(*words, "--clock", str(Clock.starting(morning, speed=speed))) as (address, pid):
        yield address.rstrip("/"), pid


@contextmanager
def undisturbed() -> Iterator[None]:
    """Who makes the load looks for none of its garbage: with a thousand connections each search takes as long as a
    call to all of them, and would be counted as the server's."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def hellos(folder: Path, role: msg.Role, count: int) -> list[msg.Hello]:
    """How so many devices of a role greet the server of this folder."""
    access = Access(folder / "access.json", clock=time.time)
    names = [f"{role.value}{n}" for n in range(count)]
    return [
        msg.Hello(protocol=msg.PROTOCOL, role=role, device=name, token=access.add_device(name, role=role))
        for name in names
    ]


async def officer(folder: Path, address: str) -> str:
    """The cookie of somebody who may sit at a desk."""
    Access(folder / "access.json", clock=time.time).add_officer("an", pin=PIN, display="An")
    return await sign_in(address, name="an", pin=PIN)


def resident(pid: int) -> int:
    """Kilobytes of memory that a process has in use."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
