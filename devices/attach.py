"""From the settings to units on buses: what is attached, ready to be started."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.keys import known
from devices.settings import KeypadPart, RelayPart, Settings, SettingsProblem, SignPart
from devices.sign_in import APART
from hardware.bus.exchange import Unit, UnitState
from hardware.bus.framed import Template
from hardware.bus.owner import Bus
from hardware.bus.presets import NUMBERS, PRESETS
from hardware.errors import AddressError
from hardware.keypad.base import Pressed
from hardware.keypad.framed_keypad import FramedKeypad
from hardware.keypad.modbus_keypad import ModbusKeypad
from hardware.keypad.pad import PadKeypad
from hardware.relay.boards import FramedRelay, ModbusCoil
from hardware.relay.unit import RelayUnit
from hardware.scanner.keyboard import KeyboardSource
from hardware.serial_link import SerialLink
from hardware.sign.base import SignLanguage
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
    signs: dict[str, SignUnit]
    relays: dict[str, RelayUnit]
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
    """Make all units. `pressed` and `changed` are called in threads. Raises `SettingsProblem`."""
    try:
        signs = {part.name: SignUnit(part.name, _sign(part)) for part in settings.sign}
        relays = {part.name: RelayUnit(part.name, _relay(part)) for part in settings.relay}
        wired = {part.name: _keypad(part, pressed) for part in settings.keypad if part.kind != "usb"}
    except AddressError as error:
        raise SettingsProblem(str(error)) from error
    _check_keys(settings)
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
            template = _template(part.name, preset=part.preset, frame=part.frame)
            return FramedSign(template=template, address=part.unit, width=width, writing=writing, blank=part.blank)
        case "cd5220" | "escpos":
            return LineDisplay(part.kind)


def _relay(part: RelayPart) -> ModbusCoil | FramedRelay:
    if part.kind == "modbus":
        return ModbusCoil(part.unit, part.channel)
    return FramedRelay(part.channel, _template(part.name, preset=part.preset, frame=part.frame))


def _keypad(part: KeypadPart, pressed: Pressed) -> Unit:
    if part.kind == "modbus":
        return ModbusKeypad(part.name, unit=part.unit, keys=part.count, pressed=pressed)
    template = _template(part.name, preset=part.preset, frame=part.frame)
    address = part.unit if template.addressed else None
    return FramedKeypad(part.name, template=template, pressed=pressed, address=address, width=part.width)


def _template(name: str, *, preset: str, frame: str) -> Template:
    if frame:
        return Template.parse(frame)
    if preset not in PRESETS:
        raise AddressError(f"{name}: preset: found {preset!r}, expected one of {', '.join(PRESETS)}, or a frame")
    return PRESETS[preset]


def _check_keys(settings: Settings) -> None:
    for part in settings.keypad:
        for key, meaning in part.keys.items():
            if not known(meaning):
                raise SettingsProblem(
                    f"{part.name}: keys: {key}: found {meaning!r}, expected next, recall, start, "
                    "finish, no-show, park, close, transfer to desk N, transfer to service S or rate N"
                )
        if part.kind == "modbus":
            _check_buttons(part)


def _check_buttons(part: KeypadPart) -> None:
    """Buttons have no names of their own: one that is not there is never pressed, none is Enter unless it is said."""
    buttons = {str(number) for number in range(1, part.count + 1)}
    for key in (*part.keys, *part.types):
        if key not in buttons:
            raise SettingsProblem(f"{part.name}: found button {key!r}, expected 1 to {part.count}, which is its count")
    needed = {"enter", APART} if len(part.officers) > 1 else {"enter"} if part.officers else set()
    if missing := needed - set(part.types.values()):
        raise SettingsProblem(
            f"{part.name}: types: found no button for {', '.join(sorted(missing))}, expected one: officers sign in here"
        )
