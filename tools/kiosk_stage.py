"""The kiosk's real window on a virtual stage: no screen, no network, and time that goes by only when told to.

For tests and for the gallery. Kivy reads its environment at import, so this module must be imported before Kivy is.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ.setdefault("KIVY_HOME", tempfile.mkdtemp(prefix="kivy-"))

from kiosk.window import KioskApp, configure  # sets Kivy's own switches, so it comes before Kivy

# isort: split

from kivy.base import EventLoop, runTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from kiosk import events as ev
from kiosk.modes import Mode
from kiosk.screens.parts import Touchable
from kiosk.state import State
from queue_server.client.base import Change, ErrandListener, LinkState, Listener
from queue_server.client.view import View
from queue_server.protocol.messages import Answer, Centre, Command, Day, Instant, Line, Snapshot, Thing, Welcome
from tools.kiosk_finger import Finger, find, in_use, touchables

FRAME = 1 / 20


def _draw_nothing(*_: object) -> None:
    """Nobody looks at the window itself: a photograph draws what is on it for itself, once."""


Window.on_draw = Window.on_flip = _draw_nothing


class StillLink:
    """A link that hears what it is told and never asks. It needs no loop, unlike the client's own double."""

    def __init__(self, clock: Callable[[], Instant]) -> None:
        self.view = View()
        self.state = LinkState.CONNECTING
        self.welcome: Welcome | None = None
        self.refusal: str | None = None
        self.heard_at: Instant | None = None
        self.now = clock
        self._listeners: list[Listener] = []

    def on_change(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def on_errand(self, listener: ErrandListener) -> Callable[[], None]:
        return lambda: None

    def listen(self) -> AsyncIterator[Change]:
        raise AssertionError("a still link is heard by its listeners only")

    async def run(self) -> None:
        raise AssertionError("a still link is not run")

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer:
        raise AssertionError("a still link is not asked")

    def say(self, centre: Centre, day: Day, lines: dict[str, Line], *more: Thing) -> None:
        """Everything a kiosk hears, as one snapshot."""
        things: tuple[Thing, ...] = (centre, day, *lines.values(), *more)
        self.view = self.view.apply(Snapshot(epoch="stage", version=self.view.version + 1, things=things))
        self.become(LinkState.LIVE)

    def become(self, state: LinkState, *, refusal: str | None = None) -> None:
        self.state, self.refusal = state, refusal
        for listener in list(self._listeners):
            listener(Change(state=state, view=self.view))


class Stage:
    """A running kiosk. `play` lets time go by, `touch` finds a thing by its name and presses it."""

    def __init__(self, *, size: tuple[int, int], instant: int) -> None:
        self.now = Clock.get_time() + 1
        self.instant = instant
        self.link = StillLink(lambda: self.instant)
        self.effects: list[ev.Effect] = []
        configure(size, locked=True)
        Window.size = size
        Clock.time = lambda: self.now
        Clock._max_fps = 0
        self.app = KioskApp(self.link, size=size, carry_out=self._carry_out, warm=False)
        self.app._run_prepare()
        runTouchApp(embedded=True)
        self.play(0.1)
        gc.collect()
        gc.freeze()  # as a kiosk does when its screens are built

    def _carry_out(self, effect: ev.Effect) -> None:
        # There is no printer that could draw ahead.
        if not isinstance(effect, ev.DrawAhead):
            self.effects.append(effect)

    def play(self, seconds: float) -> None:
        """Let so much time go by, frame by frame; no test waits for it."""
        until = self.now + seconds
        while self.now < until:
            step = min(FRAME if until - self.now <= 0.5 else 0.5, until - self.now)
            self.now += max(step, 1e-6)
            self.instant += int(step * 1000)
            EventLoop.idle()

    @property
    def screen(self) -> Widget:
        return self.app.root.ids.screens.current_screen

    def widgets(self) -> Iterator[Widget]:
        return in_use(self.app.root)

    def touchables(self) -> list[Touchable]:
        return touchables(self.app.root)

    def labels(self) -> list[Label]:
        return [widget for widget in self.widgets() if isinstance(widget, Label) and widget.text]

    def texts(self) -> list[str]:
        return [label.text for label in self.labels()]

    def find(self, name: str) -> Touchable:
        return find(self.app.root, name)

    def press(self, x: float, y: float) -> Finger:
        """A finger comes down and stays."""
        finger = Finger(x, y)
        finger.scale_for_screen(Window.width, Window.height)
        EventLoop.post_dispatch_input("begin", finger)
        return finger

    def slide(self, finger: Finger, x: float, y: float) -> None:
        """The finger moves without lifting."""
        finger.move_to(x, y)
        EventLoop.post_dispatch_input("update", finger)

    def lift(self, finger: Finger) -> None:
        EventLoop.post_dispatch_input("end", finger)

    def touch(self, name: str, *, times: int = 1, held: float = 0.05) -> None:
        """Press and lift at the middle of what is called `name`, where it is now."""
        x, y = self.find(name).center
        for _ in range(times):
            finger = self.press(x, y)
            self.play(held)
            self.lift(finger)
            self.play(0.02)
        self.play(0.5)

    def photograph(self, path: Path) -> None:
        self.play(0.1)
        self.app.root.export_to_png(str(path))

    def reset(self, *, instant: int, language: str = "vi", modes: frozenset[Mode] = frozenset()) -> None:
        """A kiosk that has just started, in the window that is there: cheaper than another window.

        Somebody has chosen language and ways of use, as the one before had: to build the screens anew takes longest.
        """
        self.instant = instant
        self.link.now = lambda: self.instant
        self.effects.clear()
        self.link.view, self.link.state, self.link.refusal = View(), LinkState.CONNECTING, None
        self.app.state = State(link_since=self.now, touched=self.now, language=language, modes=modes)
        self.app._lost_at, self.app._reserve = None, None
        self.app.hear()
        self.play(0.4)

    def close(self) -> None:
        """Leave nothing behind for the next kiosk in this process."""
        self.app.dispatch("on_stop")
        for widget in list(Window.children):
            Window.remove_widget(widget)
        for event in Clock.get_events():
            event.cancel()


@contextmanager
def stage(*, size: tuple[int, int] = (1080, 1920), instant: int) -> Iterator[Stage]:
    found = Stage(size=size, instant=instant)
    try:
        yield found
    finally:
        found.close()
