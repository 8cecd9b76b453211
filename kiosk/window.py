"""The kiosk's window: shows what the flow's state and the server's news come to, and hands on what is touched.

It decides nothing: `flow` says what follows, `screens` how it looks. Import it before Kivy, whose switches it sets.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("KIVY_NO_ARGS", "1")
os.environ.setdefault("KIVY_NO_CONFIG", "1")
os.environ.setdefault("KIVY_NO_FILELOG", "1")
os.environ.setdefault("KIVY_NO_CONSOLELOG", "1")
os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")
# Its clock reads this when it is imported; `Config.set` would come too late.
os.environ.setdefault("KCFG_GRAPHICS_MAXFPS", "30")

from kivy.clock import Clock
from kivy.config import Config
from kivy.lang import Builder
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk import events as ev
from kiosk import moments, theme
from kiosk.flow import step
from kiosk.guide import Key
from kiosk.language import FALLBACK, Words
from kiosk.modes import Mode
from kiosk.narrator import Narrator
from kiosk.reserve import Reserve
from kiosk.scene import Scene
from kiosk.state import RESTING, State, alone, at_rest, seconds_left
from queue_server.client.base import AnyLink, LinkState
from queue_server.client.errands import Result
from queue_server.protocol.messages import Centre, Day
from windows.night import asleep
from windows.notices import Posted, posted
from windows.screens.window_app import WindowApp

if TYPE_CHECKING:
    from kiosk.screens.read_out import ReadOut

KV = ("parts", "home", "procedures", "before", "ticket", "notices", "enter", "root")
TICK = 0.5
OFFERED = frozenset({Mode.LARGE, Mode.STARK, Mode.LOW})
_ZONE = "Asia/Ho_Chi_Minh"


class KioskApp(WindowApp):
    """One window. `carry_out` does what the flow wants done; what time it is, the link knows. `narrator` reads out.

    With `warm` the screens are built in quiet moments after the start, so that no touch waits for one.
    """

    u = NumericProperty(1.0)
    portrait = BooleanProperty(True)
    words = ObjectProperty(Words(FALLBACK))
    look = ObjectProperty(theme.PLAIN)
    large = BooleanProperty(False)
    #: Whether everything is in the lower part, where a person in a wheelchair reaches it.
    low = BooleanProperty(False)
    #: How much larger texts are, and the smallest of them in units.
    larger = NumericProperty(1.0)
    smallest = NumericProperty(theme.SMALLEST_TEXT)
    #: In pixels from below: how high the tools are where they stand there, and how far everything to touch may be.
    foot = NumericProperty(0.0)
    reach = NumericProperty(0.0)

    def __init__(
        self,
        link: AnyLink,
        *,
        size: tuple[int, int],
        carry_out: Callable[[ev.Effect], None] | None = None,
        reserve: Reserve | None = None,
        narrator: Narrator | None = None,
        locked: bool = True,
        warm: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.u, self.portrait = theme.unit(*size), size[1] >= size[0]
        self._size = size
        self._suited: tuple[str, frozenset[Mode]] | None = None
        self.state = State(link_since=Clock.get_time())
        self._suit()
        self.carry_out: Callable[[ev.Effect], None] = carry_out or _not_connected
        self._link = link
        self._reserve = reserve
        self._narrator = narrator
        self._read_out: ReadOut | None = None
        self._lost_at: datetime | None = None
        self._locked = locked
        self._warm = warm
        self.again = False
        #: Hears whether the screen is dark.
        self.darkened: Callable[[bool], None] = _nobody_cares
        link.on_change(lambda _: self.hear())

    # Kivy's own settings panel would come up at F1.
    def open_settings(self, *_: object) -> bool:
        return False

    def build(self) -> Widget:
        from kivy.core.window import Window

        from kiosk.screens.parts import register_faces
        from kiosk.screens.read_out import ReadOut
        from kiosk.screens.root import Root

        register_faces()
        folder = Path(__file__).parent / "screens"
        for name in KV:
            Builder.unload_file(str(folder / f"{name}.kv"))
            Builder.load_file(str(folder / f"{name}.kv"))
        if self._locked:
            Window.bind(on_request_close=_refuse_to_close)
        self._root = Root(happened=self.happened)
        if self._narrator is not None:
            self._read_out = ReadOut(self._root, self._narrator)
        Clock.schedule_interval(self._tick, TICK)
        self.hear()
        if self._warm:
            Clock.schedule_interval(self._warm_up, TICK)
        return self._root

    def words_changed(self) -> None:
        """Say everything anew: there are other words, or another language."""
        self._suited = None
        self._present()

    @property
    def busy(self) -> bool:
        """Whether a citizen is using this kiosk."""
        return self.state.visit is not None or self.state.screen not in RESTING

    async def picture(self) -> Result:
        """What the window shows."""
        from windows.screens.picture import picture

        return Result(picture=picture(self._root))

    def start_anew(self) -> None:
        """End, and be started again."""
        self.again = True
        self.stop()

    def _warm_up(self, since: float) -> bool:
        """Build what is still missing; then what is there stays, and no collection looks through it again."""
        if self._root.warm(since):
            return True
        gc.collect()
        gc.freeze()
        return False

    def on_stop(self) -> None:
        from kivy.core.window import Window

        Window.unbind(on_request_close=_refuse_to_close)

    def every(self, seconds: float, act: Callable[[], object]) -> None:
        """By the window's own clock: while the window stands still, nothing is done."""
        Clock.schedule_interval(lambda _: act(), seconds)

    def happened(self, event: ev.Event) -> None:
        """Let the flow decide what follows, have it done, draw it."""
        self.state, effects = step(self.state, event, Clock.get_time())
        for effect in effects:
            self.carry_out(effect)
        self._present()

    def press(self, key: Key) -> None:
        """A key of the pad, for who does not see. The first press begins to read out."""
        if self._read_out is None:
            return
        if Mode.SPOKEN not in self.state.modes:
            self.happened(ev.ModeSwitched(Mode.SPOKEN))
            return
        self.happened(ev.Touched())
        self._read_out.key(key)

    def hear(self) -> None:
        """News of the server, in the loop's thread."""
        view = self._link.view
        up = self._link.state is LinkState.LIVE and view.centre is not None
        if not up and self.state.link_up:
            self._lost_at = self._now()
        if not hasattr(self, "_root"):
            return
        if up and view.day is not None:
            self.happened(ev.DayChanged(view.day.issuing))
        self.happened(ev.LinkChanged(up))
        self._look_at_reserve()

    def _tick(self, _: float) -> None:
        self._look_at_reserve()
        self.happened(ev.Tick())

    def _look_at_reserve(self) -> None:
        """Without the server the kiosk's own records say which day it is and what may be given."""
        if self._reserve is None or self.state.link_up:
            return
        now = self.instant()
        services = self._reserve.services(now)
        if services != self.state.reserve:
            self.happened(ev.ReserveChanged(services))
        day = self._reserve.day(now)
        if day is not None and day.issuing != self.state.issuing:
            self.happened(ev.DayChanged(day.issuing))

    def _present(self) -> None:
        self._suit()
        view, by_itself = self._link.view, alone(self.state, Clock.get_time()) and self._reserve is not None
        day = self._reserve.day(self.instant()) if by_itself and self._reserve else view.day
        notices = posted(() if by_itself else view.notices.values(), now=self.instant())
        scene = Scene(
            state=self.state,
            words=self.words,
            now=self._now(),
            centre=self.centre(),
            day=day,
            lines={} if by_itself else view.lines,
            seconds_left=seconds_left(self.state, Clock.get_time()),
            lost_at=self._lost_at,
            fault=self._link.refusal or "",
            alone=by_itself and bool(self.state.reserve),
            offered=OFFERED | {Mode.SPOKEN} if self._narrator else OFFERED,
            posted=notices,
            dark=self._is_dark(day, notices),
            used_up=by_itself and self._reserve is not None and self._reserve.used_up(self.instant()),
        )
        self._root.show(scene)
        self.darkened(scene.dark)
        if self._read_out is not None:
            self._read_out.show(scene)

    def _is_dark(self, day: Day | None, notices: Posted) -> bool:
        """In the night, while nobody is here and nothing urgent is to be read."""
        quiet = notices.urgent is None and at_rest(self.state, Clock.get_time())
        return quiet and asleep(day, now=self.instant())

    def _suit(self) -> None:
        """The screens as this citizen wants them."""
        language, modes = self.state.language, self.state.modes
        if (language, modes) == self._suited:
            return
        self._suited = (language, modes)
        with _nobody_dies():
            self.words = Words(language)
            self.look = theme.STARK if Mode.STARK in modes else theme.PLAIN
            self.large = Mode.LARGE in modes
            self.larger = theme.LARGER if self.large else 1.0
            self.low = Mode.LOW in modes
            squeezed = not self.portrait or self.low
            large = theme.SMALLEST_LARGE_SQUEEZED if squeezed else theme.SMALLEST_LARGE
            self.smallest = large if self.large else theme.SMALLEST_TEXT
            self.foot = theme.FOOT * self.u * (1.2 if self.large else 1) if self.portrait or self.low else 0.0
            part = (theme.REACH_UPRIGHT if self.portrait else theme.REACH_ACROSS) if self.low else 1.0
            self.reach = self._size[1] * part

    def centre(self) -> Centre | None:
        """The centre as it was last told, or as the kiosk remembers it."""
        return self._link.view.centre or (self._reserve.centre if self._reserve else None)

    def instant(self) -> int:
        """The centre's time as far as it is known here, in milliseconds since 1970 UTC.

        The link counts on from the server's last word, so that nobody opens the centre by setting this machine's clock.
        """
        return self._link.now()

    def _now(self) -> datetime:
        """The centre's wall clock, to the minute."""
        centre, instant = self.centre(), self.instant()
        return moments.local(instant - instant % 60_000, centre.timezone if centre else _ZONE)


