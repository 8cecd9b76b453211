"""A window that is told to end does so with its frame, whatever is still to be laid out in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

#: A window cannot be opened twice in one process, so it has a process of its own. Told to end between two frames, with
#: a change under way that asks for the app in the next.
_WINDOW = """
import asyncio, os
os.environ["SDL_VIDEODRIVER"] = "offscreen"
os.environ["KIVY_NO_ARGS"] = "1"
from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget
from windows.screens.window_app import WindowApp

class Wide(Widget):
    natural = NumericProperty(1)
    wanted = NumericProperty(0)

Builder.load_string("<Wide>:\\n    wanted: app.unit * self.natural")

class Window(WindowApp):
    unit = NumericProperty(10)

    def build(self):
        return Wide()

async def scene():
    window = Window()
    running = asyncio.create_task(window.async_run("asyncio"))
    while not running.done() and (window.root is None or window.root.wanted != 10):
        await asyncio.sleep(0)
    root = window.root
    Clock.schedule_once(lambda _: setattr(root, "natural", 5))
    window.stop()
    await running
    print(root.wanted, WindowApp.get_running_app())

asyncio.run(scene())
"""


def test_what_is_laid_out_in_the_last_frame_finds_its_app(tmp_path: Path) -> None:
    # Kivy looks beside the file of an app's class for more of it: there must be one.
    program = tmp_path / "window.py"
    program.write_text(_WINDOW, "utf-8")
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, str(program)], env=here, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["50", "None"]
