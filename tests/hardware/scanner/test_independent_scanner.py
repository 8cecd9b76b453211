"""A serial scanner that nobody here wrote (emupos) is read by our driver, Vietnamese and all."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos.killable import free_port
from hardware.scanner.base import ScannerState
from hardware.scanner.open import open_scanner
from tests.hardware.scanner.watching import watched
from tests.hardware.witness import listens, run

CARD = "062085001234|231234567|Nguyễn Thị Hồng Đào|02091985|Nữ|Tổ 3, Trường Chinh, Kon Tum|10052021"
_CONFIG = """
schema: 1
api: {{port: {api}}}
devices:
  - {{id: front, type: scanner, mode: serial, suffix: {suffix}, connections: [{{serial: {{pty: true}}}}]}}
"""


class Front:
    """The running scanner."""

    def __init__(self, process: subprocess.Popen[str], api: int) -> None:
        self.process = process
        self._api = f"http://127.0.0.1:{api}/api/v1/devices"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    @property
    def port(self) -> str:
        with urllib.request.urlopen(f"{self._api}/front", timeout=30) as answer:
            described = json.load(answer)
        [connection] = described["connections"]
        return str(connection["endpoint"])

    def scan(self, text: str) -> None:
        body = json.dumps({"data": text, "countdown_seconds": 0}).encode()
        asked = urllib.request.Request(
            f"{self._api}/front/scans", data=body, method="POST", headers={"Content-Type": "application/json"}
        )
        urllib.request.urlopen(asked, timeout=30).close()


def started(suffix: str, folder: Path) -> Front:
    api = free_port()
    return Front(run(_CONFIG.format(api=api, suffix=suffix), folder), api)


@pytest.fixture
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Front]:
    front = started(request.param, tmp_path)
    while not listens(front.process):  # somebody else took its port in between
        front.stop()
        front = started(request.param, tmp_path)
    yield front
    front.stop()


@pytest.mark.needs("emupos")
@pytest.mark.parametrize("front", ["enter", "tab", "none"], indirect=True)
async def test_its_scans_are_read(front: Front, request: pytest.FixtureRequest) -> None:
    suffix = {"enter": "auto"}.get(request.node.callspec.params["front"], request.node.callspec.params["front"])
    async with watched(open_scanner(f"serial:{front.port}?suffix={suffix}")) as seen:
        await seen.until(lambda: seen.states == [ScannerState.READY])
        for code in (CARD, "H34-221013-0012"):
            front.scan(code)
            await seen.until(lambda: seen.texts[-1:] == [code])  # noqa: B023 — awaited within the round
        assert not any(scan.doubt for scan in seen.scans)
