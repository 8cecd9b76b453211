"""A printer that nobody here wrote (emupos), to bear witness to what our bytes mean.

It runs in an environment of its own (`make test` makes it); mark tests that use it with `needs("emupos")`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from websockets.sync.client import ClientConnection, connect

from chaos.killable import free_port

_EMULATOR = Path(__file__).parents[2] / ".tools" / "emulator" / "bin" / "emupos"
_PATIENCE = 60.0
_TRIES = 5

_CONFIG = """
schema: 1
api: {{port: {api}}}
devices:
  - {{id: front, type: printer, profile: {profile}, job_idle_timeout_ms: 60000, receipts_dir: {folder}/receipts,
     connections: [{{tcp: {{port: {port}}}}}]}}
"""
_PROFILE = """
type: printer
name: Printer of {dots} dots
dpi: 203
width_dots: {dots}
font_a: {{width: 12, height: 24}}
font_b: {{width: 9, height: 17}}
code_pages: {{0: PC437}}
default_code_page: 0
drawer_sensor_open_level: high
"""


@dataclass(frozen=True)
class Receipt:
    """A paper as the witness saw it; `text` is what it understood as text, and not as pictures."""

    picture: Image.Image
    text: str


class Witness:
    """A running emupos with one printer. `address` is what `open_printer` takes."""

    def __init__(self, host: str, port: int, api: int, events: ClientConnection, folder: Path) -> None:
        self.host = host
        self.port = port
        self.address = f"tcp:{host}:{port}"
        self.folder = folder
        self.events: list[dict[str, Any]] = []
        self._api = f"http://{host}:{api}/api/v1/devices/front"
        self._stream = events

    def receipts(self, count: int) -> list[Receipt]:
        """All papers so far, as soon as there are `count`. Fails by `TimeoutError` when they do not come."""
        while sum(event["type"] == "printer.job.completed" for event in self.events) < count:
            self.events.append(json.loads(self._stream.recv(timeout=_PATIENCE)))
        listed = sorted(json.loads(self._get("/receipts")), key=lambda receipt: str(receipt["completed_at"]))
        return [self._receipt(receipt["id"]) for receipt in listed]

    def unknown_commands(self) -> list[dict[str, Any]]:
        """What it could make nothing of, up to the last paper asked for."""
        return [event for event in self.events if event["type"] == "printer.command.unknown"]

    @contextmanager
    def fault(self, name: str) -> Iterator[None]:
        """`paper-out`, `paper-near-end`, `cover-open` or `offline`, for as long as the block lasts."""
        self._send("PUT", f"/faults/{name}")
        try:
            yield
        finally:
            self._send("DELETE", f"/faults/{name}")

    def _receipt(self, name: str) -> Receipt:
        file = self.folder / f"{name}.png"
        file.write_bytes(self._get(f"/receipts/{name}/image"))
        with Image.open(file) as picture:
            picture.load()
        return Receipt(picture, self._get(f"/receipts/{name}/text").decode())

    def _get(self, path: str) -> bytes:
        return self._send("GET", path)

    def _send(self, method: str, path: str) -> bytes:
        with urllib.request.urlopen(
            urllib.request.Request(self._api + path, method=method), timeout=_PATIENCE
        ) as answer:
            content: bytes = answer.read()
            return content


@contextmanager
def witness(folder: Path, *, dots: int = 576) -> Iterator[Witness]:
    """Run a witness for paper of `dots` across; its files go to `folder`."""
    for attempt in range(_TRIES):
        api, port = free_port(), free_port()
        process = _start(folder, api=api, port=port, dots=dots)
        try:
            if listens(process):
                with connect(f"ws://127.0.0.1:{api}/api/v1/events") as events:
                    yield Witness("127.0.0.1", port, api, events, folder)
                return
            # Somebody else took one of the ports in between.
            assert attempt < _TRIES - 1, (folder / "emupos.log").read_text("utf-8")
        finally:
            process.terminate()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def _start(folder: Path, *, api: int, port: int, dots: int) -> subprocess.Popen[str]:
    profile = folder / "profile.yaml"
    profile.write_text(_PROFILE.format(dots=dots), "utf-8")
    return run(_CONFIG.format(api=api, port=port, folder=folder, profile=profile), folder)


def run(configuration: str, folder: Path) -> subprocess.Popen[str]:
    """Start emupos with this configuration; ask `listens` whether it runs."""
    config = folder / "emupos.yaml"
    config.write_text(configuration, "utf-8")
    program = _EMULATOR if _EMULATOR.exists() else shutil.which("emupos")
    assert program is not None, "emupos is not installed: run `make test` once"
    return subprocess.Popen(
        [program, "run", "--config", config],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def listens(process: subprocess.Popen[str]) -> bool:
    """Wait until it runs; False when it ended instead."""
    assert process.stdout is not None
    return any("Showing events" in line for line in process.stdout)
