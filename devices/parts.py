"""What a devices file may hold: a table for each port, sign, keypad and relay. Example: devices/example.toml."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hardware.sign.modbus_sign import Coding
from hardware.sign.writing import Writing

Name = Annotated[str, Meta(min_length=1, max_length=40)]
#: What an officer types for herself at a keypad, and the name that she signs in with.
Number = Annotated[str, Meta(pattern=r"^[0-9]{1,8}$")]
Officer = Annotated[str, Meta(min_length=1, max_length=64)]
#: What a key types while an officer signs in.
Typed = Annotated[str, Meta(pattern=r"^([0-9*-]|enter)$")]
Unit = Annotated[int, Meta(ge=1, le=247)]
Register = Annotated[int, Meta(ge=0, le=0xFFFF)]
SignKind = Literal["modbus", "cd5220", "escpos", "framed"]
KeypadKind = Literal["framed", "modbus", "usb"]
RelayKind = Literal["framed", "modbus"]


class Port(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A serial port. Use a path under /dev/serial/by-path or by-id: the others change."""

    name: Name
    path: Annotated[str, Meta(min_length=1)]
    baud: Annotated[int, Meta(ge=300, le=1_000_000)] = 9600
    echo: bool = False


class SignPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A desk's sign. `preset` or `frame` is for framed ones; `value` and what follows for Modbus ones."""

    name: Name
    desk: Name
    port: Name
    kind: SignKind
    unit: Unit = 1
    preset: str = ""
    frame: str = ""
    width: Annotated[int, Meta(ge=1, le=40)] = 6
    writing: Writing = "text"
    value: Register = 0
    coding: Coding = "letters"
    blank: Annotated[int, Meta(ge=0, le=0xFFFF_FFFF)] = 0
    blink: Register | None = None
    blink_on: Register = 1
    brightness: Register | None = None


class KeypadPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A desk's keypad. `keys` says what each key means; `path` is for USB ones, `count` for Modbus ones.

    `officers` may sign in at it while the desk is closed: their names, by the numbers that they type. `types` says what
    a key types then, where that is not what it is called: push buttons are called by the number of their input.
    """

    name: Name
    desk: Name
    kind: KeypadKind
    keys: dict[str, str]
    port: str = ""
    path: str = ""
    unit: Unit = 1
    preset: str = ""
    frame: str = ""
    width: Annotated[int, Meta(ge=1, le=40)] | None = None
    count: Annotated[int, Meta(ge=1, le=32)] = 8
    officers: dict[Number, Officer] = {}
    types: dict[str, Typed] = {}


class RelayPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A relay that is on for `seconds` at each call to one of `desks`; all desks where that is empty."""

    name: Name
    port: Name
    kind: RelayKind
    desks: tuple[Name, ...] = ()
    unit: Unit = 1
    channel: Annotated[int, Meta(ge=0, le=255)] = 1
    preset: str = "lcus"
    frame: str = ""
    seconds: Annotated[float, Meta(gt=0, le=60)] = 1.0


Part = Port | SignPart | KeypadPart | RelayPart


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file."""

    port: tuple[Port, ...] = ()
    sign: tuple[SignPart, ...] = ()
    keypad: tuple[KeypadPart, ...] = ()
    relay: tuple[RelayPart, ...] = ()
