"""The kiosk as a program: puts link, printer, flow and screens together and runs them in one event loop.

Everything it needs comes in as an argument.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hardware.bus.exchange import UnitState
from hardware.keypad.base import Press, Pressed
from hardware.keypad.pad import PadKeypad
from hardware.printer.base import PAPER_58_MM, PAPER_80_MM, Printer
from hardware.scanner.base import Scanner
from hardware.scanner.keyboard import KeyboardSource
from hardware.speaker.espeak import EspeakVoice
from kiosk import crash
from kiosk import events as ev
from kiosk.brought import Brought, over_http
from kiosk.ear import Ear
from kiosk.guide import PAD
from kiosk.health import Health
from kiosk.inquiry import Inquiry
from kiosk.issue import Issue
from kiosk.narrator import Narrator
from kiosk.offline import Offline
from kiosk.reserve import Reserve
from kiosk.roll import Roll
from kiosk.self_test import SelfTest
from kiosk.spool import Spool
from kiosk.watchdog import BEAT, Watchdog
from kiosk.window import KioskApp, configure
from queue_server.client.base import AnyLink, Change, LinkState
from queue_server.client.errands import Errands
from queue_server.client.link import Link
from queue_server.client.pairing import forget_when_refused
from queue_server.protocol.messages import Role, SlipOrder
from windows.light import Lamp

log = logging.getLogger(__name__)


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


def _ordered(change: Change, link: AnyLink, issue: Issue) -> None:
    """Reception wants slips at this kiosk."""
    here = link.welcome.device if link.welcome else ""
    for thing in change.things:
        if isinstance(thing, SlipOrder) and thing.kiosk == here:
            issue.print_ordered(thing)


def _pad(address: str) -> Callable[[Pressed], PadKeypad] | None:
    """The pad at an address, still without anybody to hear it."""
    if not address:
        return None
    return lambda pressed: PadKeypad("guide", KeyboardSource(address), pressed=pressed, changed=_told_of_pad)


def _told_of_pad(name: str, state: UnitState) -> None:
    log.info("%s: %s", name, state.value, extra={"action": "guide_keys", "state": state.value})


def _pressing(app: KioskApp, loop: asyncio.AbstractEventLoop) -> Pressed:
    """A key of the pad, from its thread into the loop's."""

    def pressed(press: Press) -> None:
        if press.key in PAD:
            loop.call_soon_threadsafe(app.press, PAD[press.key])

    return pressed


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
    headphones: str = "",
    guide_keys: str = "",
    light_address: str = "",
) -> bool:
    """Run the kiosk until it is told to stop (SIGTERM, SIGINT) or, when not `locked`, its window is closed.

    True when an administrator wants it to start anew.

    `records` is the folder that remembers which slips were sent, so that none is sent twice after a power cut.
    `roll_metres` is the length of a new roll; 0 leaves paper to the printer's own sensor. `notify` is where systemd
    listens. Screens are read out on the speaker `headphones`, and `guide_keys` is the pad that leads through them.
    `light_address` is the lamp that is off while the screen is dark. What ends the kiosk is kept in a folder beside the
    records, and told to the supervisor at the next start.
    """
    from hardware.light.open import open_light
    from hardware.printer.open import is_slow, open_printer
    from hardware.printer.simulator import VirtualPrinter
    from hardware.scanner.open import open_scanner
    from hardware.scanner.simulator import virtual_scanner
    from hardware.speaker.open import open_speaker
    from hardware.speaker.simulator import VirtualSpeaker

    scanner = open_scanner(scanner_address, virtual=virtual_scanner) if scanner_address else None
    lamp = Lamp(open_light(light_address)) if light_address else None
    configure(size, locked=locked)
    dots = PAPER_58_MM if paper == 58 else PAPER_80_MM
    link = Link(url, role=Role.KIOSK, device=device, token=token)
    if key_file is not None:
        forget_when_refused(link, key_file)
    reserve = Reserve(Spool.open(records.parent / "reserve"))
    narrator = Narrator(EspeakVoice(), open_speaker(headphones, virtual=VirtualSpeaker)) if headphones else None
    app = KioskApp(link, size=size, locked=locked, reserve=reserve, narrator=narrator)
    words = over_http(url, device=device, token=token)
    brought = Brought(link, words, folder=records.parent / "words", changed=app.words_changed)
    brought.begin()
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
        narrator=narrator,
        pad=_pad(guide_keys),
        key_file=key_file,
        brought=brought,
        lamp=lamp,
    )
    try:
        asyncio.run(whole)
        return app.again
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
    narrator: Narrator | None = None,
    pad: Callable[[Pressed], PadKeypad] | None = None,
    key_file: Path | None = None,
    brought: Brought | None = None,
    lamp: Lamp | None = None,
) -> None:
    """Run the window and everything around it; when the window ends or a part of it fails, end the rest in order."""
    issue = Issue(
        link,
        printer,
        happened=app.happened,
        centre=app.centre,
        line=lambda service: link.view.lines.get(service),
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
    errands = Errands(
        link,
        {"test_print": trial.on_request, "screenshot": app.picture},
        restart=app.start_anew,
        busy=lambda: app.busy,
        key_file=key_file,
    )
    issue.own_up()
    link.on_change(lambda change: _told_anew(change, health))
    link.on_change(lambda change: _ordered(change, link, issue))
    link.on_change(lambda _: issue.keep_lines())
    window = asyncio.create_task(app.async_run("asyncio"), name="window")
    around = [asyncio.create_task(link.run(), name="link"), asyncio.create_task(health.watch(), name="health")]
    around.append(asyncio.create_task(errands.run(), name="errands"))
    if brought is not None:
        around.append(asyncio.create_task(brought.run(), name="words"))
    if lamp is not None:
        app.darkened = lambda dark: lamp.show(dark=dark)
        around.append(asyncio.create_task(lamp.run(), name="lamp"))
    if reserve is not None:
        offline = Offline(link, reserve, changed=app.hear)
        around.append(asyncio.create_task(offline.watch(), name="offline"))
    if scanner is not None:
        around.append(asyncio.create_task(Ear(link, scanner, happened=app.happened).watch(), name="scanner"))
    app.every(BEAT, watchdog.beat)
    watchdog.ready()
    loop = asyncio.get_running_loop()
    keys = pad(_pressing(app, loop)) if pad is not None else None
    if keys is not None:
        keys.start()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, app.stop)
    try:
        await asyncio.wait([window, *around], return_when=asyncio.FIRST_COMPLETED)
    finally:
        watchdog.stopping()
        app.stop()
        for task in around:
            task.cancel()
        if keys is not None:
            await asyncio.to_thread(keys.close)
        if narrator is not None:
            await narrator.close()
        await inquiry.close()
        await issue.close()
        await printer.close()
        ended = await asyncio.gather(window, *around, return_exceptions=True)
        log.info("kiosk ended", extra={"action": "kiosk_ended", "at": datetime.now(UTC).isoformat()})
    for how in ended:
        if isinstance(how, Exception):
            raise how
