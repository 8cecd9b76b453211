"""USB without a bus: pyusb over a back end that plays a printer, its descriptors and its faults."""

from __future__ import annotations

import array
import errno
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.printer.machine import Fault, Machine
from hardware.printer.usb import UsbId, UsbTransport

CLONE, EPSON, STICK = (0x6868, 0x0500), (0x04B8, 0x0E15), (0x0781, 0x5567)


class Device:
    """What the bus shows of a device. Printers of clones use end points nobody expects."""

    def __init__(
        self, ids: tuple[int, int], *, interface_class: int = 7, out: int = 0x03, back: int | None = 0x84
    ) -> None:
        self.ids = ids
        self.interface_class = interface_class
        self.points = [out] if back is None else [back, out]
        self.machine = Machine(dots=64)
        self.claimed: set[int] = set()
        self.driver_attached = True


class Bus(usb.backend.IBackend):  # type: ignore[misc]
    """A back end of pyusb with these devices on it."""

    def __init__(self, *devices: Device) -> None:
        super().__init__()
        self.devices = list(devices)
        self.fails: int | None = None

    def enumerate_devices(self) -> Iterator[Device]:
        return iter(self.devices)

    def get_device_descriptor(self, device: Device) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=device.ids[0], idProduct=device.ids[1], bcdDevice=0x100, iManufacturer=0,
            iProduct=0, iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,),
            speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, device: Device, index: int) -> Any:
        if index:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, device: Device, interface: int, alternate: int, configuration: int) -> Any:
        if interface or alternate:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(device.points),
            bInterfaceClass=device.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, device: Device, point: int, interface: int, alternate: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=device.points[point], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, device: Device) -> Device:
        self.check(device)
        return device

    def close_device(self, device: Device) -> None:
        device.claimed.clear()

    def get_configuration(self, device: Device) -> int:
        return 1

    def set_configuration(self, device: Device, value: int) -> None: ...

    def claim_interface(self, device: Device, interface: int) -> None:
        self.check(device)
        assert not device.driver_attached, "claimed under the kernel's driver"
        device.claimed.add(interface)

    def release_interface(self, device: Device, interface: int) -> None:
        self.check(device)
        device.claimed.discard(interface)

    def is_kernel_driver_active(self, device: Device, interface: int) -> bool:
        return device.driver_attached

    def detach_kernel_driver(self, device: Device, interface: int) -> None:
        device.driver_attached = False

    def bulk_write(self, device: Device, point: int, interface: int, data: array.array[int], timeout: int) -> int:
        self.check(device)
        assert point == device.points[-1]
        assert timeout > 0, "0 would be for ever"
        room = min(device.machine.room, len(data))
        if not room:
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        device.machine.receive(data.tobytes()[:room])
        return room

    def bulk_read(self, device: Device, point: int, interface: int, buffer: array.array[int], timeout: int) -> int:
        self.check(device)
        assert timeout > 0, "0 would be for ever"
        answers = device.machine.take_answers()
        if not answers:
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        buffer[: len(answers)] = array.array("B", answers)
        return len(answers)

    def ctrl_transfer(
        self, device: Device, kind: int, request: int, value: int, index: int, data: array.array[int], timeout: int
    ) -> int:
        self.check(device)
        assert (kind, request, timeout > 0) == (0xA1, 0x01, True), "GET_PORT_STATUS of the printer class"
        data[0] = 0x18 | 0x20 * (Fault.PAPER_OUT in device.machine.faults)
        return 1

    def check(self, device: Device) -> None:
        if self.fails:
            raise usb.core.USBError(
                "Resource busy" if self.fails == errno.EBUSY else "No such device", errno=self.fails
            )
        if device not in self.devices:
            raise usb.core.USBError("No such device (it may have been disconnected)", errno=errno.ENODEV)


def test_a_printer_is_found_by_its_class_and_spoken_to_over_its_own_end_points() -> None:
    bus = Bus(Device(STICK, interface_class=8), Device(CLONE))
    printer = UsbTransport(backend=bus)
    printer.open()
    assert printer.name == "USB 6868:0500"
    assert printer.answers
    assert bus.devices[1].claimed == {0}
    printer.write(b"\x10\x04\x01", within=1)
    assert printer.read(within=1) == b"\x12"
    assert printer.read(within=0) == b""
    printer.close()
    assert bus.devices[1].claimed == set()


def test_one_of_several_is_chosen_by_vendor_and_product() -> None:
    printer = UsbTransport(UsbId(*EPSON), backend=Bus(Device(CLONE), Device(EPSON, out=0x01, back=0x82)))
    printer.open()
    assert printer.name == "USB 04b8:0e15"
    printer.close()


@pytest.mark.parametrize("bus", [Bus(), Bus(Device(STICK, interface_class=8))], ids=["empty", "no printer"])
def test_no_printer_is_gone(bus: Bus) -> None:
    with pytest.raises(DeviceGone, match="a USB printer is not plugged in"):
        UsbTransport(backend=bus).open()


def test_a_printer_without_a_way_back_only_listens() -> None:
    device = Device(CLONE, back=None)
    printer = UsbTransport(backend=Bus(device))
    printer.open()
    assert not printer.answers
    printer.write(b"A", within=1)
    assert list(device.machine.unknown) == [b"A"]
    printer.close()


def test_unplugging_in_the_middle_and_plugging_in_again() -> None:
    device = Device(CLONE)
    bus = Bus(device)
    printer = UsbTransport(backend=bus)
    printer.open()
    bus.devices.clear()
    with pytest.raises(DeviceGone, match="No such device"):
        printer.write(b"x", within=1)
    with pytest.raises(DeviceGone):
        printer.read(within=1)
    printer.close()
    with pytest.raises(DeviceGone):
        printer.open()
    bus.devices.append(Device(CLONE))
    printer.open()
    printer.write(b"\x10\x04\x01", within=1)
    assert printer.read(within=1) == b"\x12"
    printer.close()


def test_a_printer_in_use_is_busy() -> None:
    bus = Bus(Device(CLONE))
    bus.fails = errno.EBUSY
    with pytest.raises(DeviceBusy, match="Resource busy"):
        UsbTransport(backend=bus).open()


def test_a_printer_that_takes_no_more_is_stalled_whether_it_took_some_or_none() -> None:
    device = Device(CLONE)
    printer = UsbTransport(backend=Bus(device))
    printer.open()
    device.machine = Machine(dots=64, buffer=4)
    device.machine.put(Fault.PAPER_OUT)
    with pytest.raises(DeviceStalled, match="took 4 of 10 bytes"):
        printer.write(b"\x00" * 10, within=0.1)
    with pytest.raises(DeviceStalled, match="took some of 10 bytes"):
        printer.write(b"\x00" * 10, within=0.1)
    printer.close()


def test_a_machine_without_libusb_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**options: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", nothing)
    with pytest.raises(DeviceGone, match=r"install libusb-1\.0-0"):
        UsbTransport().open()


def test_its_port_knows_about_the_paper_without_the_printer_s_help() -> None:
    device = Device(CLONE)
    bus = Bus(device)
    printer = UsbTransport(backend=bus)
    assert not printer.paper_out()
    printer.open()
    assert not printer.paper_out()
    device.machine.put(Fault.PAPER_OUT)
    assert printer.paper_out()
    bus.devices.clear()
    assert not printer.paper_out(), "a port that is gone says nothing"
