"""The `motcua` command: where parts are put together. Each option names its environment variable in its own help."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import secrets
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path

from queue_server.clock import Clock
from queue_server.config import Settings

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use."""
    settings = Settings.from_environment()
    options = _parser(settings).parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        handlers=[_Actions(sys.stderr)],
    )
    command: Command = options.command
    try:
        return command(options, settings)
    except KeyboardInterrupt:
        return 130


# -------------------------------------------------------------------------------------------------------- options


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua", description="Queue management for public service centres.")
    parser.add_argument("--verbose", action="store_true", help="say what happens on the error stream")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="read a centre's file and report every problem in it")
    check.add_argument("file", type=Path)
    check.add_argument("--language", choices=("vi", "en"), default=settings.language, help="MOTCUA_LANGUAGE")
    check.set_defaults(command=_check)

    serve = commands.add_parser("serve", help="run a centre's server")
    serve.add_argument("--centre", required=True, help="a centre's file, or the name of an example such as kt-tp")
    serve.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")
    serve.add_argument("--host", default=settings.host, help="address to listen on (MOTCUA_HOST)")
    serve.add_argument("--port", type=int, default=settings.port, help="port to listen on (MOTCUA_PORT)")
    serve.add_argument(
        "--public-url", default=settings.public_url, help="address that phones reach (MOTCUA_PUBLIC_URL)"
    )
    serve.add_argument("--clock", type=Clock.parse, default=Clock.real(), help=argparse.SUPPRESS)
    serve.set_defaults(command=_serve)

    officer = commands.add_parser("officer", help="let an officer sign in, or give a new PIN")
    officer.add_argument("name")
    officer.add_argument("--display", help="name as others see it")
    officer.add_argument("--employer", choices=("civil_servant", "vertical_agency", "post", "volunteer"))
    officer.add_argument("--data", type=Path, default=settings.data, help="MOTCUA_DATA")
    officer.set_defaults(command=_officer)

    device = commands.add_parser("device", help="let a kiosk or board connect; prints its token once")
    device.add_argument("id")
    device.add_argument("--role", required=True, choices=("kiosk", "board"))
    device.add_argument("--data", type=Path, default=settings.data, help="MOTCUA_DATA")
    device.set_defaults(command=_device)

    for name, what, run in (("kiosk", "the citizens' touchscreen", _kiosk), ("display", "a lobby board", _display)):
        screen = commands.add_parser(name, help=f"run {what} on this machine")
        screen.add_argument("--server", default=settings.server, help="MOTCUA_SERVER")
        screen.add_argument("--device", default=settings.device, help="its id in the centre's file (MOTCUA_DEVICE)")
        screen.add_argument("--token", default=settings.token, help="from `motcua device` (MOTCUA_TOKEN)")
        screen.add_argument("--size", default="1080x1920" if name == "kiosk" else "1920x1080", help="WIDTHxHEIGHT")
        screen.add_argument("--window", action="store_true", help="an ordinary window that may be closed")
        screen.add_argument("--clock", type=Clock.parse, default=Clock.real(), help=argparse.SUPPRESS)
        screen.set_defaults(command=run)
        if name == "kiosk":
            screen.add_argument("--printer", default=settings.printer, help="its address (MOTCUA_PRINTER)")
            screen.add_argument("--data", type=Path, default=settings.data, help="its own records (MOTCUA_DATA)")
            screen.add_argument("--paper", type=int, choices=(58, 80), default=80, help="width of the roll in mm")
        else:
            screen.add_argument("--speaker", default=settings.speaker, help="its address (MOTCUA_SPEAKER)")
            screen.add_argument("--clips", type=Path, help="folder of recorded clips")

    verify = commands.add_parser("verify", help="prove a journal: the chain, the numbers and every call")
    verify.add_argument("--centre", required=True, help="the centre's id")
    verify.add_argument("--data", type=Path, default=settings.data, help="MOTCUA_DATA")
    verify.set_defaults(command=_verify)

    demo = commands.add_parser("demo", help="run a whole centre on this machine, with citizens and officers")
    demo.add_argument("--centre", default="kt-tp", help="an example's name or a file")
    demo.add_argument("--speed", type=_speed, default=1.0, help="how much faster than life")
    demo.add_argument("--until-closing", action="store_true", help="replay a whole working day, then sum it up")
    demo.add_argument("--date", type=date.fromisoformat, help="the day to replay, YYYY-MM-DD (this week's Monday)")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same citizens")
    demo.add_argument("--port", type=int, default=settings.port, help="MOTCUA_PORT")
    demo.add_argument("--folder", type=Path, default=settings.data / "demo", help="journal, slips, screenshots")
    demo.add_argument("--no-windows", action="store_true", help="leave out the kiosk's and the board's windows")
    demo.add_argument("--no-people", action="store_true", help="nobody comes and nobody serves but you")
    demo.set_defaults(command=_demo)
    return parser


