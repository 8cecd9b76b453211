"""`motcua hub` as a process of its own, to be killed and started again on the same folder and port."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from chaos.killable import Killable
from queue_server.hub.tokens import Tokens


class HubProcess(Killable):
    def __init__(self, folder: Path, *, host: str = "127.0.0.1", words: tuple[str, ...] = ()) -> None:
        super().__init__(folder, log="hub.log", host=host, words=words)

    @property
    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "queue_server.cli", "hub", "--data", str(self.folder)),
            *("--host", self.host, "--port", str(self.port)),
        ]

    @property
    def uplink(self) -> str:
        return f"ws://{self.host}:{self.port}/uplink"

    @property
    def archive(self) -> Path:
        return self.folder / "archive.sqlite"

    def admit(self, centres: Iterable[str]) -> dict[str, str]:
        """Their tokens."""
        return Tokens(self.folder / "centres.json").add_all(centres)
