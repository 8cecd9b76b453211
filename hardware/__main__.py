"""`python -m hardware`: find, try out and set up the devices of this machine. No server, no tickets.

Nothing here is for a running kiosk: stop it first, a printer has one owner.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from hardware.errors import AddressError, DeviceGone, HardwareError
from hardware.printer.abilities import DOTS_RULE, abilities_text, can_be_laid_out
from hardware.printer.base import PAPER_58_MM
from hardware.printer.commands import Commands
from hardware.printer.discovery import find_printers
from hardware.printer.escpos import load_encoder
from hardware.printer.interview import interview
from hardware.printer.open import FORMS, open_printer, open_transport, with_capabilities
from hardware.printer.talk import Patience, Talk
from hardware.printer.wizard import line_of, run_wizard, trial_job
from hardware.printer.words import STATUS
from hardware.speaker.base import AddressInvalid, SpeakerFailed
from hardware.speaker.chime import chime
from hardware.speaker.open import open_speaker

Ask = Callable[[str], str]


def _ask(question: str) -> str:
    return input(f"{question} ")


def main(arguments: Sequence[str] | None = None, *, ask: Ask = _ask) -> int:
    """Run one word; 0 when all went well, 1 when a device could not be used or it was stopped, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    options.ask = ask
    try:
        options.run(options)
    except (AddressError, AddressInvalid) as error:
        _say(str(error))
        return 2
    except (HardwareError, SpeakerFailed) as error:
        _say(f"{error} ({error.code})")
        return 1
    except (KeyboardInterrupt, EOFError):
        _say("\nĐã dừng, chưa ghi gì · Stopped, nothing was written.")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua hardware", description="Thử và cài đặt thiết bị · trying out devices")
    words = parser.add_subparsers(required=True, metavar="WORD")
    find = words.add_parser("find", help="máy in và cổng của máy này · printers and ports here, by names that stay")
    find.set_defaults(run=_find)
    for name, what, run in (
        ("status", "máy in đang thế nào · how a printer is, in a word", _status),
        ("probe", "hỏi máy in làm được gì, có thể in ký tự lạ · ask what it can do; may print odd characters", _probe),
        ("slip", "in phiếu thử có thước và đủ chữ Việt · a test slip: ruler, all letters", _slip),
        ("wizard", "cài đặt máy in, ghi tệp khả năng · set a printer up, write its capability file", _wizard),
    ):
        word = words.add_parser(name, help=what)
        word.add_argument("printer", help=FORMS)
        word.set_defaults(run=run)
        if name == "wizard":
            word.add_argument(
                "file", type=Path, help="tệp khả năng sẽ ghi · the capability file to write: printer.toml"
            )
        if name == "slip":
            word.add_argument(
                "--dots", type=_dots, default=PAPER_58_MM, help="số điểm ngang · dots across (default: any paper)"
            )
    sound = words.add_parser("sound", help="hai tiếng chuông trước khi gọi · the two notes before a call")
    sound.add_argument("speaker", nargs="?", default="alsa:", help="alsa:, alsa:DEVICE, pulse: or pulse:SINK")
    sound.set_defaults(run=_sound)
    return parser


def _dots(text: str) -> int:
    if not text.isdecimal() or not can_be_laid_out(int(text)):
        raise argparse.ArgumentTypeError(f"{text}: {DOTS_RULE}")
    return int(text)


def _find(_: argparse.Namespace) -> None:
    found = list(find_printers())
    for each in found:
        _say(f"{each.address:<44} {each.what}")
    if not any(each.address for each in found):
        _say("Không thấy máy in nào: xem dây và nguồn · no printer seen: look at its cable and its power")


def _status(options: argparse.Namespace) -> None:
    _must_be_free(options.printer)

    async def look(folder: Path) -> str:
        printer = open_printer(options.printer, folder=folder)
        try:
            status = await printer.status()
            return f"{status.value:<11} {STATUS[status]}"
        finally:
            await printer.close()

    with tempfile.TemporaryDirectory() as folder:
        _say(asyncio.run(look(Path(folder))))


def _must_be_free(address: str) -> None:
    """Raises `DeviceBusy`: a printer that another program has, or that this one may not use, is not missing."""
    if address.startswith(("serial:", "usb:")):
        where = open_transport(address)
        with suppress(DeviceGone):
            where.open()
        where.close()


def _probe(options: argparse.Namespace) -> None:
    with _talk(options.printer) as (talk, _):
        for finding in interview(talk):
            _say(line_of(finding).strip())


def _slip(options: argparse.Namespace) -> None:
    with _talk(options.printer) as (talk, commands):
        talk.connect(urgent=True)
        talk.send(trial_job(commands, note=f"{datetime.now().astimezone():%d/%m/%Y %H:%M}", dots=options.dots))
        _say("Đã gửi phiếu thử · The test slip was sent.")


def _wizard(options: argparse.Namespace) -> None:
    _must_be_writable(options.file)
    with _talk(options.printer) as (talk, commands):
        now = datetime.now().astimezone()
        abilities = run_wizard(talk, commands, file=options.file, say=_say, ask=options.ask, now=now)
    _say(abilities_text(abilities))
    _say(f"Địa chỉ cho ki-ốt · Address for the kiosk: {with_capabilities(options.printer, options.file)}")


def _must_be_writable(file: Path) -> None:
    """Before a person is asked anything. Raises `AddressError`."""
    try:
        if file.is_dir():
            raise IsADirectoryError("là một thư mục · is a folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("r+b") if file.exists() else tempfile.TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise AddressError(f"{file}: không ghi được · cannot be written: {error}") from error


def _sound(options: argparse.Namespace) -> None:
    asyncio.run(open_speaker(options.speaker).play(chime()))
    _say("Đã phát âm thử · The test sound was played.")


@contextmanager
def _talk(address: str) -> Iterator[tuple[Talk, Commands]]:
    talk = Talk(open_transport(address), patience=Patience())
    with tempfile.TemporaryDirectory() as cache:
        try:
            yield talk, Commands(lambda: load_encoder(Path(cache)))
        finally:
            talk.hang_up()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
