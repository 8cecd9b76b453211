"""A lobby board's window: puts the link, the voice and the screens together, and keeps them going.

A call is reported as drawn only after a frame with it was shown. Not responsible for what is shown (`board`), for how
it looks (`screens`), nor for the order of speech (`announcer`).
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path

os.environ.setdefault("KIVY_NO_ARGS", "1")
os.environ.setdefault("KIVY_NO_CONFIG", "1")
os.environ.setdefault("KIVY_NO_FILELOG", "1")
os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")
# Frames a second at most; a still board draws none. Kivy's clock reads this when it is imported: `Config.set` would
# come too late.
os.environ.setdefault("KCFG_GRAPHICS_MAXFPS", "15")

from kivy.clock import Clock
from kivy.config import Config
from kivy.uix.boxlayout import BoxLayout

from display.announcer import Announcer, Health, State
from display.board import Board, Picture, Scene, Tick, reminder
from display.carousel import Carousel
from display.expected import expected
from display.heartbeat import Heartbeat
from display.media_files import MediaFiles
from display.media_files import over_http as media_over_http
from display.phrases import SpeechStyle, closing_phrases, notice_phrases, test_phrases
from display.reports import Reports
from display.screens.frame import Frame
from display.screens.parts import register_faces
from display.self_test import SelfTest, Senses
from display.theme import BLINK, plan_for, room_for
from hardware.light.open import open_light
from hardware.speaker.base import Voice
from hardware.speaker.chime import chime
from hardware.speaker.clips import ClipVoice
from hardware.speaker.espeak import EspeakVoice
from hardware.speaker.open import open_speaker
from hardware.speaker.ready import ReadyVoice
from hardware.speaker.simulator import VirtualSpeaker
from hardware.speaker.voices import Voices
from queue_server.client.errands import Errands, Result
from queue_server.client.link import AnyLink, Change, Link, LinkState
from queue_server.client.pairing import forget_when_refused
from queue_server.protocol.boards import speech_of
from queue_server.protocol.messages import Instant, Notice, Role
from windows.light import Lamp
from windows.night import asleep
from windows.notices import TURN, posted
from windows.screens.window_app import WindowApp

#: In a replayed day flashes and pages go faster too, but not faster than one can see.
FASTEST = 3.0

_log = logging.getLogger(__name__)


class BoardApp(WindowApp):
    """One board. `clock` is the server's time, `own_clock` this machine's, `tick` its steady clock in milliseconds."""

    def __init__(
        self,
        link: AnyLink,
        *,
        device: str,
        announcer: Callable[[Reports], Announcer],
        clock: Callable[[], Instant],
        tick: Callable[[], Tick],
        media: Carousel,
        own_clock: Callable[[], Instant] = lambda: time.time_ns() // 1_000_000,
        locked: bool = False,
    ) -> None:
        super().__init__()
        self.link = link
        self.board = Board(device=device)
        self.reports = Reports(link)
        self.announcer = announcer(self.reports)
        self.heartbeat = Heartbeat(self.reports, tick=tick, clock=own_clock, sounded=lambda: self.announcer.sounded)
        self.self_test = SelfTest(
            day=lambda: self.link.view.day,
            now=clock,
            senses=lambda: self._senses(own_clock),
            say=self._say_test,
            tell=lambda: self.heartbeat.tested(clock(), self.self_test.checks),
        )
        self.frame: Frame | None = None
        self._media = media
        self._clock = clock
        self._tick = tick
        self._locked = locked
        self._live = False
        self._reminded: Instant | None = None
        self._read_out: set[int] = set()
        self._shown: tuple[object, ...] = ()
        self.again = False
        #: Off while the board is dark, where somebody can switch it.
        self.lamp: Lamp | None = None
        self._undrawn: set[int] = set()
        self._drawn: set[int] = set()

    # ----------------------------------------------------------------------------------------------------- Kivy's

    def build(self) -> BoxLayout:
        """Make the window's content and begin to follow the link."""
        from kivy.core.window import Window

        register_faces()
        root = BoxLayout()
        Window.bind(on_flip=self._flipped, on_resize=self._look)
        if self._locked:
            Window.bind(on_request_close=lambda *_, **__: True)
        self._forget = self.link.on_change(self.changed)
        Clock.schedule_interval(self._look, BLINK)
        Clock.schedule_once(self._look, 0)
        return root

    def open_settings(self, *_: object) -> bool:
        """Nothing to set from the hall: F1 opens no panel."""
        return False

    async def picture(self) -> Result:
        """What the window shows."""
        from windows.screens.picture import picture

        return Result(picture=picture(self.root))

    async def test_sound(self) -> Result:
        """Say that this is a test, in the hall's languages."""
        self._say_test()
        health = self.announcer.health
        return Result("failed" if health.state is State.SILENT else "done", health.reason)

    def _say_test(self) -> None:
        self.announcer.notify(test_phrases(speech=self.announcer.speech), label="test", urgent=True)

    def _senses(self, own_clock: Callable[[], Instant]) -> Senses:
        health = self.announcer.health
        return Senses(
            sounded=self.announcer.sounded,
            silent=health.reason if health.state is State.SILENT else "",
            frames=self.heartbeat.frames,
            ahead=own_clock() - self._clock(),
        )

    def start_anew(self) -> None:
        """End, and be started again."""
        self.again = True
        self.stop()

    def on_stop(self) -> None:
        """Let go of the link and the window."""
        from kivy.core.window import Window

        self._forget()
        Clock.unschedule(self._look)
        Window.unbind(on_flip=self._flipped, on_resize=self._look)

    # ------------------------------------------------------------------------------------------------ what happens

    def changed(self, change: Change) -> None:
        """News of the link."""
        now, live = self._tick(), change.state is LinkState.LIVE
        if not live:
            self.board = self.board.line_lost(known_until=change.heard_at or self._clock(), now=now)
        if change.view.epoch:
            if change.view.epoch != self.board.epoch:
                self.announcer.start(after=change.view.version)
                self._drawn.clear()
                self._read_out = set(change.view.notices)
            self.board, news = self.board.told(change.view, now=now, behind=not live, whole=change.snapshot)
            if (centre := self.board.centre) is not None:
                self.announcer.speech = SpeechStyle.of(speech_of(centre, self.board.device), zone=centre.timezone)
            for call in news.speak:
                self.announcer.announce(call)
            for call_id in news.withdrawn:
                self.announcer.retract(call_id)
            for call, why in news.missed:
                self.reports.failed(call.id, why)
            self._read(change.view.notices.values())
            self.announcer.expect(expected(self.board, change.view))
        if live and not self._live:
            # The server may have been started anew, and know nothing of us.
            self.heard(self.announcer.health)
        self._live = live
        if change.state is LinkState.REFUSED:
            _log.error("The server does not want this board: %s", self.link.refusal, extra={"action": "board_refused"})
        self._look()

    def heard(self, health: Health) -> None:
        """Whether the hall hears this board: told to the server."""
        if health.state is not State.SILENT:
            self.heartbeat.tell("ready")
        else:
            self.heartbeat.tell("no_sound" if health.reason == "no_sound_device" else "silent")

    # ------------------------------------------------------------------------------------------------ what is seen

    def _look(self, *_: object) -> None:
        """Show what is to be seen now, if that is another than before."""
        from kivy.core.window import Window

        plan = plan_for(*Window.size)
        info = self.board.info
        now, tick = self._clock(), self._tick()
        notices = posted(self.link.view.notices.values(), now=now)
        banners = (notices.other is not None) + (self.board.stale(now=tick) is not None)
        front = self.board.in_front(now=tick)
        desks, crowded = self.board.desks_shown, self.frame is not None and self.frame.room.crowded
        room = room_for(plan, info.panels, desks=desks, banners=banners, front=front, crowded=crowded)
        if self.frame is None or (plan, room, info) != (self.frame.plan, self.frame.room, self.frame.info):
            self.root.clear_widgets()
            self.frame = Frame(plan, room=room, info=info)
            self.root.add_widget(self.frame)
            self._shown = ()
        self.self_test.look()
        self._remind(now)
        picture = self.board.picture(room, now=tick)
        bright = _flashing(picture) and tick // int(BLINK * 1000) % 2 == 0
        trouble = self.link.refusal or self.reports.trouble
        zone = self.board.centre.timezone if self.board.centre else "UTC"
        slide = self._media.now(info.media, now=now, zone=zone, tick=tick)
        dark = notices.urgent is None and picture.scene is Scene.CLOSED and asleep(picture.day, now=now)
        if self.lamp is not None:
            self.lamp.show(dark=dark)
        shown = (picture, bright, now // (60_000 if dark else TURN), trouble, notices, slide, dark)
        if shown != self._shown:
            self._shown = shown
            drawn = self.frame.show(
                picture, now=now, bright=bright, trouble=trouble, posted=notices, shown=slide, dark=dark
            )
            if not drawn:
                self._media.broken(slide, tick=tick)
            self._undrawn |= self.frame.visible - self._drawn
        if self._live and self.heartbeat.due:
            Window.canvas.ask_update()  # a still board draws nothing of its own accord

    def _remind(self, now: Instant) -> None:
        """Say once, some minutes before it is so, that no tickets are taken any more."""
        until = reminder(self.board.day, now=now)
        if until is not None and until != self._reminded and self._live and self.board.speaker:
            self._reminded = until
            minutes = math.ceil((until - now) / 60_000)
            self.announcer.notify(closing_phrases(minutes, speech=self.announcer.speech), label="closing")

    def _read(self, notices: Iterable[Notice]) -> None:
        """Say once what a supervisor wants to be heard."""
        for notice in notices:
            if notice.id in self._read_out or notice.withdrawn:
                continue
            self._read_out.add(notice.id)
            if notice.aloud and self.board.speaker:
                phrases = notice_phrases(notice.words, speech=self.announcer.speech)
                self.announcer.notify(phrases, label="notice", urgent=notice.urgent)

    def _flipped(self, *_: object) -> None:
        """A frame was shown: what was in it has been drawn."""
        self.heartbeat.frame(live=self._live)
        if self._undrawn and self.frame is not None:
            seen = self._undrawn & self.frame.drawn()
            for call in sorted(seen):
                self.reports.drawn(call)
            self._drawn |= seen
            self._undrawn &= self.frame.visible - seen


def _flashing(picture: Picture) -> bool:
    return picture.stale is None and any(row.flash for row in picture.rows)


# ---------------------------------------------------------------------------------------------------------- running


def run(
    url: str,
    *,
    device: str,
    token: str,
    speaker_address: str = "",
    clips: Path | None = None,
    media: Path = Path("media"),
    size: tuple[int, int] = (1920, 1080),
    locked: bool = True,
    clock: Callable[[], Instant] | None = None,
    speed: float = 1.0,
    key_file: Path | None = None,
    light_address: str = "",
) -> bool:
    """Run a board until it is told to stop. `clock` and `speed` are of a replayed day; a real board needs neither.

    True when an administrator wants it to start anew.

    `light_address` is the lamp that is off while the board is dark.

    Raises `ValueError` for an address that is no server's, `AddressInvalid` for one that is no speaker's, and
    `AddressError` for one that is no lamp's.
    """
    link = Link(url, role=Role.BOARD, device=device, token=token)
    if key_file is not None:
        forget_when_refused(link, key_file)
    lamp = Lamp(open_light(light_address)) if light_address else None
    speaker = open_speaker(speaker_address or "alsa:", virtual=lambda folder: VirtualSpeaker(folder, speed=speed))
    voices: list[Voice] = [EspeakVoice()] if clips is None else [ClipVoice(clips), EspeakVoice()]
    files = MediaFiles(media, media_over_http(url, device=device, token=token))
    now = link.now if clock is None or speed == 1 else clock

    def announcer(reports: Reports) -> Announcer:
        return Announcer(
            speaker,
            ReadyVoice(Voices(*voices)),
            chime=chime,
            speech=SpeechStyle(),
            spoken=reports.spoken,
            failed=reports.failed,
            now=now,
            health_changed=lambda health: app.heard(health),
        )

    _configure(size, locked=locked)
    app = BoardApp(
        link,
        device=device,
        announcer=announcer,
        clock=now,
        own_clock=clock or (lambda: time.time_ns() // 1_000_000),
        tick=lambda: int(time.monotonic() * 1000 * min(speed, FASTEST)),
        media=Carousel(files),
        locked=locked,
    )
    errands = Errands(
        link, {"test_sound": app.test_sound, "screenshot": app.picture}, restart=app.start_anew, key_file=key_file
    )
    beside = [files.run(), errands.run()]
    if lamp is not None:
        app.lamp = lamp
        beside.append(lamp.run())
    asyncio.run(_play(app, *beside))
    return app.again


def pair(url: str, *, file: Path, size: tuple[int, int], locked: bool = True) -> bool:
    """Show a code until the administrator has typed it, and keep the key in `file`; False when ended before that."""
    _configure(size, locked=locked)
    from windows.screens.pairing import pair as show_code  # opens the window

    return show_code(url, role=Role.BOARD, file=file)


def _configure(size: tuple[int, int], *, locked: bool) -> None:
    """Set up the window: it takes no touch and no key, for there is nothing to do at a board."""
    for option in Config.options("input"):
        Config.remove_option("input", option)
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "log_level", "warning")
    for name, value in {
        "width": size[0],
        "height": size[1],
        "multisamples": 0,
        "resizable": 0 if locked else 1,
        "borderless": 1 if locked else 0,
        "show_cursor": 0 if locked else 1,
        "position": "custom" if locked else "auto",
        "left": 0,
        "top": 0,
    }.items():
        Config.set("graphics", name, str(value))


async def _play(app: BoardApp, *beside: Coroutine[None, None, None]) -> None:
    """The window, the link, the voice and what is to run beside them in one loop; when one ends, so do the others."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, app.stop)
    async with asyncio.TaskGroup() as tasks:
        others = [tasks.create_task(each) for each in (app.link.run(), app.announcer.run(), *beside)]
        await app.async_run("asyncio")
        for task in others:
            task.cancel()
        await app.reports.close()
