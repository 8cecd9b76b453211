"""The house of a demo: its folder, the keys of its officers and devices, and its server, a process of its own."""

from __future__ import annotations

import asyncio
import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from queue_server.catalogue.centre import Centre
from queue_server.clock import Clock
from queue_server.core.plan import MINUTE
from queue_server.protocol.messages import Role
from queue_server.web.access import Access

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1

#: Who has no desk of their own: a visitor of the demo.
VISITOR = "khach"
PIN = "2468"
#: The kiosk that the demo's citizens press.
CITIZENS_KIOSK = "demo-kiosk"
#: The board for a browser.
WEB_BOARD = "web"
#: How long a server may take until it answers, in seconds.
_STARTING = 30.0


#: Milliseconds of the centre's time for which an officer leaves the only desk of a service to a visitor.
_LEFT_FOR = 3 * MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorsDesk:
    """The desk that is left to whoever watches. `taken_after`: its own officer comes then, None never."""

    desk: str
    taken_after: float | None


class HouseClosed(Exception):
    """The server of the house did not start, or has ended; the message says why."""


@dataclass(slots=True, kw_only=True)
class House:
    """One run. `tokens` are of devices; every officer has the same PIN."""

    name: str
    centre: Centre
    clock: Clock
    folder: Path
    port: int
    tokens: dict[str, str] = field(default_factory=dict)
    server: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def visitors_desk(self) -> VisitorsDesk:
        """A desk that no service depends on; where there is none, the first, and not for long."""
        desks = self.centre.plan.desks
        for desk in desks:
            others = {skill.service for other in desks if other is not desk for skill in other.skills}
            if others.issuperset(skill.service for skill in desk.skills):
                return VisitorsDesk(desk=desk.id, taken_after=None)
        return VisitorsDesk(desk=desks[0].id, taken_after=_LEFT_FOR)

    def give_keys(self) -> None:
        """An officer for every desk, one more for the visitor, and a token for every device."""
        plan = self.centre.plan
        access = Access(self.folder / "access.json", clock=time.time)
        for desk in plan.desks:
            access.add_officer(
                officer_of(desk.id), pin=PIN, display=f"Cán bộ quầy {desk.id}", employer=desk.employer.value
            )
        access.add_officer(VISITOR, pin=PIN, display="Khách dùng thử")
        kiosks = [kiosk.id for kiosk in plan.kiosks] or ["k1"]
        boards = [board.id for board in plan.boards] or ["b1"]
        for role, devices in ((Role.KIOSK, [*kiosks, CITIZENS_KIOSK]), (Role.BOARD, [*boards, WEB_BOARD])):
            for device in devices:
                self.tokens[device] = access.add_device(device, role=role)

    async def open(self, stack: AsyncExitStack) -> None:
        """Start `motcua serve` and wait until it answers; `stack` ends it. Raises `HouseClosed`."""
        if not _free(self.port):
            raise HouseClosed(
                f"Cổng {self.port} đang được dùng, hãy chọn cổng khác · port {self.port} is in use: choose another "
                f"with --port"
            )
        with (self.folder / "server.log").open("wb") as log:
            self.server = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "queue_server.cli", "--verbose", "serve",
                "--centre", self.name, "--data", str(self.folder), "--port", str(self.port),
                "--clock", str(self.clock),
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=ends_with_us,
            )  # fmt: skip
        stack.push_async_callback(stop, self.server)
        end = time.monotonic() + _STARTING
        while not await asyncio.to_thread(_answers, self.url):
            self.check()
            if time.monotonic() > end:
                raise HouseClosed(f"Máy chủ không trả lời · the server does not answer: see {self.folder}/server.log")
            await asyncio.sleep(0.1)

    def check(self) -> None:
        """Raises `HouseClosed` when the server has ended."""
        if self.server is not None and self.server.returncode is not None:
            said = (self.folder / "server.log").read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise HouseClosed(f"Máy chủ đã dừng · the server has ended: {' '.join(said)}")


def officer_of(desk: str) -> str:
    """The name of the officer whose desk this is."""
    return f"canbo{desk}"


def ends_with_us() -> None:
    """In a new process: be asked to end when the demo ends, in whatever way it does (Linux)."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


async def stop(process: asyncio.subprocess.Process) -> None:
    """Ask a process politely to end, and insist after ten seconds."""
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), timeout=10)
        except TimeoutError:
            process.kill()
            await process.wait()


def _free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  # our own server
            return bool(answer.status == 200)
    except OSError:
        return False
