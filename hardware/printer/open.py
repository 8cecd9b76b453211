"""From the address in a kiosk's settings to its printer.

usb:                        the USB printer there is           usb:/dev/usb/lp0    this one of several
usb:04b8:0e15               this vendor and product            serial:/dev/ttyUSB0?baud=115200&flow=rtscts
tcp:192.168.1.50[:9100]     a printer on the network           tcp:…?baud=19200    a serial one behind a box there
file:/path                  bytes added to a file              virtual:/folder     no printer: pictures of the paper
What a model can do follows a `?`: `capabilities=/its/file.toml` as the wizard wrote it, or single words of it, such as
`sensor=no` (docs/operators-guide.md).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from hardware.errors import AddressError
from hardware.printer.abilities import Abilities, read_abilities
from hardware.printer.base import PAPER_80_MM, Printer
from hardware.printer.escpos import EscposPrinter
from hardware.printer.file import FileTransport
from hardware.printer.jobs import JobBook
from hardware.printer.serial_port import BAUD, BITS_PER_BYTE, SerialTransport
from hardware.printer.tcp import TcpTransport
from hardware.printer.transport import Transport
from hardware.printer.usb import UsbId, UsbTransport
from hardware.printer.usb_any import AnyUsbTransport
from hardware.printer.usblp import UsblpTransport, usblp_ports
from hardware.serial_link import FlowControl

FORMS = (
    "usb:, usb:/dev/usb/lp0, usb:04b8:0e15, serial:/dev/ttyUSB0?baud=115200, tcp:192.168.1.50:9100, file:/path "
    "or virtual:/folder"
)

_PORT = 9100
_SLOW = 38_400 / 10
_ABILITIES = (
    "replies",
    "sensor",
    "process_id",
    "clears_buffer",
    "auto_status",
    "presenter",
    "album",
    "cutter",
)
_YES_NO = {"yes": True, "no": False}
_FLOWS: dict[str, FlowControl] = {"rtscts": "rtscts", "xonxoff": "xonxoff", "none": "none"}


class MakesVirtual(Protocol):
    """What makes a virtual printer; `simulator.VirtualPrinter` is one."""

    def __call__(self, folder: Path, *, dots: int) -> Printer: ...


def open_printer(
    address: str,
    *,
    dots: int = PAPER_80_MM,
    folder: Path,
    virtual: MakesVirtual | None = None,
) -> Printer:
    """Return the printer at an address. No device is touched yet: ask its `status`.

    `folder` keeps the printer's record of jobs. `virtual` makes the printer for a `virtual:` address; without it such
    addresses are refused, so that no kiosk prints to nowhere by mistake.
    Raises `AddressError`, and `DeviceBusy` when another program drives this printer with the same folder.
    """
    where, _, options = address.strip().partition("?")
    chosen = _options(address, options)
    kind, colon, place = where.partition(":")
    if kind == "virtual" and place:
        if virtual is None:
            raise AddressError(f"{address!r}: a virtual printer belongs to a demo; give the address of a real one")
        return virtual(Path(place), dots=dots)
    abilities = _abilities(address, chosen)
    transport = _transport(address, kind + colon, place, chosen)
    if chosen:
        raise AddressError(f"{address!r}: I do not know the option {', '.join(sorted(chosen))}")
    slug = re.sub(r"\W+", "-", where).strip("-")
    return EscposPrinter(
        transport,
        dots=abilities.dots or dots,
        book=JobBook(folder / f"{slug}.log"),
        cache=folder / "escpos",
        abilities=abilities,
    )


def open_transport(address: str) -> Transport:
    """The way to the printer at an address, for tools that talk to it themselves. Nothing is opened yet."""
    where, _, options = address.strip().partition("?")
    kind, colon, place = where.partition(":")
    return _transport(address, kind + colon, place, _options(address, options))


def with_capabilities(address: str, file: Path) -> str:
    """The address of the same printer as the capability file describes it, wherever a program is started."""
    where, _, options = address.strip().partition("?")
    kept = {
        name: value for name, value in _options(address, options).items() if name not in ("capabilities", *_ABILITIES)
    }
    return f"{where}?{urlencode({**kept, 'capabilities': str(file.resolve())}, safe='/')}"


def is_slow(address: str) -> bool:
    """Whether a whole slip takes many seconds to get there, so that a short one is better."""
    return address.strip().startswith(("serial:", "tcp:")) and open_transport(address).bytes_per_second <= _SLOW


def _transport(address: str, kind: str, place: str, options: dict[str, str]) -> Transport:
    match kind:
        case "usb:":
            return _usb(address, place)
        case "serial:" if place:
            flow = options.pop("flow", "rtscts")
            if flow not in _FLOWS:
                raise AddressError(f"{address!r}: flow is one of {', '.join(_FLOWS)}, not {flow!r}")
            return SerialTransport(place, baud=_baud(address, options) or BAUD, flow=_FLOWS[flow])
        case "tcp:" if place:
            return _tcp(address, place, baud=_baud(address, options))
        case "file:" if place:
            return FileTransport(Path(place))
    raise AddressError(f"{address!r} không phải địa chỉ máy in, hãy viết · is no printer, write: {FORMS}")


def _usb(address: str, place: str) -> Transport:
    if not place:
        return AnyUsbTransport()
    if place.startswith("/"):
        return UsblpTransport(Path(place))
    found = re.fullmatch(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", place)
    if found is None:
        raise AddressError(f"{address!r}: after usb: comes nothing, a path such as /dev/usb/lp0, or vendor:product")
    id_ = UsbId(int(found[1], 16), int(found[2], 16))
    return AnyUsbTransport(
        looked_for=f"USB {place.lower()}",
        ports=lambda: (port for port, known in usblp_ports() if known == id_),
        direct=lambda: UsbTransport(id_),
    )


def _baud(address: str, options: dict[str, str]) -> int | None:
    baud = options.pop("baud", None)
    if baud is not None and (not baud.isdecimal() or not int(baud)):
        raise AddressError(f"{address!r}: baud is a number, such as {BAUD}, not {baud!r}")
    return None if baud is None else int(baud)


def _tcp(address: str, place: str, *, baud: int | None) -> Transport:
    found = re.fullmatch(r"(\[[^\]]+\]|[^:\[\]/]+)(?::(\d{1,5}))?", place)
    port = int(found[2] or _PORT) if found else 0
    if found is None or not 0 < port < 65536:
        raise AddressError(f"{address!r}: after tcp: comes a host and maybe a port, such as 192.168.1.50:9100")
    host = found[1].strip("[]")
    return TcpTransport(host, port) if baud is None else TcpTransport(host, port, bytes_per_second=baud / BITS_PER_BYTE)


def _options(address: str, text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
    except ValueError as error:
        raise AddressError(f"{address!r}: options are written name=value, with & between them") from error


def _abilities(address: str, options: dict[str, str]) -> Abilities:
    given = {name: options.pop(name) for name in _ABILITIES if name in options}
    wrong = [f"{name}={value}" for name, value in given.items() if value not in _YES_NO]
    if wrong:
        raise AddressError(f"{address!r}: {', '.join(wrong)} must be yes or no")
    file = options.pop("capabilities", "")
    known = read_abilities(Path(file)) if file else Abilities()
    chosen: dict[str, Any] = {name: _YES_NO[value] for name, value in given.items()}
    return replace(known, **chosen)
