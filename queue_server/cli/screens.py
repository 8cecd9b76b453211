"""`motcua kiosk` and `motcua display`: the windows of this machine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from queue_server.cli.words import Commands, servers, size
from queue_server.clock import Clock
from queue_server.config import Settings


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    for name, what, run in (("kiosk", "the citizens' touchscreen", _kiosk), ("display", "a lobby board", _display)):
        screen = commands.add_parser(name, help=f"run {what} on this machine")
        screen.add_argument("--server", type=servers, default=settings.server, help="MOTCUA_SERVER")
        screen.add_argument("--device", default=settings.device, help="its id in the centre's file (MOTCUA_DEVICE)")
        screen.add_argument(
            "--token",
            default=settings.token,
            help="from `motcua device`; without one it is paired on a page (MOTCUA_TOKEN)",
        )
        screen.add_argument(
            "--size", type=size, default="1080x1920" if name == "kiosk" else "1920x1080", help="WIDTHxHEIGHT"
        )
        screen.add_argument("--window", action="store_true", help="an ordinary window that may be closed")
        screen.add_argument("--clock", type=Clock.parse, default=Clock.real(), help=argparse.SUPPRESS)
        screen.add_argument("--data", type=Path, default=settings.data, help="its own records (MOTCUA_DATA)")
        screen.add_argument("--light", default=settings.light, help="lamp to switch off at night (MOTCUA_LIGHT)")
        screen.set_defaults(command=run, key_file=None)
        if name == "kiosk":
            screen.add_argument(
                "--printer",
                default=settings.printer,
                help="usb:, usb:04b8:0e15, serial:/dev/ttyUSB0, tcp:HOST:9100, virtual:/FOLDER (MOTCUA_PRINTER)",
            )
            screen.add_argument("--scanner", default=settings.scanner, help="its address, if any (MOTCUA_SCANNER)")
            screen.add_argument("--paper", type=int, choices=(58, 80), default=80, help="width of the roll in mm")
            screen.add_argument(
                "--roll-metres",
                type=float,
                default=0,
                help="metres of a new roll, to count what is left (0: do not)",
            )
            screen.add_argument("--headphones", default="", help="where screens are read out, such as alsa:plughw:1,0")
            screen.add_argument("--guide-keys", default="", help="number pad that leads through what is read out")
        else:
            screen.add_argument(
                "--speaker",
                default=settings.speaker,
                help="alsa:, alsa:DEVICE, pulse:, none: (MOTCUA_SPEAKER)",
            )
            screen.add_argument("--clips", type=Path, help="folder of recorded clips")


def _kiosk(options: argparse.Namespace, settings: Settings) -> int:
    from hardware.errors import AddressError, DeviceBusy
    from kiosk.app import pair, run
    from kiosk.spool import SpoolError

    try:
        return _with_key(options, pair, lambda: _run_kiosk(options, settings, run))
    except (AddressError, DeviceBusy, SpoolError) as error:
        print(error, file=sys.stderr)
        return 2


def _with_key(options: argparse.Namespace, pair: Callable[..., bool], run: Callable[[], bool]) -> int:
    """Run with the token that was given, or with the key in the data folder; without one, pair first.

    The program starts itself again when it has paired, when its key was taken back, and when an administrator wants it.
    """
    from queue_server.client.pairing import kept_key

    if options.token:
        return _started_anew() if run() else 0
    options.key_file = options.data / ("kiosk-key.json" if options.command is _kiosk else "board-key.json")
    key = kept_key(options.key_file)
    if key is None:
        again = pair(options.server, file=options.key_file, size=options.size, locked=not options.window)
    else:
        options.device, options.token = key.device, key.token
        again = run() or kept_key(options.key_file) is None
    return _started_anew() if again else 0


def _started_anew() -> int:
    """This program from its beginning, in the place of this one."""
    os.execv(sys.executable, [sys.executable, "-m", "queue_server.cli", *sys.argv[1:]])  # noqa: S606


def _run_kiosk(options: argparse.Namespace, settings: Settings, run: Callable[..., bool]) -> bool:
    return run(
        options.server,
        device=options.device,
        token=options.token,
        printer_address=options.printer,
        scanner_address=options.scanner,
        records=options.data / "printer",
        size=options.size,
        paper=options.paper,
        roll_metres=options.roll_metres,
        notify=settings.notify,
        locked=not options.window,
        clock=options.clock,
        key_file=options.key_file,
        headphones=options.headphones,
        guide_keys=options.guide_keys,
        light_address=options.light,
    )


def _display(options: argparse.Namespace, _: Settings) -> int:
    from display.app import pair, run
    from hardware.errors import AddressError
    from hardware.speaker.base import AddressInvalid

    try:
        return _with_key(options, pair, lambda: _run_display(options, run))
    except (AddressError, AddressInvalid) as error:
        print(error, file=sys.stderr)
        return 2


def _run_display(options: argparse.Namespace, run: Callable[..., bool]) -> bool:
    return run(
        options.server,
        device=options.device,
        token=options.token,
        speaker_address=options.speaker,
        clips=options.clips,
        media=options.data / "media",
        size=options.size,
        locked=not options.window,
        clock=options.clock,
        speed=options.clock.speed,
        key_file=options.key_file,
        light_address=options.light,
    )
