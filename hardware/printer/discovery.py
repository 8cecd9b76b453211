"""Which printers there are, and the address of each that stays the same after a replug.

USB printers by the kernel's driver and, where that has none, by their interface class; serial ports by the names that
udev keeps for them. The network is not searched: its addresses are the centre's to give out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.errors import DeviceGone
from hardware.printer.usb import UsbId, printers_on_the_bus
from hardware.printer.usblp import usblp_ports

_SERIAL = ("ttyUSB*", "ttyACM*", "ttyS*")


@dataclass(frozen=True, slots=True)
class Found:
    """A printer, or a port that may have one. `address` is what `open_printer` takes."""

    address: str
    what: str


def find_printers(
    *, root: Path = Path("/"), bus: Callable[[], Iterable[UsbId]] = printers_on_the_bus
) -> Iterator[Found]:
    """Everything there is now, surest first."""
    behind_the_driver = list(_usblp(root))
    yield from (found for found, _ in behind_the_driver)
    driven = {id_ for _, id_ in behind_the_driver}
    try:
        yield from (
            Found(f"usb:{id_.vendor:04x}:{id_.product:04x}", "USB, không qua trình điều khiển · without a driver")
            for id_ in bus()
            if id_ not in driven
        )
    except DeviceGone as error:
        yield Found("", f"USB: {error}")
    yield from _serial(root)


def _usblp(root: Path) -> Iterator[tuple[Found, UsbId | None]]:
    ports = usblp_ports(root=root)
    ids = [id_ for _, id_ in ports]
    for port, id_ in ports:
        said = _read(root / "sys/class/usbmisc" / port.name / "device/ieee1284_id")
        name = " ".join(part.partition(":")[2] for part in said.split(";") if part.startswith(("MFG:", "MDL:")))
        # Two of one make have one name for both: then only the port tells them apart.
        unique = id_ is not None and ids.count(id_) == 1
        address = f"usb:{id_.vendor:04x}:{id_.product:04x}" if id_ and unique else f"usb:/dev/usb/{port.name}"
        yield Found(address, f"USB {port.name} {name}".strip()), id_


def _serial(root: Path) -> Iterator[Found]:
    ports = sorted(port for pattern in _SERIAL for port in (root / "dev").glob(pattern))
    adapters = [adapter for port in ports if (adapter := _adapter(root, port.name))]
    for port in ports:
        name, why = port, "tên có thể đổi khi cắm lại · its name may change"
        names = [("by-id", "tên theo thiết bị · named by device"), ("by-path", "theo cổng · by socket")]
        for folder, kept in names if _has_a_name_of_its_own(_adapter(root, port.name), adapters) else names[::-1]:
            links = (root / "dev/serial" / folder).glob("*")
            found = next((link for link in sorted(links) if link.resolve() == port.resolve()), None)
            if found is not None:
                name, why = found, kept
                break
        if port.name.startswith("ttyS") and name is port:
            continue  # mainboards list ports that do not exist
        yield Found(f"serial:/{name.relative_to(root)}", f"{port.name}: {why}")


@dataclass(frozen=True, slots=True)
class _Adapter:
    """The USB device of a serial port: its make and serial number, and where it is."""

    identity: tuple[str, ...]
    place: Path


def _adapter(root: Path, name: str) -> _Adapter | None:
    interface = (root / "sys/class/tty" / name / "device").resolve()
    place = next((folder for folder in (interface, *interface.parents) if (folder / "idVendor").exists()), None)
    if place is None:
        return None
    return _Adapter(tuple(_read(place / word) for word in ("idVendor", "idProduct", "serial")), place)


def _has_a_name_of_its_own(adapter: _Adapter | None, all_: list[_Adapter]) -> bool:
    """Cheap adapters have no serial number, or all the same: udev's name by device goes to whichever came last."""
    if adapter is None:
        return True
    return bool(adapter.identity[-1]) and all(
        other.place == adapter.place for other in all_ if other.identity == adapter.identity
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", errors="replace").strip()
    except OSError:
        return ""
