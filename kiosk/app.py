"""The kiosk as a program: puts link, printer, flow and screens together and runs them in one event loop.

Everything it needs comes in as an argument. It decides nothing: `flow` says what follows, `screens` how it looks.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("KIVY_NO_ARGS", "1")
os.environ.setdefault("KIVY_NO_CONFIG", "1")
os.environ.setdefault("KIVY_NO_FILELOG", "1")
os.environ.setdefault("KIVY_NO_CONSOLELOG", "1")
os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")
# Its clock reads this when it is imported; `Config.set` would come too late.
os.environ.setdefault("KCFG_GRAPHICS_MAXFPS", "30")

from kivy.app import App
from kivy.clock import Clock
from kivy.config import Config
from kivy.lang import Builder
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from hardware.printer.base import PAPER_58_MM, PAPER_80_MM, Printer
from hardware.scanner.base import Scanner
from kiosk import crash, moments, theme
from kiosk import events as ev
from kiosk.ear import Ear
from kiosk.flow import step
from kiosk.health import Health
from kiosk.inquiry import Inquiry
from kiosk.issue import Issue
from kiosk.language import FALLBACK, Words
from kiosk.modes import Mode
from kiosk.offline import Offline
from kiosk.reserve import Reserve
from kiosk.roll import Roll
from kiosk.scene import Scene
from kiosk.self_test import SelfTest
from kiosk.spool import Spool
from kiosk.state import State, alone, seconds_left
from kiosk.watchdog import BEAT, Watchdog
from queue_server.client.base import AnyLink, Change, LinkState
from queue_server.client.link import Link
from queue_server.client.pairing import forget_when_refused
from queue_server.protocol.messages import Centre, Role

log = logging.getLogger(__name__)

KV = ("parts", "home", "procedures", "before", "ticket", "notices", "enter", "root")
TICK = 0.5
OFFERED = frozenset({Mode.STARK, Mode.LOW})
_ZONE = "Asia/Ho_Chi_Minh"


class KioskApp(App):
    """One window. `carry_out` does what the flow wants done; what time it is, the link knows.

    With `warm` the screens are built in quiet moments after the start, so that no touch waits for one.
    """

    u = NumericProperty(1.0)
    portrait = BooleanProperty(True)
    words = ObjectProperty(Words(FALLBACK))
    look = ObjectProperty(theme.PLAIN)
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
        locked: bool = True,
        warm: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.u, self.portrait = theme.unit(*size), size[1] >= size[0]
        self._size = size
        self.state = State(link_since=Clock.get_time())
        self._suit()
        self.carry_out: Callable[[ev.Effect], None] = carry_out or _not_connected
        self._link = link
        self._reserve = reserve
        self._lost_at: datetime | None = None
        self._locked = locked
        self._warm = warm
        link.on_change(lambda _: self.hear())

    # Kivy's own settings panel would come up at F1.
    def open_settings(self, *_: object) -> bool:
        return False

    def build(self) -> Widget:
        from kivy.core.window import Window

        from kiosk.screens.parts import register_faces
        from kiosk.screens.root import Root

        register_faces()
        folder = Path(__file__).parent / "screens"
        for name in KV:
            Builder.unload_file(str(folder / f"{name}.kv"))
            Builder.load_file(str(folder / f"{name}.kv"))
        if self._locked:
            Window.bind(on_request_close=_refuse_to_close)
        self._root = Root(happened=self.happened)
        Clock.schedule_interval(self._tick, TICK)
        self.hear()
        if self._warm:
            Clock.schedule_interval(self._root.warm, TICK)
        return self._root

    def on_stop(self) -> None:
        from kivy.core.window import Window

        Window.unbind(on_request_close=_refuse_to_close)

    def happened(self, event: ev.Event) -> None:
        """Let the flow decide what follows, have it done, draw it."""
        self.state, effects = step(self.state, event, Clock.get_time())
        for effect in effects:
            self.carry_out(effect)
        self._present()

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
        if self.words.language != self.state.language:
            self.words = Words(self.state.language)
        self._suit()
        view, by_itself = self._link.view, alone(self.state, Clock.get_time()) and self._reserve is not None
        self._root.show(
            Scene(
                state=self.state,
                words=self.words,
                now=self._now(),
                centre=self.centre(),
                day=self._reserve.day(self.instant()) if by_itself and self._reserve else view.day,
                lines={} if by_itself else view.lines,
                seconds_left=seconds_left(self.state, Clock.get_time()),
                lost_at=self._lost_at,
                fault=self._link.refusal or "",
                alone=by_itself and bool(self.state.reserve),
                offered=OFFERED,
                used_up=by_itself and self._reserve is not None and self._reserve.used_up(self.instant()),
            )
        )

    def _suit(self) -> None:
        """The screens as this citizen wants them."""
        modes = self.state.modes
        self.look = theme.STARK if Mode.STARK in modes else theme.PLAIN
        self.foot = theme.FOOT * self.u if self.portrait or Mode.LOW in modes else 0.0
        part = (theme.REACH_UPRIGHT if self.portrait else theme.REACH_ACROSS) if Mode.LOW in modes else 1.0
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


def _shared(issue: Issue, inquiry: Inquiry) -> Callable[[ev.Effect], None]:
    """Questions go to the one, the rest to the other."""

    def carry_out(effect: ev.Effect) -> None:
        if isinstance(effect, ev.Question):
            inquiry.carry_out(effect)
        else:
            issue.carry_out(effect)

    return carry_out


def _told_anew(change: Change, health: Health) -> None:
    """A server that was away may have forgotten how this kiosk's printer is."""
    if change.state is not LinkState.LIVE:
        health.tell_again()


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


