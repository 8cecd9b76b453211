"""The file that says what is attached to this machine, read and checked. Nothing is opened here.

Each problem names the file, the line, the key, what stands there and what was expected. Example: devices/example.toml.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

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
SignKind = Literal["modbus", "cd5220", "escpos", "framed"]
KeypadKind = Literal["framed", "modbus", "usb"]
RelayKind = Literal["framed", "modbus"]


class SettingsProblem(Exception):
    """A devices file cannot be used; the message says where and why."""


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
    value: int = 0
    coding: Coding = "letters"
    blank: int = 0
    blink: int | None = None
    blink_on: int = 1
    brightness: int | None = None


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
    width: int | None = None
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


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file."""

    port: tuple[Port, ...] = ()
    sign: tuple[SignPart, ...] = ()
    keypad: tuple[KeypadPart, ...] = ()
    relay: tuple[RelayPart, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read and check a file. Raises `SettingsProblem`, and `OSError` where it cannot be read."""
    text = path.read_text("utf-8")
    try:
        data = tomllib.loads(text)
        settings = msgspec.convert(data, Settings)
    except tomllib.TOMLDecodeError as error:
        raise SettingsProblem(f"{path}: {error}") from error
    except msgspec.ValidationError as error:
        raise SettingsProblem(_worded(path, text, data, str(error))) from error
    _check(path, text, settings)
    return settings


def _check(path: Path, text: str, settings: Settings) -> None:
    """What one table says of another."""
    seen: set[str] = set()
    ports = {port.name for port in settings.port}
    for kind in ("port", "sign", "keypad", "relay"):
        for place, part in enumerate(getattr(settings, kind)):
            line = _line(text, kind, place, "name")
            if part.name in seen:
                raise SettingsProblem(f"{path}:{line}: name: found {part.name!r}, expected a name used only once")
            seen.add(part.name)
            needs_port = kind != "port" and getattr(part, "kind", "") != "usb"
            if needs_port and part.port not in ports:
                where = _line(text, kind, place, "port")
                expected = ", ".join(sorted(ports)) or "the name of a [[port]]"
                raise SettingsProblem(f"{path}:{where}: port: found {part.port!r}, expected one of {expected}")
            if getattr(part, "kind", "") == "usb" and not part.path:
                raise SettingsProblem(f"{path}:{line}: path: found nothing, expected the path of an input device")


def _worded(path: Path, text: str, data: dict[str, Any], complaint: str) -> str:
    """msgspec's complaint, with the line and with what was found."""
    expected, _, where = complaint.partition(" - at `$")
    steps = re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", where)
    kind = steps[0][0] if steps else ""
    place = int(steps[1][1]) if len(steps) > 1 and steps[1][1].isdigit() else 0
    key = steps[2][0] if len(steps) > 2 else ""
    unknown = re.search(r"unknown field `(\w+)`", expected)
    missing = re.search(r"required field `(\w+)`", expected)
    key = key or (unknown[1] if unknown else missing[1] if missing else kind)
    table = data.get(kind)
    part = table[place] if isinstance(table, list) and place < len(table) else data
    found = "nothing" if missing else repr(part.get(key)) if isinstance(part, dict) else repr(part)
    wanted = "no such key" if unknown else expected.replace("Expected ", "").split(", got")[0]
    return f"{path}:{_line(text, kind, place, key)}: {key}: found {found}, expected {wanted}"


def _line(text: str, kind: str, place: int, key: str) -> int:
    """The line of a key in the `place`th table of a kind, or of the table's head."""
    head, count = 1, -1
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[", line):
            if count == place:
                return head
            if re.match(rf"\s*\[\[\s*{re.escape(kind)}\s*\]\]", line):
                count += 1
                head = number
        elif count == place and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return head
