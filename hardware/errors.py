"""What can go wrong with a device, in our words; each error has a stable `code`.

HardwareError: AddressError (not understood) · DeviceBusy (another program has it) · DeviceGone (unplugged, off,
refused) · DeviceStalled (it is there, but took nothing before the deadline).

What pyserial, pyusb and the system raise is turned into these where the bytes leave us.
"""

from __future__ import annotations

from typing import ClassVar


class HardwareError(Exception):
    """A device could not be used."""

    code: ClassVar[str] = "hardware"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class AddressError(HardwareError):
    """The address of a device cannot be understood."""

    code = "device_address"


class DeviceBusy(HardwareError):
    """The device is in use by another program."""

    code = "device_busy"


class DeviceGone(HardwareError):
    """The device is not there: look at its plug and its power."""

    code = "device_gone"


class DeviceStalled(HardwareError):
    """The device takes no more data: look at its paper, its cover and its lamp."""

    code = "device_stalled"