def run(
    url: str,
    *,
    device: str,
    token: str,
    printer_address: str,
    scanner_address: str = "",
    records: Path,
    size: tuple[int, int],
    paper: int = 80,
    roll_metres: float = 0,
    notify: str = "",
    locked: bool = True,
    clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    key_file: Path | None = None,
) -> None:
    """Run the kiosk until it is told to stop (SIGTERM, SIGINT) or, when not `locked`, its window is closed.

    `records` is the folder that remembers which slips were sent, so that none is sent twice after a power cut.
    `roll_metres` is the length of a new roll; 0 leaves paper to the printer's own sensor. `notify` is where systemd
    listens. What ends the kiosk is kept in a folder beside the records, and told to the supervisor at the next start.
    """
    from hardware.printer.open import is_slow, open_printer
    from hardware.printer.simulator import VirtualPrinter
    from hardware.scanner.open import open_scanner
    from hardware.scanner.simulator import virtual_scanner

    scanner = open_scanner(scanner_address, virtual=virtual_scanner) if scanner_address else None
    configure(size, locked=locked)
    dots = PAPER_58_MM if paper == 58 else PAPER_80_MM
    link = Link(url, role=Role.KIOSK, device=device, token=token)
    if key_file is not None:
        forget_when_refused(link, key_file)
    reserve = Reserve(Spool.open(records.parent / "reserve"))
    app = KioskApp(link, size=size, locked=locked, reserve=reserve)
    printer = open_printer(printer_address, dots=dots, folder=records, virtual=VirtualPrinter)
    roll = Roll(records / "roll.json", metres=roll_metres, clock=clock) if roll_metres else None
    crashes = records.parent / "crashes"
    whole = attend(
        app,
        link,
        printer,
        scanner=scanner,
        reserve=reserve,
        dots=dots,
        short=is_slow(printer_address),
        roll=roll,
        watchdog=Watchdog(notify),
        last_crash=crash.last(crashes),
        clock=clock,
    )
    try:
        asyncio.run(whole)
    except Exception as error:
        crash.record(error, crashes, now=clock())
        raise


def pair(url: str, *, file: Path, size: tuple[int, int], locked: bool = True) -> bool:
    """Show a code until the administrator has typed it, and keep the key in `file`; False when ended before that."""
    configure(size, locked=locked)
    from windows.screens.pairing import pair as show_code  # opens the window

    return show_code(url, role=Role.KIOSK, file=file)


async def attend(
    app: KioskApp,
    link: AnyLink,
    printer: Printer,
    *,
    reserve: Reserve | None = None,
    scanner: Scanner | None = None,
    dots: int = PAPER_80_MM,
    short: bool = False,
    roll: Roll | None = None,
    watchdog: Watchdog | None = None,
    last_crash: str = "",
    clock: Callable[[], int] | None = None,
) -> None:
    """Run the window and everything around it; when the window ends or a part of it fails, end the rest in order."""
    issue = Issue(
        link,
        printer,
        happened=app.happened,
        centre=app.centre,
        reserve=reserve,
        now=app.instant,
        dots=dots,
        short=short,
        roll=roll,
    )
    seen = (lambda: app.state.scanner) if scanner else None
    trial = SelfTest(printer, day=lambda: link.view.day, now=app.instant, clock=clock, scanner=seen)
    health = Health(
        link, printer, happened=app.happened, roll=roll, last_crash=last_crash, clock=clock, self_test=trial
    )
    watchdog = watchdog or Watchdog("")
    inquiry = Inquiry(link, happened=app.happened)
    app.carry_out = _shared(issue, inquiry)
    issue.own_up()
    link.on_change(lambda change: _told_anew(change, health))
    window = asyncio.create_task(app.async_run("asyncio"), name="window")
    around = [asyncio.create_task(link.run(), name="link"), asyncio.create_task(health.watch(), name="health")]
    if reserve is not None:
        offline = Offline(link, reserve, changed=app.hear)
        around.append(asyncio.create_task(offline.watch(), name="offline"))
    if scanner is not None:
        around.append(asyncio.create_task(Ear(link, scanner, happened=app.happened).watch(), name="scanner"))
    # The clock of the window beats: a window that stands still is what has to be noticed.
    Clock.schedule_interval(lambda _: watchdog.beat(), BEAT)
    watchdog.ready()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, app.stop)
    try:
        await asyncio.wait([window, *around], return_when=asyncio.FIRST_COMPLETED)
    finally:
        watchdog.stopping()
        app.stop()
        for task in around:
            task.cancel()
        await inquiry.close()
        await issue.close()
        await printer.close()
        ended = await asyncio.gather(window, *around, return_exceptions=True)
        log.info("kiosk ended", extra={"action": "kiosk_ended", "at": datetime.now(UTC).isoformat()})
    for how in ended:
        if isinstance(how, Exception):
            raise how
