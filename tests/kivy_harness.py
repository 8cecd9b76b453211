"""Real Kivy windows for tests: drawn off screen, in virtual time, driven frame by frame. Nothing sleeps.

Import it before the window of Kivy. One app at a time: what else has a window in this process waits until `close`.
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("KIVY_HOME", tempfile.mkdtemp(prefix="kivy-"))
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
for _option in ("KIVY_NO_ARGS", "KIVY_NO_CONFIG", "KIVY_NO_FILELOG", "KIVY_NO_CONSOLELOG"):
    os.environ.setdefault(_option, "1")
os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.base import EventLoop, runTouchApp
from kivy.clock import Clock
from kivy.config import Config
from kivy.uix.label import Label
from kivy.uix.widget import Widget
from PIL import Image

for _option in Config.options("input"):
    Config.remove_option("input", _option)
Config.set("graphics", "multisamples", "0")
Config.set("kivy", "log_level", "warning")

FRAME = 1 / 60


class VirtualTime:
    """Seconds that pass only when they are told to. Never before what any clock showed: Kivy would wait for that."""

    latest = 0.0

    def __init__(self) -> None:
        self.now = float(1000 * (int(max(Clock.time(), VirtualTime.latest)) // 1000 + 1))

    def milliseconds(self) -> int:
        return int(self.now * 1000)


class Aside:
    """What was in the window and on the clock before: taken away, to be put back as it was."""

    def __init__(self, window: Any) -> None:
        self.window = window
        self.app = App.get_running_app()
        self.children = list(reversed(window.children))
        self.size = window.size
        self.time, self.max_fps = Clock.time, Clock._max_fps
        # The kiosk's stage draws nothing; here every frame counts.
        self.drawing = {name: vars(window).pop(name) for name in ("on_draw", "on_flip") if name in vars(window)}
        self.events = self._clear()

    def back(self) -> None:
        self._clear()
        vars(self.window).update(self.drawing)
        Clock.time, Clock._max_fps = self.time, self.max_fps
        # Events count from the clock's last tick, which was in another time.
        Clock._last_tick = Clock.time()
        App._running_app = self.app
        if self.children:
            self.window.size = self.size
        for child in self.children:
            self.window.add_widget(child)
        for event in self.events:
            event()

    def _clear(self) -> list[Any]:
        for child in list(self.window.children):
            self.window.remove_widget(child)
        events = list(Clock.get_events())
        for event in events:
            event.cancel()
        return events


class KivyHarness:
    """An app in a window of so many pixels, living in virtual time."""

    def __init__(self, app: App, *, size: tuple[int, int], time: VirtualTime | None = None) -> None:
        from kivy.core.window import Window
        from kivy.graphics.opengl import glFinish

        self.app = app
        self.window = Window
        self.time = time or VirtualTime()
        self.flips = 0
        self._aside = Aside(Window)
        Clock.time = lambda: self.time.now
        Clock._max_fps = 0
        self._finish: Callable[..., None] = lambda *_: glFinish()
        self._count: Callable[..., None] = lambda *_: self._flipped()
        Window.bind(on_flip=self._finish)
        Window.bind(on_flip=self._count)
        Window.size = size
        app._run_prepare()
        runTouchApp(embedded=True)
        self.frames(3)

    def frames(self, count: int = 1) -> None:
        """Let so many frames go by."""
        for _ in range(count):
            self.time.now += FRAME
            EventLoop.idle()

    def wait(self, seconds: float) -> None:
        """Let time go by, a few frames of it drawn."""
        end = self.time.now + seconds
        while self.time.now < end:
            self.time.now = min(end, self.time.now + 0.1)
            EventLoop.idle()

    def tap(self, widget: Widget) -> None:
        """A finger in the middle of a widget."""
        from kivy.tests.common import UnitTestTouch

        touch = UnitTestTouch(*widget.to_window(*widget.center))
        touch.touch_down()
        self.frames()
        touch.touch_up()
        self.frames(2)

    def widgets(self, kind: type[Widget] = Widget) -> Iterator[Any]:
        """All widgets of a kind that are on the window."""
        return (widget for widget in self.app.root.walk() if isinstance(widget, kind))

    def labels(self) -> Iterator[Label]:
        """All labels that are on the window."""
        return self.widgets(Label)

    def texts(self) -> list[str]:
        """Every text that can be seen."""
        return [label.text for label in self.labels() if label.text and visible(label)]

    def photograph(self, path: Path) -> Path:
        """What the window shows, as a PNG file."""
        self.frames(2)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.app.root.export_to_png(str(path))
        return path

    def close(self) -> None:
        """End the app and forget everything of it."""
        self.app.dispatch("on_stop")
        self.window.unbind(on_flip=self._finish)
        self.window.unbind(on_flip=self._count)
        VirtualTime.latest = max(VirtualTime.latest, self.time.now)
        self._aside.back()

    def _flipped(self) -> None:
        self.flips += 1


def visible(widget: Widget) -> bool:
    """Whether neither the widget nor what it lies in is see-through."""
    while isinstance(widget, Widget):
        if widget.opacity == 0 or min(widget.size) < 2:
            return False
        if widget.parent is widget:
            break
        widget = widget.parent
    return True


def spills(label: Label) -> str:
    """Say how the ink of a label leaves its box, or nothing."""
    width, height = label.texture_size
    if not label.text or not label.texture:
        return ""
    left, bottom, right, top = ink(label)
    x, y = label.center_x - width / 2, label.center_y - height / 2
    over = max(label.x - (x + left), x + right - label.right, label.y - (y + bottom), y + top - label.top)
    return f"{label.text!r} spills by {over:.0f} pixels" if over > 1 else ""


def ink(label: Label) -> tuple[int, int, int, int]:
    """The box of what is really drawn of a label, within its texture: left, bottom, right, top."""
    width, height = (int(side) for side in label.texture.size)
    box = Image.frombytes("RGBA", (width, height), label.texture.pixels).getchannel("A").getbbox()
    if box is None:
        return 0, 0, 0, 0
    # Textures of text are stored from the top row down.
    left, top, right, bottom = box
    return left, height - bottom, right, height - top
