"""`motcua serve` as a process of its own, to be killed and started again on the same folder and port."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from chaos.killable import Killable
from queue_server.client.signing_in import sign_in
from queue_server.clock import Clock
from queue_server.protocol.messages import Role
from queue_server.web.access import Access

PIN = "2468"


class ServerProcess(Killable):
    """`options` are more words for `serve`. The journal is in `folder`, or in a `database` that others may wait for."""

    page = "/health"

    def __init__(
        self,
        centre: str,
        folder: Path,
        clock: Clock,
        options: tuple[str, ...] = (),
        database: str = "",
        *,
        host: str = "127.0.0.1",
        words: tuple[str, ...] = (),
    ) -> None:
        super().__init__(folder, log="server.log", host=host, words=words)
        self.centre = centre
        self.clock = clock
        self.options = options
        self.database = database
        self.access = Access(folder / "access.json", clock=time.time)

    @property
    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "queue_server.cli", "--verbose", "serve"),
            *("--centre", self.centre, "--data", str(self.folder), "--clock", str(self.clock)),
            *("--host", self.host, "--port", str(self.port)),
            *(("--database", self.database) if self.database else ()),
            *self.options,
        ]

    @property
    def socket(self) -> str:
        return f"ws://{self.host}:{self.port}/ws"

    def token(self, device: str, role: Role) -> str:
        return self.access.add_device(device, role=role)

    async def cookie(self, officer: str) -> str:
        """The session of an officer who is added and signs in."""
        self.access.add_officer(officer, pin=PIN, display=officer)
        return await sign_in(self.url, name=officer, pin=PIN)
