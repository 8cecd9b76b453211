"""The picture of a window: the real one, the right way up, and small enough for one answer."""

from __future__ import annotations

import base64
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from queue_server.protocol.codec import MAX_FRAME

#: A window cannot be opened twice in one process, so it has a process of its own.
_WINDOW = """
import os
os.environ["SDL_VIDEODRIVER"] = "offscreen"
from display import app
app._configure((800, 1600), locked=False)
from random import Random
from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget
from windows.screens.picture import picture

Window.clearcolor = (1, 1, 0, 1)
made = Widget(size=(800, 1600))
lot = Random(1)
with made.canvas:
    Color(1, 0, 0)
    Rectangle(pos=(0, 1200), size=(800, 400))
    for _ in range(PATCHES):
        Color(lot.random(), lot.random(), lot.random())
        Rectangle(pos=(lot.randrange(800), lot.randrange(400, 1200)), size=(4, 4))
print(picture(made))
"""


def taken(*, patches: int) -> Image.Image:
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW.replace("PATCHES", str(patches))],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()[-1]
    assert len(said) < MAX_FRAME - 4096, "with what else is in the answer"
    return Image.open(BytesIO(base64.b64decode(said)))


def test_a_window_is_seen_as_it_is() -> None:
    seen = taken(patches=0)
    assert (seen.format, seen.size) == ("WEBP", (480, 960))
    assert [max(colour) - colour[1] > 200 for colour in (seen.getpixel((10, 10)), seen.getpixel((10, 950)))] == [
        True,
        False,
    ], "red above, the window's own yellow below"


def test_a_window_full_of_pictures_is_made_smaller_until_it_fits() -> None:
    assert max(taken(patches=20_000).size) < 960