@contextmanager
def _nobody_dies() -> Iterator[None]:
    """Widgets that were thrown away are collected now, not in between: Kivy would tell one that has just died."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _nobody_cares(_: bool) -> None:
    """Most panels have a lamp that nobody can switch."""


def _not_connected(effect: ev.Effect) -> None:
    raise RuntimeError(f"nothing carries out {effect}: give `carry_out`")


def _refuse_to_close(*_: object, **__: object) -> bool:
    return True


def configure(size: tuple[int, int], *, locked: bool) -> None:
    """Set Kivy up for a lobby. Must come before the first window."""
    width, height = size
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "keyboard_mode", "")
    Config.set("graphics", "width", str(width))
    Config.set("graphics", "height", str(height))
    Config.set("graphics", "multisamples", "0")
    Config.set("graphics", "resizable", "0")
    Config.set("graphics", "borderless", "1" if locked else "0")
    Config.set("graphics", "show_cursor", "0" if locked else "1")
    if locked:
        Config.set("graphics", "position", "custom")
        Config.set("graphics", "left", "0")
        Config.set("graphics", "top", "0")
    # The window reads the touch panel itself; a second reader would report every touch twice.
    for name in Config.options("input"):
        Config.remove_option("input", name)
    Config.set("input", "mouse", "mouse,disable_multitouch")
