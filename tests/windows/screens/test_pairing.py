"""The window of a kiosk or board without a key: it shows the six digits, and ends with the key that they brought."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

#: A window cannot be opened twice in one process, so each has a process of its own.
_WINDOW = """
import asyncio, json, os, sys
os.environ["SDL_VIDEODRIVER"] = "offscreen"
from {package} import app
app.{configure}((800, 600), locked=False)
from queue_server.client.pairing import Key
from queue_server.protocol.messages import Role
from windows.screens.pairing import PairingApp

said = []

async def pair(show):
    while not window.root:
        await asyncio.sleep(0)
    for code in ("", "482913"):
        show(code)
        await asyncio.sleep(0)
        said.append([each.text for each in reversed(window.root.children) if hasattr(each, "text")])
    return Key(device="k1", token="t")

window = PairingApp(pair, role=Role.{role})
key = asyncio.run(window.key())
print(json.dumps({{"said": said, "device": key.device}}))
"""


@pytest.mark.parametrize(
    ("package", "configure", "role", "title"),
    [
        ("kiosk", "configure", "KIOSK", "Máy này chưa được ghép nối"),
        ("display", "_configure", "BOARD", "Bảng này chưa được ghép nối"),
    ],
)
def test_the_digits_are_shown_and_the_key_is_what_it_ends_with(
    package: str, configure: str, role: str, title: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW.format(package=package, configure=configure, role=role)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    without, shown = found["said"]
    assert shown[0] == title
    assert shown[2] == "482 913"
    assert "482" not in "".join(without)
    assert found["device"] == "k1"
