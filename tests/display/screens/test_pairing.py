"""The window of a board without a key: it shows the six digits, and ends with the key that they brought."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

#: A window cannot be opened twice in one process, so this one has a process of its own.
_WINDOW = """
import asyncio, json, os
os.environ["SDL_VIDEODRIVER"] = "offscreen"
from display import app
app._configure((800, 600), locked=False)
from display.screens.pairing import PairingApp
from queue_server.client.pairing import Key

said = []

async def pair(show):
    while not window.root:
        await asyncio.sleep(0)
    for code in ("", "482913"):
        show(code)
        await asyncio.sleep(0)
        said.append([each.text for each in reversed(window.root.children) if hasattr(each, "text")])
    return Key(device="b1", token="t")

window = PairingApp(pair)
key = asyncio.run(window.key())
print(json.dumps({"said": said, "device": key.device}))
"""


def test_the_digits_are_shown_and_the_key_is_what_it_ends_with() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    without, shown = found["said"]
    assert shown[0] == "Bảng này chưa được ghép nối"
    assert shown[2] == "482 913"
    assert "482" not in "".join(without)
    assert found["device"] == "b1"