# ------------------------------------------------------------------------------------------------------- commands


def _check(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.catalogue.checking import report

    text, status = report(options.file, language=options.language)
    print(text)
    return status


def _serve(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.journal.base import JournalError
    from queue_server.serving import Address, find_centre, open_journal, serving
    from queue_server.web.access import Access

    async def run() -> None:
        plan = find_centre(options.centre).plan
        journal, codec = await open_journal(options.data, plan.id)
        access = Access(options.data / "access.json", clock=time.time)
        address = Address(host=options.host, port=options.port, public_url=options.public_url)
        try:
            async with serving(plan, journal, codec, access, address=address, clock=options.clock) as server:
                print(f"{plan.names['vi']} · http://{options.host}:{server.port}/", flush=True)
                await _until_stopped(server.ended)
        finally:
            await journal.close()

    try:
        asyncio.run(run())
    except (CatalogueErrors, JournalError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _officer(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.web.access import Access

    pin = f"{secrets.randbelow(10**6):06d}"
    Access(options.data / "access.json", clock=time.time).add_officer(
        options.name, pin=pin, display=options.display or options.name, employer=options.employer
    )
    print(f"{options.name}: PIN {pin}")
    return 0


def _device(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.protocol.messages import Role
    from queue_server.web.access import Access

    token = Access(options.data / "access.json", clock=time.time).add_device(options.id, role=Role(options.role))
    print(token)
    return 0


def _kiosk(options: argparse.Namespace, _: Settings) -> int:
    from hardware.errors import AddressError, DeviceBusy
    from kiosk.app import run

    try:
        _run_kiosk(options, run)
    except (AddressError, DeviceBusy) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _run_kiosk(options: argparse.Namespace, run: Callable[..., None]) -> None:
    run(
        options.server,
        device=options.device,
        token=options.token,
        printer_address=options.printer,
        records=options.data / "printer",
        size=_size(options.size),
        paper=options.paper,
        locked=not options.window,
        clock=options.clock,
    )


def _display(options: argparse.Namespace, _: Settings) -> int:
    from display.app import run

    run(
        options.server,
        device=options.device,
        token=options.token,
        speaker_address=options.speaker,
        clips=options.clips,
        size=_size(options.size),
        locked=not options.window,
        clock=options.clock,
        speed=options.clock.speed,
    )
    return 0


def _verify(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.journal.base import JournalError
    from queue_server.reports.proof import prove
    from queue_server.serving import JOURNAL, open_journal, read_events

    if not (options.data / JOURNAL).exists():
        print(f"{options.data / JOURNAL}: no such journal; give its folder with --data", file=sys.stderr)
        return 2

    async def run() -> int:
        journal, codec = await open_journal(options.data, options.centre)
        try:
            proof = prove(await read_events(journal, codec))
        finally:
            await journal.close()
        print(f"{proof.events} events in an unbroken chain, {proof.calls} calls, {proof.overrides} by hand")
        for what in (*proof.repeated, *proof.doubled, *proof.unexplained, *proof.impossible):
            print(f"not explained: {what}")
        return 0 if proof.sound else 1

    try:
        return asyncio.run(run())
    except (JournalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.demo.run import run_demo

    try:
        return run_demo(
            options.centre,
            speed=options.speed,
            until_closing=options.until_closing,
            day=options.date,
            seed=options.seed,
            port=options.port,
            folder=options.folder,
            windows=not options.no_windows,
            people=not options.no_people,
            display=settings.display,
        )
    except (CatalogueErrors, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


# --------------------------------------------------------------------------------------------------------- pieces


async def _until_stopped(ended: Awaitable[None]) -> None:
    """Until Ctrl-C or a polite request to end; a part that failed ends it with its own error."""
    stop = asyncio.get_running_loop().create_future()

    def ask_to_stop() -> None:
        if not stop.done():
            stop.set_result(None)

    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ask_to_stop)
    await asyncio.wait([asyncio.ensure_future(ended), stop], return_when=asyncio.FIRST_COMPLETED)
    if not stop.done():
        await ended


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _speed(text: str) -> float:
    speed = float(text)
    if speed <= 0:
        raise ValueError(f"speed must be above 0, not {text}")
    return speed


class _Actions(logging.StreamHandler):  # type: ignore[type-arg]
    """Log lines with their action word and data: `… link down action=link_down error=…`."""

    _PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        data = {key: value for key, value in vars(record).items() if key not in self._PLAIN}
        extra = "".join(f" {key}={json.dumps(value, default=str, ensure_ascii=False)}" for key, value in data.items())
        return super().format(record) + extra


if __name__ == "__main__":
    sys.exit(main())
