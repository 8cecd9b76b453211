"""From the address in a kiosk's settings to its scanner.

serial:/dev/serial/by-id/usb-…       set to USB COM port; also ?baud=115200
keyboard:/dev/input/by-id/…-event-kbd   set to keyboard; grabbed
virtual:/path                        no scanner: lines written to a pipe
After a `?`: suffix=auto, cr, lf, crlf, tab or none, and gap=60, the milliseconds of silence that end a scan.
A path may be a pattern, such as serial:/dev/ttyACM*.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

from hardware.errors import AddressError
from hardware.scanner import framing, keyboard
from hardware.scanner.base import Scanner, Source
from hardware.scanner.framing import SUFFIXES, Framing
from hardware.scanner.keyboard import KeyboardSource
from hardware.scanner.reading import ReadingScanner
from hardware.scanner.serial_port import BAUD, SerialSource

FORMS = "serial:/dev/serial/by-id/…, keyboard:/dev/input/by-id/… or virtual:/path"


def open_scanner(address: str, *, virtual: Callable[[Path], Scanner] | None = None) -> Scanner:
    """Return the scanner at an address. No device is touched yet: `watch` it.

    `virtual` makes the scanner of a `virtual:` address; without it such addresses are refused. Raises `AddressError`.
    """
    where, _, options = address.strip().partition("?")
    chosen = _options(address, options)
    kind, _, place = where.partition(":")
    if kind == "virtual" and place:
        if virtual is None:
            raise AddressError(f"{address!r}: a virtual scanner belongs to a demo; give the address of a real one")
        return virtual(Path(place))
    source: Source
    gap = framing.GAP
    if kind == "serial" and place:
        source = SerialSource(place, baud=_number(address, chosen, "baud", BAUD))
    elif kind == "keyboard" and place:
        source, gap = KeyboardSource(place), keyboard.GAP
    else:
        raise AddressError(f"{address!r} is no scanner: write {FORMS}")
    suffix = chosen.pop("suffix", "auto")
    if suffix not in SUFFIXES:
        raise AddressError(f"{address!r}: suffix is one of {', '.join(SUFFIXES)}, not {suffix!r}")
    gap = _number(address, chosen, "gap", round(gap * 1000)) / 1000
    if chosen:
        raise AddressError(f"{address!r}: I do not know the option {', '.join(sorted(chosen))}")
    return ReadingScanner(source, framing=Framing(suffix=suffix, gap=gap))


def _options(address: str, text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
    except ValueError as error:
        raise AddressError(f"{address!r}: options are written name=value, with & between them") from error


def _number(address: str, chosen: dict[str, str], name: str, usual: int) -> int:
    given = chosen.pop(name, str(usual))
    if not given.isdecimal() or not int(given):
        raise AddressError(f"{address!r}: {name} is a number, such as {usual}, not {given!r}")
    return int(given)
