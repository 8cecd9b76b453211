"""A printer straight over USB, where no usblp driver has it. Found by its interface class, never by lists of makers.

Vendor and product lists miss the clones; the class (7) and the end points come from the device's own descriptor.
pyusb is imported late: a centre with other printers need not have it.
"""

# The names in the protocols are pyusb's.
# ruff: noqa: N815

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled

Result = TypeVar("Result")

PRINTER_CLASS = 7
_READ_AT_MOST = 512
_BYTES_PER_SECOND = 800_000.0
_OUT, _IN, _BULK = 0x00, 0x80, 0x02
_CLASS_IN, _GET_PORT_STATUS, _PORT_TIMEOUT = 0xA1, 0x01, 500
PORT_PAPER_OUT = 0x20
"""The bit of the port's status (USB printer class 1.1, 4.2.2; the same in linux/lp.h) for a missing paper."""


class EndPoint(Protocol):
    """The part of pyusb's end point that is used here."""

    bEndpointAddress: int
    bmAttributes: int

    def write(self, data: bytes, timeout: int) -> int: ...

    def read(self, size: int, timeout: int) -> Iterable[int]: ...


class Interface(Protocol):
    """The part of pyusb's interface that is used here."""

    bInterfaceClass: int
    bInterfaceNumber: int

    def __iter__(self) -> Iterator[EndPoint]: ...


class Device(Protocol):
    """The part of pyusb's device that is used here; it iterates over configurations, and those over interfaces."""

    idVendor: int
    idProduct: int

    def __iter__(self) -> Iterator[Iterable[Interface]]: ...

    def is_kernel_driver_active(self, interface: int) -> bool: ...

    def detach_kernel_driver(self, interface: int) -> None: ...

    def ctrl_transfer(
        self, request_type: int, request: int, value: int, index: int, length: int, timeout: int
    ) -> Iterable[int]: ...


@dataclass(frozen=True, slots=True)
class UsbId:
    """Which printer, where there are several: vendor and product as the bus says them."""

    vendor: int
    product: int


class UsbTransport:
    """A USB printer by libusb. `backend` is pyusb's, for tests."""

    bytes_per_second = _BYTES_PER_SECOND
    one_job = False

    def __init__(self, id_: UsbId | None = None, *, backend: object = None) -> None:
        self._id = id_
        self._backend = backend
        self._device: Device | None = None
        self._interface = 0
        self._out: EndPoint | None = None
        self._in: EndPoint | None = None

    @property
    def name(self) -> str:
        """What is looked for, or what was found."""
        if self._device is not None:
            return f"USB {self._device.idVendor:04x}:{self._device.idProduct:04x}"
        return f"USB {self._id.vendor:04x}:{self._id.product:04x}" if self._id else "a USB printer"

    @property
    def answers(self) -> bool:
        """Whether the device has an end point towards us."""
        return self._device is None or self._in is not None

    def open(self) -> None:
        """See `Transport`."""
        device, interface = self._find()
        self._translate(lambda: self._claim(device, interface))

    def write(self, data: bytes, *, within: float) -> None:
        """See `Transport`."""
        out = self._out
        if out is None:
            raise DeviceGone(f"{self.name} is not open")
        sent = self._translate(lambda: out.write(data, timeout=_milliseconds(within)))
        if sent is None or sent < len(data):
            raise DeviceStalled(f"{self.name} took {sent or 'some'} of {len(data)} bytes in {within:.1f} s")

    def read(self, *, within: float) -> bytes:
        """See `Transport`."""
        back = self._in
        if back is None:
            raise DeviceGone(f"{self.name} is not open")
        data = self._translate(lambda: back.read(_READ_AT_MOST, timeout=_milliseconds(within)))
        return b"" if data is None else bytes(data)

    def paper_out(self) -> bool:
        """See `Transport`. Asked by the class's own request, GET_PORT_STATUS."""
        device = self._device
        if device is None:
            return False
        try:
            said = self._translate(
                lambda: device.ctrl_transfer(_CLASS_IN, _GET_PORT_STATUS, 0, self._interface, 1, timeout=_PORT_TIMEOUT)
            )
        except (DeviceGone, DeviceBusy):
            return False
        return any(bits & PORT_PAPER_OUT for bits in said or ())

    def discard(self) -> None:
        """See `Transport`. A transfer that ran into its deadline was cancelled."""

    def close(self) -> None:
        """See `Transport`."""
        device, self._device, self._out, self._in = self._device, None, None, None
        if device is None:
            return
        import usb.core
        import usb.util

        try:
            usb.util.release_interface(device, self._interface)
        except usb.core.USBError:
            # Unplugged: there is nothing left to release.
            device = None
        if device is not None:
            usb.util.dispose_resources(device)

    def _find(self) -> tuple[Device, Interface]:
        for device, interface in _printers(self._backend):
            if self._id in (None, UsbId(device.idVendor, device.idProduct)):
                return device, interface
        raise DeviceGone(f"{self.name} is not plugged in")

    def _claim(self, device: Device, interface: Interface) -> None:
        import usb.util

        number = interface.bInterfaceNumber
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
        usb.util.claim_interface(device, number)
        self._device, self._interface = device, number
        self._out, self._in = _end_point(interface, _OUT), _end_point(interface, _IN)

    def _translate(self, work: Callable[[], Result]) -> Result | None:
        """Do something with the device; nothing comes back where its deadline passed."""
        import usb.core

        try:
            return work()
        except usb.core.USBTimeoutError:
            return None
        except usb.core.USBError as error:
            if error.errno in (errno.EBUSY, errno.EACCES):
                raise DeviceBusy(f"{self.name}: {error.strerror} (another program, or no right to use it)") from error
            raise DeviceGone(f"{self.name}: {error.strerror}") from error


def printers_on_the_bus(*, backend: object = None) -> Iterator[UsbId]:
    """Every printer that libusb sees. Raises `DeviceGone` without libusb."""
    return (UsbId(device.idVendor, device.idProduct) for device, _ in _printers(backend))


def _printers(backend: object) -> Iterator[tuple[Device, Interface]]:
    import usb.core

    try:
        devices = list(usb.core.find(find_all=True, backend=backend) or ())
    except usb.core.NoBackendError as error:
        raise DeviceGone("no libusb on this machine: install libusb-1.0-0") from error
    for device in devices:
        for configuration in device:
            for interface in configuration:
                if interface.bInterfaceClass == PRINTER_CLASS and _end_point(interface, _OUT) is not None:
                    yield device, interface


def _end_point(interface: Interface, direction: int) -> EndPoint | None:
    points = (point for point in interface if point.bmAttributes & 0x03 == _BULK)
    return next((point for point in points if point.bEndpointAddress & 0x80 == direction), None)


def _milliseconds(seconds: float) -> int:
    """libusb takes 0 for "wait for ever"."""
    return max(1, int(seconds * 1000))
