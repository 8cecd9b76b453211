"""From the settings to units on buses: what is attached, ready to be started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.checks import template_of
from devices.parts import KeypadPart, RelayPart, Settings, SignPart
from hardware.bus.exchange import Unit, UnitState
from hardware.bus.owner import Bus
from hardware.bus.presets import NUMBERS
from hardware.keypad.base import Pressed
from hardware.keypad.framed_keypad import FramedKeypad
from hardware.keypad.modbus_keypad import ModbusKeypad
from hardware.keypad.pad import PadKeypad
from hardware.relay.base import Relay
from hardware.relay.boards import FramedRelay, ModbusCoil
from hardware.relay.unit import RelayUnit
from hardware.scanner.keyboard import KeyboardSource
from hardware.serial_link import SerialLink
from hardware.sign.base import Sign, SignLanguage
from hardware.sign.framed_sign import FramedSign
from hardware.sign.line_display import LineDisplay
from hardware.sign.modbus_sign import ModbusSign, RegisterMap
from hardware.sign.unit import SignUnit

Changed = Callable[[str, UnitState], None]


@dataclass(frozen=True, slots=True)
class Attached:
    """Everything on this machine. `signs` and `relays` by name; `bus_of` tells whom to wake."""

    buses: tuple[Bus, ...]
    pads: tuple[PadKeypad, ...]
    signs: Mapping[str, Sign]
    relays: Mapping[str, Relay]
    bus_of: dict[str, Bus]

    def start(self) -> None:
        """Begin; nothing need be plugged in yet."""
        for bus in self.buses:
            bus.start()
        for pad in self.pads:
            pad.start()

    def close(self) -> None:
        """End, and let go of all ports."""
        for bus in self.buses:
            bus.close()
        for pad in self.pads:
            pad.close()


def attach(settings: Settings, *, pressed: Pressed, changed: Changed) -> Attached:
    """Make all units of settings that were checked. `pressed` and `changed` are called in threads."""
    signs = {part.name: SignUnit(part.name, _sign(part)) for part in settings.sign}
    relays = {part.name: RelayUnit(part.name, _relay(part)) for part in settings.relay}
    wired = {part.name: _keypad(part, pressed) for part in settings.keypad if part.kind != "usb"}
    units: dict[str, Unit] = {**signs, **relays, **wired}
    parts: tuple[SignPart | RelayPart | KeypadPart, ...] = (*settings.sign, *settings.relay, *settings.keypad)
    places = {part.name: part.port for part in parts}
    buses: list[Bus] = []
    bus_of: dict[str, Bus] = {}
    for port in settings.port:
        here = [unit for name, unit in units.items() if places[name] == port.name]
        # Keys may be somebody's PIN.
        link = SerialLink(port.path, baud=port.baud, confidential=any(unit.name in wired for unit in here))
        bus = Bus(link, here, changed=changed, baud=port.baud, echo=port.echo)
        buses.append(bus)
        bus_of |= dict.fromkeys((unit.name for unit in here), bus)
    pads = tuple(
        PadKeypad(part.name, KeyboardSource(part.path), pressed=pressed, changed=changed)
        for part in settings.keypad
        if part.kind == "usb"
    )
    return Attached(tuple(buses), pads, signs, relays, bus_of)


def _sign(part: SignPart) -> SignLanguage:
    match part.kind:
        case "modbus":
            return ModbusSign(
                part.unit,
                RegisterMap(
                    value=part.value,
                    coding=part.coding,
                    width=part.width,
                    blank=part.blank,
                    blink=part.blink,
                    blink_on=part.blink_on,
                    brightness=part.brightness,
                ),
            )
        case "framed":
            writing = NUMBERS.get(part.preset, part.writing)
            width = 2 if part.preset in NUMBERS else part.width
            return FramedSign(
                template=template_of(part), address=part.unit, width=width, writing=writing, blank=part.blank
            )
        case "cd5220" | "escpos":
            return LineDisplay(part.kind)


def _relay(part: RelayPart) -> ModbusCoil | FramedRelay:
    if part.kind == "modbus":
        return ModbusCoil(part.unit, part.channel)
    return FramedRelay(part.channel, template_of(part))


def _keypad(part: KeypadPart, pressed: Pressed) -> Unit:
    if part.kind == "modbus":
        return ModbusKeypad(part.name, unit=part.unit, keys=part.count, pressed=pressed)
    template = template_of(part)
    address = part.unit if template.addressed else None
    return FramedKeypad(part.name, template=template, pressed=pressed, address=address, width=part.width)
